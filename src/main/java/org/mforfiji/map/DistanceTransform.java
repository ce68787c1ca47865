package org.mforfiji.map;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * The exact Euclidean distance of every voxel to the nearest voxel of a set, by the lower envelope of parabolas along
 * one axis after the other (Felzenszwalb and Huttenlocher, Theory of Computing 8, 2012, 415–428); linear in the number
 * of voxels.
 */
final class DistanceTransform {

	/**
	 * Squared distance of voxels that have no set voxel in their line; larger than any real one, and its sums stay
	 * exact enough.
	 */
	private static final float FAR = 1e12f;

	private final int nx;
	private final int ny;
	private final int nz;
	private final float[] squares;

	private DistanceTransform(final Volume set) {
		nx = set.nx();
		ny = set.ny();
		nz = set.nz();
		squares = new float[set.data().length];
		for (int i = 0; i < squares.length; i++)
			squares[i] = set.data()[i] > 0 ? 0 : FAR;
	}

	/** Squared distances in voxels to the nearest voxel above 0; at least {@code FAR}/2 everywhere if there is none. */
	static float[] squared(final Volume set, final Parallel parallel) {
		final DistanceTransform work = new DistanceTransform(set);
		final int nx = work.nx;
		final int ny = work.ny;
		final int nz = work.nz;
		parallel.loop(nz, z -> {
			for (int y = 0; y < ny; y++)
				work.nearest((z * ny + y) * nx);
			final Envelope line = work.new Envelope(ny);
			for (int x = 0; x < nx; x++)
				line.pass(z * ny * nx + x, nx);
		});
		parallel.loop(ny, y -> {
			final Envelope line = work.new Envelope(nz);
			for (int x = 0; x < nx; x++)
				line.pass(y * nx + x, nx * ny);
		});
		return work.squares;
	}

	/** Distances along x within one row. */
	private void nearest(final int from) {
		for (int pass = 0; pass < 2; pass++) {
			float distance = -1;
			for (int s = 0; s < nx; s++) {
				final int i = from + (pass == 0 ? s : nx - 1 - s);
				if (squares[i] == 0) distance = 0;
				else if (distance >= 0) {
					distance++;
					squares[i] = Math.min(squares[i], distance * distance);
				}
			}
		}
	}

	/** One line along y or z: the lower envelope of the parabolas above its voxels. */
	private final class Envelope {

		private final float[] height;
		private final int[] vertex;
		private final double[] start;

		Envelope(final int length) {
			height = new float[length];
			vertex = new int[length];
			start = new double[length + 1];
		}

		void pass(final int offset, final int stride) {
			int last = -1;
			for (int q = 0; q < height.length; q++) {
				height[q] = squares[offset + q * stride];
				if (height[q] >= FAR) continue;
				double meet = Double.NEGATIVE_INFINITY;
				while (last >= 0) {
					meet = meeting(vertex[last], q);
					if (meet > start[last]) break;
					last--;
					meet = Double.NEGATIVE_INFINITY;
				}
				last++;
				vertex[last] = q;
				start[last] = meet;
			}
			if (last < 0) return;
			int k = 0;
			for (int q = 0; q < height.length; q++) {
				while (k < last && start[k + 1] < q)
					k++;
				final int away = q - vertex[k];
				squares[offset + q * stride] = height[vertex[k]] + (float) away * away;
			}
		}

		/** Where the parabola of vertex b gets below that of a, a &lt; b. */
		private double meeting(final int a, final int b) {
			return ((double) height[b] - height[a] + ((double) b * b - (double) a * a)) / (2.0 * (b - a));
		}
	}
}
