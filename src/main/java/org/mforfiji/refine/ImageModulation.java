package org.mforfiji.refine;

import java.util.Arrays;

import org.mforfiji.base.Turns;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * CTF, exposure weight and noise of one tilt, tabulated on a box so that only the defocus differs from particle to
 * particle: γ = γ₀(k) + slope·(Δz − z₀)·k². All arrays are over half-complex spectra, rows in FFT order.
 */
final class ImageModulation {

	private final int box;
	/** γ in turns, less whole turns. */
	private final float[] gamma;
	private final float[] k2;
	/** Exposure amplitude over noise power, and its square over noise power; both zero at the origin. */
	private final float[] amplitude;
	private final float[] power;
	/** Cosine and sine of the odd aberrations' phase; null if there are none. */
	private final float[] oddCos;
	private final float[] oddSin;
	private final double referenceDefocusUm;
	/** Turns of γ per µm of defocus and 1/Å². */
	private final double slope;

	/**
	 * @param box edge of the extraction box, pixels
	 * @param pixelSize Å
	 * @param ctf CTF of the tilt at some defocus; its envelope holds what of the exposure weight depends on direction
	 * @param envelope exposure weight
	 * @param noisePower rings of {@link PreparedTilt}, of width 1/(ringBox·px)
	 * @param ringBox box that the rings belong to
	 */
	ImageModulation(final int box, final double pixelSize, final Ctf ctf, final Envelope envelope, final float[] noisePower,
		final int ringBox)
	{
		this.box = box;
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
				fill(row * (box / 2 + 1) + x, x / (box * pixelSize), ky, ctf, envelope, noisePower, ringBox * pixelSize);
		}
		amplitude[0] = 0;
		power[0] = 0;
	}

	private void fill(final int i, final double kx, final double ky, final Ctf ctf, final Envelope envelope,
		final float[] noisePower, final double ringWidth)
	{
		final double square = kx * kx + ky * ky;
		final double turns = ctf.gamma(kx, ky) / (2 * Math.PI);
		gamma[i] = (float) (turns - Math.rint(turns));
		k2[i] = (float) square;
		final double ring = Math.sqrt(square) * ringWidth;
		final int low = (int) Math.min(ring, noisePower.length - 1), high = Math.min(low + 1, noisePower.length - 1);
		final double noise = noisePower[low] + Math.min(1, ring - low) * (noisePower[high] - noisePower[low]);
		final double w = envelope.amplitude(square) * ctf.envelope(kx, ky);
		amplitude[i] = (float) (w / noise);
		power[i] = (float) (w * w / noise);
		if (oddCos == null) return;
		oddCos[i] = (float) Math.cos(ctf.oddPhase(kx, ky));
		oddSin[i] = (float) Math.sin(ctf.oddPhase(kx, ky));
	}

	/**
	 * Multiplies a half-complex spectrum by CTF·w/S and the odd aberrations' correction, and fills CTF²·w²/S.
	 *
	 * @param defocusUm defocus of the particle
	 * @param spectrum changed in place
	 * @param squared half-complex, imaginary parts 0
	 * @param ctf work space, one float per pixel of the spectrum; receives the CTF
	 * @param premultiplied whether the spectrum has been multiplied by the CTF before
	 */
	void apply(final double defocusUm, final float[] spectrum, final float[] squared, final float[] ctf,
		final boolean premultiplied)
	{
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
	void damp(final float[] spectrum, final float[] squared, final Envelope place) {
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
