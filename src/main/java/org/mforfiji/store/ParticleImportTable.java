package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Pchip;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;

/**
 * Reads M's own particle tables: pose trajectories with any number of samples, the hash of the item, half-sets, and
 * extra columns that are carried along verbatim.
 */
final class ParticleImportTable {

	private final StarBlock block;
	private final List<String> extraColumns;

	private ParticleImportTable(final StarBlock block) {
		this.block = block;
		this.extraColumns = block.columns().stream().filter(column -> !ParticleTable.RESERVED.matcher(column).matches()).toList();
	}

	/**
	 * Opens a table.
	 *
	 * @throws MException if it is no particle table of M, or a column is missing
	 */
	static ParticleImportTable open(final Path file) {
		final StarFile star = StarFile.read(file);
		final StarBlock block = star.blocks().stream().filter(StarBlock::isLoop).filter(candidate -> candidate.columns().stream()
			.anyMatch(column -> ParticleTable.RESERVED.matcher(column).matches())).findFirst().orElseThrow(() -> noTable(file, star));
		for (final String column : new String[] { "wrpCoordinateX1", "wrpCoordinateY1", "wrpAngleRot1", "wrpAngleTilt1",
			"wrpAnglePsi1", "wrpSourceHash" })
			if (!block.hasColumn(column)) throw new MException("Column " + column + " is missing; the columns are " + String.join(
				", ", block.columns()), file.toString(), "Add the column, or give a table written by M");
		if (block.rows() == 0) throw new MException("The particle table is empty", file.toString(),
			"Give a table with particles");
		return new ParticleImportTable(block);
	}

	/** Number of particles. */
	int size() {
		return block.rows();
	}

	/** Samples of positions in the file. */
	int positionSamples() {
		return samples(ParticleTable.COORDINATES, 2);
	}

	/** Samples of angles in the file. */
	int angleSamples() {
		return samples(ParticleTable.ANGLES, 3);
	}

	String hash(final int row) {
		return block.text(row, "wrpSourceHash");
	}

	String name(final int row) {
		return block.find(row, "wrpSourceName").orElse("");
	}

	/**
	 * The particles with trajectories resampled to {@code samples}. Angles are unwrapped over time first, so that a
	 * trajectory through ±180° stays short.
	 */
	List<Particle> resampled(final int samples) {
		final int[][] coordinateColumns = columns(ParticleTable.COORDINATES, positionSamples());
		final int[][] angleColumns = columns(ParticleTable.ANGLES, angleSamples());
		final List<Particle> particles = new ArrayList<>(size());
		for (int row = 0; row < size(); row++) {
			final int r = row;
			final double[] pose = trajectory(samples, axis -> interpolate(values(r, coordinateColumns[axis]), samples, false));
			final double[] euler = trajectory(samples, axis -> interpolate(values(r, angleColumns[axis]), samples, true));
			particles.add(new Particle(pose, euler, halfSet(row), name(row), hash(row), extra(row)));
		}
		return particles;
	}

	private static double[] trajectory(final int samples, final IntFunction<double[]> component) {
		final double[] all = new double[3 * samples];
		for (int axis = 0; axis < 3; axis++) {
			final double[] values = component.apply(axis);
			for (int i = 0; i < samples; i++)
				all[3 * i + axis] = values[i];
		}
		return all;
	}

	private static double[] interpolate(final double[] values, final int samples, final boolean angle) {
		if (values.length == samples) return values;
		if (angle) for (int i = 1; i < values.length; i++)
			values[i] = Rotations.nearestDeg(values[i], values[i - 1]);
		return Pchip.resample(values, samples);
	}

	/** Column positions by axis and sample; −1 for a z that is not there. */
	private int[][] columns(final String[] prefixes, final int samples) {
		final int[][] positions = new int[3][samples];
		for (int axis = 0; axis < 3; axis++)
			for (int i = 0; i < samples; i++)
				positions[axis][i] = block.hasColumn(prefixes[axis] + (i + 1)) ? block.column(prefixes[axis] + (i + 1)) : -1;
		return positions;
	}

	private double[] values(final int row, final int[] columns) {
		final double[] values = new double[columns.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = columns[i] < 0 ? 0 : block.number(row, columns[i]);
			if (!Double.isFinite(values[i])) throw new MException(block.columns().get(columns[i]) + " is " + values[i], block.where(
				row), "Correct the value or remove the particle");
		}
		return values;
	}

	private int halfSet(final int row) {
		if (!block.hasColumn("wrpRandomSubset")) return row % 2;
		final int subset = block.integer(row, "wrpRandomSubset");
		if (subset != 1 && subset != 2) throw new MException("wrpRandomSubset must be 1 or 2, but is " + subset, block.where(
			row), "Correct the value");
		return subset - 1;
	}

	private Map<String, String> extra(final int row) {
		if (extraColumns.isEmpty()) return Map.of();
		final Map<String, String> extra = new LinkedHashMap<>();
		for (final String column : extraColumns)
			extra.put(column, block.text(row, column));
		return extra;
	}

	private int samples(final String[] prefixes, final int required) {
		int samples = 1;
		while (has(prefixes, samples + 1, required))
			samples++;
		return samples;
	}

	private boolean has(final String[] prefixes, final int sample, final int required) {
		final boolean all = block.hasColumn(prefixes[2] + 1) || required == 3;
		for (int axis = 0; axis < (all ? 3 : required); axis++)
			if (!block.hasColumn(prefixes[axis] + sample)) return false;
		return true;
	}

	private static MException noTable(final Path file, final StarFile star) {
		final boolean relion = star.blocks().stream().flatMap(block -> block.columns().stream()).anyMatch(column -> column
			.startsWith("rln"));
		final String columns = star.blocks().stream().flatMap(block -> block.columns().stream()).limit(20).reduce((a, b) -> a +
			", " + b).orElse("none");
		return new MException("This is not a particle table of M: no column starts with wrp; the columns are " + columns, file
			.toString(), relion ? "It looks like a table of RELION: give it as such (--particles_relion)"
				: "Give a particle table written by M");
	}
}
