package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.mforfiji.population.Particle;

/**
 * The particles of an item that take no part in fitting what all particles share, but judge it: about a tenth of each species
 * and half-set, spread over the item, another tenth in every turn. Which ones depends on where the particles were imported,
 * not on their order or present poses, so that ten turns go through all of them.
 *
 * @param of per species of the item, per particle, whether it is held out
 */
public record HeldOut(List<boolean[]> of) {

	private static final int FOLDS = 10;
	/** With fewer particles those left would miss the one held out more than it can tell. */
	private static final int LEAST = 3;

	/** Nobody, which leaves the shared parameters without a judge. */
	public static HeldOut none(final List<SpeciesInput> inputs) {
		return new HeldOut(inputs.stream().map(input -> new boolean[input.particles().size()]).toList());
	}

	/**
	 * The particles of a turn; none where an item has fewer than three particles.
	 *
	 * @param turn number of the iteration
	 */
	public static HeldOut of(final List<SpeciesInput> inputs, final int turn) {
		final HeldOut heldOut = none(inputs);
		final int all = inputs.stream().mapToInt(input -> input.particles().size()).sum();
		if (all < LEAST) return heldOut;
		final int folds = Math.min(FOLDS, all);
		int rank = 0;
		for (int s = 0; s < inputs.size(); s++)
			for (final int p : ordered(inputs.get(s).particles()))
				heldOut.of.get(s)[p] = rank++ % folds == Math.floorMod(turn, folds);
		return heldOut;
	}

	/** Number of particles held out. */
	public int count() {
		int count = 0;
		for (final boolean[] species : of)
			for (final boolean held : species)
				if (held) count++;
		return count;
	}

	/** Indices by half-set, then place. */
	private static List<Integer> ordered(final List<Particle> particles) {
		final List<double[]> keys = new ArrayList<>();
		final List<Integer> order = new ArrayList<>();
		for (int p = 0; p < particles.size(); p++) {
			final double[] now = particles.get(p).position(0), moved = PriorPose.since(particles.get(p), 0).offset();
			keys.add(new double[] { particles.get(p).halfSet(), round(now[0] - moved[0]), round(now[1] - moved[1]), round(now[2] -
				moved[2]) });
			order.add(p);
		}
		Comparator<Integer> by = Comparator.comparingDouble(p -> keys.get(p)[0]);
		for (int axis = 1; axis < 4; axis++) {
			final int at = axis;
			by = by.thenComparingDouble(p -> keys.get(p)[at]);
		}
		order.sort(by);
		return order;
	}

	/** To 0.01 Å: the place of import is known to the last digit of the table only. */
	private static double round(final double a) {
		return Math.rint(a * 100);
	}
}
