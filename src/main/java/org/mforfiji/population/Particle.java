package org.mforfiji.population;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Pchip;

/**
 * One particle: a pose trajectory of T samples spread uniformly over the exposure of its item, the half-set it belongs to
 * and the item that shows it. Immutable as long as the arrays are not written to, which nobody does.
 *
 * @param coordinates Å from the corner of the tomogram, x, y, z of each sample, length 3·T. For frame series z is a
 *          defocus offset in Å.
 * @param anglesDeg RELION's rot, tilt, psi of each sample in degrees, length 3·T; the matrix of formats' convention maps
 *          map coordinates to tomogram coordinates
 * @param halfSet 0 for half-map 1, 1 for half-map 2
 * @param sourceName name of the item as it was when the particle was imported; for people only
 * @param sourceHash data hash of the item, the only key that links the two
 * @param extra further columns of the particle table that came with the particle, carried along verbatim
 */
public record Particle(double[] coordinates, double[] anglesDeg, int halfSet, String sourceName, String sourceHash,
	Map<String, String> extra)
{

	public Particle {
		if (coordinates.length == 0 || coordinates.length % 3 != 0 || anglesDeg.length != coordinates.length)
			throw new MException("A particle needs as many angle triplets as coordinate triplets, at least one of each, not " +
				anglesDeg.length + " angles and " + coordinates.length + " coordinates", "particle of " + sourceName, "");
		if (halfSet != 0 && halfSet != 1) throw new MException("The half-set of a particle is 0 or 1, not " + halfSet,
			"particle of " + sourceName, "");
		extra = extra.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(extra));
	}

	/** Number T of samples of the pose trajectory. */
	public int samples() {
		return coordinates.length / 3;
	}

	/** x, y, z in Å at one sample. */
	public double[] position(final int sample) {
		return new double[] { coordinates[3 * sample], coordinates[3 * sample + 1], coordinates[3 * sample + 2] };
	}

	/** rot, tilt, psi in degrees at one sample. */
	public double[] eulerDeg(final int sample) {
		return new double[] { anglesDeg[3 * sample], anglesDeg[3 * sample + 1], anglesDeg[3 * sample + 2] };
	}

	/** Position in Å at a fraction 0 … 1 of the exposure, between samples by PCHIP. */
	public double[] positionAt(final double fraction) {
		return at(coordinates, fraction);
	}

	/** rot, tilt, psi in degrees at a fraction 0 … 1 of the exposure, interpolated component by component. */
	public double[] eulerAt(final double fraction) {
		return at(anglesDeg, fraction);
	}

	private static double[] at(final double[] samples, final double fraction) {
		if (samples.length == 3) return samples.clone();
		final double[] out = new double[3];
		for (int c = 0; c < 3; c++) {
			final double[] component = new double[samples.length / 3];
			for (int s = 0; s < component.length; s++)
				component[s] = samples[3 * s + c];
			out[c] = Pchip.evaluate(component, new double[] { fraction })[0];
		}
		return out;
	}

	/** The same particle in another pose; both arrays of length 3·T. */
	public Particle withPose(final double[] newCoordinates, final double[] newAnglesDeg) {
		return new Particle(newCoordinates, newAnglesDeg, halfSet, sourceName, sourceHash, extra);
	}

	/** The same particle in another half-set. */
	public Particle withHalfSet(final int newHalfSet) {
		return new Particle(coordinates, anglesDeg, newHalfSet, sourceName, sourceHash, extra);
	}
}
