package org.mforfiji.refine;

import org.mforfiji.engine.LocalParameters;

/**
 * The magnification matrix M of an item, 2×2 row-major, by three numbers in percent: isotropic, along x against y, along the
 * diagonals, M = (1 + m_0)·1 + m_1·[[1, 0], [0, −1]] + m_2·[[0, 1], [1, 0]]. The fourth, a rotation, cannot be told from stage
 * angles z and stays as it is.
 */
final class Magnification {

	private static final int TURN = LocalParameters.POSE.count() - 1, FIRST = LocalParameters.POSE.count();

	private Magnification() {}

	/** The three numbers of a matrix, percent. */
	static double[] percent(final double[] m) {
		return new double[] { 50 * (m[0] + m[3]) - 100, 50 * (m[0] - m[3]), 50 * (m[1] + m[2]) };
	}

	/** The matrix with other numbers, the first of which is at {@code at}. */
	static double[] with(final double[] m, final double[] percent, final int at) {
		final double turn = (m[1] - m[2]) / 2;
		final double both = 1 + percent[at] / 100, axes = percent[at + 1] / 100, diagonal = percent[at + 2] / 100;
		return new double[] { both + axes, diagonal + turn, diagonal - turn, both - axes };
	}

	/** Derivatives of {@link LocalParameters} by number i, into {@code out} from {@code at} on: M → M·(1 + M⁻¹·dM). */
	static void slopes(final double[] m, final int i, final double[] out, final int at) {
		final double scale = 0.01 / (m[0] * m[3] - m[1] * m[2]);
		final double second = i == 1 ? -1 : 1;
		final double[] d = i < 2 ? new double[] { m[3], -m[1] * second, -m[2], m[0] * second } : new double[] { -m[1], m[3],
			m[0], -m[2] };
		out[at + TURN] = scale * (d[1] - d[2]) / 2;
		out[at + FIRST] = scale * (d[0] + d[3]) / 2;
		out[at + FIRST + 1] = scale * (d[0] - d[3]) / 2;
		out[at + FIRST + 2] = scale * (d[1] + d[2]) / 2;
	}
}
