package org.mforfiji.engine;

/**
 * The local parameters of an image that a pass takes derivatives by, in the order s_x, s_y (shift in Å), w_x, w_y, w_z
 * (rotation vector in radians, applied on the left, R → exp([w]×)·R), and, where its magnification M is refined, m_0, m_1, m_2
 * with M → M·(1 + [[m_0 + m_1, m_2], [m_2, m_0 − m_1]]): the image at frequency k shows the map's slice at Rᵀ·M·k. Of the
 * magnification counts what it does to the pattern, not to its strength: the slice's mean amplitude at every frequency is held,
 * which the gain takes over.
 */
public enum LocalParameters {

	/** No derivatives. */
	NONE(0),
	/** Shift and rotation. */
	POSE(5),
	/** Shift, rotation and magnification. */
	MAGNIFICATION(8);

	private final int count;

	LocalParameters(final int count) {
		this.count = count;
	}

	/** Numbers in a gradient. */
	public int count() {
		return count;
	}

	/** Numbers in the upper triangle of a curvature matrix. */
	public int triangle() {
		return count * (count + 1) / 2;
	}

	/** Index of element (row, column) of the symmetric matrix in its upper triangle, by rows. */
	public int index(final int row, final int column) {
		final int r = Math.min(row, column);
		final int c = Math.max(row, column);
		return r * (2 * count - 1 - r) / 2 + c;
	}
}
