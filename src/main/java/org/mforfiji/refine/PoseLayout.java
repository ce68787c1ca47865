package org.mforfiji.refine;

import java.util.List;

/**
 * Order of the pose parameters of an item: particle after particle, species after species, of each particle six numbers
 * (position in Å, rotation vector in radians, in the tomogram's frame) for every temporal sample. Immutable.
 */
final class PoseLayout {

	/** Parameters of one pose. */
	static final int POSE = 6;

	private final int[] first;

	/** @param samples temporal samples of each particle of the item */
	private PoseLayout(final int[] samples) {
		first = new int[samples.length + 1];
		for (int p = 0; p < samples.length; p++)
			first[p + 1] = first[p] + POSE * samples[p];
	}

	static PoseLayout of(final List<SpeciesShare> shares) {
		return new PoseLayout(shares.stream().flatMapToInt(share -> share.particles.stream().mapToInt(p -> share.samples()))
			.toArray());
	}

	/** Particles of all species. */
	int particles() {
		return first.length - 1;
	}

	/** First parameter of particle p. */
	int first(final int p) {
		return first[p];
	}

	/** Number of particle p's parameters, 6·T. */
	int size(final int p) {
		return first[p + 1] - first[p];
	}

	/** Temporal samples of particle p. */
	int samples(final int p) {
		return size(p) / POSE;
	}

	/** Steps from sample to sample of all particles. */
	int steps() {
		return total() / POSE - particles();
	}

	/** Number of all pose parameters. */
	int total() {
		return first[particles()];
	}
}
