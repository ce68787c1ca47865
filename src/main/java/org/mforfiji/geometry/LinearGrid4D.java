package org.mforfiji.geometry;

import java.util.Arrays;

import org.mforfiji.base.MException;

/**
 * A function of three normalised volume coordinates and a fourth (normalised dose) by four-fold linear interpolation
 * between nodes on a regular grid: one component of M's volume warp. Nodes lie at i/(n − 1), from border to border. Above
 * the last node the value stays constant, below the first the line of the first cell goes on, as in M. An axis of one
 * node is constant. Immutable.
 */
public final class LinearGrid4D {

	private static final int CORNERS = 16;

	private final int[] dims;
	private final float[] values;

	/**
	 * @param values node values, length {@code nx·ny·nz·nw}, index {@code ((w·nz + z)·ny + y)·nx + x}
	 * @throws MException if a dimension is below 1, the number of values is wrong or a value is not finite
	 */
	public LinearGrid4D(final int nx, final int ny, final int nz, final int nw, final float[] values) {
		dims = new int[] { nx, ny, nz, nw };
		if (nx < 1 || ny < 1 || nz < 1 || nw < 1 || (long) nx * ny * nz * nw != values.length) throw new MException(
			"A grid of " + this + " nodes cannot have " + values.length + " values", "", "");
		this.values = values.clone();
		for (int i = 0; i < values.length; i++)
			if (!Float.isFinite(values[i])) throw new MException("The value " + values[i] +
				" of a grid node is not a finite number", "node " + i + " of " + this, "Replace it, or remove the grid");
	}

	/** A grid of one node. */
	public static LinearGrid4D constant(final double value) {
		return new LinearGrid4D(1, 1, 1, 1, new float[] { (float) value });
	}

	/** Nodes along x. */
	public int nx() {
		return dims[0];
	}

	/** Nodes along y. */
	public int ny() {
		return dims[1];
	}

	/** Nodes along z. */
	public int nz() {
		return dims[2];
	}

	/** Nodes along the fourth axis, normalised dose. */
	public int nw() {
		return dims[3];
	}

	/** Number of nodes. */
	public int size() {
		return values.length;
	}

	/** Node values, index {@code ((w·nz + z)·ny + y)·nx + x}; a copy. */
	public float[] values() {
		return values.clone();
	}

	/** The value of node i. */
	public float valueAt(final int i) {
		return values[i];
	}

	/** The interpolated value at normalised coordinates. */
	public double value(final double x, final double y, final double z, final double w) {
		if (values.length == 1) return values[0];
		final double fx = cells(x, 0);
		final double fy = cells(y, 1);
		final double fz = cells(z, 2);
		final double fw = cells(w, 3);
		final int ix = cell(fx, 0);
		final int iy = cell(fy, 1);
		final int iz = cell(fz, 2);
		final int iw = cell(fw, 3);
		final double early = space(ix, fx - ix, iy, fy - iy, iz, fz - iz, iw);
		if (iw == dims[3] - 1) return early;
		return early + (fw - iw) * (space(ix, fx - ix, iy, fy - iy, iz, fz - iz, iw + 1) - early);
	}

	/** Three-fold linear interpolation at node w. */
	private double space(final int x, final double tx, final int y, final double ty, final int z, final double tz,
		final int w)
	{
		final int plane = dims[0] * dims[1];
		final int low = (w * dims[2] + z) * plane;
		final double below = area(x, tx, y, ty, low);
		return z == dims[2] - 1 ? below : below + tz * (area(x, tx, y, ty, low + plane) - below);
	}

	private double area(final int x, final double tx, final int y, final double ty, final int offset) {
		final int low = offset + y * dims[0];
		final double below = line(x, tx, low);
		return y == dims[1] - 1 ? below : below + ty * (line(x, tx, low + dims[0]) - below);
	}

	private double line(final int x, final double tx, final int offset) {
		final double left = values[offset + x];
		return x == dims[0] - 1 ? left : left + tx * (values[offset + x + 1] - left);
	}

	/**
	 * The value and its derivatives by the three normalised volume coordinates. On a node the derivative is that of the cell
	 * above it, so at and above the last node it is 0.
	 *
	 * @return {f, ∂f/∂x, ∂f/∂y, ∂f/∂z}
	 */
	public double[] valueAndGradient(final double x, final double y, final double z, final double w) {
		final double fx = cells(x, 0);
		final double fy = cells(y, 1);
		final double fz = cells(z, 2);
		final double fw = cells(w, 3);
		final int ix = cell(fx, 0);
		final int iy = cell(fy, 1);
		final int iz = cell(fz, 2);
		final int iw = cell(fw, 3);
		final int stepX = step(ix, 0);
		final int stepY = step(iy, 1);
		final int stepZ = step(iz, 2);
		final int low = ((iw * dims[2] + iz) * dims[1] + iy) * dims[0] + ix;
		final int stepW = step(iw, 3);
		final double[] c = new double[CORNERS / 2];
		for (int corner = 0; corner < c.length; corner++) {
			final int node = low + (corner & 1) * stepX + (corner >> 1 & 1) * stepY + (corner >> 2) * stepZ;
			c[corner] = stepW == 0 ? values[node] : mix(values[node], values[node + stepW], fw - iw);
		}
		return trilinear(c, new double[] { stepX == 0 ? 0 : fx - ix, stepY == 0 ? 0 : fy - iy, stepZ == 0 ? 0 : fz - iz });
	}

