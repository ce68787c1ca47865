package org.mforfiji.map;

import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * What trilinear interpolation in Fourier space does to a map, and its undoing: convolving with a tent of one voxel
 * along each axis multiplies the map by s(x) = sinc²(x/P)·sinc²(y/P)·sinc²(z/P), with x counted from the centre voxel
 * and P the padded edge.
 */
final class GriddingCorrection {

	/**
	 * sinc²(½): what s is where an axis leaves the box. Corners beyond, which no map keeps, are not amplified further.
	 */
	private static final double LEAST = 0.4;

	private GriddingCorrection() {}

	/** The map divided by s, in a new volume. */
	static Volume divide(final Volume map, final int padded, final Parallel parallel) {
		final int n = map.nx();
		final double[] inverse = new double[n];
		Arrays.setAll(inverse, i -> 1 / sinc2(i - n / 2, padded));
		final float[] in = map.data();
		final float[] out = new float[in.length];
		parallel.loop(n, z -> {
			for (int y = 0; y < n; y++) {
				final double scale = inverse[z] * inverse[y];
				final int row = (z * n + y) * n;
				for (int x = 0; x < n; x++)
					out[row + x] = (float) (in[row + x] * scale * inverse[x]);
			}
		});
		return new Volume(out, n, n, n, map.pixelSize());
	}

	/**
	 * What the sums of a back-projector in an n-box, averaged over a group, multiply a map of that symmetry by: the
	 * mean over the group of s(Rx), times the response of cubic spline interpolation at Rx for rotations that do not
	 * map voxels onto voxels; at least 0.4.
	 *
	 * @param operators rotations of the group; empty for none
	 */
	static float[] field(final int n, final List<double[]> operators, final Parallel parallel) {
		final List<double[]> group = operators.isEmpty() ? List.of(new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 })
			: operators;
		final double[] tent = new double[8 * n];
		final double[] both = new double[8 * n];
		for (int i = 0; i < tent.length; i++) {
			tent[i] = sinc2(i / 8.0, n);
			both[i] = tent[i] * tent[i] * tent[i] / (2.0 / 3 + Math.cos(2 * Math.PI * i / (8.0 * n)) / 3);
		}
		final boolean[] exact = new boolean[group.size()];
		for (int g = 0; g < exact.length; g++)
			exact[g] = Symmetrisation.mapsVoxels(group.get(g));
		final float[] out = new float[n * n * n];
		parallel.loop(n, z -> {
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++) {
					double sum = 0;
					for (int g = 0; g < exact.length; g++)
						sum += product(group.get(g), x - n / 2, y - n / 2, z - n / 2, exact[g] ? tent : both);
					out[(z * n + y) * n + x] = (float) Math.max(LEAST, sum / exact.length);
				}
		});
		return out;
	}

	private static double product(final double[] m, final int x, final int y, final int z, final double[] table) {
		return at(table, m[0] * x + m[1] * y + m[2] * z) * at(table, m[3] * x + m[4] * y + m[5] * z) * at(table,
			m[6] * x + m[7] * y + m[8] * z);
	}

	/** A table of sinc² in steps of an eighth voxel, linearly interpolated. */
	private static double at(final double[] table, final double x) {
		final double place = 8 * Math.abs(x);
		final int low = Math.min((int) place, table.length - 2);
		return table[low] + (place - low) * (table[low + 1] - table[low]);
	}

	private static double sinc2(final double x, final int padded) {
		final double a = Math.PI * x / padded;
		return a == 0 ? 1 : Math.pow(Math.sin(a) / a, 2);
	}
}
