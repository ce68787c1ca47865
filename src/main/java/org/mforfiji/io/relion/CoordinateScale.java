package org.mforfiji.io.relion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.mforfiji.base.MException;

/**
 * The pixel size of coordinates or shifts of every row of a particle table, worked out from what the file says. Every
 * row goes by its own optics group. Which pixels are meant depends on who wrote the table:
 * <ul>
 * <li>RELION 4 counts coordinates in pixels of the unbinned tilt series,</li>
 * <li>RELION 3.1 and later count them in pixels of the micrograph,</li>
 * <li>Warp and M count them in pixels of the images they export,</li>
 * <li>RELION 3.0 gives a detector pixel size and a magnification.</li>
 * </ul>
 */
final class CoordinateScale {

	private final double[] scales;
	private final PixelSizeFinding finding;
	private final List<String> warnings;

	private CoordinateScale(final String quantity, final PixelSizeRule rule, final double[] scales,
		final List<String> warnings)
	{
		this.scales = scales;
		this.warnings = warnings;
		final Set<Double> distinct = new LinkedHashSet<>();
		for (final double scale : scales)
			distinct.add(scale);
		this.finding = new PixelSizeFinding(quantity, rule, List.copyOf(distinct));
	}

	/** Å per unit of the row's numbers. */
	double at(final int row) {
		return scales[row];
	}

	PixelSizeFinding finding() {
		return finding;
	}

	List<String> warnings() {
		return warnings;
	}

	/** The pixel size of coordinates. */
	static CoordinateScale coordinates(final ParticleRows rows, final RelionDialect dialect, final double given) {
		final List<String> warnings = new ArrayList<>();
		if (dialect == RelionDialect.RELION_5_TOMO) {
			if (given > 0) warnings.add("The pixel size of coordinates that was given has no effect: the table has centred coordinates in Å");
			return new CoordinateScale("coordinates", PixelSizeRule.ANGSTROM, constant(rows, 1), warnings);
		}
		if (given > 0) return new CoordinateScale("coordinates", PixelSizeRule.GIVEN, constant(rows, given), warnings);
		for (final PixelSizeRule rule : order(dialect)) {
			if (!applies(rows, rule)) continue;
			final CoordinateScale scale = new CoordinateScale("coordinates", rule, values(rows, rule), warnings);
			scale.doubts(rows, dialect);
			return scale;
		}
		throw undetermined(rows, "coordinates", "coordinates", "--angpix_coords");
	}

	/** The pixel size of shifts. */
	static CoordinateScale shifts(final ParticleRows rows, final double given) {
		final List<String> warnings = new ArrayList<>();
		if (rows.has("rlnOriginXAngst")) {
			if (given > 0) warnings.add("The pixel size of shifts that was given has no effect: the table has shifts in Å");
			return new CoordinateScale("shifts", PixelSizeRule.ANGSTROM, constant(rows, 1), warnings);
		}
		if (!rows.has("rlnOriginX")) return new CoordinateScale("shifts", PixelSizeRule.NONE, constant(rows, 1), warnings);
		if (given > 0) return new CoordinateScale("shifts", PixelSizeRule.GIVEN, constant(rows, given), warnings);
		for (final PixelSizeRule rule : new PixelSizeRule[] { PixelSizeRule.IMAGE, PixelSizeRule.MAGNIFICATION,
			PixelSizeRule.PIXEL })
			if (applies(rows, rule)) return new CoordinateScale("shifts", rule, values(rows, rule), warnings);
		if (allZero(rows)) return new CoordinateScale("shifts", PixelSizeRule.NONE, constant(rows, 1), warnings);
		throw undetermined(rows, "shifts (rlnOriginX, rlnOriginY)", "shifts", "--angpix_shifts");
	}

	private static PixelSizeRule[] order(final RelionDialect dialect) {
		switch (dialect) {
			case RELION_4_TOMO:
				return new PixelSizeRule[] { PixelSizeRule.TILT_SERIES, PixelSizeRule.IMAGE, PixelSizeRule.MAGNIFICATION,
					PixelSizeRule.PIXEL };
			case WARP_STACKS:
				return new PixelSizeRule[] { PixelSizeRule.IMAGE, PixelSizeRule.TILT_SERIES, PixelSizeRule.PIXEL };
			case RELION_31:
				return new PixelSizeRule[] { PixelSizeRule.MICROGRAPH, PixelSizeRule.IMAGE, PixelSizeRule.MAGNIFICATION,
					PixelSizeRule.PIXEL, PixelSizeRule.TILT_SERIES };
			default:
				return new PixelSizeRule[] { PixelSizeRule.MAGNIFICATION, PixelSizeRule.MICROGRAPH, PixelSizeRule.IMAGE,
					PixelSizeRule.PIXEL, PixelSizeRule.TILT_SERIES };
		}
	}

