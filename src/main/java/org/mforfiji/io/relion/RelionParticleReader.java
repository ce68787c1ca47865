package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/** Reads particle tables: recognises who wrote them, scales coordinates and shifts to Å, and composes angles. */
final class RelionParticleReader {

	private static final String[] ANGLES = { "rlnAngleRot", "rlnAngleTilt", "rlnAnglePsi" };
	private static final String[] CORNER = { "rlnCoordinateX", "rlnCoordinateY", "rlnCoordinateZ" };
	private static final String[] CENTRED = { "rlnCenteredCoordinateXAngst", "rlnCenteredCoordinateYAngst",
		"rlnCenteredCoordinateZAngst" };
	private static final String[] SHIFT_A = { "rlnOriginXAngst", "rlnOriginYAngst", "rlnOriginZAngst" };
	private static final String[] SHIFT_PX = { "rlnOriginX", "rlnOriginY", "rlnOriginZ" };

	private final Path file;
	private final ParticleRows rows;
	private final RelionDialect dialect;
	private final String nameColumn;
	private final CoordinateScale coordinateScale;
	private final CoordinateScale shiftScale;
	private final List<String> warnings = new ArrayList<>();

	private RelionParticleReader(final Path file, final ParticleRows rows, final boolean stacks,
		final PixelSizeOverride pixelSizes)
	{
		this.file = file;
		this.rows = rows;
		this.nameColumn = nameColumn(rows);
		this.dialect = dialect(rows, stacks);
		requireColumns();
		this.coordinateScale = CoordinateScale.coordinates(rows, dialect, pixelSizes.coordinates());
		this.shiftScale = CoordinateScale.shifts(rows, pixelSizes.shifts());
		warnings.addAll(coordinateScale.warnings());
		warnings.addAll(shiftScale.warnings());
		if (dialect == RelionDialect.M_TILT_IMAGES) warnings.add(
			"The table holds one row per particle and tilt image, as M exports particle series: each row becomes a particle of the tilt image it names, not of a tilt series. To get the particles back, import the species' own table with --particles_m");
	}

	static RelionParticles read(final Path file, final PixelSizeOverride pixelSizes) {
		final StarFile star = StarFile.read(file);
		final Optional<StarBlock> set = star.blocks().stream().filter(block -> block.hasColumn("rlnTomoParticlesFile"))
			.findFirst();
		if (set.isPresent()) return readTable(OptimisationSet.read(file).particles(), pixelSizes);
		return readTable(file, star, pixelSizes);
	}

	private static RelionParticles readTable(final Path file, final PixelSizeOverride pixelSizes) {
		return readTable(file, StarFile.read(file), pixelSizes);
	}

	private static RelionParticles readTable(final Path file, final StarFile star, final PixelSizeOverride pixelSizes) {
		final StarBlock optics = star.find("optics").filter(StarBlock::isLoop).orElse(null);
		final StarBlock particles = particleBlock(file, star);
		if (particles.rows() == 0) throw new MException("The particle table is empty", StarCells.where(particles),
			"Give a table with particles");
		final boolean stacks = star.find("general").filter(block -> block.hasColumn("rlnTomoSubTomosAre2DStacks") && block
			.number(0, "rlnTomoSubTomosAre2DStacks") != 0).isPresent();
		final RelionParticleReader reader = new RelionParticleReader(file, new ParticleRows(particles, optics), stacks,
			pixelSizes);
		return reader.table(optics == null ? List.of() : OpticsTable.read(optics));
	}

	/** The block that holds the particles. */
	static StarBlock particleBlock(final Path file, final StarFile star) {
		final Optional<StarBlock> named = star.find("particles").filter(StarBlock::isLoop);
		if (named.isPresent()) return named.get();
		return star.blocks().stream().filter(StarBlock::isLoop).filter(RelionParticleReader::holdsParticles).findFirst()
			.orElseThrow(() -> TableKind.of(star).refusal(file, star, "particles"));
	}

	private static boolean holdsParticles(final StarBlock block) {
		for (final String column : new String[] { CORNER[0], CORNER[1], CENTRED[0], ANGLES[0] })
			if (block.hasColumn(column)) return true;
		return false;
	}

	private static String nameColumn(final ParticleRows rows) {
		final boolean tomo = rows.particles().hasColumn("rlnTomoName");
		if (tomo && rows.has(CENTRED[0])) return "rlnTomoName";
		if (rows.particles().hasColumn("rlnMicrographName")) return "rlnMicrographName";
		if (tomo) return "rlnTomoName";
		throw new MException("Neither rlnMicrographName nor rlnTomoName is there; the columns are " + String.join(", ", rows
			.particles().columns()), StarCells.where(rows.particles()),
			"Add a column with the micrograph or tomogram of each particle");
	}

