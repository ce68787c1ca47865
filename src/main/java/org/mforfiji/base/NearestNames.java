package org.mforfiji.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names most like one that was looked for in vain, for messages. Likeness is the edit distance (insertions,
 * deletions and replacements of one letter), blind to upper and lower case.
 */
public final class NearestNames {

	private NearestNames() {}

	/**
	 * The existing names most like the wanted one, the nearest first; names of equal distance in alphabetical order.
	 *
	 * @param wanted what was looked for
	 * @param existing what there is
	 * @param limit how many at most
	 */
	public static List<String> of(final String wanted, final Collection<String> existing, final int limit) {
		record Scored(String name, int distance) {}
		return existing.stream().distinct().map(name -> new Scored(name, distance(wanted, name))).sorted(Comparator
			.comparingInt(Scored::distance).thenComparing(Scored::name)).limit(limit).map(Scored::name).toList();
	}

	/** The least number of letters to insert, delete or replace to turn one text into the other, blind to case. */
	public static int distance(final String a, final String b) {
		final String from = a.toLowerCase(Locale.ROOT);
		final String to = b.toLowerCase(Locale.ROOT);
		int[] previous = new int[to.length() + 1];
		int[] current = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++)
			previous[j] = j;
		for (int i = 1; i <= from.length(); i++) {
			current[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				final int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
				current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
			}
			final int[] swap = previous;
			previous = current;
			current = swap;
		}
		return previous[to.length()];
	}
}
