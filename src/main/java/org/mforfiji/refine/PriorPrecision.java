package org.mforfiji.refine;

/**
 * Priors as precisions: diagonal for a pose, and for the nodes of a tilt's warp along one axis the inverse of
 * SC²·11ᵀ + SN²·1, a common shift and independent deviations around it.
 */
record PriorPrecision(Priors priors, int nodes) {

	/** Precision of pose parameter c of 6. */
	double pose(final int c) {
		final double sigma = c < 3 ? priors.positionA() : Math.toRadians(priors.angleDeg());
		return 1 / (sigma * sigma);
	}

	/** Precision matrix element of nodes n and m of one tilt and axis. */
	double warp(final int n, final int m) {
		final double node = priors.warpNodeA() * priors.warpNodeA();
		final double common = priors.warpCommonA() * priors.warpCommonA();
		return ((n == m ? 1 : 0) - common / (node + nodes * common)) / node;
	}

	/** ½·xᵀK·x over poses and warp. */
	double energy(final double[] pose, final double[] warp) {
		double sum = 0;
		for (int i = 0; i < pose.length; i++)
			sum += pose[i] * pose[i] * pose(i % 6);
		for (int at = 0; at < warp.length; at += nodes)
			for (int n = 0; n < nodes; n++)
				sum += warp[at + n] * times(warp, at, n);
		return sum / 2;
	}

	/** Element n of K times the node values from {@code at}. */
	double times(final double[] warp, final int at, final int n) {
		double sum = 0;
		for (int m = 0; m < nodes; m++)
			sum += warp(n, m) * warp[at + m];
		return sum;
	}
}
