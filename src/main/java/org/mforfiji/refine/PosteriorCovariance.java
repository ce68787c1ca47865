package org.mforfiji.refine;

import org.ejml.data.DMatrixRMaj;

/**
 * Covariance of the refined parameters of an item: the inverse of the final normal matrix with its priors (H + K)⁻¹, by
 * blocks. The noise of the references is common to all images and not part of it. Arrow algebra: with
 * Q_p = A_pp⁻¹·A_pg the blocks are Σ_gg = S⁻¹, Σ_pg = −Q_p·S⁻¹, Σ_pp = A_pp⁻¹ + Q_p·S⁻¹·Q_pᵀ.
 */
final class PosteriorCovariance {

	private final NormalEquations equations;
	private final PoseCholesky[] factor;
	private final DMatrixRMaj shared;
	private final int edge;

	/**
	 * @param factor Cholesky factors of the pose blocks, null if poses were fixed
	 * @param shared covariance of the shared parameters
	 */
	PosteriorCovariance(final NormalEquations equations, final PoseCholesky[] factor, final DMatrixRMaj shared) {
		this.equations = equations;
		this.factor = factor;
		this.shared = shared;
		edge = 2 * equations.nodes;
	}

	/** Standard deviation of a shared parameter. */
	double sharedSigma(final int i) {
		return Math.sqrt(Math.max(0, shared.get(i, i)));
	}

	/**
	 * The blocks that concern one particle of n = 6·T parameters: n×n own covariance, and n×G covariance with the shared
	 * parameters. Cost n·G².
	 */
	Particle particle(final int p) {
		final int n = equations.poses.size(p), size = shared.numCols;
		final double[] own = new double[n * n];
		final double[][] cross = new double[n][size];
		if (factor == null) return new Particle(own, cross);
		final double[][] q = new double[n][size];
		for (int t = 0; t < equations.tilts && edge > 0; t++)
			couple(p, t, q);
		for (int e = 0; e < equations.dense; e++) {
			final double[] column = java.util.Arrays.copyOfRange(equations.densePose[p], n * e, n * e + n);
			factor[p].solve(column);
			for (int r = 0; r < n; r++)
				q[r][size - equations.dense + e] = column[r];
		}
		for (int r = 0; r < n; r++)
			for (int i = 0; i < size; i++) {
				final double f = q[r][i];
				if (f == 0) continue;
				final int row = i * size;
				for (int j = 0; j < size; j++)
					cross[r][j] -= f * shared.data[row + j];
			}
		for (int c = 0; c < n; c++) {
			final double[] unit = new double[n];
			unit[c] = 1;
			factor[p].solve(unit);
			for (int r = 0; r < n; r++) {
				double sum = unit[r];
				for (int i = 0; i < size; i++)
					sum -= cross[r][i] * q[c][i];
				own[n * r + c] = sum;
			}
		}
		return new Particle(own, cross);
	}

	/** Rows of Q_p that belong to tilt t. */
	private void couple(final int p, final int t, final double[][] q) {
		final double[] b = equations.coupling[p][t];
		if (b == null) return;
		final int n = equations.poses.size(p);
		for (int a = 0; a < 2; a++) {
			final double[] column = java.util.Arrays.copyOfRange(b, n * a, n * a + n);
			factor[p].solve(column);
			for (int node = 0; node < equations.nodes; node++)
				for (int r = 0; r < n; r++)
					q[r][t * edge + a * equations.nodes + node] = column[r] * equations.weights[p][t][node];
		}
	}

	/**
	 * One particle's blocks.
	 *
	 * @param own n×n, row-major: for each sample position (Å) and rotation vector (radians)
	 * @param cross n×G with the shared parameters
	 */
	record Particle(double[] own, double[][] cross) {}

	/**
	 * Variance of a particle's projected position in a tilt along one axis, Å².
	 *
	 * @param p particle of the item
	 * @param blocks its blocks
	 * @param tilt tilt
	 * @param axis 0 for x, 1 for y
	 * @param pose d(x or y)/d(pose parameters), the n numbers of this axis
	 * @param derivatives by the shared parameters beside the image warp
	 */
	double projectedVariance(final int p, final Particle blocks, final int tilt, final int axis, final double[] pose,
		final SharedDerivatives derivatives)
	{
		double sum = 0;
		final int size = pose.length;
		for (int r = 0; r < size; r++)
			for (int c = 0; c < size; c++)
				sum += pose[r] * blocks.own[size * r + c] * pose[c];
		final double[] w = equations.weights[p][tilt];
		final int nodes = w == null ? 0 : w.length, count = nodes + derivatives.size();
		final int[] index = new int[count];
		final double[] slope = new double[count];
		for (int n = 0; n < nodes; n++) {
			index[n] = tilt * edge + axis * equations.nodes + n;
			slope[n] = w[n];
		}
		for (int e = 0; e < derivatives.size(); e++) {
			index[nodes + e] = shared.numCols - equations.dense + derivatives.index()[e];
			slope[nodes + e] = derivatives.slope(e, axis);
		}
		for (int i = 0; i < count; i++) {
			if (slope[i] == 0) continue;
			for (int r = 0; r < size; r++)
				sum += 2 * pose[r] * blocks.cross[r][index[i]] * slope[i];
			for (int j = 0; j < count; j++)
				sum += slope[i] * slope[j] * shared.get(index[i], index[j]);
		}
		return sum;
	}
}
