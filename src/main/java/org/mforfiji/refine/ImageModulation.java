package org.mforfiji.refine;

import java.util.Arrays;

import org.mforfiji.base.Turns;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.RadialWeight;

/**
 * CTF, exposure weight and noise of one tilt, tabulated on a box so that only the defocus differs from particle to
 * particle: γ = γ₀(k) + slope·(Δz − z₀)·k². All arrays are over half-complex spectra, rows in FFT order.
 */
final class ImageModulation {

	private final int box;
	/** γ in turns, less whole turns. */
	private final float[] gamma;
	private final float[] k2;
	/** Factor of the data (exposure amplitude over noise power), and squared amplitude over noise power; zero at the origin. */
	private final float[] amplitude;
	private final float[] power;
	/** Cosine and sine of the odd aberrations' phase; null if there are none. */
	private final float[] oddCos;
	private final float[] oddSin;
	private final double referenceDefocusUm;
	/** Turns of γ per µm of defocus and 1/Å². */
	private final double slope;
	private final boolean premultiplied;

	/**
	 * @param box edge of the extraction box, pixels
	 * @param pixelSize Å
	 * @param ctf CTF of the tilt at some defocus; its envelope holds what of the exposure weight depends on direction
	 * @param envelope exposure weight
	 * @param noise noise power of the image before any modulation
	 * @param premultiplied whether the image has been multiplied by the CTF and the exposure weight before
	 */
	ImageModulation(final int box, final double pixelSize, final Ctf ctf, final RadialWeight envelope, final NoiseRings noise,
		final boolean premultiplied)
	{
		this.box = box;
		this.premultiplied = premultiplied;
		final int length = box * (box / 2 + 1);
		gamma = new float[length];
		k2 = new float[length];
		amplitude = new float[length];
		power = new float[length];
		final boolean odd = ctf.zernikeOdd().length > 0 && Arrays.stream(ctf.zernikeOdd()).anyMatch(c -> c != 0);
		oddCos = odd ? new float[length] : null;
		oddSin = odd ? new float[length] : null;
		referenceDefocusUm = ctf.defocusUm();
		slope = -0.5 * ctf.wavelength() * 1e4;
		for (int row = 0; row < box; row++) {
			final double ky = (row <= box / 2 ? row : row - box) / (box * pixelSize);
			for (int x = 0; x <= box / 2; x++)
				fill(row * (box / 2 + 1) + x, x / (box * pixelSize), ky, ctf, envelope, noise, noise.box() * pixelSize);
		}
		amplitude[0] = 0;
		power[0] = 0;
	}

	private void fill(final int i, final double kx, final double ky, final Ctf ctf, final RadialWeight envelope,
		final NoiseRings noise, final double ringWidth)
	{
		final double square = kx * kx + ky * ky;
		final double turns = ctf.gamma(kx, ky) / (2 * Math.PI);
		gamma[i] = (float) (turns - Math.rint(turns));
		k2[i] = (float) square;
		final double power = noise.at(Math.sqrt(square) * ringWidth);
		final double w = envelope.amplitude(square) * ctf.envelope(kx, ky);
		amplitude[i] = (float) ((premultiplied ? 1 : w) / power);
		this.power[i] = (float) (w * w / power);
		if (oddCos == null) return;
		oddCos[i] = (float) Math.cos(ctf.oddPhase(kx, ky));
		oddSin[i] = (float) Math.sin(ctf.oddPhase(kx, ky));
	}

	/**
	 * Multiplies a half-complex spectrum by CTF·w/S (by 1/S if CTF·w is in it) and the odd aberrations' correction, and
	 * fills CTF²·w²/S.
	 *
	 * @param defocusUm defocus of the particle
	 * @param spectrum changed in place
	 * @param squared half-complex, imaginary parts 0
	 * @param ctf work space, one float per pixel of the spectrum; receives the CTF
	 */
	void apply(final double defocusUm, final float[] spectrum, final float[] squared, final float[] ctf) {
		final float change = (float) (slope * (defocusUm - referenceDefocusUm));
		for (int i = 0; i < gamma.length; i++)
			ctf[i] = -gamma[i] - change * k2[i];
		Turns.sin(ctf, gamma.length);
		for (int i = 0; i < gamma.length; i++) {
			final float data = premultiplied ? amplitude[i] : amplitude[i] * ctf[i];
			spectrum[2 * i] *= data;
			spectrum[2 * i + 1] *= data;
			squared[2 * i] = ctf[i] * ctf[i] * power[i];
			squared[2 * i + 1] = 0;
		}
		if (oddCos != null) correctOddPhase(spectrum);
	}

	/**
	 * Damps data and squared CTF of a particle whose weight is not that of the tilt.
	 *
	 * @param spectrum from {@link #apply}
	 * @param squared from {@link #apply}
	 * @param place what the place adds to the exposure weight
	 */
	void damp(final float[] spectrum, final float[] squared, final RadialWeight place) {
		for (int i = 0; i < k2.length; i++) {
			final float w = (float) place.amplitude(k2[i]);
			spectrum[2 * i] *= w;
			spectrum[2 * i + 1] *= w;
			squared[2 * i] *= w * w;
		}
	}

	private void correctOddPhase(final float[] spectrum) {
		for (int i = 0; i < oddCos.length; i++) {
			final float re = spectrum[2 * i], im = spectrum[2 * i + 1];
			spectrum[2 * i] = re * oddCos[i] - im * oddSin[i];
			spectrum[2 * i + 1] = re * oddSin[i] + im * oddCos[i];
		}
	}

	int box() {
		return box;
	}
}
