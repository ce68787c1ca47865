package org.mforfiji.map;

import java.util.List;

import org.mforfiji.base.Parallel;

/** Averages accumulators, whose plane x = 0 is complete, over a group of rotations. */
final class Symmetrisation {

	private final HalfSpace space;
	private final float[] sums;
	private final List<double[]> operators;

	Symmetrisation(final HalfSpace space, final float[] sums, final List<double[]> operators) {
		this.space = space;
		this.sums = sums;
		this.operators = operators;
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
		for (int y = -r; y <= r; y++)
			for (int x = 0; x <= r; x++) {
				if (x * x + y * y + z * z > r * r) continue;
				java.util.Arrays.fill(value, 0);
				for (final double[] m : operators)
					addValue(m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z, value);
				final int i = BackProjector.VALUES * space.index(x, y, z);
				for (int v = 0; v < value.length; v++)
					out[i + v] = (float) (value[v] / operators.size());
			}
	}

	private void addValue(final double qx, final double qy, final double qz, final double[] value) {
		final double sign = qx < 0 ? -1 : 1;
		final double x = sign * qx;
		final double y = sign * qy;
		final double z = sign * qz;
		final int x0 = (int) Math.floor(x);
		final int y0 = (int) Math.floor(y);
		final int z0 = (int) Math.floor(z);
		for (int corner = 0; corner < 8; corner++) {
			final int dx = corner & 1;
			final int dy = corner >> 1 & 1;
			final int dz = corner >> 2;
			final double share = tent(x - x0, dx) * tent(y - y0, dy) * tent(z - z0, dz);
			if (share == 0) continue;
			final int i = BackProjector.VALUES * space.index(x0 + dx, y0 + dy, z0 + dz);
			value[0] += share * sums[i];
			value[1] += share * sign * sums[i + 1];
			value[2] += share * sums[i + 2];
		}
	}

	private static double tent(final double fraction, final int upper) {
		return upper == 1 ? fraction : 1 - fraction;
	}
}
