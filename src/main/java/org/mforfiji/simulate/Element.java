package org.mforfiji.simulate;

import java.util.Locale;

/**
 * Chemical elements of biological molecules: electron scattering amplitude at zero angle in Å (after the parametrisation
 * of Peng et al. 1996), volume of displaced solvent in Å³ (after Fraser et al. 1978), atomic mass in Da.
 */
public enum Element {
	H(0.529, 5.15, 1.008), C(2.509, 16.44, 12.011), N(2.211, 2.49, 14.007), O(1.983, 9.13, 15.999), F(1.801, 9.0,
			18.998), NA(4.778, 5.0, 22.990), MG(5.207, 5.0, 24.305), P(5.488, 5.73, 30.974), S(5.161, 19.86, 32.06), CL(
					4.857, 19.0, 35.45), K(8.984, 10.0, 39.098), CA(9.913, 10.0, 40.078), MN(7.506, 10.0, 54.938), FE(7.165,
							10.0, 55.845), CO(6.854, 10.0, 58.933), NI(6.569, 10.0, 58.693), CU(5.600, 10.0, 63.546), ZN(6.065,
									10.0, 65.38), SE(7.205, 28.7, 78.971), BR(6.800, 26.5, 79.904), CD(9.232, 15.0, 112.41), I(10.905,
											44.6, 126.90);

	private final double scattering;
	private final double solventVolume;
	private final double mass;

	Element(final double scattering, final double solventVolume, final double mass) {
		this.scattering = scattering;
		this.solventVolume = solventVolume;
		this.mass = mass;
	}

	/** Electron scattering amplitude at zero angle, Å. */
	public double scattering() {
		return scattering;
	}

	/** Volume of the solvent that the atom displaces, Å³. */
	public double solventVolume() {
		return solventVolume;
	}

	/** Atomic mass, Da. */
	public double mass() {
		return mass;
	}

	/** The element of a chemical symbol in any case; deuterium is hydrogen, unlisted elements count as carbon. */
	public static Element of(final String symbol) {
		final String upper = symbol.trim().toUpperCase(Locale.ROOT);
		if (upper.equals("D")) return H;
		for (final Element element : values())
			if (element.name().equals(upper)) return element;
		return C;
	}

	static boolean isListed(final String symbol) {
		for (final Element element : values())
			if (element.name().equals(symbol)) return true;
		return false;
	}
}
