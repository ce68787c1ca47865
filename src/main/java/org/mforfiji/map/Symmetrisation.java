package org.mforfiji.map;

import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.Parallel;

/**
 * Averages accumulators, whose plane x = 0 is complete, over a group of rotations. Rotations that map voxels onto
 * voxels read them; others interpolate by cubic B-splines, or trilinearly where the spline's weight is off the
 * trilinear one by more than a factor of two: at the rim of what has been seen splines swing to negative weights,
 * trilinear shares never do.
 */
final class Symmetrisation {

	private static final double TRUSTED = 2;

	private final HalfSpace space;
	private final float[] sums;
	private final List<double[]> operators;
	private final SplineCoefficients spline;

	Symmetrisation(final HalfSpace space, final float[] sums, final List<double[]> operators, final Parallel parallel) {
		this.space = space;
		this.sums = sums;
		this.operators = operators;
		spline = operators.stream().allMatch(Symmetrisation::mapsVoxels) ? null : new SplineCoefficients(space, sums,
			parallel);
	}

	/** Whether a rotation maps voxels onto voxels. */
	static boolean mapsVoxels(final double[] rotation) {
		return Arrays.stream(rotation).allMatch(m -> Math.abs(m - Math.rint(m)) < 1e-6);
	}

	/** The averages in a new array; zeros outside the Nyquist sphere. */
	float[] run(final Parallel parallel) {
		final float[] out = new float[sums.length];
		final int edge = space.radius() + 1;
		parallel.loop(space.ny(), plane -> averagePlane(plane - edge, out));
		return out;
	}

	private void averagePlane(final int z, final float[] out) {
		final int r = space.radius();
		final double[] value = new double[BackProjector.VALUES];
		for (final double[] m : operators) {
			final boolean exact = mapsVoxels(m);
			for (int y = -r; y <= r; y++)
				for (int x = 0; x <= r; x++) {
					if (x * x + y * y + z * z > r * r) continue;
					final double qx = m[0] * x + m[1] * y + m[2] * z;
					final int sign = qx < 0 ? -1 : 1;
					read(sign * qx, sign * (m[3] * x + m[4] * y + m[5] * z), sign * (m[6] * x + m[7] * y + m[8] * z),
						exact, value);
					final int i = BackProjector.VALUES * space.index(x, y, z);
					out[i] += (float) (value[0] / operators.size());
					out[i + 1] += (float) (sign * value[1] / operators.size());
					out[i + 2] += (float) (value[2] / operators.size());
				}
		}
	}

	private void read(final double x, final double y, final double z, final boolean exact, final double[] value) {
		if (exact) {
			trilinear(Math.rint(x), Math.rint(y), Math.rint(z), value);
			return;
		}
		trilinear(x, y, z, value);
		final double weight = value[2];
		final double re = value[0];
		final double im = value[1];
		spline.value(x, y, z, value);
		if (value[2] * TRUSTED >= weight && value[2] <= weight * TRUSTED) return;
		value[0] = re;
		value[1] = im;
		value[2] = weight;
	}

	private void trilinear(final double x, final double y, final double z, final double[] value) {
		final int x0 = (int) Math.floor(x);
		final int y0 = (int) Math.floor(y);
		final int z0 = (int) Math.floor(z);
		Arrays.fill(value, 0);
		for (int corner = 0; corner < 8; corner++) {
			final int dx = corner & 1;
			final int dy = corner >> 1 & 1;
			final int dz = corner >> 2;
			final double share = tent(x - x0, dx) * tent(y - y0, dy) * tent(z - z0, dz);
			if (share == 0) continue;
			final int i = BackProjector.VALUES * space.index(x0 + dx, y0 + dy, z0 + dz);
			for (int v = 0; v < BackProjector.VALUES; v++)
				value[v] += share * sums[i + v];
		}
	}

	private static double tent(final double fraction, final int upper) {
		return upper == 1 ? fraction : 1 - fraction;
	}
}
