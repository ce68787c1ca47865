package org.mforfiji.geometry;

import java.util.Arrays;

/**
 * Euler angles of the samples of a trajectory such that interpolating angle by angle goes the short way from each to the
 * next. Stateless.
 */
public final class EulerPath {

	private EulerPath() {}

	/**
	 * Euler angles of rotations that follow one another. The sample farthest from the poles, where rot and psi are told apart
	 * best, keeps the spelling that lies nearest to what it had; from there each sample lies nearest to its neighbour.
	 *
	 * @param rotations 3×3 matrices of all samples, one after the other
	 * @param before rot, tilt, psi in degrees that the samples had
	 * @return rot, tilt, psi of each sample, degrees
	 */
	public static double[] near(final double[] rotations, final double[] before) {
		final int samples = rotations.length / 9;
		int pivot = 0;
		for (int j = 1; j < samples; j++)
			if (Math.abs(rotations[9 * j + 8]) < Math.abs(rotations[9 * pivot + 8])) pivot = j;
		final double[] euler = new double[3 * samples];
		System.arraycopy(before, 3 * pivot, euler, 3 * pivot, 3);
		for (int j = pivot; j < samples; j++)
			set(euler, rotations, j, Math.max(pivot, j - 1));
		for (int j = pivot - 1; j >= 0; j--)
			set(euler, rotations, j, j + 1);
		return euler;
	}

	private static void set(final double[] euler, final double[] rotations, final int j, final int neighbour) {
		final double[] near = Arrays.copyOfRange(euler, 3 * neighbour, 3 * neighbour + 3);
		System.arraycopy(Rotations.toEulerDeg(Arrays.copyOfRange(rotations, 9 * j, 9 * j + 9), near), 0, euler, 3 * j, 3);
	}
}