	private static boolean applies(final ParticleRows rows, final PixelSizeRule rule) {
		switch (rule) {
			case MAGNIFICATION:
				return rows.has("rlnDetectorPixelSize") && rows.has("rlnMagnification");
			case MICROGRAPH:
			case TILT_SERIES:
			case IMAGE:
			case PIXEL:
				return rows.has(rule.column());
			default:
				return false;
		}
	}

	private static double[] values(final ParticleRows rows, final PixelSizeRule rule) {
		final double[] values = new double[rows.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = rule == PixelSizeRule.MAGNIFICATION ? rows.positive(i, "rlnDetectorPixelSize") * 1e4 / rows.positive(i,
				"rlnMagnification") : rows.positive(i, rule.column());
		return values;
	}

	private void doubts(final ParticleRows rows, final RelionDialect dialect) {
		final PixelSizeRule rule = finding.rule();
		if (rule == PixelSizeRule.MICROGRAPH && differs(rows, "rlnImagePixelSize")) warnings.add(
			"Coordinates are taken as pixels of the micrographs (rlnMicrographPixelSize), not of the extracted images; M itself would take rlnImagePixelSize");
		if (rule == PixelSizeRule.TILT_SERIES && differs(rows, "rlnImagePixelSize")) warnings.add(
			"Coordinates are taken as pixels of the unbinned tilt series (rlnTomoTiltSeriesPixelSize), as RELION 4 writes them; M itself would take rlnImagePixelSize");
		if (rule == PixelSizeRule.IMAGE && dialect == RelionDialect.RELION_31 && !rows.has("rlnCoordinateZ") && differs(rows,
			"rlnMicrographOriginalPixelSize")) warnings.add(
				"Coordinates are taken as pixels of the extracted images (rlnImagePixelSize), but rlnMicrographOriginalPixelSize differs and rlnMicrographPixelSize is missing: if the particles were scaled when extracted, give the pixel size of the micrographs (--angpix_coords)");
		if (rule == PixelSizeRule.IMAGE && dialect == RelionDialect.RELION_31 && differs(rows, "rlnTomoTiltSeriesPixelSize"))
			warnings.add(
				"Coordinates are taken as pixels of the extracted images (rlnImagePixelSize), as M takes them, not of the tilt series (rlnTomoTiltSeriesPixelSize): if RELION 4 wrote them, give the pixel size of the tilt series (--angpix_coords)");
		if (rule == PixelSizeRule.IMAGE && dialect == RelionDialect.WARP_STACKS && differs(rows,
			"rlnTomoTiltSeriesPixelSize")) warnings.add(
				"Coordinates are taken as pixels of the exported stacks (rlnImagePixelSize), as WarpTools writes them, not of the tilt series");
	}

	private boolean differs(final ParticleRows rows, final String column) {
		if (!rows.has(column)) return false;
		for (int i = 0; i < scales.length; i++)
			if (Math.abs(rows.number(i, column) / scales[i] - 1) > 1e-3) return true;
		return false;
	}

	private static boolean allZero(final ParticleRows rows) {
		for (int i = 0; i < rows.size(); i++)
			for (final String column : new String[] { "rlnOriginX", "rlnOriginY", "rlnOriginZ" })
				if (rows.has(column) && rows.number(i, column) != 0) return false;
		return true;
	}

	private static double[] constant(final ParticleRows rows, final double value) {
		final double[] values = new double[rows.size()];
		Arrays.fill(values, value);
		return values;
	}

	private static MException undetermined(final ParticleRows rows, final String what, final String quantity,
		final String option)
	{
		return new MException("The file does not say the pixel size of the " + what + "; its columns are " + String.join(", ",
			rows.particles().columns()), StarCells.where(rows.particles()), "Give the pixel size of the " + quantity + " in Å (" +
				option + ")");
	}
}
