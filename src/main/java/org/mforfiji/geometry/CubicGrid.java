package org.mforfiji.geometry;

import java.util.Arrays;

import org.mforfiji.base.MException;

/**
 * A smooth function of up to three normalised coordinates, given by its values on a regular grid of nodes: the way M
 * stores image movement, stage angles, defocus and weights. Between nodes it is the tensor product of interpolating cubic
 * splines with natural ends; <b>outside the nodes the cubic of the end cell goes on</b>, it is not clamped. An axis of one
 * node is constant, an axis of two is linear.
 * <p>
 * Along an axis of n ≥ 2 nodes with margin μ, node i sits at μ + i·(1 − 2μ)/(n − 1). The value is linear in the node
 * values; {@link #nodeWeights} gives the factors. Immutable; nodes are single precision, the arithmetic is double.
 */
public final class CubicGrid {

	private final int nx;
	private final int ny;
	private final int nz;
	private final double[] margins;
	private final float[] values;
	private final SplineAxis xAxis;
	private final SplineAxis yAxis;
	private final SplineAxis zAxis;
	private final double[] coefficients;

	/**
	 * @param margins3 margins along x, y, z in normalised units, each in [0, 0.5)
	 * @param values node values, length {@code nx·ny·nz}, index {@code (z·ny + y)·nx + x}
	 * @throws MException if a dimension is below 1, the number of values is wrong or a value is not finite
	 */
	public CubicGrid(final int nx, final int ny, final int nz, final double[] margins3, final float[] values) {
		if (nx < 1 || ny < 1 || nz < 1 || (long) nx * ny * nz != values.length) throw new MException("A grid of " + nx +
			"×" + ny + "×" + nz + " nodes cannot have " + values.length + " values", "", "");
		for (final double margin : margins3)
			if (!(margin >= 0 && margin < 0.5)) throw new MException("The margin " + margin + " of a grid is not within 0 to 0.5",
				"", "");
		this.nx = nx;
		this.ny = ny;
		this.nz = nz;
		margins = Arrays.copyOf(margins3, 3);
		this.values = values.clone();
		requireFinite(values);
		xAxis = new SplineAxis(nx, margins[0]);
		yAxis = new SplineAxis(ny, margins[1]);
		zAxis = new SplineAxis(nz, margins[2]);
		coefficients = filtered();
	}

	private void requireFinite(final float[] nodes) {
		for (int i = 0; i < nodes.length; i++)
			if (!Float.isFinite(nodes[i])) throw new MException("The value " + nodes[i] + " of a grid node is not a finite number",
				"node x=" + i % nx + " y=" + i / nx % ny + " z=" + i / nx / ny, "Replace it, or remove the grid");
	}

	/** A grid of one node. */
	public static CubicGrid constant(final double value) {
		return new CubicGrid(1, 1, 1, new double[3], new float[] { (float) value });
	}

	/** A grid of zeros without margins. */
	public static CubicGrid zeros(final int nx, final int ny, final int nz) {
		return new CubicGrid(nx, ny, nz, new double[3], new float[Math.max(0, nx * ny * nz)]);
	}

	/** Nodes along x. */
	public int nx() {
		return nx;
	}

	/** Nodes along y. */
	public int ny() {
		return ny;
	}

	/** Nodes along z, which is mostly the tilt axis of a series: one node per tilt. */
	public int nz() {
		return nz;
	}

	/** Number of nodes. */
	public int size() {
		return values.length;
	}

	/** Margins along x, y, z; a copy. */
	public double[] margins() {
		return margins.clone();
	}

	/** Node values, index {@code (z·ny + y)·nx + x}; a copy. */
	public float[] values() {
		return values.clone();
	}

	/** The value of node i. */
	public float valueAt(final int i) {
		return values[i];
	}

	/** The interpolated value at normalised coordinates, [0, 1] inside the field. */
	public double value(final double x, final double y, final double z) {
		if (values.length == 1) return values[0];
		final double[] bx = new double[4];
		final double[] by = new double[4];
		final double[] bz = new double[4];
		return sum(xAxis.basis(x, bx), bx, yAxis.basis(y, by), by, zAxis.basis(z, bz), bz);
	}

	/**
	 * The value and its derivatives by the normalised coordinates.
	 *
	 * @return {f, ∂f/∂x, ∂f/∂y, ∂f/∂z}
	 */
	public double[] valueAndGradient(final double x, final double y, final double z) {
		final double[][] basis = new double[3][4];
		final double[][] slope = new double[3][4];
		final int ix = xAxis.basis(x, basis[0]);
		final int iy = yAxis.basis(y, basis[1]);
		final int iz = zAxis.basis(z, basis[2]);
		xAxis.slopes(x, slope[0]);
		yAxis.slopes(y, slope[1]);
		zAxis.slopes(z, slope[2]);
		return new double[] { //
			sum(ix, basis[0], iy, basis[1], iz, basis[2]), //
			sum(ix, slope[0], iy, basis[1], iz, basis[2]), //
			sum(ix, basis[0], iy, slope[1], iz, basis[2]), //
			sum(ix, basis[0], iy, basis[1], iz, slope[2]) };
	}

