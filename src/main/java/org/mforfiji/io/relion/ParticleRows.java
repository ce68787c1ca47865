package org.mforfiji.io.relion;

import java.util.HashMap;
import java.util.Map;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;

/**
 * The rows of a particle table, each widened by the columns of its optics group. A column that both have is taken from
 * the optics group, as RELION's own later tables do.
 */
final class ParticleRows {

	private final StarBlock particles;
	private final StarBlock optics;
	private final int[] opticsRow;

	/**
	 * @param particles the particle table
	 * @param optics the table of optics groups, or {@code null} if the file has none
	 */
	ParticleRows(final StarBlock particles, final StarBlock optics) {
		this.particles = particles;
		this.optics = optics;
		this.opticsRow = optics == null ? null : link(particles, optics);
	}

	int size() {
		return particles.rows();
	}

	StarBlock particles() {
		return particles;
	}

	/** Whether there are optics groups. */
	boolean hasOptics() {
		return optics != null;
	}

	boolean has(final String column) {
		return particles.hasColumn(column) || optics != null && optics.hasColumn(column);
	}

	String text(final int row, final String column) {
		return fromOptics(column) ? optics.text(opticsRow[row], column) : particles.text(row, column);
	}

	double number(final int row, final String column) {
		return fromOptics(column) ? optics.number(opticsRow[row], column) : particles.number(row, column);
	}

	/** A number that has to be above zero, as a pixel size. */
	double positive(final int row, final String column) {
		final double value = number(row, column);
		if (!(value > 0) || Double.isInfinite(value)) throw new MException(column + " must be positive, but is " + value, where(
			row), "Correct the value, or give the pixel size yourself");
		return value;
	}

	/** Number of the row's optics group, 0 if there are none. */
	int opticsGroup(final int row) {
		if (optics == null) return 0;
		return optics.hasColumn("rlnOpticsGroup") ? optics.integer(opticsRow[row], "rlnOpticsGroup") : 1;
	}

	/** Place of a row, for messages. */
	String where(final int row) {
		return particles.where(row);
	}

	private boolean fromOptics(final String column) {
		return optics != null && optics.hasColumn(column);
	}

	private static int[] link(final StarBlock particles, final StarBlock optics) {
		final int[] rows = new int[particles.rows()];
		if (optics.rows() == 0) throw new MException("The table of optics groups is empty", StarCells.where(optics),
			"Write the particle table again");
		if (!particles.hasColumn("rlnOpticsGroup")) {
			if (optics.rows() == 1) return rows;
			throw StarCells.missing(particles, "rlnOpticsGroup");
		}
		final Map<Integer, Integer> rowOf = new HashMap<>();
		for (int i = 0; i < optics.rows(); i++)
			rowOf.put(optics.hasColumn("rlnOpticsGroup") ? optics.integer(i, "rlnOpticsGroup") : i + 1, i);
		for (int i = 0; i < rows.length; i++) {
			final int group = particles.integer(i, "rlnOpticsGroup");
			final Integer found = rowOf.get(group);
			if (found == null) throw new MException("The particle names optics group " + group + ", but there are only " + rowOf
				.keySet(), particles.where(i), "Correct rlnOpticsGroup or add the group to data_optics");
			rows[i] = found;
		}
		return rows;
	}
}
