package org.mforfiji.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.refine.GeometryBlocks;

/**
 * The mean change of the isotropic magnification of all items of a run. If all images are enlarged by the same factor, a map
 * enlarged the other way predicts them as before: such a change is not knowledge, but drift of the map's pixel size, and it is
 * taken out of all refined items. Items that were not refined count as unchanged; items count as many times as they have
 * particles.
 *
 * @param factor geometric mean of the factors by which magnifications grew
 */
record MagnificationGauge(double factor) {

	/**
	 * The mean change.
	 *
	 * @param items all items of the run
	 * @param particles number of particles of each
	 * @param refined results of the items that were refined
	 */
	static MagnificationGauge of(final List<RunItem> items, final int[] particles,
		final Map<RunItem, RunJournal.Entry> refined)
	{
		double sum = 0, count = 0;
		for (int i = 0; i < items.size(); i++) {
			count += particles[i];
			final RunJournal.Entry entry = refined.get(items.get(i));
			if (entry != null) sum += particles[i] * (logarithm(entry.model().magnification()) - logarithm(items.get(i).model(
				GeometryBlocks.NONE).magnification()));
		}
		return new MagnificationGauge(count > 0 ? Math.exp(sum / count) : 1);
	}

	/** Of the factor by which a matrix enlarges lengths on average. */
	private static double logarithm(final double[] m) {
		return Math.log(m[0] * m[3] - m[1] * m[2]) / 2;
	}

	/** The results without it. */
	Map<RunItem, RunJournal.Entry> remove(final Map<RunItem, RunJournal.Entry> refined) {
		final Map<RunItem, RunJournal.Entry> gauged = new LinkedHashMap<>();
		refined.forEach((item, entry) -> gauged.put(item, entry.withModel(entry.model().enlarged(1 / factor))));
		return gauged;
	}
}
