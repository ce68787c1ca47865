package org.mforfiji.io.relion;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** How numbers and lists of numbers are written in RELION's tables. */
final class Numbers {

	private Numbers() {}

	/** The shortest plain spelling without trailing zeros, at most six decimals. */
	static String plain(final double value) {
		if (!Double.isFinite(value)) return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
		String text = String.format(Locale.ROOT, "%.6f", value);
		while (text.endsWith("0"))
			text = text.substring(0, text.length() - 1);
		if (text.endsWith(".")) text = text.substring(0, text.length() - 1);
		return text.equals("-0") ? "0" : text;
	}

	/** Six decimals. */
	static String fixed(final double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6f", value) : plain(value);
	}

	/** {@code [a,b,c]} with nine significant digits. */
	static String list(final double... values) {
		return bracketed(values.length, i -> number(values[i]));
	}

	/** {@code [1,0,1]}. */
	static String list(final boolean[] values) {
		return bracketed(values.length, i -> values[i] ? "1" : "0");
	}

	/** Nine significant digits at most, exact zeros and ones short. */
	static String number(final double value) {
		if (!Double.isFinite(value) || value == Math.rint(value) && Math.abs(value) < 1e9) return plain(value);
		return String.format(Locale.ROOT, "%.9g", value);
	}

	private static String bracketed(final int length, final IntFunction<String> text) {
		final StringJoiner joined = new StringJoiner(",", "[", "]");
		for (int i = 0; i < length; i++)
			joined.add(text.apply(i));
		return joined.toString();
	}
}
