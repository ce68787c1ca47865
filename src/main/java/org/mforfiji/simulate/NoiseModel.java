package org.mforfiji.simulate;

import java.util.Random;

import org.mforfiji.fourier.Fft2D;

/**
 * Stationary Gaussian noise with the power spectrum
 * {@code (1 + a·exp(−(k·L)²)) · max(q, 1 − (1 − q)·(k/kNyquist)²)}, normalised to variance 1 per pixel: a is the extra
 * low-frequency power, L its fall-off period and q the relative power at Nyquist. Thread-safe.
 */
final class NoiseModel {

	private final Fft2D fft;
	private final float[] amplitude;

	NoiseModel(final ImagingOptions options, final int nx, final int ny, final double pixelSize) {
		fft = new Fft2D(nx, ny);
		final int columns = nx / 2 + 1;
		amplitude = new float[columns * ny];
		double sum = 0;
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < columns; x++) {
				final double kx = x / (nx * pixelSize);
				final double ky = (y <= ny / 2 ? y : y - ny) / (ny * pixelSize);
				final double power = power(options, Math.sqrt(kx * kx + ky * ky), 0.5 / pixelSize);
				amplitude[y * columns + x] = (float) Math.sqrt(power);
				sum += (x == 0 || 2 * x == nx ? 1 : 2) * power;
			}
		final float norm = (float) Math.sqrt((double) nx * ny / sum);
		for (int i = 0; i < amplitude.length; i++)
			amplitude[i] *= norm;
	}

	/** Power at a frequency in 1/Å, before normalisation. */
	static double power(final ImagingOptions options, final double k, final double nyquist) {
		final double low = k * options.noiseFalloffA();
		final double q = options.nyquistNoise();
		final double relative = k / nyquist;
		return (1 + options.lowFrequencyNoise() * Math.exp(-low * low)) * Math.max(q, 1 - (1 - q) * relative * relative);
	}

	/** An image of noise with mean near 0 and variance 1, x fastest. */
	float[] image(final Random random) {
		final float[] image = new float[fft.nx() * fft.ny()];
		for (int i = 0; i < image.length; i++)
			image[i] = (float) random.nextGaussian();
		final float[] spectrum = fft.forward(image);
		for (int i = 0; i < amplitude.length; i++) {
			spectrum[2 * i] *= amplitude[i];
			spectrum[2 * i + 1] *= amplitude[i];
		}
		fft.inverse(spectrum, image);
		return image;
	}
}
