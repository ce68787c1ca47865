package org.mforfiji.io.relion;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which pixel size was used, and by which rule.
 *
 * @param quantity {@code coordinates} or {@code shifts}
 * @param rule the rule
 * @param pixelSizes the different values of the file's particles in Å, in order of first use
 */
public record PixelSizeFinding(String quantity, PixelSizeRule rule, List<Double> pixelSizes) {

	public PixelSizeFinding {
		pixelSizes = List.copyOf(pixelSizes);
	}

	/** A line for reports, as {@code coordinates: 1.35 Å/px (rlnTomoTiltSeriesPixelSize)}. */
	@Override
	public String toString() {
		if (rule == PixelSizeRule.NONE || rule == PixelSizeRule.ANGSTROM) return quantity + ": " + rule.description();
		return quantity + ": " + pixelSizes.stream().map(Numbers::plain).collect(Collectors.joining(", ")) + " Å/px (" + rule
			.description() + ")";
	}
}
