package org.mforfiji.map;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * What trilinear interpolation in Fourier space does to a map, undone: convolving with a tent of one voxel along each axis multiplies the
 * map by sinc²(x/P)·sinc²(y/P)·sinc²(z/P), with x counted from the centre voxel and P the padded edge.
 */
final class GriddingCorrection {

	private GriddingCorrection() {}

	/** The map divided by the product of sinc², in a new volume. */
	static Volume divide(final Volume map, final int padded, final Parallel parallel) {
		final int n = map.nx();
		final double[] inverse = new double[n];
		for (int i = 0; i < n; i++) {
			final double x = Math.PI * (i - n / 2) / padded;
			final double sinc = x == 0 ? 1 : Math.sin(x) / x;
			inverse[i] = 1 / (sinc * sinc);
		}
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
}
