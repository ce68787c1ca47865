package org.mforfiji.io.warp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * A {@code .tomostar} file: the tilts of a series with their movies, stage angles, exposures and, if known, the alignment.
 * Immutable; the order of tilts is that of the file.
 */
public final class Tomostar {

	private static final String MOVIE = "wrpMovieName";
	private static final String ANGLE = "wrpAngleTilt";
	private static final String DOSE = "wrpDose";
	private static final String AXIS = "wrpAxisAngle";
	private static final String OFFSET_X = "wrpAxisOffsetX";
	private static final String OFFSET_Y = "wrpAxisOffsetY";
	private static final String INTENSITY = "wrpAverageIntensity";
	private static final String MASKED = "wrpMaskedFraction";

	private final List<Tilt> tilts;
	private final String where;

	/**
	 * One row.
	 *
	 * @param movie path of the tilt movie, relative to the folder of the file, forward slashes
	 * @param angleDeg stage tilt
	 * @param dose exposure in e⁻/Å² before this tilt
	 * @param alignment in-plane alignment; empty if the file has none
	 * @param averageIntensity median intensity of the average, if known
	 * @param maskedFraction masked area, 0 to 1, if known
	 */
	public record Tilt(String movie, double angleDeg, double dose, Optional<Alignment> alignment,
		Optional<Double> averageIntensity, Optional<Double> maskedFraction)
	{}

	/**
	 * In-plane alignment of a tilt.
	 *
	 * @param axisAngleDeg angle of the tilt axis
	 * @param offsetX shift in image space, Å
	 * @param offsetY shift in image space, Å
	 */
	public record Alignment(double axisAngleDeg, double offsetX, double offsetY) {}

	private Tomostar(final List<Tilt> tilts, final String where) {
		this.tilts = List.copyOf(tilts);
		this.where = where;
	}

	/**
	 * A series of these tilts.
	 *
	 * @param where what to name in errors
	 */
	public static Tomostar of(final List<Tilt> tilts, final String where) {
		if (tilts.isEmpty()) throw new MException("A tilt series has no tilts", where, "Import the series again");
		return new Tomostar(tilts, where);
	}

	/**
	 * Reads a file.
	 *
	 * @throws MException if the file cannot be read, has no rows, or lacks movie names, angles or exposures
	 */
	public static Tomostar read(final Path file) {
		final StarBlock table = StarFile.read(file).firstLoop();
		for (final String needed : List.of(MOVIE, ANGLE, DOSE))
			if (!table.hasColumn(needed)) throw new MException("The tilt series has no column " + needed, file.toString(),
				"Import the series again; its columns are " + String.join(", ", table.columns()));
		final boolean offsets = table.hasColumns(OFFSET_X, OFFSET_Y);
		final List<Tilt> tilts = new ArrayList<>();
		for (int row = 0; row < table.rows(); row++) {
			final Optional<Alignment> alignment = offsets || table.hasColumn(AXIS) ? Optional.of(new Alignment(finite(table, row,
				AXIS, 0), offsets ? finite(table, row, OFFSET_X, 0) : 0, offsets ? finite(table, row, OFFSET_Y, 0) : 0)) : Optional
					.empty();
			tilts.add(new Tilt(table.text(row, MOVIE).replace('\\', '/'), finite(table, row, ANGLE, 0), finite(table, row, DOSE, 0),
				alignment, optional(table, row, INTENSITY), optional(table, row, MASKED)));
		}
		return of(tilts, file.toString());
	}

	private static double finite(final StarBlock table, final int row, final String column, final double ifMissing) {
		final double value = table.number(row, column, ifMissing);
		if (!Double.isFinite(value)) throw new MException("The value of " + column + " is " + value, table.where(row, column),
			"Correct the file or import the series again");
		return value;
	}

	private static Optional<Double> optional(final StarBlock table, final int row, final String column) {
		return table.hasColumn(column) ? Optional.of(table.number(row, column)) : Optional.empty();
	}

	/** Writes the file; columns that no tilt has are left out. */
	public void write(final Path file) {
		final boolean aligned = tilts.stream().anyMatch(tilt -> tilt.alignment.isPresent());
		final boolean shifted = tilts.stream().flatMap(tilt -> tilt.alignment.stream()).anyMatch(a -> a.offsetX != 0 ||
			a.offsetY != 0);
		final boolean intensity = tilts.stream().allMatch(tilt -> tilt.averageIntensity.isPresent());
		final boolean masked = tilts.stream().allMatch(tilt -> tilt.maskedFraction.isPresent());
		final List<String> columns = new ArrayList<>(List.of(MOVIE, ANGLE));
		if (aligned) columns.add(AXIS);
		if (shifted) columns.addAll(List.of(OFFSET_X, OFFSET_Y));
		columns.add(DOSE);
		if (intensity) columns.add(INTENSITY);
		if (masked) columns.add(MASKED);
		final StarBlock table = StarBlock.loop("", columns);
		for (final Tilt tilt : tilts) {
			final Alignment a = tilt.alignment.orElse(new Alignment(0, 0, 0));
			final List<String> row = new ArrayList<>(List.of(tilt.movie, fixed(tilt.angleDeg, 2)));
			if (aligned) row.add(fixed(a.axisAngleDeg, 3));
			if (shifted) row.addAll(List.of(fixed(a.offsetX, 3), fixed(a.offsetY, 3)));
			row.add(WarpText.single(tilt.dose));
			if (intensity) row.add(fixed(tilt.averageIntensity.get(), 3));
			if (masked) row.add(fixed(tilt.maskedFraction.get(), 3));
			table.addRow(row.toArray(String[]::new));
		}
		StarFile.of(table).write(file);
	}

	private static String fixed(final double value, final int decimals) {
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

	/** What to name in errors: the file. */
	public String where() {
		return where;
	}

	/** Number of tilts. */
	public int tilts() {
		return tilts.size();
	}

	/** The rows in file order. */
	public List<Tilt> rows() {
		return tilts;
	}

	/** Tilt movie paths. */
	public List<String> movieNames() {
		return tilts.stream().map(Tilt::movie).toList();
	}

	/** Stage tilts in degrees. */
	public double[] angles() {
		return tilts.stream().mapToDouble(Tilt::angleDeg).toArray();
	}

	/** Exposures before each tilt, e⁻/Å². */
	public double[] dose() {
		return tilts.stream().mapToDouble(Tilt::dose).toArray();
	}

	/** Angles of the tilt axis in degrees; 0 where unknown. */
	public double[] axisAngles() {
		return tilts.stream().mapToDouble(tilt -> tilt.alignment.map(Alignment::axisAngleDeg).orElse(0.0)).toArray();
	}

	/** Shifts along x in image space, Å; 0 where unknown. */
	public double[] axisOffsetX() {
		return tilts.stream().mapToDouble(tilt -> tilt.alignment.map(Alignment::offsetX).orElse(0.0)).toArray();
	}

	/** Shifts along y in image space, Å; 0 where unknown. */
	public double[] axisOffsetY() {
		return tilts.stream().mapToDouble(tilt -> tilt.alignment.map(Alignment::offsetY).orElse(0.0)).toArray();
	}
}
