package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import org.mforfiji.base.MException;

/**
 * A particle table of RELION 3.0, 3.1, 4 or 5, or of Warp and M in RELION's format, with everything in Å and degrees.
 *
 * @param file where it was read from; an empty path if it is not from a file
 * @param dialect who writes such tables
 * @param opticsGroups its optics groups; empty in tables of RELION 3.0
 * @param particles its particles in the order of the file
 * @param reading how the numbers were understood
 */
public record RelionParticles(Path file, RelionDialect dialect, List<OpticsGroup> opticsGroups,
	List<RelionParticle> particles, Reading reading)
{

	/**
	 * How the numbers of a file were understood.
	 *
	 * @param coordinates the pixel size of coordinates, and the rule that gave it
	 * @param shifts the pixel size of shifts, and the rule that gave it
	 * @param hasDepth whether there are z coordinates: particles of tomograms, not of micrographs
	 * @param warnings what the user should look at
	 */
	public record Reading(PixelSizeFinding coordinates, PixelSizeFinding shifts, boolean hasDepth,
		List<String> warnings)
	 {

		/** Of a table that was not read from a file. */
		public static final Reading NONE = new Reading(new PixelSizeFinding("coordinates", PixelSizeRule.ANGSTROM, List.of()),
			new PixelSizeFinding("shifts", PixelSizeRule.ANGSTROM, List.of()), true, List.of());

		public Reading {
			warnings = List.copyOf(warnings);
		}
	}

	public RelionParticles {
		opticsGroups = List.copyOf(opticsGroups);
		particles = List.copyOf(particles);
	}

	/**
	 * A table from particles in memory.
	 *
	 * @param dialect the dialect to write; with {@link RelionDialect#RELION_5_TOMO} coordinates count from the middle of
	 *          the tomogram, else from the corner
	 * @param opticsGroups its optics groups
	 * @param particles its particles
	 */
	public static RelionParticles of(final RelionDialect dialect, final List<OpticsGroup> opticsGroups,
		final List<RelionParticle> particles)
	{
		return new RelionParticles(Path.of(""), dialect, opticsGroups, particles, Reading.NONE);
	}

	/** Reads a table and goes by the file for pixel sizes; see {@link #read(Path, PixelSizeOverride)}. */
	public static RelionParticles read(final Path file) {
		return read(file, PixelSizeOverride.NONE);
	}

	/**
	 * Reads a particle table; an optimisation set leads to the particle table it names.
	 *
	 * @param file a particle STAR file of any RELION version from 3.0, or an optimisation set
	 * @param pixelSizes pixel sizes that the user gives in place of the file's
	 * @throws MException if the file is something else (the message says what it is), a column is missing, a pixel size
	 *           cannot be worked out, or a value is wrong
	 */
	public static RelionParticles read(final Path file, final PixelSizeOverride pixelSizes) {
		return RelionParticleReader.read(file, pixelSizes);
	}

	/** Writes the table; see {@link RelionParticleWriter}. */
	public void write(final Path target) {
		RelionParticleWriter.write(this, target);
	}

	/** Number of particles. */
	public int size() {
		return particles.size();
	}

	/** Whether coordinates count from the middle of the tomogram instead of its corner. */
	public boolean centred() {
		return dialect == RelionDialect.RELION_5_TOMO;
	}

	/** The different names of micrographs or tomograms, in order of first use. */
	public List<String> names() {
		return particles.stream().map(RelionParticle::name).distinct().toList();
	}

	/** The optics group of a particle; throws if the table has none or not this one. */
	public OpticsGroup opticsGroup(final RelionParticle particle) {
		return opticsGroups.stream().filter(group -> group.number() == particle.labels().opticsGroup()).findFirst()
			.orElseThrow(() -> new MException("There is no optics group " + particle.labels().opticsGroup(), where(particle),
				"Correct the particle's optics group"));
	}

	/**
	 * Position of a particle in Å from the corner of its micrograph or tomogram.
	 *
	 * @param particle one of this table
	 * @param volumeSizeA size x, y, z in Å of the tomogram with that name; asked only if coordinates are centred, and
	 *          may then not answer {@code null}
	 */
	public double[] positionA(final RelionParticle particle, final Function<String, double[]> volumeSizeA) {
		final double[] position = particle.coordinateA().clone();
		if (!centred()) return position;
		final double[] size = volumeSizeA.apply(particle.name());
		if (size == null) throw new MException("The size of tomogram " + particle.name() +
			" is not known, but centred coordinates need it", where(particle), "Give the tomogram's data source or its size");
		for (int axis = 0; axis < 3; axis++)
			position[axis] += size[axis] / 2;
		return position;
	}

	private String where(final RelionParticle particle) {
		return particle.labels().row() > 0 ? file + ", particle " + particle.labels().row() : file.toString();
	}
}
