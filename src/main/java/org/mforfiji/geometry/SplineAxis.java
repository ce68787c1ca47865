package org.mforfiji.geometry;

/**
 * One axis of a {@link CubicGrid}: n nodes between margin and 1 − margin, joined by the natural cubic spline in B-spline
 * form. An axis of one node is constant. Immutable.
 */
final class SplineAxis {

	private final int n;
	private final double margin;
	private final double scale;
	/** Upper factors of the elimination of the tridiagonal system of the inner nodes. */
	private final double[] upper;

	SplineAxis(final int n, final double margin) {
		this.n = n;
		this.margin = margin;
		scale = (n - 1) / (1 - 2 * margin);
		upper = new double[Math.max(0, n - 2)];
		for (int i = 0; i < upper.length; i++)
			upper[i] = 1 / (4 - (i == 0 ? 0 : upper[i - 1]));
	}

	/** Number of B-spline coefficients, n + 2, or 1 for a single node. */
	int coefficients() {
		return n == 1 ? 1 : n + 2;
	}

	/** Number of coefficients that meet in one value: 4, or 1 for a single node. */
	int taps() {
		return n == 1 ? 1 : 4;
	}

	/** Cells per unit of the normalised coordinate. */
	double scale() {
		return scale;
	}

	/** Position in cells: 0 at the first node, n − 1 at the last. */
	double cells(final double x) {
		return (x - margin) * scale;
	}

	/** The cell, and first coefficient, for a position in cells; the end cells reach to infinity. */
	int cell(final double u) {
		return u < 0 || n == 1 ? 0 : u >= n - 2 ? n - 2 : (int) u;
	}

	/** Weights of the {@link #taps()} coefficients at x; returns the first coefficient's index. */
	int basis(final double x, final double[] weights) {
		if (n == 1) {
			weights[0] = 1;
			return 0;
		}
		final double u = cells(x);
		final int i = cell(u);
		final double t = u - i;
		final double s = 1 - t;
		weights[0] = s * s * s / 6;
		weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
		weights[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
		weights[3] = t * t * t / 6;
		return i;
	}

	/** Derivatives by x of the weights of {@link #basis}. */
	void slopes(final double x, final double[] weights) {
		if (n == 1) {
			weights[0] = 0;
			return;
		}
		final double u = cells(x);
		final double t = u - cell(u);
		final double s = 1 - t;
		weights[0] = -0.5 * s * s * scale;
		weights[1] = (1.5 * t * t - 2 * t) * scale;
		weights[2] = (2 * s - 1.5 * s * s) * scale;
		weights[3] = 0.5 * t * t * scale;
	}

	/** B-spline coefficients of a line of nodes: the spline passes through the nodes, without curvature at the ends. */
	void filter(final double[] nodes, final double[] target) {
		if (n == 1) {
			target[0] = nodes[0];
			return;
		}
		target[1] = nodes[0];
		target[n] = nodes[n - 1];
		for (int i = 0; i < upper.length; i++) {
			final double right = 6 * nodes[i + 1] - (i == upper.length - 1 ? nodes[n - 1] : 0);
			target[i + 2] = (right - target[i + 1]) * upper[i];
		}
		for (int i = upper.length - 2; i >= 0; i--)
			target[i + 2] -= upper[i] * target[i + 3];
		target[0] = 2 * target[1] - target[2];
		target[n + 1] = 2 * target[n] - target[n - 1];
	}

	/** Response of the value at x to a unit change of each node: the transpose of {@link #filter} applied to the basis. */
	double[] nodeWeights(final double x) {
		if (n == 1) return new double[] { 1 };
		final double[] basis = new double[4];
		final int first = basis(x, basis);
		final double[] g = new double[n + 2];
		System.arraycopy(basis, 0, g, first, 4);
		g[1] += 2 * g[0];
		g[2] -= g[0];
		g[n] += 2 * g[n + 1];
		g[n - 1] -= g[n + 1];
		final double[] weights = new double[n];
		final int inner = upper.length;
		for (int i = 0; i < inner; i++)
			weights[i + 1] = (6 * g[i + 2] - (i == 0 ? 0 : weights[i])) * upper[i];
		for (int i = inner - 2; i >= 0; i--)
			weights[i + 1] -= upper[i] * weights[i + 2];
		weights[0] = g[1] - (inner > 0 ? weights[1] / 6 : 0);
		weights[n - 1] = g[n] - (inner > 0 ? weights[n - 2] / 6 : 0);
		return weights;
	}
}
