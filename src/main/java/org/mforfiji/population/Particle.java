package org.mforfiji.population;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Pchip;
import org.mforfiji.geometry.Rotations;

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

	/**
	 * Place on the trajectory.
	 *
	 * @param fraction 0 for the first sample, 1 for the last: the normalised exposure of a tilt, or the normalised index of a
	 *          frame
	 * @return x, y, z in Å
	 */
	public double[] positionAt(final double fraction) {
		return at(coordinates, fraction);
	}

	/** rot, tilt, psi in degrees on the trajectory, interpolated one by one; fraction as in {@link #positionAt}. */
	public double[] eulerAt(final double fraction) {
		return at(anglesDeg, fraction);
	}

	private double[] at(final double[] triplets, final double fraction) {
		final double[] result = { triplets[0], triplets[1], triplets[2] };
		final int n = samples();
		for (int axis = 0; n > 1 && axis < 3; axis++)
			result[axis] = Pchip.evaluate(component(triplets, axis), new double[] { fraction })[0];
		return result;
	}

	private static double[] component(final double[] triplets, final int axis) {
		final double[] values = new double[triplets.length / 3];
		for (int i = 0; i < values.length; i++)
			values[i] = triplets[3 * i + axis];
		return values;
	}

	/**
	 * The same trajectory with another number of samples; a single one takes the first pose, as in M. Angles that jump by whole
	 * turns from sample to sample are taken the short way.
	 */
	public Particle resampled(final int newSamples) {
		if (newSamples == samples()) return this;
		final double[] newCoordinates = new double[3 * newSamples];
		final double[] newAngles = new double[3 * newSamples];
		for (int axis = 0; axis < 3; axis++) {
			final double[] place = Pchip.resample(component(coordinates, axis), newSamples);
			final double[] angle = Pchip.resample(unwrapped(component(anglesDeg, axis)), newSamples);
			for (int i = 0; i < newSamples; i++) {
				newCoordinates[3 * i + axis] = place[i];
				newAngles[3 * i + axis] = angle[i];
			}
		}
		return withPose(newCoordinates, newAngles);
	}

	private static double[] unwrapped(final double[] anglesDeg) {
		for (int i = 1; i < anglesDeg.length; i++)
			anglesDeg[i] = Rotations.nearestDeg(anglesDeg[i], anglesDeg[i - 1]);
		return anglesDeg;
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
