package org.mforfiji.refine;

/**
 * Priors as precisions: {@link PosePrior} for poses, and for the nodes of a tilt's warp along one axis the inverse of
 * SC²·11ᵀ + SN²·1, a common shift and independent deviations around it.
 */
record PriorPrecision(Priors priors, int nodes, DeformationLayout layout) {

	/** For the parameters of a state. */
	static PriorPrecision of(final Priors priors, final ItemState state) {
		return new PriorPrecision(priors, state.model().warpSize().nodes(), state.model().layout());
	}

	/** The poses' part. */
	PosePrior poses() {
		return new PosePrior(priors);
	}

	/** Precision matrix element of nodes n and m of one tilt and axis. */
	double warp(final int n, final int m) {
		final double node = priors.warpNodeA() * priors.warpNodeA();
		final double common = priors.warpCommonA() * priors.warpCommonA();
		return ((n == m ? 1 : 0) - common / (node + nodes * common)) / node;
	}

	/** Precision matrix element of two shared parameters, the first {@code warp} of which are the image warp. */
	double shared(final int warp, final int i, final int j) {
		if (i >= warp && j >= warp) return layout.precision(priors, i - warp, j - warp);
		return i < warp && j < warp && i / nodes == j / nodes ? warp(i % nodes, j % nodes) : 0;
	}

	/** Logarithm of the determinant of K without that of the poses, for so many tilts. */
	double logDeterminant(final int tilts) {
		final double node = Math.log(priors.warpNodeA() * priors.warpNodeA());
		final double mean = Math.log(priors.warpNodeA() * priors.warpNodeA() + nodes * priors.warpCommonA() * priors
			.warpCommonA());
		double sum = nodes > 0 ? -2.0 * tilts * ((nodes - 1) * node + mean) : 0;
		return sum - 2 * layout.angles() * Math.log(priors.stageAngleDeg()) - 2 * layout.volume() * Math.log(layout
			.volumeStepA(priors)) - 2 * layout.magnification() * Math.log(priors.magnificationPercent());
	}

	/** ½·xᵀK·x over the shared parameters, the image warp first. */
	double energy(final double[] shared) {
		double sum = 0;
		final int warp = shared.length - layout.size();
		for (int i = 0; i < shared.length; i++)
			sum += shared[i] * times(shared, warp, i);
		return sum / 2;
	}

	/** Row i of K times the shared parameters, the first {@code warp} of which are the image warp. */
	double times(final double[] shared, final int warp, final int i) {
		if (i >= warp) return layout.times(priors, shared, warp, i - warp);
		return node(shared, i - i % nodes, i % nodes);
	}

	/** Element n of K times the node values from {@code at}. */
	private double node(final double[] warp, final int at, final int n) {
		double sum = 0;
		for (int m = 0; m < nodes; m++)
			sum += warp(n, m) * warp[at + m];
		return sum;
	}
}
