package org.mforfiji.io.warp;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * How Warp and M write single values as text: decimals without exponent, floats as the shortest text that reads back to
 * the same 32 bits, booleans as {@code True} and {@code False}. Reading takes every spelling that the originals write.
 */
public final class WarpText {

	private WarpText() {}

	/** A .NET decimal: plain digits, never an exponent. The value must be finite. */
	public static String decimal(final double value) {
		if (value == 0) return "0";
		final BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
		return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
	}

	/** The shortest text of a 32-bit float, e.g. {@code 40.01}, {@code 1E-05}, {@code NaN}, {@code Infinity}. */
	public static String single(final double value) {
		final float f = (float) value;
		if (Float.isNaN(f) || Float.isInfinite(f)) return Float.toString(f);
		if (f == 0) return "0";
		final BigDecimal exact = new BigDecimal(Float.toString(f)).stripTrailingZeros();
		final int exponent = exact.precision() - exact.scale() - 1;
		if (exponent >= -5 && exponent < 15) return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
		final String digits = exact.unscaledValue().abs().toString();
		final String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
		return String.format(Locale.ROOT, "%s%sE%s%02d", exact.signum() < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math
			.abs(exponent));
	}

	/** {@code True} or {@code False}. */
	public static String bool(final boolean value) {
		return value ? "True" : "False";
	}

	/** Reads a number; empty if the text is none. Blanks around it are ignored. */
	public static Optional<Double> parseNumber(final String text) {
		final String trimmed = text.strip();
		switch (trimmed.toLowerCase(Locale.ROOT)) {
			case "nan", "-nan":
				return Optional.of(Double.NaN);
			case "infinity", "inf", "∞":
				return Optional.of(Double.POSITIVE_INFINITY);
			case "-infinity", "-inf", "-∞":
				return Optional.of(Double.NEGATIVE_INFINITY);
			default:
		}
		if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) return Optional
			.empty();
		try {
			return Optional.of(Double.valueOf(trimmed));
		}
		catch (final NumberFormatException e) {
			return Optional.empty();
		}
	}

	/** Reads {@code True} or {@code False} in any case; empty for anything else, {@code 1} and {@code 0} included. */
	public static Optional<Boolean> parseBool(final String text) {
		return switch (text.strip().toLowerCase(Locale.ROOT)) {
			case "true" -> Optional.of(true);
			case "false" -> Optional.of(false);
			default -> Optional.empty();
		};
	}

	/** Reads numbers with a separator between them, blanks tolerated; empty if one of them is not a number. */
	public static Optional<double[]> parseNumbers(final String text, final String separator) {
		if (text.isBlank()) return Optional.of(new double[0]);
		final String[] parts = text.split(separator, -1);
		final double[] numbers = new double[parts.length];
		for (int i = 0; i < parts.length; i++) {
			final Optional<Double> number = parseNumber(parts[i]);
			if (number.isEmpty()) return Optional.empty();
			numbers[i] = number.get();
		}
		return Optional.of(numbers);
	}

	/** Floats with a separator between them. */
	public static String singles(final double[] values, final String separator) {
		final StringBuilder out = new StringBuilder();
		for (int i = 0; i < values.length; i++)
			out.append(i == 0 ? "" : separator).append(single(values[i]));
		return out.toString();
	}
}
