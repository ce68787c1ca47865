package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcFormat;
import org.mforfiji.population.Particle;
import org.mforfiji.store.ParticleTable;

/** Writes particle tables, maps and RELION's tables of a simulated project. */
final class SpeciesFilesWriter {

	private final SimulationOptions options;
	private final ProjectFolders folders;
	private final Parallel parallel;

	SpeciesFilesWriter(final SimulationOptions options, final ProjectFolders folders, final Parallel parallel) {
		this.options = options;
		this.folders = folders;
		this.parallel = parallel;
	}

	/** @param particles by series, species and number */
	void write(final List<SpeciesModel> species, final List<PlannedSeries> series,
		final List<List<List<ParticlePlanner.Planted>>> particles)
	{
		final ParticleTables tables = new ParticleTables(options.microscope(), series.get(0).truth().volumeSize());
		for (int i = 0; i < species.size(); i++) {
			final int number = i;
			final SpeciesModel s = species.get(i);
			write(tables, folders, s.name(), planted(particles, number).map(ParticlePlanner.Planted::given).toList());
			write(tables, folders.truth(), s.name(), planted(particles, number).map(ParticlePlanner.Planted::truth).toList());
			writeMaps(s, number);
		}
		final RelionProject relion = new RelionProject(options, folders);
		relion.write(series, species);
	}

	private static Stream<ParticlePlanner.Planted> planted(final List<List<List<ParticlePlanner.Planted>>> particles,
		final int species)
	{
		return particles.stream().flatMap(ofSeries -> ofSeries.get(species).stream());
	}

	private static void write(final ParticleTables tables, final ProjectFolders folders, final String species,
		final List<Particle> particles)
	{
		tables.writeRelion5(particles, folders.particles(species, "relion5"));
		tables.writeRelion31(particles, folders.particles(species, "relion31"));
		ParticleTable.write(particles, folders.particles(species, "m"));
	}

	private void writeMaps(final SpeciesModel species, final int number) {
		final ReferenceMaps maps = new ReferenceMaps(species.map(), parallel);
		final Volume mask = maps.mask();
		write(folders.map(species.name(), "mask"), mask);
		write(folders.truth().trueMap(species.name()), species.map());
		for (int half = 1; half <= 2; half++)
			write(folders.map(species.name(), "half" + half), maps.halfMap(resolution(species), mask, new Seeds(options.seed())
				.stream("half-map", number, half)));
	}

	private void write(final Path file, final Volume map) {
		MrcFile.write(file, map, options.halfPrecision() ? MrcFormat.volume().asHalf() : MrcFormat.volume());
	}

	/** Resolution of the starting maps: asked for, or 2.5 times the blur of the planted errors and at least 4 pixels. */
	private double resolution(final SpeciesModel species) {
		if (species.options().referenceResolutionA() > 0) return species.options().referenceResolutionA();
		final PlantedErrors p = options.planted();
		final double turning = Math.toRadians(p.angleRmsDeg()) / Math.sqrt(3) * species.diameterA() / 4;
		final double blur = Math.sqrt(p.positionRmsA() * p.positionRmsA() + p.imageWarpRmsA() * p.imageWarpRmsA() + p
			.tiltShiftRmsA() * p.tiltShiftRmsA() + p.volumeWarpRmsA() * p.volumeWarpRmsA() + turning * turning);
		return Math.max(4 * species.map().pixelSize(), 2.5 * blur);
	}
}
