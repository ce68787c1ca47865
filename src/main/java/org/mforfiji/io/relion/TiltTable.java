package org.mforfiji.io.relion;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;

/** A table with one tilt image per row, in both of RELION's spellings, in both directions. */
final class TiltTable {

	private static final String[] MATRIX = { "rlnTomoProjX", "rlnTomoProjY", "rlnTomoProjZ" };
	private static final String[] ANGLES = { "rlnTomoXTilt", "rlnTomoYTilt", "rlnTomoZRot", "rlnTomoXShiftAngst",
		"rlnTomoYShiftAngst" };

	private TiltTable() {}

	static boolean holdsTilts(final StarBlock block) {
		return block.isLoop() && (block.hasColumn(MATRIX[0]) || block.hasColumn(ANGLES[0]) || block.hasColumn(
			"rlnTomoNominalStageTiltAngle"));
	}

	/**
	 * Reads the tilt images.
	 *
	 * @param pixelSize Å per pixel of translations in matrices; NaN where there are no matrices
	 */
	static List<RelionTilt> read(final StarBlock block, final double pixelSize) {
		final boolean matrices = block.hasColumn(MATRIX[0]);
		StarCells.require(block, matrices ? MATRIX : ANGLES);
		StarCells.require(block, "rlnDefocusU", "rlnDefocusV", "rlnDefocusAngle", "rlnMicrographPreExposure");
		final List<RelionTilt> tilts = new ArrayList<>();
		for (int i = 0; i < block.rows(); i++) {
			final TiltProjection projection = matrices ? matrix(block, i, pixelSize) : TiltProjection.ofAngles(block.number(i,
				ANGLES[0]), block.number(i, ANGLES[1]), block.number(i, ANGLES[2]), block.number(i, ANGLES[3]), block.number(i,
					ANGLES[4]));
			tilts.add(new RelionTilt(projection, ctf(block, i), block.number(i, "rlnMicrographPreExposure"), StarCells.text(block,
				i, "rlnMicrographName"), StarCells.list(block, i, "rlnTomoDeformationCoefficients")));
		}
		return tilts;
	}

	private static TiltCtf ctf(final StarBlock block, final int row) {
		return new TiltCtf(block.number(row, "rlnDefocusU"), block.number(row, "rlnDefocusV"), block.number(row,
			"rlnDefocusAngle"), block.number(row, "rlnPhaseShift", 0), block.number(row,
				"rlnCtfScalefactor", 1), block.number(row, "rlnCtfBfactor", 0));
	}

	private static TiltProjection matrix(final StarBlock block, final int row, final double pixelSize) {
		final double[] rotation = new double[9];
		final double[] translation = new double[3];
		for (int axis = 0; axis < 3; axis++) {
			final double[] values = StarCells.list(block, row, MATRIX[axis]);
			if (values.length != 4) throw new MException(MATRIX[axis] + " must have 4 numbers, but has " + values.length, block.where(row), "Write the table of tomograms again");
			System.arraycopy(values, 0, rotation, 3 * axis, 3);
			translation[axis] = values[3] == 0 ? 0 : values[3] * pixelSize;
		}
		checkRotation(block, row, rotation);
		if (Double.isNaN(translation[0] + translation[1] + translation[2])) throw new MException(
			"Translations in pixels need the pixel size of the tilt series", block.where(row),
			"Read the table of tomograms, which has it");
		return new TiltProjection(rotation, translation, false);
	}

	private static void checkRotation(final StarBlock block, final int row, final double[] m) {
		double worst = 0;
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++) {
				final double dot = m[3 * i] * m[3 * j] + m[3 * i + 1] * m[3 * j + 1] + m[3 * i + 2] * m[3 * j + 2];
				worst = Math.max(worst, Math.abs(dot - (i == j ? 1 : 0)));
			}
		final double determinant = m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] *
			m[7] - m[4] * m[6]);
		if (!(worst < 1e-2) || determinant < 0) throw new MException(
			"rlnTomoProjX, rlnTomoProjY and rlnTomoProjZ are not the rows of a rotation", block.where(row),
			"Write the table of tomograms again; mirrored or scaled projections cannot be used");
	}

	/** The table of tilt images with projection matrices, translations in pixels. */
	static StarBlock matrices(final RelionTomogram tomogram) {
		final TableColumns<RelionTilt> columns = new TableColumns<>();
		for (int axis = 0; axis < 3; axis++) {
			final int row = axis;
			columns.add(MATRIX[axis], tilt -> Numbers.list(tilt.projection().rotation()[3 * row], tilt.projection()
				.rotation()[3 * row + 1], tilt.projection().rotation()[3 * row + 2], tilt.projection().translationA()[row] / tomogram
					.pixelSize()));
		}
		columns.add("rlnTomoProjW", tilt -> "[0,0,0,1]");
		addCtf(columns, tomogram);
		return columns.block(tomogram.name(), tomogram.tilts());
	}

	/** The table of tilt images with RELION 5's angles and shifts. */
	static StarBlock angles(final RelionTomogram tomogram) {
		final TableColumns<RelionTilt> columns = new TableColumns<RelionTilt>().add("rlnMicrographName",
			RelionTilt::micrographName);
		for (int i = 0; i < 3; i++) {
			final int angle = i;
			columns.add(ANGLES[i], tilt -> Numbers.fixed(tilt.projection().anglesDeg()[angle]));
		}
		columns.add(ANGLES[3], tilt -> Numbers.fixed(tilt.projection().translationA()[0]));
		columns.add(ANGLES[4], tilt -> Numbers.fixed(tilt.projection().translationA()[1]));
		addCtf(columns, tomogram);
		return columns.block(tomogram.name(), tomogram.tilts());
	}

	private static void addCtf(final TableColumns<RelionTilt> columns, final RelionTomogram tomogram) {
		columns.add("rlnDefocusU", tilt -> Numbers.fixed(tilt.ctf().defocusUA()))
			.add("rlnDefocusV", tilt -> Numbers.fixed(tilt.ctf().defocusVA()))
			.add("rlnDefocusAngle", tilt -> Numbers.fixed(tilt.ctf().angleDeg()));
		if (tomogram.tilts().stream().anyMatch(tilt -> tilt.ctf().phaseShiftDeg() != 0)) columns
			.add("rlnPhaseShift", tilt -> Numbers.fixed(tilt.ctf().phaseShiftDeg()));
		columns.add("rlnCtfScalefactor", tilt -> Numbers.fixed(tilt.ctf().scale()));
		if (tomogram.tilts().stream().anyMatch(tilt -> tilt.ctf().bfactor() != 0)) columns
			.add("rlnCtfBfactor", tilt -> Numbers.fixed(tilt.ctf().bfactor()));
		columns.add("rlnMicrographPreExposure", tilt -> Numbers.fixed(tilt.exposureBefore()));
		if (tomogram.tilts().stream().anyMatch(tilt -> tilt.deformation().length > 0)) columns
			.add("rlnTomoDeformationCoefficients", tilt -> Numbers.list(tilt.deformation()));
	}
}
