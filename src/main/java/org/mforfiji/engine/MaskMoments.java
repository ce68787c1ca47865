package org.mforfiji.engine;

import org.mforfiji.base.Volume;

/**
 * Where the mask of a map lies in its box, and how far it extends: all that is needed to tell how fast two slices through a
 * masked map cease to be alike as one turns against the other.
 *
 * @param share part of the box that the mask fills
 * @param centre its centre of mass from the voxel n/2, voxels (3)
 * @param covariance 3×3, row-major, voxels²
 */
public record MaskMoments(double share, double[] centre, double[] covariance) {

	/** Moments of a mask, values from 0 to 1, in a cube. */
	public static MaskMoments of(final Volume mask) {
		final int n = mask.nx();
		final double[] sums = new double[10];
		final float[] values = mask.data();
		for (int i = 0; i < values.length; i++) {
			final double m = values[i];
			if (m == 0) continue;
			final double x = i % n - n / 2, y = i / n % n - n / 2, z = i / (n * n) - n / 2;
			final double[] terms = { 1, x, y, z, x * x, x * y, x * z, y * y, y * z, z * z };
			for (int t = 0; t < terms.length; t++)
				sums[t] += m * terms[t];
		}
		final double total = sums[0];
		final double[] centre = new double[3], covariance = new double[9];
		for (int a = 0; a < 3 && total > 0; a++)
			centre[a] = sums[1 + a] / total;
		for (int a = 0; a < 3 && total > 0; a++)
			for (int b = 0; b < 3; b++) {
				final int low = Math.min(a, b), high = Math.max(a, b);
				covariance[3 * a + b] = sums[4 + low * (5 - low) / 2 + high] / total - centre[a] * centre[b];
			}
		return new MaskMoments(total / values.length, centre, covariance);
	}
}
