package org.mforfiji.geometry;

/**
 * The section of a {@link CubicGrid} at a fixed z: a two-dimensional cubic spline of (x, y) that is cheap to evaluate and
 * allocates nothing. Immutable.
 */
final class PlaneSpline {

	private final SplineAxis xAxis;
	private final SplineAxis yAxis;
	private final int width;
	/** At least 4×4; axes of one node repeat their only coefficient. */
	private final double[] coefficients;
	private final boolean constant;

	/** @param collapsed coefficients, x fastest, {@code xAxis.coefficients()} by {@code yAxis.coefficients()} */
	PlaneSpline(final SplineAxis xAxis, final SplineAxis yAxis, final double[] collapsed) {
		this.xAxis = xAxis;
		this.yAxis = yAxis;
		constant = collapsed.length == 1;
		final int nx = xAxis.coefficients();
		width = Math.max(4, nx);
		final int height = Math.max(4, yAxis.coefficients());
		coefficients = new double[width * height];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				coefficients[y * width + x] = collapsed[(yAxis.coefficients() == 1 ? 0 : y) * nx + (nx == 1 ? 0 : x)];
	}

	/** The value at normalised coordinates. */
	double value(final double x, final double y) {
		if (constant) return coefficients[0];
		final double u = xAxis.cells(x);
		final double v = yAxis.cells(y);
		final int i = xAxis.cell(u);
		final int j = yAxis.cell(v);
		final double t = u - i;
		final double s = 1 - t;
		return column(v - j, j * width + i, s * s * s / 6, inner(t), inner(s), t * t * t / 6);
	}

	/** The derivative by x. */
	double slopeX(final double x, final double y) {
		if (constant) return 0;
		final double u = xAxis.cells(x);
		final double v = yAxis.cells(y);
		final int i = xAxis.cell(u);
		final int j = yAxis.cell(v);
		final double t = u - i;
		final double s = 1 - t;
		return xAxis.scale() * column(v - j, j * width + i, -0.5 * s * s, innerSlope(t), -innerSlope(s), 0.5 * t * t);
	}

	/** The derivative by y. */
	double slopeY(final double x, final double y) {
		if (constant) return 0;
		final double u = xAxis.cells(x);
		final double v = yAxis.cells(y);
		final int i = xAxis.cell(u);
		final int j = yAxis.cell(v);
		final int o = j * width + i;
		final double a = u - i;
		final double b = 1 - a;
		final double b0 = b * b * b / 6;
		final double b1 = inner(a);
		final double b2 = inner(b);
		final double b3 = a * a * a / 6;
		final double t = v - j;
		final double s = 1 - t;
		return yAxis.scale() * (-0.5 * s * s * row(o, b0, b1, b2, b3) + innerSlope(t) * row(o + width, b0, b1, b2, b3) -
			innerSlope(s) * row(o + 2 * width, b0, b1, b2, b3) + 0.5 * t * t * row(o + 3 * width, b0, b1, b2, b3));
	}

	/** Sum over four rows with the spline's weights at t, of the rows' sums with the given weights. */
	private double column(final double t, final int o, final double b0, final double b1, final double b2,
		final double b3)
	{
		final double s = 1 - t;
		return s * s * s / 6 * row(o, b0, b1, b2, b3) + inner(t) * row(o + width, b0, b1, b2, b3) + inner(s) * row(o + 2 *
			width, b0, b1, b2, b3) + t * t * t / 6 * row(o + 3 * width, b0, b1, b2, b3);
	}

	private double row(final int o, final double b0, final double b1, final double b2, final double b3) {
		return b0 * coefficients[o] + b1 * coefficients[o + 1] + b2 * coefficients[o + 2] + b3 * coefficients[o + 3];
	}

	private static double inner(final double t) {
		return 0.5 * t * t * t - t * t + 2. / 3;
	}

	private static double innerSlope(final double t) {
		return 1.5 * t * t - 2 * t;
	}
}
