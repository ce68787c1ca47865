package org.mforfiji.simulate;

import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;

/**
 * Draws particles of one species into one tilt image: each as the inverse transform of CTF × envelope × central slice of
 * the map, with aberrations, magnification and the sub-pixel shift in Fourier space. Not thread-safe: one per image.
 */
final class ParticleRenderer {

	private static final double NEGLIGIBLE = 1e-4;

	private final FourierVolume volume;
	private final HalfPlane pixels;
	private final Fft2D fft;
	private final int count;
	private final double[] px;
	private final double[] py;
	private final double[] phase;
	private final double[] phasePerUm;
	private final double[] amplitude;
	private final double[] oddPhase;
	private final float[] spectrum;
	private final float[] image;

	/**
	 * @param volume transform of the species' map
	 * @param box edge of the drawn images in pixels, even, large enough for the CTF's delocalisation
	 * @param tilt optics of the image
	 */
	ParticleRenderer(final FourierVolume volume, final int box, final TiltOptics tilt) {
		this.volume = volume;
		pixels = HalfPlane.of(box);
		fft = new Fft2D(box, box);
		count = tilt.significant(pixels, NEGLIGIBLE);
		px = new double[count];
		py = new double[count];
		phase = new double[count];
		phasePerUm = new double[count];
		amplitude = new double[count];
		oddPhase = new double[count];
		spectrum = new float[fft.spectrumLength()];
		image = new float[box * box];
		prepare(tilt);
	}

	private void prepare(final TiltOptics tilt) {
		final int box = pixels.n();
		final double step = 1 / (box * tilt.pixelSize());
		final double[] m = tilt.magnification();
		final double perShell = volume.box() * volume.pixelSize();
		final double voxelRatio = volume.pixelSize() / tilt.pixelSize();
		for (int j = 0; j < count; j++) {
			final double kx = step * pixels.kx(j);
			final double ky = step * pixels.ky(j);
			final double k2 = kx * kx + ky * ky;
			px[j] = perShell * (m[0] * kx + m[1] * ky);
			py[j] = perShell * (m[2] * kx + m[3] * ky);
			phase[j] = tilt.ctf().gamma(kx, ky);
			phasePerUm[j] = -1e4 * Math.PI * tilt.ctf().wavelength() * k2;
			amplitude[j] = tilt.amplitude(k2) * voxelRatio * voxelRatio * voxelRatio;
			oddPhase[j] = tilt.ctf().oddPhase(kx, ky);
		}
	}

	/**
	 * Adds one particle.
	 *
	 * @param rotation map to image, row-major (9)
	 * @param x position in the image in pixels; the centre of pixel i lies at i
	 * @param y as x
	 * @param defocusOffsetUm defocus of the particle minus that of the tilt's CTF, µm
	 * @param target the tilt image
	 */
	void add(final double[] rotation, final double x, final double y, final double defocusOffsetUm, final TiltImage target) {
		final int cornerX = (int) Math.rint(x) - pixels.n() / 2;
		final int cornerY = (int) Math.rint(y) - pixels.n() / 2;
		draw(rotation, x - cornerX, y - cornerY, defocusOffsetUm);
		target.add(image, pixels.n(), cornerX, cornerY);
	}

	/** Draws the particle at (x, y) of the box. */
	private void draw(final double[] rotation, final double x, final double y, final double defocusOffsetUm) {
		final double[] back = Rotations.transpose(rotation);
		final double[] q = new double[3];
		final float[] value = new float[2];
		java.util.Arrays.fill(spectrum, 0);
		final double turn = -2 * Math.PI / pixels.n();
		for (int j = 0; j < count; j++) {
			q[0] = back[0] * px[j] + back[1] * py[j];
			q[1] = back[3] * px[j] + back[4] * py[j];
			q[2] = back[6] * px[j] + back[7] * py[j];
			volume.value(q, value);
			final double ctf = -Math.sin(phase[j] + phasePerUm[j] * defocusOffsetUm) * amplitude[j];
			final double shift = turn * (pixels.kx(j) * x + pixels.ky(j) * y) - oddPhase[j];
			final double c = ctf * Math.cos(shift);
			final double s = ctf * Math.sin(shift);
			put(j, (float) (c * value[0] - s * value[1]), (float) (c * value[1] + s * value[0]));
		}
		fft.inverse(spectrum, image);
	}

	private void put(final int j, final float re, final float im) {
		final int at = pixels.spectrumIndex(j);
		spectrum[at] = re;
		spectrum[at + 1] = im;
		if (pixels.kx(j) == 0 && pixels.ky(j) > 0) {
			final int mate = 2 * (pixels.n() - pixels.ky(j)) * (pixels.n() / 2 + 1);
			spectrum[mate] = re;
			spectrum[mate + 1] = -im;
		}
	}
}
