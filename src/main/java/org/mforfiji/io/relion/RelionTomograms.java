package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * RELION's table of tomograms. Tilt images are read from blocks of the same file (Warp, RELION 4) or from the tilt
 * series' own files (RELION 5).
 */
public final class RelionTomograms {

	private final Path file;
	private final Map<String, RelionTomogram> byName = new LinkedHashMap<>();

	private RelionTomograms(final Path file, final List<RelionTomogram> tomograms) {
		this.file = file;
		for (final RelionTomogram tomogram : tomograms)
			if (byName.put(tomogram.name(), tomogram) != null) throw new MException("Two tomograms are named " + tomogram.name(),
				file.toString(), "Rename or remove one of them");
	}

	/** Tomograms from memory. */
	public static RelionTomograms of(final List<RelionTomogram> tomograms) {
		return new RelionTomograms(Path.of(""), tomograms);
	}

	/**
	 * Reads the table with all tilt images.
	 *
	 * @throws MException if the file is something else, a tilt series' file is missing, or a value is wrong
	 */
	public static RelionTomograms read(final Path file) {
		return read(file, true);
	}

	/** Reads the table alone: names, sizes and microscopes, no tilt images. */
	public static RelionTomograms readSizes(final Path file) {
		return read(file, false);
	}

	/**
	 * Reads the file of one tilt series of RELION 5.
	 *
	 * @return its tilt images in the order of the file
	 */
	public static List<RelionTilt> readTiltSeries(final Path file) {
		return readTiltSeries(file, Double.NaN);
	}

	private static List<RelionTilt> readTiltSeries(final Path file, final double pixelSize) {
		final StarFile star = StarFile.read(file);
		final StarBlock block = star.blocks().stream().filter(TiltTable::holdsTilts).findFirst()
			.orElseThrow(() -> TableKind.of(star).refusal(file, star, "the alignment of a tilt series"));
		return TiltTable.read(block, pixelSize);
	}

	/** The file it was read from; an empty path if it is from memory. */
	public Path file() {
		return file;
	}

	/** The tomograms in the order of the file. */
	public List<RelionTomogram> tomograms() {
		return List.copyOf(byName.values());
	}

	/** The tomogram of this name, with or without the ending {@code .tomostar}. */
	public Optional<RelionTomogram> find(final String name) {
		final RelionTomogram exact = byName.get(name);
		if (exact != null) return Optional.of(exact);
		return Optional.ofNullable(byName.get(name.endsWith(".tomostar") ? name.substring(0, name.length() - 9) : name +
			".tomostar"));
	}

	/** The tomogram of this name; throws, with the nearest names, if there is none. */
	public RelionTomogram tomogram(final String name) {
		return find(name).orElseThrow(() -> new MException("There is no tomogram " + name, file.toString(), byName.isEmpty()
			? "The table is empty" : "The nearest of its " + byName.size() + " tomograms are " + String.join(", ", NearestNames.of(
				name, byName.keySet(), 3))));
	}

	private static RelionTomograms read(final Path file, final boolean withTilts) {
		final StarFile star = StarFile.read(file);
		final StarBlock global = star.blocks().stream().filter(RelionTomograms::isGlobal).findFirst().orElseThrow(
			() -> TableKind.of(star).refusal(file, star, "tomograms"));
		StarCells.require(global, "rlnTomoTiltSeriesPixelSize", "rlnTomoSizeX", "rlnTomoSizeY", "rlnTomoSizeZ");
		final List<RelionTomogram> tomograms = new ArrayList<>();
		for (int i = 0; i < global.rows(); i++) {
			final RelionTomogram tomogram = tomogram(global, i);
			tomograms.add(withTilts ? tomogram.withTilts(tilts(file, star, global, i, tomogram)) : tomogram);
		}
		return new RelionTomograms(file, tomograms);
	}

	private static boolean isGlobal(final StarBlock block) {
		return block.isLoop() && block.hasColumn("rlnTomoName") && (block.name().equals("global") || block.hasColumn(
			"rlnTomoTiltSeriesStarFile") || block.hasColumn("rlnTomoSizeX")) && !block.hasColumn("rlnAngleRot");
	}

	private static RelionTomogram tomogram(final StarBlock global, final int row) {
		final double pixelSize = global.number(row, "rlnTomoTiltSeriesPixelSize");
		if (!(pixelSize > 0)) throw new MException("rlnTomoTiltSeriesPixelSize must be positive, but is " + pixelSize, global.where(row), "Correct the value");
		final int[] size = { global.integer(row, "rlnTomoSizeX"), global.integer(row, "rlnTomoSizeY"),
			global.integer(row, "rlnTomoSizeZ") };
		return new RelionTomogram(global.text(row, "rlnTomoName"), size, pixelSize, acquisition(global, row), List.of());
	}

	private static RelionTomogram.Acquisition acquisition(final StarBlock global, final int row) {
		final double hand = global.number(row, "rlnTomoHand", 1);
		if (Math.abs(hand) != 1) throw new MException("rlnTomoHand must be 1 or -1, but is " + hand, global.where(row), "Correct the value");
		final RelionTomogram.DeformationGrid grid = global.hasColumn("rlnTomoDeformationGridSizeX")
			? new RelionTomogram.DeformationGrid(global.hasColumn("rlnTomoDeformationType") ? global.text(row,
				"rlnTomoDeformationType") : "spline", global.integer(row, "rlnTomoDeformationGridSizeX"), global.integer(row, "rlnTomoDeformationGridSizeY")) : RelionTomogram.DeformationGrid.NONE;
		return new RelionTomogram.Acquisition((int) hand, global.number(row, "rlnTomoDefocusSlope", 1), global.number(row, "rlnTomoImportFractionalDose", Double.NaN), StarCells.text(global, row, "rlnOpticsGroupName"),
			OpticsTable.microscope(global, row), StarCells.text(global, row, "rlnTomoTiltSeriesName"), grid, global.number(row,
				"rlnCtfBfactorPerElectronDose", 0));
	}

	private static List<RelionTilt> tilts(final Path file, final StarFile star, final StarBlock global, final int row,
		final RelionTomogram tomogram)
	{
		final Optional<StarBlock> own = star.find(tomogram.name());
		final List<RelionTilt> tilts;
		if (own.isPresent()) tilts = TiltTable.read(own.get(), tomogram.pixelSize());
		else if (global.hasColumn("rlnTomoTiltSeriesStarFile")) tilts = readTiltSeries(RelionPaths.resolve(file, global.text(row,
			"rlnTomoTiltSeriesStarFile"), "tilt series table of " + tomogram.name()), tomogram.pixelSize());
		else throw new MException("Tomogram " + tomogram.name() + " has neither a block data_" + tomogram.name() +
			" nor a rlnTomoTiltSeriesStarFile", global.where(row), "Write the table of tomograms again");
		final int frames = global.hasColumn("rlnTomoFrameCount") ? global.integer(row, "rlnTomoFrameCount") : tilts
			.size();
		if (frames != tilts.size()) throw new MException("Tomogram " + tomogram.name() + " says it has " + frames +
			" tilt images, but " + tilts.size() + " are described", global.where(row),
			"Write the table of tomograms again");
		return tilts;
	}
}
