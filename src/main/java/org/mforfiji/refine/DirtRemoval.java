package org.mforfiji.refine;

import java.util.Random;

import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Resample;

/**
 * Replaces masked regions of a tilt image (dirt, carbon, gold) by noise with the mean and a tenth of the standard deviation
 * of their surroundings, with a smooth transition, so that they neither attract particles nor dominate the noise spectrum.
 */
final class DirtRemoval {

	/** Pixels over which image and replacement are blended. */
	private static final int TRANSITION = 12;

	private DirtRemoval() {}

	/**
	 * @param image tilt image
	 * @param mask non-zero where there is dirt; any size
	 * @return a new image, or the same if nothing is masked
	 */
	static Volume apply(final Volume image, final Volume mask) {
		final Volume fitted = mask.nx() == image.nx() && mask.ny() == image.ny() ? mask : Resample.rescaleImage(mask, image.nx(),
			image.ny());
		final double full = maximum(fitted);
		if (full <= 0) return image;
		final boolean[] dirt = new boolean[image.data().length];
		for (int i = 0; i < dirt.length; i++)
			dirt[i] = fitted.data()[i] >= 0.7 * full;
		final int[] distance = distances(dirt, image.nx(), image.ny());
		final double[] surroundings = surroundings(image, distance);
		final Random random = new Random(1);
		final Volume result = image.copy();
		for (int i = 0; i < dirt.length; i++) {
			if (distance[i] >= TRANSITION) continue;
			final double share = 0.5 * (1 + Math.cos(Math.PI * distance[i] / TRANSITION));
			final double noise = surroundings[0] + 0.1 * surroundings[1] * random.nextGaussian();
			result.data()[i] = (float) (share * noise + (1 - share) * image.data()[i]);
		}
		return result;
	}

	private static double maximum(final Volume volume) {
		double max = 0;
		for (final float v : volume.data())
			max = Math.max(max, v);
		return max;
	}

	/** Chessboard-like distance to the nearest masked pixel by two sweeps, up to twice the transition. */
	private static int[] distances(final boolean[] dirt, final int nx, final int ny) {
		final int far = 2 * TRANSITION;
		final int[] distance = new int[dirt.length];
		for (int i = 0; i < dirt.length; i++)
			distance[i] = dirt[i] ? 0 : far;
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++)
				relax(distance, nx, x, y, ny, -1);
		for (int y = ny - 1; y >= 0; y--)
			for (int x = nx - 1; x >= 0; x--)
				relax(distance, nx, x, y, ny, 1);
		return distance;
	}

	private static void relax(final int[] distance, final int nx, final int x, final int y, final int ny, final int side) {
		final int i = y * nx + x;
		if (x + side >= 0 && x + side < nx) distance[i] = Math.min(distance[i], distance[i + side] + 1);
		if (y + side < 0 || y + side >= ny) return;
		for (int dx = -1; dx <= 1; dx++)
			if (x + dx >= 0 && x + dx < nx) distance[i] = Math.min(distance[i], distance[i + side * nx + dx] + 1);
	}

	/** Mean and standard deviation of the pixels around the masked regions; of all unmasked ones if there are none. */
	private static double[] surroundings(final Volume image, final int[] distance) {
		double n = 0, sum = 0, square = 0;
		for (int pass = 0; pass < 2 && n == 0; pass++)
			for (int i = 0; i < distance.length; i++) {
				if (distance[i] == 0 || pass == 0 && distance[i] >= 2 * TRANSITION) continue;
				n++;
				sum += image.data()[i];
				square += (double) image.data()[i] * image.data()[i];
			}
		final double mean = n == 0 ? 0 : sum / n;
		return new double[] { mean, n == 0 ? 0 : Math.sqrt(Math.max(0, square / n - mean * mean)) };
	}
}
