package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** Makes a species of a population from half-maps, a mask and particles. */
public final class CreateSpecies {

	private static final int LEAST_PER_HALF = 2;

	private CreateSpecies() {}

	/**
	 * Creates the species, commits its first version, and adds it to the population on disk. Until everything is known to be
	 * right, nothing is written.
	 *
	 * @param particles where the particles come from; they must be linked to the population's data
	 * @param finish measures the resolution and filters the maps
	 * @throws MException if maps, mask or particles cannot be used, or the species exists
	 */
	public static CreatedSpecies create(final Population population, final CreateSpeciesOptions options,
		final ParticleSource particles, final SpeciesFinish finish, final Monitor monitor)
	{
		final UUID guid = UUID.randomUUID();
		final Path file = file(population, options, guid);
		monitor.step("Reading maps");
		final SpeciesMapInput input = new SpeciesMapInput(options);
		final SpeciesMaps maps = input.read();
		input.repairs().forEach(monitor::warning);
		monitor.checkCancelled();
		monitor.step("Linking particles");
		final ParticleImportResult imported = particles.load(population.sources(), options.temporalSamples());
		imported.report().lines().forEach(monitor::message);
		if (imported.particles().isEmpty()) throw new MException("The species would have no particles", imported.report().file()
			.toString(), "Check the names in the table against those of the data sources");
		warnOfHalfSets(imported, monitor);
		monitor.checkCancelled();
		final Species bare = Species.builder(options.name(), file).guid(guid).pixelSize(input.pixelSize()).diameterA(options
			.diameterA()).molecularWeightKda(options.molecularWeightKda()).symmetry(options.symmetry()).helical(options.helical())
			.temporalSamples(options.temporalSamples()).keepsVersions(options.keepsVersions()).particles(imported.particles())
			.build();
		monitor.step("Measuring resolution");
		final SpeciesFinish.Finished finished = finish.finish(bare, maps, options.lowPass(), monitor);
		monitor.checkCancelled();
		monitor.step("Writing species");
		final SpeciesContent content = SpeciesContent.EMPTY.withMap("half1", maps.half1()).withMap("half2", maps.half2())
			.withMap("mask", maps.mask()).with(finished.content());
		final Species stored = store(population, finished.species(), content);
		return new CreatedSpecies(population.withSpecies(stored), stored, imported.report(), input.repairs());
	}

	private static Path file(final Population population, final CreateSpeciesOptions options, final UUID guid) {
		final String safe = WarpPaths.safeName(options.name());
		final Path file = options.output().map(path -> path.toAbsolutePath().normalize()).orElseGet(() -> population.folder()
			.resolve("species").resolve(safe + "_" + guid.toString().substring(0, 8)).resolve(safe + ".species"));
		if (!file.getFileName().toString().equals(safe + ".species")) throw new MException("The file of the species " + options
			.name() + " must be called " + safe + ".species, as its maps are found by that name", file.toString(),
			"Give such a name, or leave the output out");
		if (Files.exists(file)) throw new MException("There is a species of this name already", file.toString(),
			"Give another name or folder, or remove the old species");
		Folders.requireWritable(file.getParent());
		Folders.requireWritable(population.folder());
		return file;
	}

	private static void warnOfHalfSets(final ParticleImportResult imported, final Monitor monitor) {
		for (int half = 0; half < 2; half++) {
			final int set = half;
			final long n = imported.particles().stream().filter(particle -> particle.halfSet() == set).count();
			if (n < LEAST_PER_HALF) monitor.warning("Half-set " + (half + 1) + " has " + (n == 0 ? "no particle" : n + " particle") +
				" (" + imported.report().file() + "). At least " + LEAST_PER_HALF + " are needed to refine or reconstruct the species");
		}
	}

	private static Species store(final Population population, final Species species, final SpeciesContent content) {
		final boolean newFolder = !Files.exists(species.folder());
		try {
			Folders.create(species.folder());
			final Species committed = SpeciesStore.commit(species, content);
			PopulationStore.save(population.withSpecies(committed));
			return committed;
		}
		catch (final RuntimeException e) {
			// A folder that was there may hold files of others; then only an unfinished commit is thrown away.
			if (newFolder) remove(species.folder(), e);
			throw e;
		}
	}

	private static void remove(final Path folder, final RuntimeException reason) {
		try {
			Folders.delete(folder);
		}
		catch (final RuntimeException e) {
			reason.addSuppressed(e);
		}
	}
}