	private double sum(final int ix, final double[] bx, final int iy, final double[] by, final int iz, final double[] bz) {
		final int cx = xAxis.coefficients();
		final int cy = yAxis.coefficients();
		double sum = 0;
		for (int k = 0; k < zAxis.taps(); k++)
			for (int j = 0; j < yAxis.taps(); j++) {
				final int row = ((iz + k) * cy + iy + j) * cx + ix;
				double inRow = 0;
				for (int i = 0; i < xAxis.taps(); i++)
					inRow += bx[i] * coefficients[row + i];
				sum += bz[k] * by[j] * inRow;
			}
		return sum;
	}

	/**
	 * The response of the value to a unit change of each node.
	 *
	 * @return nx·ny·nz weights in the order of {@link #values()}; value = Σ weight·node
	 */
	public double[] nodeWeights(final double x, final double y, final double z) {
		final double[] inPlane = planeWeights(x, y);
		final double[] alongZ = zAxis.nodeWeights(z);
		final double[] weights = new double[values.length];
		for (int k = 0; k < nz; k++)
			for (int i = 0; i < inPlane.length; i++)
				weights[k * inPlane.length + i] = alongZ[k] * inPlane[i];
		return weights;
	}

	/**
	 * The response within one z-plane of nodes, for a z that sits on that plane (other planes have no weight there, as for
	 * an image warp with one plane per tilt).
	 *
	 * @return nx·ny weights, x fastest
	 */
	public double[] planeWeights(final double x, final double y) {
		final double[] alongX = xAxis.nodeWeights(x);
		final double[] alongY = yAxis.nodeWeights(y);
		final double[] weights = new double[nx * ny];
		for (int j = 0; j < ny; j++)
			for (int i = 0; i < nx; i++)
				weights[j * nx + i] = alongX[i] * alongY[j];
		return weights;
	}

	/**
	 * The same function on other dimensions, by M's rule: the old grid is sampled from border to border, at i/(n − 1), and
	 * at 0 along an axis that gets a single node. If any margin was above 0, the new nodes are taken as cell centres
	 * (margin 1/(2n)), although the samples are not, as in M.
	 */
	public CubicGrid resized(final int newNx, final int newNy, final int newNz) {
		final boolean centred = margins[0] > 0 || margins[1] > 0 || margins[2] > 0;
		final int[] dims = { newNx, newNy, newNz };
		final double[] newMargins = new double[3];
		for (int axis = 0; axis < 3; axis++) {
			if (dims[axis] < 1) throw new MException("A grid cannot have " + dims[axis] + " nodes along an axis", "", "");
			newMargins[axis] = centred && dims[axis] > 1 ? 0.5 / dims[axis] : 0;
		}
		final float[] sampled = new float[newNx * newNy * newNz];
		for (int z = 0; z < newNz; z++)
			for (int y = 0; y < newNy; y++)
				for (int x = 0; x < newNx; x++)
					sampled[(z * newNy + y) * newNx + x] = (float) value(fraction(x, newNx), fraction(y, newNy), fraction(z, newNz));
		return new CubicGrid(newNx, newNy, newNz, newMargins, sampled);
	}

	/** The same nodes with other values. */
	public CubicGrid withValues(final float[] newValues) {
		return new CubicGrid(nx, ny, nz, margins, newValues);
	}

	/** The section at a normalised z. */
	PlaneSpline plane(final double z) {
		final double[] bz = new double[4];
		final int first = zAxis.basis(z, bz);
		final double[] collapsed = new double[xAxis.coefficients() * yAxis.coefficients()];
		for (int k = 0; k < zAxis.taps(); k++)
			for (int i = 0; i < collapsed.length; i++)
				collapsed[i] += bz[k] * coefficients[(first + k) * collapsed.length + i];
		return new PlaneSpline(xAxis, yAxis, collapsed);
	}

	private static double fraction(final int i, final int n) {
		return i == 0 ? 0 : (double) i / (n - 1);
	}

	private double[] filtered() {
		double[] data = new double[values.length];
		for (int i = 0; i < data.length; i++)
			data[i] = values[i];
		data = filtered(data, xAxis, nx, 1);
		data = filtered(data, yAxis, ny, xAxis.coefficients());
		return filtered(data, zAxis, nz, xAxis.coefficients() * yAxis.coefficients());
	}

	/** Spline coefficients along the axis whose neighbours lie {@code stride} apart. */
	private static double[] filtered(final double[] data, final SplineAxis axis, final int n, final int stride) {
		if (n == 1) return data;
		final int m = axis.coefficients();
		final int blocks = data.length / (n * stride);
		final double[] target = new double[blocks * m * stride];
		final double[] nodes = new double[n];
		final double[] line = new double[m];
		for (int block = 0; block < blocks; block++)
			for (int offset = 0; offset < stride; offset++) {
				for (int i = 0; i < n; i++)
					nodes[i] = data[(block * n + i) * stride + offset];
				axis.filter(nodes, line);
				for (int i = 0; i < m; i++)
					target[(block * m + i) * stride + offset] = line[i];
			}
		return target;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof CubicGrid grid && nx == grid.nx && ny == grid.ny && nz == grid.nz && Arrays.equals(margins,
			grid.margins) && Arrays.equals(values, grid.values);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(values) + Arrays.hashCode(new int[] { nx, ny, nz });
	}

	@Override
	public String toString() {
		return "CubicGrid " + nx + "×" + ny + "×" + nz;
	}
}
