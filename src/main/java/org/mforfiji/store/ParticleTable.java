package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;

/**
 * The particle table of a species, {@code <species>_particles.star}: coordinates in Å from the tomogram's corner and angles
 * in degrees for every temporal sample, half-set 1 or 2, item name and data hash, then any extra columns verbatim.
 */
public final class ParticleTable {

	static final String[] COORDINATES = { "wrpCoordinateX", "wrpCoordinateY", "wrpCoordinateZ" };
	static final String[] ANGLES = { "wrpAngleRot", "wrpAngleTilt", "wrpAnglePsi" };
	/** Coordinates and angles have five decimals. */
	private static final double DECIMALS = 1e5;
	private static final String SUBSET = "wrpRandomSubset";
	private static final String NAME = "wrpSourceName";
	private static final String HASH = "wrpSourceHash";
	/** Columns that are the particle's own; all others are carried along. */
	static final Pattern RESERVED = Pattern.compile(
		"wrp(RandomSubset|SourceName|SourceHash|(Coordinate[XYZ]|Angle(Rot|Tilt|Psi))\\d+)");

	private ParticleTable() {}

	/**
	 * Reads a table as an existing species does.
	 *
	 * @param samples temporal samples of the species. If the table has fewer, its last one is repeated; if it has more,
	 *          those beyond are left out.
	 * @throws MException if the file cannot be read, a column is missing, or a value is not a finite number (with the line)
	 */
	public static List<Particle> read(final Path file, final int samples) {
		final StarBlock table = StarFile.read(file).firstLoop();
		final int there = samplesOf(table, file);
		final int[] coordinates = columns(table, COORDINATES, samples, there);
		final int[] angles = columns(table, ANGLES, samples, there);
		final int subset = table.column(SUBSET);
		final int name = table.hasColumn(NAME) ? table.column(NAME) : -1;
		final int hash = table.column(HASH);
		final List<String> extra = table.columns().stream().filter(column -> !RESERVED.matcher(column).matches()).toList();
		final List<Particle> particles = new ArrayList<>(table.rows());
		for (int row = 0; row < table.rows(); row++) {
			final double half = table.number(row, subset);
			if (half != 1 && half != 2) throw new MException("The half-set of a particle is 1 or 2, not " + table.text(row,
				subset), table.where(row, SUBSET), "Correct the table");
			final Map<String, String> others = new LinkedHashMap<>();
			for (final String column : extra)
				others.put(column, table.text(row, column));
			particles.add(new Particle(numbers(table, row, coordinates), numbers(table, row, angles), (int) half - 1, name < 0 ? ""
				: table.text(row, name), table.text(row, hash), others));
		}
		return particles;
	}

	/** Number of complete coordinate and angle triplets that follow one another from 1. */
	private static int samplesOf(final StarBlock table, final Path file) {
		int n = 0;
		while (missing(table, n + 1).isEmpty())
			n++;
		if (n == 0) throw new MException("The table has no complete particle poses: it has no " + String.join(", ", missing(table,
			1)), file.toString(), "Restore the file, or give a particle table of M; its columns are " + String.join(", ", table
				.columns()));
		return n;
	}

	/** Columns of a sample, from 1, that are not there. */
	private static List<String> missing(final StarBlock table, final int sample) {
		return Stream.of(COORDINATES, ANGLES).flatMap(Stream::of).map(prefix -> prefix + sample).filter(column -> !table
			.hasColumn(column)).toList();
	}

	private static int[] columns(final StarBlock table, final String[] prefixes, final int samples, final int there) {
		final int[] columns = new int[3 * samples];
		for (int i = 0; i < columns.length; i++)
			columns[i] = table.column(prefixes[i % 3] + Math.min(there, i / 3 + 1));
		return columns;
	}

	private static double[] numbers(final StarBlock table, final int row, final int[] columns) {
		final double[] values = new double[columns.length];
		for (int i = 0; i < columns.length; i++) {
			values[i] = table.number(row, columns[i]);
			if (!Double.isFinite(values[i])) throw new MException("The pose of a particle is not a finite number: " + table.text(
				row, columns[i]), table.where(row, table.columns().get(columns[i])), "Remove or correct the particle");
		}
		return values;
	}

	/**
	 * A value as M can read it back: M splits rows at blanks, knows no quotes, and ends the table at the first row with a
	 * word too many or too few. Blanks become underscores, nothing becomes {@code null}.
	 */
	private static String word(final String value) {
		return value.isBlank() ? "null" : value.strip().replaceAll("\\s+", "_");
	}

	/** The value that a coordinate or angle has after it was written and read again. */
	static double stored(final double value) {
		return Math.rint(value * DECIMALS) / DECIMALS;
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.5f", stored(value));
	}

	/**
	 * Writes a table. Names and extra values are single words in it, see M's reader.
	 *
	 * @param particles at least one; all with the same number of samples
	 */
	public static void write(final List<Particle> particles, final Path file) {
		final int samples = particles.get(0).samples();
		final Set<String> extra = new LinkedHashSet<>();
		for (final Particle particle : particles)
			extra.addAll(particle.extra().keySet());
		final List<String> columns = new ArrayList<>();
		for (final String[] prefixes : new String[][] { COORDINATES, ANGLES })
			for (int i = 0; i < 3 * samples; i++)
				columns.add(prefixes[i % 3] + (i / 3 + 1));
		columns.addAll(List.of(SUBSET, NAME, HASH));
		columns.addAll(extra);
		final StarBlock table = StarBlock.loop("", columns);
		for (final Particle particle : particles) {
			final List<String> row = new ArrayList<>(columns.size());
			for (final double value : particle.coordinates())
				row.add(text(value));
			for (final double value : particle.anglesDeg())
				row.add(text(value));
			row.addAll(List.of(Integer.toString(particle.halfSet() + 1), word(particle.sourceName()), particle.sourceHash()));
			for (final String column : extra)
				row.add(word(particle.extra().getOrDefault(column, "null")));
			table.addRow(row.toArray(String[]::new));
		}
		StarFile.of(table).write(file);
	}
}
