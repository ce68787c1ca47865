package org.mforfiji.population;

/**
 * Helical symmetry of a species.
 *
 * @param units helical units to average; more than 1 switches the symmetry on
 * @param twistDeg turn per unit in degrees, positive for a right-handed helix
 * @param rise Å along z per unit
 * @param height Å along z within which units are averaged
 */
public record HelicalSymmetry(int units, double twistDeg, double rise, int height) {

	/** No helical symmetry. */
	public static final HelicalSymmetry NONE = new HelicalSymmetry(1, 0, 0, 0);

	public boolean isHelical() {
		return units > 1;
	}
}
