package org.mforfiji.simulate;

/** How the contrast of a particle falls with the path of the beam through tilted ice. */
public enum IceContrast {

	/** The same contrast at every tilt. */
	NONE,
	/** Cosine of the tilt angle, the weight that M gives to a tilt. */
	COSINE,
	/** Elastic share of the beam, exp(−d/Λ), for a path d = thickness / cos(tilt) and a mean free path Λ. */
	ATTENUATION;

	/**
	 * Contrast of a tilt relative to a sample without ice.
	 *
	 * @param tiltDeg angle between beam and sample normal, degrees
	 * @param thicknessA thickness of the sample, Å
	 * @param meanFreePathA mean free path of inelastic scattering, Å
	 * @return 0 … 1
	 */
	public double contrast(final double tiltDeg, final double thicknessA, final double meanFreePathA) {
		final double cosine = Math.max(1e-3, Math.cos(Math.toRadians(tiltDeg)));
		return switch (this) {
			case NONE -> 1;
			case COSINE -> cosine;
			case ATTENUATION -> Math.exp(-thicknessA / (meanFreePathA * cosine));
		};
	}
}
