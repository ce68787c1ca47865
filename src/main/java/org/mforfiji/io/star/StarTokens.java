package org.mforfiji.io.star;

import java.util.Arrays;

import org.mforfiji.base.MException;

/**
 * Splits a line of a STAR file into values: separated by blanks or tabs; a value that begins with a quote goes on to
 * the same quote followed by a blank; a value that begins with # starts a comment. Reusable, for one thread.
 */
final class StarTokens {

	private int[] from = new int[32];
	private int[] to = new int[32];
	private int count;
	private String line = "";

	/**
	 * Splits a line.
	 *
	 * @return whether every quote is closed
	 */
	boolean split(final String text) {
		line = text;
		count = 0;
		final int end = text.length();
		int at = 0;
		while (true) {
			while (at < end && isBlank(text.charAt(at)))
				at++;
			if (at == end || text.charAt(at) == '#') return true;
			final char first = text.charAt(at);
			if (first == '"' || first == '\'') {
				final int close = closing(first, at + 1);
				if (close < 0) return false;
				add(at + 1, close);
				at = close + 1;
			}
			else {
				final int start = at;
				while (at < end && !isBlank(text.charAt(at)))
					at++;
				add(start, at);
			}
		}
	}

	private int closing(final char quote, final int start) {
		for (int i = start; i < line.length(); i++)
			if (line.charAt(i) == quote && (i + 1 == line.length() || isBlank(line.charAt(i + 1)))) return i;
		return -1;
	}

	private void add(final int start, final int end) {
		if (count == from.length) {
			from = Arrays.copyOf(from, 2 * count);
			to = Arrays.copyOf(to, 2 * count);
		}
		from[count] = start;
		to[count++] = end;
	}

	int count() {
		return count;
	}

	String get(final int i) {
		return line.substring(from[i], to[i]);
	}

	/** Value i; the given object itself where it is equal, so that repeated values of a column share one text. */
	String get(final int i, final String likely) {
		final int length = to[i] - from[i];
		final boolean same = likely != null && likely.length() == length && line.regionMatches(from[i], likely, 0,
			length);
		return same ? likely : get(i);
	}

	/** Whether value i stands in quotes. */
	boolean isQuoted(final int i) {
		if (from[i] == 0 || to[i] == line.length()) return false;
		final char after = line.charAt(to[i]);
		return line.charAt(from[i] - 1) == after && (after == '"' || after == '\'');
	}

	static boolean isBlank(final char c) {
		return c == ' ' || c == '\t' || c == '\r' || c == '\f';
	}

	/**
	 * The text as it is written: in quotes where it could not be read otherwise.
	 *
	 * @param leading whether it is the first value of its line
	 * @param alone whether it is the only value of its line
	 * @throws MException if it holds a line end, or both kinds of quotes and blanks
	 */
	static String quote(final String value, final boolean leading, final boolean alone) {
		if (!needsQuotes(value, leading, alone)) return value;
		for (final char quote : new char[] { '"', '\'' })
			if (canBeQuoted(value, quote)) return quote + value + quote;
		throw new MException("A STAR file cannot hold the value ⟨" + value + "⟩", "",
			"Leave out line ends and quotes followed by blanks");
	}

	private static boolean needsQuotes(final String value, final boolean leading, final boolean alone) {
		if (value.isEmpty()) return true;
		final char first = value.charAt(0);
		if (first == '"' || first == '\'' || first == '#') return true;
		for (int i = 0; i < value.length(); i++)
			if (isBlank(value.charAt(i)) || value.charAt(i) == '\n') return true;
		return leading && (first == '_' || value.equals("loop_") || alone && value.startsWith("data_"));
	}

	private static boolean canBeQuoted(final String value, final char quote) {
		for (int i = 0; i < value.length(); i++) {
			final char c = value.charAt(i);
			if (c == '\n' || c == '\r') return false;
			if (c == quote && i + 1 < value.length() && isBlank(value.charAt(i + 1))) return false;
		}
		return true;
	}
}
