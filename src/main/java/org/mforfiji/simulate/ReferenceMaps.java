package org.mforfiji.simulate;

import java.util.Random;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;
import org.mforfiji.map.Masks;

/**
 * The maps that a user would start with: two half-maps of limited resolution with independent noise, and a tight binary
 * mask.
 */
final class ReferenceMaps {

	private static final double THRESHOLD = 0.143;
	private static final double BLUR = 0.25;
	private static final double MASK_LEVEL = 0.12;

	private final Volume truth;
	private final Parallel parallel;

	ReferenceMaps(final Volume truth, final Parallel parallel) {
		this.truth = truth;
		this.parallel = parallel;
	}

	/**
	 * A half-map: the true map blurred by a quarter of the resolution (standard deviation of the positions' error that
	 * would lead to it), plus white noise such that two halves correlate with 0.143 at the resolution within the soft mask
	 * in which it is measured.
	 *
	 * @param resolutionA Å
	 * @param mask binary mask
	 * @param random source of this half's noise
	 */
	Volume halfMap(final double resolutionA, final Volume mask, final Random random) {
		final int n = truth.nx();
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] spectrum = fft.forward(truth.data(), parallel);
		damp(spectrum, BLUR * resolutionA);
		final double noisePower = (1 / THRESHOLD - 1) * shellPower(spectrum, n * truth.pixelSize() / resolutionA) / share(Masks
			.fscMask(mask, resolutionA, parallel));
		final double sigma = Math.sqrt(noisePower / ((double) n * n * n));
		final float[] map = fft.inverse(spectrum, parallel);
		for (int i = 0; i < map.length; i++)
			map[i] += (float) (sigma * random.nextGaussian());
		return new Volume(map, n, n, n, truth.pixelSize());
	}

	/** The binary mask: where the map, blurred by 3 Å or a pixel, exceeds an eighth of its 99.9th percentile. */
	Volume mask() {
		final int n = truth.nx();
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] spectrum = fft.forward(truth.data(), parallel);
		damp(spectrum, Math.max(3, truth.pixelSize()));
		final Volume smooth = new Volume(fft.inverse(spectrum, parallel), n, n, n, truth.pixelSize());
		final float[] sorted = smooth.data().clone();
		java.util.Arrays.sort(sorted);
		return Masks.binarise(smooth, MASK_LEVEL * sorted[(int) (0.999 * (sorted.length - 1))]);
	}

	/** The share of white noise's power that a mask leaves. */
	private static double share(final Volume softMask) {
		double sum = 0;
		for (final float m : softMask.data())
			sum += square(m);
		return Math.max(1e-6, sum / softMask.data().length);
	}

	/** Multiplies by the transform of a Gaussian of standard deviation sigma, Å. */
	private void damp(final float[] spectrum, final double sigmaA) {
		final int n = truth.nx();
		final double factor = -2 * Math.PI * Math.PI * sigmaA * sigmaA / square(n * truth.pixelSize());
		visit(n, (index, radius2) -> {
			final float damping = (float) Math.exp(factor * radius2);
			spectrum[index] *= damping;
			spectrum[index + 1] *= damping;
		});
	}

	/** Mean power of the shell of that radius, one voxel thick. */
	private double shellPower(final float[] spectrum, final double shell) {
		final double[] sums = new double[2];
		visit(truth.nx(), (index, radius2) -> {
			if (Math.abs(Math.sqrt(radius2) - shell) > 0.5) return;
			sums[0]++;
			sums[1] += square(spectrum[index]) + square(spectrum[index + 1]);
		});
		return sums[0] == 0 ? 0 : sums[1] / sums[0];
	}

	private interface Pixel {

		void at(int index, double radius2);
	}

	private static void visit(final int n, final Pixel pixel) {
		final int columns = n / 2 + 1;
		for (int z = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < columns; x++)
					pixel.at(2 * ((z * n + y) * columns + x), square(x) + square(y <= n / 2 ? y : y - n) + square(z <= n / 2 ? z : z -
						n));
	}

	private static double square(final double a) {
		return a * a;
	}
}