	private static RelionDialect dialect(final ParticleRows rows, final boolean stacks) {
		if (rows.has(CENTRED[0])) return RelionDialect.RELION_5_TOMO;
		if (rows.particles().hasColumn("rlnTomoName")) return stacks ? RelionDialect.WARP_STACKS : RelionDialect.RELION_4_TOMO;
		if (rows.hasOptics()) return RelionDialect.RELION_31;
		return namesTiltImages(rows) ? RelionDialect.M_TILT_IMAGES : RelionDialect.RELION_30;
	}

	private static boolean namesTiltImages(final ParticleRows rows) {
		if (rows.has(CORNER[2]) || !rows.has("rlnGroupName") || !rows.has("rlnCtfBfactor")) return false;
		for (int i = 0; i < rows.size(); i++)
			if (!rows.text(i, "rlnGroupName").matches(".*_\\d{7}")) return false;
		return true;
	}

	private void requireColumns() {
		StarCells.require(rows.particles(), ANGLES);
		if (dialect == RelionDialect.RELION_5_TOMO) StarCells.require(rows.particles(), CENTRED);
		else StarCells.require(rows.particles(), CORNER[0], CORNER[1]);
		if (dialect.isTomo() && !centred()) StarCells.require(rows.particles(), CORNER[2]);
	}

	private boolean hasDepth() {
		return centred() || rows.has(CORNER[2]);
	}

	private boolean centred() {
		return dialect == RelionDialect.RELION_5_TOMO;
	}

	private RelionParticles table(final List<OpticsGroup> groups) {
		final List<String> extraColumns = rows.particles().columns().stream().filter(column -> !column.startsWith("rln"))
			.toList();
		final List<RelionParticle> particles = new ArrayList<>(rows.size());
		for (int i = 0; i < rows.size(); i++)
			particles.add(particle(i, extraColumns));
		return new RelionParticles(file, dialect, groups, particles, new RelionParticles.Reading(coordinateScale.finding(),
			shiftScale.finding(), hasDepth(), warnings));
	}

	private RelionParticle particle(final int row, final List<String> extraColumns) {
		final double[] subtomogram = SubtomogramFrame.of(rows, row);
		final double[] position = coordinate(row);
		final double[] shift = shift(row);
		final double[] turned = subtomogram == null ? shift : Rotations.apply(subtomogram, shift);
		for (int axis = 0; axis < 3; axis++)
			position[axis] -= turned[axis];
		final Map<String, String> extra = new LinkedHashMap<>();
		for (final String column : extraColumns)
			extra.put(column, rows.particles().text(row, column));
		return new RelionParticle(name(row), position, angles(row, subtomogram), turned, labels(row), extra);
	}

	private String name(final int row) {
		final String name = RelionPaths.fileName(rows.particles().text(row, nameColumn));
		if (name.isEmpty()) throw new MException(nameColumn + " is empty", rows.where(row), "Name the micrograph or tomogram");
		return name;
	}

	private double[] coordinate(final int row) {
		final double[] coordinate = new double[3];
		final String[] columns = centred() ? CENTRED : CORNER;
		for (int axis = 0; axis < 3; axis++)
			if (rows.has(columns[axis])) coordinate[axis] = finite(row, columns[axis]) * coordinateScale.at(row);
		return coordinate;
	}

	private double[] shift(final int row) {
		final double[] shift = new double[3];
		final boolean angstrom = rows.has(SHIFT_A[0]);
		final int axes = hasDepth() ? 3 : 2;
		for (int axis = 0; axis < axes; axis++) {
			final String column = angstrom ? SHIFT_A[axis] : SHIFT_PX[axis];
			if (rows.has(column)) shift[axis] = finite(row, column) * shiftScale.at(row);
		}
		return shift;
	}

	private double[] angles(final int row, final double[] subtomogram) {
		final double[] angles = new double[3];
		for (int i = 0; i < 3; i++)
			angles[i] = finite(row, ANGLES[i]);
		if (subtomogram == null) return angles;
		return Rotations.toEulerDeg(Rotations.multiply(subtomogram, Rotations.fromEulerDeg(angles)));
	}

	private RelionParticle.Labels labels(final int row) {
		final StarBlock block = rows.particles();
		return new RelionParticle.Labels(row + 1, rows.opticsGroup(row), randomSubset(row), StarCells.text(block, row,
			"rlnTomoParticleName"), StarCells.text(block, row, "rlnImageName"), StarCells.flags(block, row,
				"rlnTomoVisibleFrames"));
	}

	private int randomSubset(final int row) {
		if (!rows.particles().hasColumn("rlnRandomSubset")) return 0;
		final int subset = rows.particles().integer(row, "rlnRandomSubset");
		if (subset != 1 && subset != 2) throw new MException("rlnRandomSubset must be 1 or 2, but is " + subset, rows.where(row),
			"Correct it, or remove the column to have half-sets assigned by turns");
		return subset;
	}

	private double finite(final int row, final String column) {
		final double value = rows.number(row, column);
		if (!Double.isFinite(value)) throw new MException(column + " is " + value, rows.where(row),
			"Correct the value or remove the particle");
		return value;
	}
}
