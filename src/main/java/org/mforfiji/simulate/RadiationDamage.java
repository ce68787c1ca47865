package org.mforfiji.simulate;

/** How the amplitudes of a particle fade with the exposure that it has received. */
public enum RadiationDamage {

	/** No damage. */
	NONE,
	/** M's default, a B-factor of −4·dose: exp(−dose·k²). */
	M_DEFAULT,
	/** Critical exposures of Grant and Grigorieff (2015): exp(−dose / (2·(0.245·k^−1.665 + 2.81))). */
	GRANT_GRIGORIEFF;

	/**
	 * Remaining amplitude.
	 *
	 * @param dose exposure before the image, e⁻/Å²
	 * @param k2 squared spatial frequency, 1/Å²
	 * @return 0 … 1
	 */
	public double amplitude(final double dose, final double k2) {
		return switch (this) {
			case NONE -> 1;
			case M_DEFAULT -> Math.exp(-dose * k2);
			case GRANT_GRIGORIEFF -> k2 <= 0 ? 1 : Math.exp(-0.5 * dose / (0.245 * Math.pow(k2, -0.8325) + 2.81));
		};
	}
}
