package org.mforfiji.refine;

import org.mforfiji.base.MException;

/**
 * Cholesky factor of a particle's pose block, n×n with n = 6·T, row-major in plain arrays: many small ones are made and used
 * in each step. Blocks of one sample take loops of known length.
 */
final class PoseCholesky {

	private static final int ONE = PoseLayout.POSE;

	private final int n;
	private final double[] l;

	private PoseCholesky(final int n, final double[] l) {
		this.n = n;
		this.l = l;
	}

	/** @param a symmetric positive n×n matrix; the lower triangle counts */
	static PoseCholesky of(final double[] a, final int n) {
		final double[] l = new double[n * n];
		for (int i = 0; i < n; i++)
			for (int j = 0; j <= i; j++) {
				double sum = a[n * i + j];
				for (int k = 0; k < j; k++)
					sum -= l[n * i + k] * l[n * j + k];
				if (i == j && !(sum > 0)) throw notPositive();
				l[n * i + j] = i == j ? Math.sqrt(sum) : sum / l[(n + 1) * j];
			}
		return new PoseCholesky(n, l);
	}

	static MException notPositive() {
		return new MException("The normal equations have no solution: a number in them is not finite", "",
			"Check the images of this item for NaN or infinite pixels");
	}

	/** Logarithm of the determinant of the matrix. */
	double logDeterminant() {
		double sum = 0;
		for (int c = 0; c < n; c++)
			sum += 2 * Math.log(l[(n + 1) * c]);
		return sum;
	}

	/** Solves L·y = x in place for the n numbers from {@code at}. */
	void forward(final double[] x, final int at) {
		if (n == ONE) forwardOne(l, x, at);
		else for (int i = 0; i < n; i++) {
			double sum = x[at + i];
			for (int k = 0; k < i; k++)
				sum -= l[n * i + k] * x[at + k];
			x[at + i] = sum / l[(n + 1) * i];
		}
	}

	private static void forwardOne(final double[] l, final double[] x, final int at) {
		for (int i = 0; i < ONE; i++) {
			double sum = x[at + i];
			for (int k = 0; k < i; k++)
				sum -= l[ONE * i + k] * x[at + k];
			x[at + i] = sum / l[(ONE + 1) * i];
		}
	}

	/** Solves Lᵀ·y = x in place. */
	void backward(final double[] x) {
		for (int i = n - 1; i >= 0; i--) {
			double sum = x[i];
			for (int k = i + 1; k < n; k++)
				sum -= l[n * k + i] * x[k];
			x[i] = sum / l[(n + 1) * i];
		}
	}

	/** Solves L·Lᵀ·y = x in place. */
	void solve(final double[] x) {
		forward(x, 0);
		backward(x);
	}

	/** Σ a·b over the n numbers from i and j. */
	double dot(final double[] a, final int i, final double[] b, final int j) {
		if (n == ONE) return dotOne(a, i, b, j);
		double sum = 0;
		for (int c = 0; c < n; c++)
			sum += a[i + c] * b[j + c];
		return sum;
	}

	private static double dotOne(final double[] a, final int i, final double[] b, final int j) {
		double sum = 0;
		for (int c = 0; c < ONE; c++)
			sum += a[i + c] * b[j + c];
		return sum;
	}
}
