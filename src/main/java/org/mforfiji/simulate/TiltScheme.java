package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which the tilts of a series are exposed. */
public enum TiltScheme {

	/** Both sides in turn, away from the smallest tilt: 0, +1, −1, −2, +2, +3, −3, … steps. */
	DOSE_SYMMETRIC,
	/** From the smallest tilt to the highest, then from one step below the smallest to the lowest. */
	BIDIRECTIONAL,
	/** From the lowest tilt to the highest. */
	UNIDIRECTIONAL;

	/**
	 * Chronological rank of each tilt of a series sorted by angle.
	 *
	 * @param anglesDeg ascending
	 * @return for each angle, how many tilts were exposed before it
	 */
	public int[] ranks(final double[] anglesDeg) {
		final int n = anglesDeg.length;
		int first = 0;
		for (int i = 1; i < n; i++)
			if (Math.abs(anglesDeg[i]) < Math.abs(anglesDeg[first]) - 1e-9) first = i;
		final List<Integer> order = switch (this) {
			case UNIDIRECTIONAL -> range(0, n);
			case BIDIRECTIONAL -> bidirectional(first, n);
			case DOSE_SYMMETRIC -> symmetric(first, n);
		};
		final int[] ranks = new int[n];
		for (int r = 0; r < n; r++)
			ranks[order.get(r)] = r;
		return ranks;
	}

	private static List<Integer> bidirectional(final int first, final int n) {
		final List<Integer> order = range(first, n);
		final List<Integer> down = range(0, first);
		Collections.reverse(down);
		order.addAll(down);
		return order;
	}

	private static List<Integer> symmetric(final int first, final int n) {
		final List<Integer> order = new ArrayList<>(List.of(first));
		int up = first + 1;
		int down = first - 1;
		boolean upwards = true;
		for (int visit = 0; order.size() < n; visit++) {
			if ((upwards || down < 0) && up < n) order.add(up++);
			else order.add(down--);
			if (visit % 2 == 0) upwards = !upwards;
		}
		return order;
	}

	private static List<Integer> range(final int from, final int to) {
		final List<Integer> range = new ArrayList<>();
		for (int i = from; i < to; i++)
			range.add(i);
		return range;
	}
}
