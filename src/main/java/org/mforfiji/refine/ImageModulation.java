package org.mforfiji.refine;

import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * CTF, exposure weight and noise of one tilt, tabulated on a box so that only the defocus differs from particle to
 * particle: γ = γ₀(k) + slope·(Δz − z₀)·k². All arrays are over half-complex spectra, rows in FFT order.
 */
final class ImageModulation {

	private final int box;
	private final float[] gamma;
	private final float[] k2;
	/** Exposure amplitude over noise power, and its square over noise power; both zero at the origin. */
	private final float[] amplitude;
	private final float[] power;
	private final float[] oddPhase;
	private final double referenceDefocusUm;
	private final double slope;

	/**
	 * @param box edge of the extraction box, pixels
	 * @param pixelSize Å
	 * @param ctf CTF of the tilt at some defocus, without envelope
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
		final boolean odd = ctf.zernikeOdd().length > 0 && java.util.Arrays.stream(ctf.zernikeOdd()).anyMatch(c -> c != 0);
		oddPhase = odd ? new float[length] : null;
		referenceDefocusUm = ctf.defocusUm();
		slope = -Math.PI * ctf.wavelength() * 1e4;
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
		gamma[i] = (float) ctf.gamma(kx, ky);
		k2[i] = (float) square;
		final double ring = Math.sqrt(square) * ringWidth;
		final int low = (int) Math.min(ring, noisePower.length - 1), high = Math.min(low + 1, noisePower.length - 1);
		final double noise = noisePower[low] + Math.min(1, ring - low) * (noisePower[high] - noisePower[low]);
		final double w = envelope.amplitude(square) * ctf.scale();
		amplitude[i] = (float) (w / noise);
		power[i] = (float) (w * w / noise);
		if (oddPhase != null) oddPhase[i] = (float) ctf.oddPhase(kx, ky);
	}

	/**
	 * Multiplies a half-complex spectrum by CTF·w/S and the odd aberrations' correction, and fills CTF²·w²/S.
	 *
	 * @param defocusUm defocus of the particle
	 * @param spectrum changed in place
	 * @param squared half-complex, imaginary parts 0
	 * @param premultiplied whether the spectrum has been multiplied by the CTF before
	 */
	void apply(final double defocusUm, final float[] spectrum, final float[] squared, final boolean premultiplied) {
		final double change = slope * (defocusUm - referenceDefocusUm);
		for (int i = 0; i < gamma.length; i++) {
			final float c = -FastSine.of(gamma[i] + change * k2[i]);
			final float data = amplitude[i] * (premultiplied ? 1 : c);
			float re = spectrum[2 * i] * data, im = spectrum[2 * i + 1] * data;
			if (oddPhase != null) {
				final float cos = (float) Math.cos(oddPhase[i]), sin = (float) Math.sin(oddPhase[i]);
				final float turned = re * cos - im * sin;
				im = re * sin + im * cos;
				re = turned;
			}
			spectrum[2 * i] = re;
			spectrum[2 * i + 1] = im;
			squared[2 * i] = c * c * power[i];
			squared[2 * i + 1] = 0;
		}
	}

	int box() {
		return box;
	}
}
