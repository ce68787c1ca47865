package org.mforfiji.refine;

/**
 * Gaussian prior of a particle's poses along the exposure, per component and around the centre that it came with: the mean of
 * the T samples has one width, and from sample to sample the deviation goes as a random walk with another. Per component
 *
 * <pre>
 * K = 1·1ᵀ/(T·σ)² + L/s²,   xᵀ·L·x = Σ (x_j − x_{j−1})²,   log|K| = −2·log σ − 2·(T − 1)·log s
 * </pre>
 */
record PosePrior(Priors priors) {

	private static final int POSE = PoseLayout.POSE;

	/** Element (r, c) of the 6T×6T precision matrix. */
	double precision(final int samples, final int r, final int c) {
		if (r % POSE != c % POSE) return 0;
		final double mean = mean(r % POSE) * samples, step = step(r % POSE);
		final int i = r / POSE, distance = Math.abs(i - c / POSE);
		final double common = 1 / (mean * mean);
		if (samples == 1 || distance > 1) return common;
		if (distance == 1) return common - 1 / (step * step);
		return common + (i == 0 || i == samples - 1 ? 1 : 2) / (step * step);
	}

	/** Row r of the precision matrix times the 6T numbers of x from {@code at}. */
	double times(final int samples, final double[] x, final int at, final int r) {
		double sum = 0;
		for (int c = r % POSE; c < POSE * samples; c += POSE)
			sum += precision(samples, r, c) * x[at + c];
		return sum;
	}

	/** ½·xᵀ·K·x over all particles. */
	double energy(final PoseLayout layout, final double[] x) {
		double sum = 0;
		for (int p = 0; p < layout.particles(); p++)
			sum += energy(layout, x, p);
		return sum;
	}

	/** ½·xᵀ·K·x of particle p. */
	double energy(final PoseLayout layout, final double[] x, final int p) {
		double sum = 0;
		for (int r = 0; r < layout.size(p); r++)
			sum += x[layout.first(p) + r] * times(layout.samples(p), x, layout.first(p), r);
		return sum / 2;
	}

	/** log|K| of all particles. */
	double logDeterminant(final PoseLayout layout) {
		double sum = 0;
		for (int p = 0; p < layout.particles(); p++)
			for (int c = 0; c < POSE; c++)
				sum -= 2 * (Math.log(mean(c)) + (layout.samples(p) - 1) * Math.log(step(c)));
		return sum;
	}

	/** Standard deviation of the mean of component c, Å or radians. */
	private double mean(final int c) {
		return c < 3 ? priors.positionA() : Math.toRadians(priors.angleDeg());
	}

	/** Standard deviation of a step from sample to sample. */
	private double step(final int c) {
		return c < 3 ? priors.positionStepA() : Math.toRadians(priors.angleStepDeg());
	}
}
