package org.mforfiji.population;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The box sizes that M derives from lengths, in decimal arithmetic with halves rounded to even, as .NET does it. */
public final class BoxSize {

	private BoxSize() {}

	/**
	 * Box of a species in pixels: 2 · round(diameter / pixel size), halves to even. Always even.
	 *
	 * @param diameter Å
	 * @param pixelSize Å, taken as the decimal number that it prints as
	 */
	public static int ofDiameter(final double diameter, final double pixelSize) {
		// 28 significant digits are what a .NET decimal keeps of a quotient.
		final BigDecimal quotient = decimal(diameter).divide(decimal(pixelSize), new MathContext(28,
			RoundingMode.HALF_EVEN));
		return 2 * quotient.setScale(0, RoundingMode.HALF_EVEN).intValueExact();
	}

	/** Box after changing the pixel size: 2 · round(n · old / new / 2), halves to even. */
	public static int resampled(final int n, final double oldPixelSize, final double newPixelSize) {
		final BigDecimal half = BigDecimal.valueOf(n).multiply(decimal(oldPixelSize)).divide(decimal(newPixelSize).multiply(
			BigDecimal.valueOf(2)), new MathContext(28, RoundingMode.HALF_EVEN));
		return 2 * half.setScale(0, RoundingMode.HALF_EVEN).intValueExact();
	}

	private static BigDecimal decimal(final double value) {
		return new BigDecimal(Double.toString(value));
	}
}
