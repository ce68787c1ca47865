package org.mforfiji.io.star;

import java.util.Locale;

/** Numbers as STAR files spell them. */
final class StarNumbers {

	private StarNumbers() {}

	/** The number, NaN where the text is none (or says so). */
	static double parse(final String text) {
		final int length = text.length();
		if (length == 0) return Double.NaN;
		final char last = text.charAt(length - 1);
		if (last >= '0' && last <= '9' || last == '.') return decimal(text);
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
			case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
			default -> Double.NaN;
		};
	}

	/** Java would accept more: hexadecimal digits, blanks, type letters. */
	private static double decimal(final String text) {
		for (int i = 0; i < text.length(); i++) {
			final char c = text.charAt(i);
			if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') return Double.NaN;
		}
		try {
			return Double.parseDouble(text);
		}
		catch (final NumberFormatException notOne) {
			return Double.NaN;
		}
	}

	/** Whether the text says "not a number" in one of its spellings. */
	static boolean isNan(final String text) {
		return text.equalsIgnoreCase("nan") || text.equalsIgnoreCase("-nan") || text.equalsIgnoreCase("+nan");
	}
}
