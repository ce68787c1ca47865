package org.mforfiji.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.SpeciesFsc;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.run.HalfMapAnalysis;
import org.mforfiji.run.RunReport;
import org.mforfiji.simulate.ProjectFolders;
import org.mforfiji.simulate.Truth;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.CreatePopulation;
import org.mforfiji.store.CreateSource;
import org.mforfiji.store.CreateSourceOptions;
import org.mforfiji.store.CreateSpecies;
import org.mforfiji.store.CreateSpeciesOptions;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.ParticleSource;

/** A simulated project, from which populations in the given and in the true state are made. */
final class BenchmarkProject {

	private final ProjectFolders folders;
	private final Truth truth;
	private final List<String> species;
	private final Map<String, Integer> diameterA = new HashMap<>();
	private final Parallel parallel;

	BenchmarkProject(final Path project, final Parallel parallel) {
		this.parallel = parallel;
		truth = Truth.read(project);
		folders = truth.folders();
		species = List.copyOf(truth.speciesNames());
		final StarBlock table = StarFile.read(folders.truth().record()).block("species");
		for (int row = 0; row < table.rows(); row++)
			diameterA.put(table.text(row, "simSpeciesName"), table.integer(row, "simDiameterA"));
	}

	Truth truth() {
		return truth;
	}

	/** The first species. */
	String species() {
		return species.get(0);
	}

	List<String> allSpecies() {
		return species;
	}

	/** Exposure before the tenth tilt that was taken, e⁻/Å². */
	double firstDose() {
		final double[] dose = truth.series().values().iterator().next().geometry().dose();
		Arrays.sort(dose);
		return dose[Math.min(9, dose.length - 1)];
	}

	/**
	 * Makes a population in a copy of the project, as a user would.
	 *
	 * @param target new folder
	 * @param perfect whether metadata and poses are the true ones
	 */
	Population population(final Path target, final boolean perfect) {
		copy(folders.root(), target.resolve("project"));
		final ProjectFolders copied = new ProjectFolders(target.resolve("project"));
		if (perfect) copy(copied.truth().tiltSeries(), copied.tiltSeries());
		final Population empty = CreatePopulation.create(target.resolve("population"), "benchmark");
		Population filled = CreateSource.create(empty, CreateSourceOptions.of(copied.tiltSeriesSettings(), "series"),
			Monitor.SILENT).population();
		for (final String name : species) {
			final CreateSpeciesOptions options = CreateSpeciesOptions.builder(name, diameterA.get(name), new CreateSpeciesOptions.MapFiles(
				copied.map(name, "half1"), copied.map(name, "half2"), copied.map(name, "mask"))).symmetry(truth.symmetry(name).name())
				.build();
			filled = CreateSpecies.create(filled, options, ParticleSource.relion((perfect ? copied.truth() : copied).particles(name,
				"relion5"), PixelSizeOverride.NONE, false), new HalfMapAnalysis(parallel), Monitor.SILENT).population();
		}
		return filled;
	}

	private static void copy(final Path from, final Path to) {
		try (Stream<Path> all = Files.walk(from)) {
			for (final Path path : (Iterable<Path>) all::iterator) {
				final Path target = to.resolve(from.relativize(path).toString());
				if (Files.isDirectory(path)) Files.createDirectories(target);
				else Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (final IOException failed) {
			throw new UncheckedIOException(failed);
		}
	}

	/** Errors of a population's first species against the truth. */
	TruthErrors errors(final Population population) {
		return errors(population, 0);
	}

	/** Errors of a population's species s against the truth. */
	TruthErrors errors(final Population population, final int s) {
		final DataSource source = population.sources().get(0);
		final List<TiltSeries> series = source.items().stream().map(item -> ItemLoader.load(source, item)).toList();
		return truth.compare(species.get(s), series, population.species().get(s).particles());
	}

	/** Resolution of two half-maps within the project's mask, by the same measure for every program. */
	RunReport.Resolution resolution(final Path half1, final Path half2) {
		return RunReport.Resolution.of(curves(half1, half2));
	}

	/** Correlation of two half-maps within the project's mask. */
	FscCurves curves(final Path half1, final Path half2) {
		final Volume mask = MrcFile.read(folders.map(species(), "mask"));
		return SpeciesFsc.compute(fitted(half1, mask), fitted(half2, mask), mask, diameterA.get(species()),
			parallel).curves();
	}

	/** The map in the box of the mask. */
	private static Volume fitted(final Path file, final Volume mask) {
		final Volume map = MrcFile.read(file).withPixelSize(mask.pixelSize());
		return org.mforfiji.fourier.Resample.padOrCrop(map, mask.nx(), mask.ny(), mask.nz());
	}
}
