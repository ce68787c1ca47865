package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.population.Population;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.simulate.ImagingOptions;
import org.mforfiji.simulate.MicroscopeOptions;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.ProjectFolders;
import org.mforfiji.simulate.Simulation;
import org.mforfiji.simulate.SimulationOptions;
import org.mforfiji.simulate.SpeciesOptions;
import org.mforfiji.simulate.TiltOptions;
import org.mforfiji.store.CreatePopulation;
import org.mforfiji.store.CreateSource;
import org.mforfiji.store.CreateSourceOptions;
import org.mforfiji.store.CreateSpecies;
import org.mforfiji.store.CreateSpeciesOptions;
import org.mforfiji.store.ParticleSource;
import org.mforfiji.store.PopulationStore;

/** A small simulated project with a population made from it, to be copied for each test. */
final class SimulatedPopulation {

	static final double PIXEL = 5;
	static final int DIAMETER = 120;

	private static final int[] PARTICLES = { 14 };
	private static Population shared;

	private SimulatedPopulation() {}

	/** Two series with 14 particles each of one species; made once and not to be changed: copy it. */
	static synchronized Population shared() throws IOException {
		if (shared == null) {
			final Path folder = Files.createTempDirectory("mff-run");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> RunFolders.delete(folder)));
			shared = create(folder, 2, PARTICLES);
		}
		return shared;
	}

	/** A cloud of blobs without symmetry. */
	static Path phantom(final Path folder) {
		final int n = 48;
		final Volume map = Volume.cube(n, PIXEL);
		final Random random = new Random(5);
		for (int blob = 0; blob < 14; blob++) {
			final double[] at = { 26 * random.nextGaussian() / 1.2, 26 * random.nextGaussian() / 1.2, 26 * random.nextGaussian() /
				1.2 };
			final double r = Math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]);
			if (r > 42) for (int c = 0; c < 3; c++)
				at[c] *= 42 / r;
			add(map, at, 5 + 3 * random.nextDouble());
		}
		final Path file = folder.resolve("phantom.mrc");
		MrcFile.write(file, map);
		return file;
	}

	private static void add(final Volume map, final double[] at, final double sigma) {
		final int n = map.nx();
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++, i++) {
					final double dx = (x - n / 2) * PIXEL - at[0], dy = (y - n / 2) * PIXEL - at[1], dz = (z - n / 2) * PIXEL - at[2];
					map.data()[i] += (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * sigma * sigma));
				}
	}

	/**
	 * Simulates a project and makes a population of it.
	 *
	 * @param particles per series and species, one species for each number
	 */
	static Population create(final Path folder, final int series, final int... particles) throws IOException {
		return create(folder, 0.4, series, particles);
	}

	/** The same with another signal-to-noise ratio. */
	static Population create(final Path folder, final double snr, final int series, final int... particles)
		throws IOException
	{
		Files.createDirectories(folder);
		final Path map = phantom(folder);
		final List<SpeciesOptions> species = new ArrayList<>();
		for (int s = 0; s < particles.length; s++)
			species.add(SpeciesOptions.builder().name("phantom" + (s == 0 ? "" : s)).source(map).particlesPerSeries(particles[s])
				.diameterA(DIAMETER).build());
		final SimulationOptions options = SimulationOptions.builder().series(series).species(species).microscope(MicroscopeOptions
			.builder().pixelSize(PIXEL).imageWidth(192).imageHeight(180).build()).tilts(TiltOptions.builder().stepDeg(10).thicknessA(
				400).build()).imaging(ImagingOptions.builder().snr(snr).build()).planted(PlantedErrors.builder().imageWarpRmsA(5)
					.tiltShiftRmsA(4).positionRmsA(4).angleRmsDeg(3).build()).build();
		return create(folder, options);
	}

	/** Simulates a project with these options, whose maps exist, and makes a population of it. */
	static Population create(final Path folder, final SimulationOptions options) throws IOException {
		Files.createDirectories(folder);
		final Path project = folder.resolve("project");
		try (Parallel parallel = new Parallel(2)) {
			final ProjectFolders folders = Simulation.run(options, project, parallel, Monitor.SILENT).folders();
			Population population = CreatePopulation.create(folder.resolve("population"), "test");
			population = CreateSource.create(population, CreateSourceOptions.of(folders.tiltSeriesSettings(), "simulated"),
				Monitor.SILENT).population();
			for (final SpeciesOptions kind : options.species())
				population = CreateSpecies.create(population, CreateSpeciesOptions.builder(kind.name(), DIAMETER,
					new CreateSpeciesOptions.MapFiles(folders.map(kind.name(), "half1"), folders.map(kind.name(), "half2"), folders.map(
						kind.name(), "mask"))).build(), ParticleSource.relion(folders.particles(kind.name(), "relion5"),
							PixelSizeOverride.NONE, false), new HalfMapAnalysis(parallel), Monitor.SILENT).population();
			return PopulationStore.load(population.file());
		}
	}

	/** Copies a population with its project to another folder and opens it there. */
	static Population copy(final Population original, final Path folder) throws IOException {
		final Path from = original.folder().getParent();
		try (Stream<Path> all = Files.walk(from)) {
			for (final Path path : all.toList()) {
				final Path to = folder.resolve(from.relativize(path).toString());
				if (Files.isDirectory(path)) Files.createDirectories(to);
				else Files.copy(path, to, StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
		return open(folder);
	}

	/** Opens the population in a folder. */
	static Population open(final Path folder) {
		return PopulationStore.load(folder.resolve("population/test.population"));
	}

	static RefineOptions.Builder refinement() {
		return RefineOptions.builder().subIterations(2).imageWarp(new GridSize(2, 2)).particles(true);
	}

	/** Refinement with a checkpoint after every item. */
	static RunOptions.Builder options() {
		return RunOptions.builder(refinement().build()).checkpointSeconds(0);
	}

	static RunReport run(final Population population, final RunOptions options, final int threads,
		final Consumer<String> moments)
	{
		try (Parallel parallel = new Parallel(threads)) {
			return RefinementRun.run(population, options, new CpuEngine(parallel), parallel, Monitor.SILENT, moments);
		}
	}

	/** A kill: nothing catches it. */
	static final class Killed extends Error {

		private static final long serialVersionUID = 1L;
	}

	/** Runs with two threads until a moment whose name begins so, and there is killed. */
	static void killAt(final Population population, final RunOptions options, final String moment) {
		assertThrows(Killed.class, () -> run(population, options, 2, name -> {
			if (name.startsWith(moment)) throw new Killed();
		}), moment);
	}

	/** Hash of every file below a folder but journals, what is staged, and reports, by relative path. */
	static Map<String, String> files(final Path folder) throws IOException {
		final Map<String, String> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path path : all.filter(Files::isRegularFile).toList()) {
				final String name = folder.relativize(path).toString().replace('\\', '/');
				if (name.contains("refinement_temp") || name.contains("/.commit") || name.endsWith("report.star")) continue;
				files.put(name, DataHash.ofBytes(Files.readAllBytes(path)));
			}
		}
		return files;
	}
}
