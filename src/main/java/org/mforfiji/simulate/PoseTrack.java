package org.mforfiji.simulate;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.population.Particle;

/** The pose of one particle at each tilt: its trajectory's samples interpolated over the exposure. */
final class PoseTrack {

	private final double[][] positions;
	private final double[][] rotations;

	/** @param doseFractions normalised dose of each tilt, 0 … 1 */
	PoseTrack(final Particle particle, final double[] doseFractions) {
		positions = new double[doseFractions.length][];
		rotations = new double[doseFractions.length][];
		for (int t = 0; t < doseFractions.length; t++) {
			positions[t] = particle.positionAt(doseFractions[t]);
			final double[] euler = particle.eulerAt(doseFractions[t]);
			rotations[t] = Rotations.fromEulerDeg(euler);
		}
	}

	/** Position at a tilt, Å from the corner of the tomogram. */
	double[] position(final int tilt) {
		return positions[tilt];
	}

	/** Matrix from map to tomogram coordinates at a tilt. */
	double[] rotation(final int tilt) {
		return rotations[tilt];
	}
}
