package org.mforfiji.refine;

import java.util.Arrays;

import org.mforfiji.base.Turns;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.optics.ExposureWeights.Envelope;

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
	private final int rings;
	private final int count;
	private final Fft2D largeFft;
	private final Fft2D fft;

	/**
	 * @param relevantSize pixels across that the exposure leaves worth keeping, at most the box
	 */
	ParticleCutter(final Volume image, final ImageModulation modulation, final int box, final int relevantSize) {
		this(image, modulation, modulation.box(), box, Math.min(relevantSize, box) / 2);
	}

	private ParticleCutter(final Volume image, final ImageModulation modulation, final int large, final int box,
		final int rings)
	{
		this.image = image;
		this.modulation = modulation;
		this.large = large;
		this.box = box;
		this.rings = rings;
		pixels = HalfPlane.of(box);
		count = pixels.within(rings);
		largeFft = new Fft2D(large, large);
		fft = new Fft2D(box, box);
	}

	/**
	 * A cutter of boxes as they are, for {@link #spectrum}.
	 *
	 * @param large edge of the box, pixels, even
	 * @param rings rings of the spectra
	 */
	static ParticleCutter raw(final Volume image, final int large, final int rings) {
		return new ParticleCutter(image, null, large, large, rings);
	}

	/** Transform of the box around (x, y), Å, with that point in the origin: interleaved, over the rings of the box. */
	float[] spectrum(final double x, final double y) {
		final Work work = transformed(x, y);
		final float[] values = new float[2 * count];
		pixels.gather(work.spectrum, count, values, 0);
		return values;
	}

	/** Whether a circle around (x, y), Å, lies inside the image. */
	boolean contains(final double x, final double y, final double radiusA) {
		final double px = image.pixelSize();
		return x >= radiusA && y >= radiusA && x <= image.nx() * px - radiusA && y <= image.ny() * px - radiusA;
	}

	/** As {@link #cut(double, double, double, Envelope)} for a particle with the weight of the tilt. */
	float[] cut(final double x, final double y, final double defocusUm) {
		return cut(x, y, defocusUm, Envelope.NONE);
	}

	/**
	 * Values for a {@link org.mforfiji.engine.ParticleStack} of the particle at (x, y), Å.
	 *
	 * @param place what its place in the tomogram adds to the exposure weight of the tilt
	 */
	float[] cut(final double x, final double y, final double defocusUm, final Envelope place) {
		final Work work = transformed(x, y);
		modulation.apply(defocusUm, work.spectrum, work.squared, work.patch);
		if (!place.equals(Envelope.NONE)) modulation.damp(work.spectrum, work.squared, place);
		final float[] values = new float[3 * count];
		final float scale = 1f / ((float) box * box);
		crop(work.spectrum, work);
		for (int j = 0; j < count; j++) {
			final int s = pixels.spectrumIndex(j);
			values[2 * j] = work.smallSpectrum[s] * scale;
			values[2 * j + 1] = work.smallSpectrum[s + 1] * scale;
		}
		crop(work.squared, work);
		for (int j = 0; j < count; j++)
			values[2 * count + j] = work.smallSpectrum[pixels.spectrumIndex(j)] * scale;
		return values;
	}

	/** The work space with the transform of the patch around (x, y), Å, with that point in the origin. */
	private Work transformed(final double x, final double y) {
		final double px = image.pixelSize();
		final int left = (int) Math.floor(x / px) - large / 2, top = (int) Math.floor(y / px) - large / 2;
		final Work work = Work.of(large, box);
		copy(work.patch, left, top);
		largeFft.forward(work.patch, work.spectrum);
		centre(work, x / px - left, y / px - top);
		return work;
	}

	private void crop(final float[] spectrum, final Work work) {
		largeFft.inverseAroundOrigin(spectrum, box, work.small);
		fft.forward(work.small, work.smallSpectrum, rings);
	}

	private void copy(final float[] patch, final int left, final int top) {
		final int nx = image.nx(), ny = image.ny();
		final int from = Math.max(0, left), to = Math.min(nx, left + large);
		if (left < 0 || top < 0 || left + large > nx || top + large > ny) Arrays.fill(patch, 0);
		for (int y = Math.max(0, top); y < Math.min(ny, top + large); y++)
			if (to > from) System.arraycopy(image.data(), y * nx + from, patch, (y - top) * large + from - left, to - from);
	}

	/** Moves the point (cx, cy) of the patch, pixels, to its origin. */
	private void centre(final Work work, final double cx, final double cy) {
		turns(cx, work.columnCos, work.columnSin);
		turns(cy, work.rowCos, work.rowSin);
		final int width = large / 2 + 1;
		final float[] spectrum = work.spectrum, cos = work.columnCos, sin = work.columnSin;
		for (int y = 0, i = 0; y < large; y++) {
			final float rowCos = work.rowCos[y], rowSin = work.rowSin[y];
			for (int x = 0; x < width; x++, i += 2) {
				final float c = cos[x] * rowCos - sin[x] * rowSin, s = cos[x] * rowSin + sin[x] * rowCos;
				final float re = spectrum[i], im = spectrum[i + 1];
				spectrum[i] = re * c - im * s;
				spectrum[i + 1] = re * s + im * c;
			}
		}
	}

	/** exp(+2πi·k·c/N) for k in FFT order. */
	private void turns(final double c, final float[] cos, final float[] sin) {
		for (int i = 0; i < large; i++) {
			final double turns = (i <= large / 2 ? i : i - large) * c / large;
			sin[i] = (float) (turns - Math.rint(turns));
		}
		Turns.cosSin(sin, large, cos, sin);
	}

	/** Arrays of one thread. */
	private static final class Work {

		private static final ThreadLocal<Work> OWN = new ThreadLocal<>();

		/** Box and its transform, to be filled anew for every particle. */
		private final float[] patch;
		private final float[] spectrum;
		private final float[] squared;
		private final float[] small;
		private final float[] smallSpectrum;
		private final float[] columnCos;
		private final float[] columnSin;
		private final float[] rowCos;
		private final float[] rowSin;

		private Work(final int large, final int box) {
			patch = new float[large * large];
			spectrum = new float[2 * large * (large / 2 + 1)];
			squared = new float[spectrum.length];
			small = new float[box * box];
			smallSpectrum = new float[2 * box * (box / 2 + 1)];
			columnCos = new float[large];
			columnSin = new float[large];
			rowCos = new float[large];
			rowSin = new float[large];
		}

		private static Work of(final int large, final int box) {
			final Work own = OWN.get();
			if (own != null && own.patch.length == large * large && own.small.length == box * box) return own;
			final Work fitting = new Work(large, box);
			OWN.set(fitting);
			return fitting;
		}
	}
}
