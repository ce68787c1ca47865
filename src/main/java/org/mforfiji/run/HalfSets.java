package org.mforfiji.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.mforfiji.io.relion.ParticleSeries;

/**
 * The half-sets of a particle series: those of its table or, if that has none, two halves drawn at random, the same in
 * every run.
 *
 * @param second by particle whether it belongs to the second half-set
 * @param drawn whether they were drawn
 */
record HalfSets(boolean[] second, boolean drawn) {

	private static final long SEED = 5;

	static HalfSets of(final ParticleSeries series) {
		final int n = series.particles().size();
		final boolean[] second = new boolean[n];
		final boolean drawn = series.particles().stream().anyMatch(p -> p.particle().labels().randomSubset() == 0);
		if (drawn) {
			final List<Integer> order = new ArrayList<>();
			for (int p = 0; p < n; p++)
				order.add(p);
			Collections.shuffle(order, new Random(SEED));
			for (int i = 0; i < n / 2; i++)
				second[order.get(i)] = true;
		}
		else for (int p = 0; p < n; p++)
			second[p] = series.particles().get(p).particle().labels().randomSubset() == 2;
		return new HalfSets(second, drawn);
	}

	/** Number of particles in half-set 0 or 1. */
	int size(final int half) {
		int n = 0;
		for (final boolean is : second)
			if (is == (half == 1)) n++;
		return n;
	}
}
