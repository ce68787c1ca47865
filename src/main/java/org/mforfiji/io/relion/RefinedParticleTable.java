package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * Writes the particle table of a {@link ParticleSeries} again with other poses and half-sets, all else verbatim. As the
 * images are centred on the coordinates, coordinates stay, and a new position goes into {@code rlnOriginX/Y/ZAngst}; shift
 * and angles count in the frame of the sub-tomogram where there is one. Images are named so that the new table, wherever it
 * is, leads to them.
 */
public final class RefinedParticleTable {

	private static final String[] ANGLES = { "rlnAngleRot", "rlnAngleTilt", "rlnAnglePsi" };
	private static final String[] SHIFT_A = { "rlnOriginXAngst", "rlnOriginYAngst", "rlnOriginZAngst" };
	private static final String[] SHIFT_PX = { "rlnOriginX", "rlnOriginY", "rlnOriginZ" };
	private static final String SUBSET = "rlnRandomSubset";
	private static final String IMAGE = "rlnImageName";
	private static final String ABSENT = "null";

	private final ParticleSeries series;
	private final StarFile star;
	private final StarBlock block;
	private final ParticleRows rows;

	/**
	 * What is new of a particle.
	 *
	 * @param centredA position from the middle of the tomogram, Å
	 * @param anglesDeg rot, tilt, psi in the tomogram
	 * @param halfSet 0 or 1
	 * @param columns further columns that are not RELION's, name to value
	 */
	public record Refined(double[] centredA, double[] anglesDeg, int halfSet, Map<String, String> columns) {}

	/**
	 * Reads the table of a series once more.
	 *
	 * @throws MException if it is not the same any more
	 */
	public RefinedParticleTable(final ParticleSeries series) {
		this.series = series;
		final Path file = series.table().file();
		star = StarFile.read(file);
		block = RelionParticleReader.particleBlock(file, star);
		rows = new ParticleRows(block, star.find("optics").filter(StarBlock::isLoop).orElse(null));
		if (block.rows() != series.particles().size()) throw new MException("The particle table has changed: it has " + block
			.rows() + " particles now and had " + series.particles().size(), file.toString(), "Run again");
	}

	/**
	 * Writes.
	 *
	 * @param refined for every particle, in the order of the table
	 * @param target where the table will be
	 * @param staged where it is written, to be moved there; may be the target itself
	 */
	public void write(final List<Refined> refined, final Path target, final Path staged) {
		for (final String column : SHIFT_A)
			if (!block.hasColumn(column)) block.addColumn(column, "0.000000");
		if (!block.hasColumn(SUBSET)) block.addColumn(SUBSET, "0");
		refined.forEach(particle -> particle.columns().keySet().forEach(column -> {
			if (!block.hasColumn(column)) block.addColumn(column, ABSENT);
		}));
		for (int row = 0; row < block.rows(); row++) {
			final int at = row;
			refined.get(row).columns().forEach((column, value) -> block.set(at, column, value));
			pose(row, refined.get(row));
			block.set(row, SUBSET, Integer.toString(refined.get(row).halfSet() + 1));
			if (block.hasColumn(IMAGE)) block.set(row, IMAGE, RelionPaths.moved(series.table().file(), block.text(row, IMAGE),
				target));
		}
		star.write(staged);
	}

	private void pose(final int row, final Refined refined) {
		final double[] centre = series.imageCentreA(series.particles().get(row));
		double[] shift = new double[3];
		for (int axis = 0; axis < 3; axis++)
			shift[axis] = centre[axis] - refined.centredA()[axis];
		double[] angles = refined.anglesDeg();
		final double[] frame = SubtomogramFrame.of(rows, row);
		if (frame != null) {
			final double[] inverse = Rotations.transpose(frame);
			shift = Rotations.apply(inverse, shift);
			angles = Rotations.toEulerDeg(Rotations.multiply(inverse, Rotations.fromEulerDeg(angles)));
		}
		for (int axis = 0; axis < 3; axis++) {
			block.set(row, SHIFT_A[axis], Numbers.fixed(shift[axis]));
			block.set(row, ANGLES[axis], Numbers.fixed(angles[axis]));
			if (block.hasColumn(SHIFT_PX[axis])) block.set(row, SHIFT_PX[axis], Numbers.fixed(shift[axis] / series.particles()
				.get(row).opticsGroup().pixelSizes().image()));
		}
	}
}