	/** Value and derivatives by normalised coordinates from the corners of a cell and the fractions within it. */
	private double[] trilinear(final double[] c, final double[] t) {
		final double lowFront = mix(c[0], c[1], t[0]);
		final double lowBack = mix(c[2], c[3], t[0]);
		final double highFront = mix(c[4], c[5], t[0]);
		final double highBack = mix(c[6], c[7], t[0]);
		final double low = mix(lowFront, lowBack, t[1]);
		final double high = mix(highFront, highBack, t[1]);
		final double alongX = mix(mix(c[1] - c[0], c[3] - c[2], t[1]), mix(c[5] - c[4], c[7] - c[6], t[1]), t[2]);
		return new double[] { mix(low, high, t[2]), (dims[0] - 1) * alongX, (dims[1] - 1) * mix(lowBack - lowFront, highBack -
			highFront, t[2]), (dims[2] - 1) * (high - low) };
	}

	private static double mix(final double a, final double b, final double t) {
		return a + t * (b - a);
	}

	/** Distance in the list of nodes to the next node along an axis; 0 at the last. */
	private int step(final int node, final int axis) {
		if (node == dims[axis] - 1) return 0;
		int step = 1;
		for (int before = 0; before < axis; before++)
			step *= dims[before];
		return step;
	}

	/**
	 * The response of the value to a unit change of each node.
	 *
	 * @return as many weights as there are nodes, at most 16 of them not 0; value = Σ weight·node
	 */
	public double[] nodeWeights(final double x, final double y, final double z, final double w) {
		final int[] nodes = new int[CORNERS];
		final double[] weights = new double[CORNERS];
		corners(new double[] { x, y, z, w }, nodes, weights);
		final double[] all = new double[values.length];
		for (int corner = 0; corner < CORNERS; corner++)
			all[nodes[corner]] += weights[corner];
		return all;
	}

	/** The nodes around a place and their factors in the value. */
	private void corners(final double[] at, final int[] nodes, final double[] weights) {
		Arrays.fill(nodes, 0);
		Arrays.fill(weights, 1);
		int stride = 1;
		for (int axis = 0; axis < 4; axis++) {
			final int n = dims[axis];
			final double cells = cells(at[axis], axis);
			final int low = cell(cells, axis);
			final int high = Math.min(low + 1, n - 1);
			final double t = high == low ? 0 : cells - low;
			for (int corner = 0; corner < CORNERS; corner++) {
				final boolean up = (corner >> axis & 1) == 1;
				nodes[corner] += (up ? high : low) * stride;
				weights[corner] *= up ? t : 1 - t;
			}
			stride *= n;
		}
	}

	/** Whether all nodes are zero. */
	public boolean isZero() {
		for (final float value : values)
			if (value != 0) return false;
		return true;
	}

	/** The same function on other dimensions: the old grid sampled at i/(n − 1), and at 0 along an axis of one node. */
	public LinearGrid4D resized(final int newNx, final int newNy, final int newNz, final int newNw) {
		if (newNx < 1 || newNy < 1 || newNz < 1 || newNw < 1) throw new MException("A grid cannot have " + newNx + "×" +
			newNy + "×" + newNz + "×" + newNw + " nodes", "", "Give at least 1 along each axis");
		final float[] sampled = new float[newNx * newNy * newNz * newNw];
		for (int i = 0; i < sampled.length; i++) {
			final int x = i % newNx;
			final int y = i / newNx % newNy;
			final int z = i / newNx / newNy % newNz;
			final int w = i / newNx / newNy / newNz;
			sampled[i] = (float) value(fraction(x, newNx), fraction(y, newNy), fraction(z, newNz), fraction(w, newNw));
		}
		return new LinearGrid4D(newNx, newNy, newNz, newNw, sampled);
	}

	/** The same nodes with other values. */
	public LinearGrid4D withValues(final float[] newValues) {
		return new LinearGrid4D(dims[0], dims[1], dims[2], dims[3], newValues);
	}

	private static double fraction(final int i, final int n) {
		return i == 0 ? 0 : (double) i / (n - 1);
	}

	private double cells(final double x, final int axis) {
		return x * (dims[axis] - 1);
	}

	private int cell(final double cells, final int axis) {
		return (int) Math.max(0, Math.min(dims[axis] - 1, cells));
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof LinearGrid4D grid && Arrays.equals(dims, grid.dims) && Arrays.equals(values, grid.values);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(values) + Arrays.hashCode(dims);
	}

	@Override
	public String toString() {
		return "LinearGrid4D " + dims[0] + "×" + dims[1] + "×" + dims[2] + "×" + dims[3];
	}
}
