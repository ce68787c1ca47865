package org.mforfiji.refine;

import org.mforfiji.geometry.EulerPath;
import org.mforfiji.geometry.Pchip;
import org.mforfiji.geometry.Rotations;

/**
 * A particle's pose along the exposure as the particle table means it: T samples of coordinates and Euler angles, each
 * component interpolated for itself. Knows how the pose at an exposure depends on the samples. Immutable.
 */
final class PoseTrajectory {

	/**
	 * Below this sine of the tilt angle a small rotation changes rot and psi so much that their derivatives say nothing; there
	 * rotations are taken to be interpolated as such, which agrees to first order in the changes between samples.
	 */
	private static final double POLE = 0.1;

	private final int samples;
	/** By component, x, y, z in Å and rot, tilt, psi in degrees. */
	private final double[][] components;

	/**
	 * @param coordinates x, y, z of each sample, Å
	 * @param eulerDeg rot, tilt, psi of each sample
	 */
	PoseTrajectory(final double[] coordinates, final double[] eulerDeg) {
		samples = coordinates.length / 3;
		components = new double[6][samples];
		for (int c = 0; c < 3; c++)
			for (int j = 0; j < samples; j++) {
				components[c][j] = coordinates[3 * j + c];
				components[3 + c][j] = eulerDeg[3 * j + c];
			}
	}

	/**
	 * The trajectory through other samples, whose Euler angles are those nearest to each other.
	 *
	 * @param coordinates x, y, z of each sample, Å
	 * @param rotations rotation matrix of each sample
	 */
	PoseTrajectory through(final double[] coordinates, final double[] rotations) {
		return new PoseTrajectory(coordinates, EulerPath.near(rotations, eulerDeg()));
	}

	/** Coordinates of all samples. */
	double[] coordinates() {
		return triplets(0);
	}

	/** Euler angles of all samples. */
	double[] eulerDeg() {
		return triplets(3);
	}

	private double[] triplets(final int first) {
		final double[] triplets = new double[3 * samples];
		for (int i = 0; i < triplets.length; i++)
			triplets[i] = components[first + i % 3][i / 3];
		return triplets;
	}

	/** Position at an exposure (0 … 1), Å. */
	double[] position(final double at) {
		return at(0, at);
	}

	/** Rotation at an exposure, 3×3. */
	double[] rotation(final double at) {
		return Rotations.fromEulerDeg(at(3, at));
	}

	private double[] at(final int first, final double at) {
		final double[] values = new double[3];
		for (int c = 0; c < 3; c++)
			values[c] = Pchip.evaluate(components[first + c], new double[] { at })[0];
		return values;
	}

	/**
	 * Derivatives of the pose at an exposure, position and left-multiplied rotation vector, by the same of all samples: 6×6T,
	 * row-major.
	 */
	double[] bySamples(final double at) {
		final int n = PoseLayout.POSE * samples;
		final double[] derivatives = new double[6 * n];
		final double[][] weights = new double[6][];
		for (int c = 0; c < 6; c++)
			weights[c] = Pchip.weights(components[c], at);
		final double[] axes = axes(at(3, at));
		for (int j = 0; j < samples; j++) {
			for (int c = 0; c < 3; c++)
				derivatives[c * n + 6 * j + c] = weights[c][j];
			final double[] turn = turn(axes, weights, j);
			for (int r = 0; r < 3; r++)
				System.arraycopy(turn, 3 * r, derivatives, (3 + r) * n + 6 * j + 3, 3);
		}
		return derivatives;
	}

	/** Rotation vector at the exposure by that of sample j, 3×3: axes there, weights, Euler angles by the sample's rotation. */
	private double[] turn(final double[] axes, final double[][] weights, final int j) {
		final double tilt = Math.toRadians(components[4][j]), psi = Math.toRadians(components[5][j]);
		final double s = Math.sin(tilt), c = Math.cos(tilt), sp = Math.sin(psi), cp = Math.cos(psi);
		if (Math.abs(s) < POLE) {
			final double mean = (weights[3][j] + weights[4][j] + weights[5][j]) / 3;
			return new double[] { mean, 0, 0, 0, mean, 0, 0, 0, mean };
		}
		final double[] byTurn = { cp / s, -sp / s, 0, -sp, -cp, 0, -c * cp / s, c * sp / s, -1 };
		for (int i = 0; i < 9; i++)
			byTurn[i] *= weights[3 + i / 3][j];
		return Rotations.multiply(axes, byTurn);
	}

	/** The rotation vectors of a unit change of rot, tilt and psi, as columns. */
	private static double[] axes(final double[] eulerDeg) {
		final double tilt = Math.toRadians(eulerDeg[1]), psi = Math.toRadians(eulerDeg[2]);
		final double s = Math.sin(tilt), sp = Math.sin(psi), cp = Math.cos(psi);
		return new double[] { s * cp, -sp, 0, -s * sp, -cp, 0, -Math.cos(tilt), 0, -1 };
	}
}
