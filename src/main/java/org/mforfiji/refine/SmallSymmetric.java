package org.mforfiji.refine;

import java.util.Arrays;

/** A small symmetric positive matrix; the lower triangle is what counts. */
final class SmallSymmetric {

	private final int n;
	private final double[] a;

	/** Zero. */
	SmallSymmetric(final int n) {
		this.n = n;
		a = new double[n * n];
	}

	double at(final int row, final int column) {
		return a[Math.max(row, column) * n + Math.min(row, column)];
	}

	void add(final int row, final int column, final double value) {
		a[Math.max(row, column) * n + Math.min(row, column)] += value;
	}

	void add(final SmallSymmetric other, final double factor) {
		for (int i = 0; i < a.length; i++)
			a[i] += factor * other.a[i];
	}

	double[] times(final double[] x) {
		final double[] y = new double[n];
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				y[i] += at(i, j) * x[j];
		return y;
	}

	/** Solution of A·x = b by Cholesky; zeros where the matrix tells nothing. */
	double[] solve(final double[] b) {
		final double[] l = a.clone(), x = b.clone();
		for (int i = 0; i < n; i++)
			for (int j = 0; j <= i; j++) {
				double sum = l[i * n + j];
				for (int k = 0; k < j; k++)
					sum -= l[i * n + k] * l[j * n + k];
				if (i == j) l[i * n + i] = sum > 1e-14 * a[i * n + i] ? Math.sqrt(sum) : Double.POSITIVE_INFINITY;
				else l[i * n + j] = sum / l[j * n + j];
			}
		for (int i = 0; i < n; i++) {
			for (int k = 0; k < i; k++)
				x[i] -= l[i * n + k] * x[k];
			x[i] /= l[i * n + i];
		}
		for (int i = n - 1; i >= 0; i--) {
			for (int k = i + 1; k < n; k++)
				x[i] -= l[k * n + i] * x[k];
			x[i] /= l[i * n + i];
		}
		return x;
	}

	SmallSymmetric inverse() {
		final SmallSymmetric inverse = new SmallSymmetric(n);
		final double[] unit = new double[n];
		for (int j = 0; j < n; j++) {
			Arrays.fill(unit, 0);
			unit[j] = 1;
			final double[] column = solve(unit);
			for (int i = j; i < n; i++)
				inverse.a[i * n + j] = column[i];
		}
		return inverse;
	}
}
