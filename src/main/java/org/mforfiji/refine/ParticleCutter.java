package org.mforfiji.refine;

import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;

/**
 * Cuts particles out of one prepared tilt image: a box large enough for the CTF's delocalisation, centred to a fraction
 * of a pixel, times CTF·w/S, cropped in real space to the species' box; and CTF²·w²/S cropped equally. Because the masked
 * reference has its support within half the box, comparing with the cropped data is the same as comparing with the
 * uncropped (docs/algorithm.md, 2). Thread-safe.
 */
final class ParticleCutter {

	private final Volume image;
	private final ImageModulation modulation;
	private final HalfPlane pixels;
	private final int box;
	private final int large;
	private final int count;
	private final boolean premultiplied;
	private final Fft2D largeFft;
	private final Fft2D fft;

	/**
	 * @param relevantSize pixels across that the exposure leaves worth keeping, at most the box
	 * @param premultiplied whether the image has been multiplied by the CTF before
	 */
	ParticleCutter(final Volume image, final ImageModulation modulation, final int box, final int relevantSize,
		final boolean premultiplied)
	{
		this.image = image;
		this.premultiplied = premultiplied;
		this.modulation = modulation;
		this.box = box;
		pixels = HalfPlane.of(box);
		count = pixels.within(Math.min(relevantSize, box) / 2);
		large = modulation.box();
		largeFft = new Fft2D(large, large);
		fft = new Fft2D(box, box);
	}

	/** Whether a circle around (x, y), Å, lies inside the image. */
	boolean contains(final double x, final double y, final double radiusA) {
		final double px = image.pixelSize();
		return x >= radiusA && y >= radiusA && x <= image.nx() * px - radiusA && y <= image.ny() * px - radiusA;
	}

	/** Values for a {@link org.mforfiji.engine.ParticleStack} of the particle at (x, y), Å. */
	float[] cut(final double x, final double y, final double defocusUm) {
		final double px = image.pixelSize();
		final float[] patch = new float[large * large];
		final int left = (int) Math.floor(x / px) - large / 2, top = (int) Math.floor(y / px) - large / 2;
		copy(patch, left, top);
		final float[] spectrum = largeFft.forward(patch);
		centre(spectrum, x / px - left, y / px - top);
		final float[] squared = new float[spectrum.length];
		modulation.apply(defocusUm, spectrum, squared, premultiplied);
		final float[] values = new float[3 * count];
		largeFft.inverse(spectrum, patch);
		final float[] data = fft.forward(cropped(patch));
		largeFft.inverse(squared, patch);
		final float[] weights = fft.forward(cropped(patch));
		final float scale = 1f / ((float) box * box);
		for (int j = 0; j < count; j++) {
			final int s = pixels.spectrumIndex(j);
			values[2 * j] = data[s] * scale;
			values[2 * j + 1] = data[s + 1] * scale;
			values[2 * count + j] = weights[s] * scale;
		}
		return values;
	}

	private void copy(final float[] patch, final int left, final int top) {
		final int nx = image.nx();
		final int from = Math.max(0, left), to = Math.min(nx, left + large);
		for (int y = Math.max(0, top); y < Math.min(image.ny(), top + large); y++)
			if (to > from) System.arraycopy(image.data(), y * nx + from, patch, (y - top) * large + from - left, to - from);
	}

	/** Moves the point (cx, cy) of the patch, pixels, to its origin. */
	private void centre(final float[] spectrum, final double cx, final double cy) {
		final float[] column = turns(cx);
		final float[] row = turns(cy);
		final int width = large / 2 + 1;
		for (int y = 0; y < large; y++)
			for (int x = 0; x < width; x++) {
				final float cos = column[2 * x] * row[2 * y] - column[2 * x + 1] * row[2 * y + 1];
				final float sin = column[2 * x] * row[2 * y + 1] + column[2 * x + 1] * row[2 * y];
				final int i = 2 * (y * width + x);
				final float re = spectrum[i] * cos - spectrum[i + 1] * sin;
				spectrum[i + 1] = spectrum[i] * sin + spectrum[i + 1] * cos;
				spectrum[i] = re;
			}
	}

	/** exp(+2πi·k·c/N) for k in FFT order, interleaved. */
	private float[] turns(final double c) {
		final float[] turns = new float[2 * large];
		for (int i = 0; i < large; i++) {
			final int k = i <= large / 2 ? i : i - large;
			turns[2 * i] = (float) Math.cos(2 * Math.PI * k * c / large);
			turns[2 * i + 1] = (float) Math.sin(2 * Math.PI * k * c / large);
		}
		return turns;
	}

	/** The box around the origin of a periodic patch, its centre in its own origin. */
	private float[] cropped(final float[] patch) {
		final float[] small = new float[box * box];
		for (int y = 0; y < box; y++) {
			final int fromY = y < box / 2 ? y : y - box + large;
			System.arraycopy(patch, fromY * large, small, y * box, box / 2);
			System.arraycopy(patch, fromY * large + large - box / 2, small, y * box + box / 2, box / 2);
		}
		return small;
	}
}
