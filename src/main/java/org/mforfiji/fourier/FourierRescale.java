package org.mforfiji.fourier;

import org.mforfiji.base.Volume;

/**
 * Sampling of an image or map with another number of pixels over the same extent, by cropping or padding its Fourier
 * transform. Pixel 0 stays where it is. A Nyquist coefficient of an even size stands for +n/2 and −n/2 at once: it is
 * halved when it gets two places and the two are added when they fall together, so that padding and cropping again
 * changes nothing.
 */
final class FourierRescale {

	private final int[] from;
	private final int[] to;
	private final int columns;

	/**
	 * @param from {nx, ny, nz} of the input
	 * @param to {nx, ny, nz} of the result
	 */
	FourierRescale(final int[] from, final int[] to) {
		FftSizes.spectrumLength(from[0], from[1], from[2]);
		FftSizes.spectrumLength(to[0], to[1], to[2]);
		this.from = from.clone();
		this.to = to.clone();
		columns = Math.min(from[0], to[0]) / 2 + 1;
	}

	/** The values at the new sampling; mean and scale stay. */
	Volume apply(final Volume source, final double pixelSize) {
		float[] band = band(source.data());
		band = alongAxis(band, from[2], from[1], to[1], columns);
		band = alongAxis(band, 1, from[2], to[2], columns * to[1]);
		final double scale = (double) to[0] * to[1] * to[2] / ((double) from[0] * from[1] * from[2]);
		final float[] spectrum = alongX(band, (float) scale);
		return new Volume(new Fft3D(to[0], to[1], to[2]).inverse(spectrum), to[0], to[1], to[2], pixelSize);
	}

	/**
	 * The half-complex spectrum of the source without the columns that are cropped, which are not transformed along y
	 * and z.
	 */
	private float[] band(final float[] real) {
		final int nx = from[0];
		final int lines = from[1] * from[2];
		final RealLines rows = RealLines.of(nx);
		final float[] band = new float[2 * columns * lines];
		final float[] pair = new float[2 * rows.stride()];
		for (int l = 0; l < lines; l += 2) {
			final int count = Math.min(2, lines - l);
			rows.forward(real, l * nx, count, pair, 0);
			for (int i = 0; i < count; i++)
				System.arraycopy(pair, i * rows.stride(), band, 2 * columns * (l + i), 2 * columns);
		}
		final ComplexLines y = new ComplexLines(from[1]);
		for (int z = 0; z < from[2]; z++)
			y.transform(band, 2 * columns * from[1] * z, columns, 2 * columns, true);
		new ComplexLines(from[2]).transform(band, 0, columns * from[1], 2 * columns * from[1], true);
		return band;
	}

	/** Crops or pads an axis in FFT order; the array is [outer][n][inner] complex values. */
	private static float[] alongAxis(final float[] in, final int outer, final int n, final int m, final int inner) {
		if (n == m) return in;
		final float[] out = new float[2 * outer * m * inner];
		final int size = Math.min(n, m);
		final int nyquist = size % 2 == 0 ? size / 2 : 0;
		final float weight = n < m ? 0.5f : 1f;
		for (int o = 0; o < outer; o++)
			for (int k = -(size / 2); k <= size / 2; k++) {
				final int source = 2 * inner * (o * n + Math.floorMod(k, n));
				final int target = 2 * inner * (o * m + Math.floorMod(k, m));
				final float w = nyquist > 0 && Math.abs(k) == nyquist ? weight : 1f;
				for (int i = 0; i < 2 * inner; i++)
					out[target + i] += w * in[source + i];
			}
		return out;
	}

	/** Puts the columns in their place in the spectrum of the result. */
	private float[] alongX(final float[] band, final float scale) {
		final int row = to[0] / 2 + 1;
		final int lines = to[1] * to[2];
		final float[] spectrum = new float[2 * row * lines];
		for (int l = 0; l < lines; l++)
			for (int i = 0; i < 2 * columns; i++)
				spectrum[2 * row * l + i] = scale * band[2 * columns * l + i];
		final int edge = columns - 1;
		if (from[0] < to[0] && from[0] % 2 == 0) for (int l = 0; l < lines; l++) {
			spectrum[2 * (row * l + edge)] *= 0.5f;
			spectrum[2 * (row * l + edge) + 1] *= 0.5f;
		}
		if (to[0] < from[0] && to[0] % 2 == 0) addMates(spectrum, row, edge);
		return spectrum;
	}

	/** F(k) + F*(−k) in the last column, which stands for +n/2 and −n/2. */
	private void addMates(final float[] spectrum, final int row, final int edge) {
		for (int z = 0; z < to[2]; z++)
			for (int y = 0; y < to[1]; y++) {
				final int here = 2 * (row * (z * to[1] + y) + edge);
				final int mate = 2 * (row * ((to[2] - z) % to[2] * to[1] + (to[1] - y) % to[1]) + edge);
				if (mate < here) continue;
				final float re = spectrum[here] + spectrum[mate];
				final float im = spectrum[here + 1] - spectrum[mate + 1];
				spectrum[here] = re;
				spectrum[here + 1] = im;
				spectrum[mate] = re;
				spectrum[mate + 1] = -im;
			}
	}
}
