package org.mforfiji.map;

import org.mforfiji.base.Parallel;

/**
 * Cubic B-spline coefficients of accumulators whose plane x = 0 is complete, taken as zero outside their array: the
 * spline with these coefficients passes through the voxels. One voxel wider than the accumulators on every side, and
 * with the plane x = −1, so that the 64 coefficients around any place within the radius can be read without a test.
 */
final class SplineCoefficients {

	private static final double POLE = Math.sqrt(3) - 2;

	private final int edge;
	private final int nx;
	private final int ny;
	private final float[] data;

	SplineCoefficients(final HalfSpace space, final float[] sums, final Parallel parallel) {
		edge = space.radius() + 2;
		nx = space.radius() + 4;
		ny = 2 * edge + 1;
		data = new float[BackProjector.VALUES * nx * ny * ny];
		parallel.loop(space.ny(), z -> copyPlane(space, sums, z - space.radius() - 1));
		parallel.loop(ny, z -> filterLines(at(0, -edge, z - edge), BackProjector.VALUES * nx));
		parallel.loop(ny, y -> filterLines(at(0, y - edge, -edge), BackProjector.VALUES * nx * ny));
		parallel.loop(edge + 1, z -> filterRows(z));
	}

	private int at(final int x, final int y, final int z) {
		return BackProjector.VALUES * (((z + edge) * ny + y + edge) * nx + x + 1);
	}

	private void copyPlane(final HalfSpace space, final float[] sums, final int z) {
		final int r = space.radius();
		for (int y = -r - 1; y <= r + 1; y++)
			System.arraycopy(sums, BackProjector.VALUES * space.index(0, y, z), data, at(0, y, z),
				BackProjector.VALUES * (r + 2));
	}

	/** Filters the lines along y or z that begin beside each other at {@code from}, x = 0 first. */
	private void filterLines(final int from, final int stride) {
		final double[] line = new double[ny];
		for (int i = from; i < from + BackProjector.VALUES * (nx - 1); i++) {
			for (int k = 0; k < ny; k++)
				line[k] = data[i + k * stride];
			filter(line);
			for (int k = 0; k < ny; k++)
				data[i + k * stride] = (float) line[k];
		}
	}

	/** Filters the rows along x of the planes z and −z, each of which goes on in the mate of the other. */
	private void filterRows(final int z) {
		final double[] line = new double[2 * edge + 1];
		for (int y = -edge; y <= edge; y++) {
			if (z == 0 && y < 0) continue;
			for (int v = 0; v < BackProjector.VALUES; v++) {
				final int here = at(0, y, z) + v;
				final int mate = at(0, -y, -z) + v;
				final int sign = v == 1 ? -1 : 1;
				for (int x = 0; x <= edge; x++) {
					line[edge - x] = sign * data[mate + BackProjector.VALUES * x];
					line[edge + x] = data[here + BackProjector.VALUES * x];
				}
				filter(line);
				for (int x = -1; x <= edge; x++) {
					data[mate + BackProjector.VALUES * x] = (float) (sign * line[edge - x]);
					data[here + BackProjector.VALUES * x] = (float) line[edge + x];
				}
			}
		}
	}

	/** From samples to coefficients along a line that is zero beyond its ends. */
	private static void filter(final double[] line) {
		for (int k = 1; k < line.length; k++)
			line[k] += POLE * line[k - 1];
		final int last = line.length - 1;
		line[last] *= -POLE / (1 - POLE * POLE);
		for (int k = last - 1; k >= 0; k--)
			line[k] = POLE * (line[k + 1] - line[k]);
		for (int k = 0; k <= last; k++)
			line[k] *= 6;
	}

	/** Writes real part, imaginary part and weight at a place with x ≥ 0 within the radius. */
	void value(final double x, final double y, final double z, final double[] out) {
		final int x0 = (int) Math.floor(x);
		final int y0 = (int) Math.floor(y);
		final int z0 = (int) Math.floor(z);
		final double a = spline(x - x0 + 1);
		final double b = spline(x - x0);
		final double c = spline(x - x0 - 1);
		final double d = spline(x - x0 - 2);
		double re = 0;
		double im = 0;
		double weight = 0;
		for (int dz = -1; dz <= 2; dz++) {
			final double shareZ = spline(z - z0 - dz);
			for (int dy = -1; dy <= 2; dy++) {
				final double share = shareZ * spline(y - y0 - dy);
				final int i = at(x0 - 1, y0 + dy, z0 + dz);
				re += share * (a * data[i] + b * data[i + 3] + c * data[i + 6] + d * data[i + 9]);
				im += share * (a * data[i + 1] + b * data[i + 4] + c * data[i + 7] + d * data[i + 10]);
				weight += share * (a * data[i + 2] + b * data[i + 5] + c * data[i + 8] + d * data[i + 11]);
			}
		}
		out[0] = re;
		out[1] = im;
		out[2] = weight;
	}

	/** The cubic B-spline at t, |t| ≤ 2. */
	private static double spline(final double t) {
		final double a = Math.abs(t);
		if (a < 1) return 2.0 / 3 - a * a * (1 - 0.5 * a);
		final double b = 2 - a;
		return b > 0 ? b * b * b / 6 : 0;
	}
}
