package org.mforfiji.refine;

/**
 * The terms of which a change of γ is made, as functions of the spatial frequency: γ = γ₀ + Σ θ·φ(k). With them γ is linear
 * in every parameter. Units of θ: defocus and the components δ·cos 2θ, δ·sin 2θ of astigmatism (δ the whole difference of
 * both defoci) in µm, phase shift in π, spherical aberration in mm, anisotropic terms of fourth order in radians·Å⁴.
 */
final class CtfBasis {

	static final int DEFOCUS = 0;
	static final int ASTIGMATISM_COS = 1;
	static final int ASTIGMATISM_SIN = 2;
	static final int PHASE = 3;
	static final int CS = 4;
	/** k⁴·cos 2α, k⁴·sin 2α, k⁴·cos 4α, k⁴·sin 4α. */
	static final int FOURTH = 5;
	static final int SIZE = 9;

	private final double defocus;
	private final double cs;

	/** @param wavelength of the electrons, Å */
	CtfBasis(final double wavelength) {
		defocus = -1e4 * Math.PI * wavelength;
		cs = 0.5e7 * Math.PI * wavelength * wavelength * wavelength;
	}

	/** Fills in the terms at a frequency, 1/Å. */
	void at(final double kx, final double ky, final double[] out) {
		final double xx = kx * kx, yy = ky * ky, k2 = xx + yy, cos2 = xx - yy, sin2 = 2 * kx * ky;
		out[DEFOCUS] = defocus * k2;
		out[ASTIGMATISM_COS] = 0.5 * defocus * cos2;
		out[ASTIGMATISM_SIN] = 0.5 * defocus * sin2;
		out[PHASE] = -Math.PI;
		out[CS] = cs * k2 * k2;
		out[FOURTH] = k2 * cos2;
		out[FOURTH + 1] = k2 * sin2;
		out[FOURTH + 2] = cos2 * cos2 - sin2 * sin2;
		out[FOURTH + 3] = 2 * cos2 * sin2;
	}
}
