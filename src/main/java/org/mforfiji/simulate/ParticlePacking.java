package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

import org.mforfiji.base.MException;

/**
 * Places particles of several species at random in the sample without overlap: balls of the species' diameters, the
 * largest first, one after the other at uniformly random positions.
 */
final class ParticlePacking {

	private static final int TRIES = 20_000;

	/** What to place: how many balls of which diameter in Å. */
	record Crowd(String name, int count, double diameterA) {}

	private final double[] volumeSize;
	private final BiPredicate<double[], Double> visible;

	/**
	 * @param volumeSize size of the tomogram, Å
	 * @param visible whether a ball (centre, diameter) may stand there, for example because all images show it
	 */
	ParticlePacking(final double[] volumeSize, final BiPredicate<double[], Double> visible) {
		this.volumeSize = volumeSize;
		this.visible = visible;
	}

	/** Centres in Å from the corner of the tomogram for each crowd, in the given order. */
	List<List<double[]>> place(final List<Crowd> crowds, final Random random, final String where) {
		final List<List<double[]>> placed = new ArrayList<>();
		crowds.forEach(c -> placed.add(new ArrayList<>()));
		final List<double[]> all = new ArrayList<>();
		final int[] order = IntStream.range(0, crowds.size()).boxed().sorted(Comparator.comparingDouble(i -> -crowds.get(i)
			.diameterA())).mapToInt(i -> i).toArray();
		for (final int c : order) {
			final Crowd crowd = crowds.get(c);
			for (int i = 0; i < crowd.count(); i++) {
				final double[] centre = next(crowd, all, random);
				if (centre == null) throw new MException("Only " + i + " of " + crowd.count() + " particles of species '" + crowd
					.name() + "' find room without overlap", where,
					"Ask for fewer particles, a thicker sample or larger images");
				all.add(new double[] { centre[0], centre[1], centre[2], crowd.diameterA() });
				placed.get(c).add(centre);
			}
		}
		return placed;
	}

	private double[] next(final Crowd crowd, final List<double[]> taken, final Random random) {
		for (int attempt = 0; attempt < TRIES; attempt++) {
			final double[] centre = new double[3];
			for (int d = 0; d < 3; d++) {
				final double margin = Math.min(volumeSize[d], crowd.diameterA()) / 2;
				centre[d] = margin + random.nextDouble() * (volumeSize[d] - 2 * margin);
			}
			if (free(centre, crowd.diameterA(), taken) && visible.test(centre, crowd.diameterA())) return centre;
		}
		return null;
	}

	private static boolean free(final double[] centre, final double diameter, final List<double[]> taken) {
		for (final double[] other : taken) {
			final double dx = centre[0] - other[0];
			final double dy = centre[1] - other[1];
			final double dz = centre[2] - other[2];
			final double apart = (diameter + other[3]) / 2;
			if (dx * dx + dy * dy + dz * dz < apart * apart) return false;
		}
		return true;
	}
}
