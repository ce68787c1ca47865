package org.mforfiji.simulate;

import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * What the particles of one tilt image have in common.
 *
 * @param ctf CTF at the defocus of the sample's centre
 * @param pixelSize Å per pixel of the image
 * @param magnification M11, M12, M21, M22: the image at k shows the map at M·k
 * @param damage how exposure fades amplitudes
 * @param dose exposure before the image, e⁻/Å²
 * @param contrast contrast left by the ice, 0 … 1
 * @param losses further losses of this tilt and of its series
 */
record TiltOptics(Ctf ctf, double pixelSize, double[] magnification, RadiationDamage damage, double dose,
	double contrast, Envelope[] losses)
{

	/** Amplitude of the envelope at a squared frequency in 1/Å². */
	double amplitude(final double k2) {
		double amplitude = contrast * damage.amplitude(dose, k2);
		for (final Envelope loss : losses)
			amplitude *= loss.amplitude(k2);
		return amplitude;
	}

	/** Number of leading half-plane pixels up to which the damage leaves more than a fraction of the amplitude. */
	int significant(final HalfPlane pixels, final double fraction) {
		int shells = pixels.n() / 2;
		while (shells > 1 && damage.amplitude(dose, square((shells - 1) / (pixels.n() * pixelSize))) < fraction)
			shells--;
		return pixels.within(shells);
	}

	private static double square(final double a) {
		return a * a;
	}
}
