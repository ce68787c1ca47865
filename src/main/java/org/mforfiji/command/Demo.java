package org.mforfiji.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.FolderTree;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.FscStar;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.report.NamedCurve;
import org.mforfiji.report.NamedMap;
import org.mforfiji.report.ResultPicture;
import org.mforfiji.run.HalfMapAnalysis;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.mforfiji.simulate.DemoData;
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
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * The demonstration: imports a simulated Warp project, refines image warp and particle poses, and holds the result against
 * the truth that the simulation knows.
 */
final class Demo {

	private final Path data;
	private final Path output;
	private final int iterations;
	private final GridSize warp;
	private final Parallel parallel;
	private final Monitor monitor;
	private final ProjectFolders project;
	private final Truth truth;
	private final String name;

	/**
	 * @param data simulated project; copied, never changed
	 * @param output folder for everything; must not exist, or be an earlier demonstration's, which is replaced
	 * @param iterations iterations of refinement
	 * @param warp grid of the image warp
	 */
	Demo(final Path data, final Path output, final int iterations, final GridSize warp, final Parallel parallel,
		final Monitor monitor)
	{
		this.data = data;
		this.output = output;
		this.iterations = iterations;
		this.warp = warp;
		this.parallel = parallel;
		this.monitor = monitor;
		copy(data, output);
		project = new ProjectFolders(output.resolve("data"));
		truth = Truth.read(project.root());
		name = truth.speciesNames().iterator().next();
	}

	/**
	 * What came out.
	 *
	 * @param before resolution at the given parameters, Å
	 * @param after resolution after refinement, Å
	 * @param ideal resolution with the true parameters, Å
	 * @param share of the way from before to ideal, in 1/Å
	 * @param positionBefore rms error of projected positions per axis before, Å
	 * @param positionAfter the same after
	 * @param angleBefore rms error of orientations before, degrees
	 * @param angleAfter the same after
	 * @param passes passes over the data of each item and iteration, at most
	 * @param seconds time of all
	 * @param picture the picture with curves and sections
	 */
	record Result(double before, double after, double ideal, double share, double positionBefore, double positionAfter,
		double angleBefore, double angleAfter, int passes, double seconds, String picture)
	{

		List<String> lines() {
			return List.of(String.format(Locale.ROOT, "Resolution (FSC 0.143): %.2f Å before, %.2f Å after, %.2f Å with perfect parameters",
				before, after, ideal), String.format(Locale.ROOT, "Recovered: %.0f %% of what perfect parameters would give", 100 *
					share), String.format(Locale.ROOT, "Error of projected positions: %.2f Å before, %.2f Å after (rms per axis)",
						positionBefore, positionAfter), String.format(Locale.ROOT, "Error of orientations: %.2f° before, %.2f° after (rms)",
							angleBefore, angleAfter), String.format(Locale.ROOT, "At most %d passes over the data per item and iteration; %.1f s in all",
								passes, seconds), "Picture: " + picture);
		}
	}

	Result run() {
		final long start = System.nanoTime();
		final Path file = create(project, project.particles(name, "relion5"), output.resolve("population"));
		final TruthErrors errorsBefore = errors(PopulationStore.load(file));
		final List<RunReport> reports = new ArrayList<>();
		final Maps before, after, ideal;
		try (Engine engine = new CpuEngine(parallel)) {
			before = reconstructed(file, engine);
			final RefineOptions refine = RefineOptions.builder().imageWarp(warp).particles(true).build();
			for (int i = 1; i <= iterations; i++) {
				monitor.message("Iteration " + i + " of " + iterations);
				final RunReport report = run(file, refine, engine);
				IterationLines.of(report).forEach(monitor::message);
				reports.add(report);
			}
			after = Maps.of(PopulationStore.load(file));
			monitor.step("What perfect parameters would give");
			ideal = reconstructed(createPerfect(), engine);
		}
		final TruthErrors errorsAfter = errors(PopulationStore.load(file));
		final Path picture = picture(before, after, ideal);
		final double share = (1 / after.resolution() - 1 / before.resolution()) / (1 / ideal.resolution() - 1 / before
			.resolution());
		return new Result(before.resolution(), after.resolution(), ideal.resolution(), share, errorsBefore
			.positionRmsInFrameA(), errorsAfter.positionRmsInFrameA(), errorsBefore.angleRmsInFrameDeg(), errorsAfter
				.angleRmsInFrameDeg(), reports.stream().flatMap(r -> r.items().stream()).mapToInt(RunReport.ItemRun::passes).max()
					.orElse(0), (System.nanoTime() - start) / 1e9, picture.toString());
	}

	private RunReport run(final Path population, final RefineOptions refine, final Engine engine) {
		return RefinementRun.run(PopulationStore.load(population), RunOptions.builder(refine).build(), engine, parallel, monitor);
	}

	/** Reconstructs at the parameters as they are. */
	private Maps reconstructed(final Path population, final Engine engine) {
		run(population, RefineOptions.builder().subIterations(0).build(), engine);
		return Maps.of(PopulationStore.load(population));
	}

	/** A population of a project, as a user would make it; its file. */
	private Path create(final ProjectFolders folders, final Path particles, final Path folder) {
		monitor.step("Import");
		Population population = CreatePopulation.create(folder, "demo");
		population = CreateSource.create(population, CreateSourceOptions.of(folders.tiltSeriesSettings(), "tilt series"), monitor)
			.population();
		final CreateSpeciesOptions options = CreateSpeciesOptions.builder(name, DemoData.DIAMETER,
			new CreateSpeciesOptions.MapFiles(project.map(name, "half1"), project.map(name, "half2"), project.map(name,
				"mask"))).symmetry(truth.symmetry(name).name()).build();
		return CreateSpecies.create(population, options, ParticleSource.relion(particles, PixelSizeOverride.NONE, false),
			new HalfMapAnalysis(parallel), monitor).population().file();
	}

	/** A population of another copy of the data with the true metadata and particles in it. */
	private Path createPerfect() {
		final ProjectFolders perfect = new ProjectFolders(output.resolve("perfect"));
		copyTree(data, perfect.root());
		copyTree(project.truth().tiltSeries(), perfect.tiltSeries());
		return create(perfect, project.truth().particles(name, "relion5"), output.resolve("perfect_population"));
	}

	private static Species species(final Population population) {
		return population.species().get(0);
	}

	private List<TiltSeries> series(final Population population) {
		final var source = population.sources().get(0);
		return source.items().stream().map(item -> ItemLoader.load(source, item)).toList();
	}

	private TruthErrors errors(final Population population) {
		return truth.compare(name, series(population), species(population).particles());
	}

	/** A species' mean half-map and its curves, as a run left them. */
	private record Maps(FscCurves curves, Volume average) {

		static Maps of(final Population population) {
			final Species species = species(population);
			final Volume average = MrcFile.read(SpeciesStore.map(species, "half1"));
			final Volume other = MrcFile.read(SpeciesStore.map(species, "half2"));
			for (int i = 0; i < average.data().length; i++)
				average.data()[i] = 0.5f * (average.data()[i] + other.data()[i]);
			return new Maps(FscStar.read(SpeciesStore.file(species, "_fsc.star")), average);
		}

		double resolution() {
			return curves.resolution();
		}
	}

	private Path picture(final Maps before, final Maps after, final Maps ideal) {
		final Path file = output.resolve("demo.png");
		final List<NamedCurve> curves = List.of(curve("before", before.curves), curve("after", after.curves), curve(
			"perfect parameters", ideal.curves));
		final double extent = 1.4 * DemoData.DIAMETER;
		ResultPicture.write(file, curves, List.of(new NamedMap("before", before.average, extent), new NamedMap("after",
			after.average, extent), new NamedMap("perfect parameters", ideal.average, extent)));
		return file;
	}

	private static NamedCurve curve(final String label, final FscCurves curves) {
		return new NamedCurve(String.format(Locale.ROOT, "%s (%.1f Å)", label, curves.resolution()), curves.frequencies(), curves
			.corrected(), false);
	}

	private static void copy(final Path data, final Path output) {
		if (!Files.isDirectory(data)) throw new MException("There is no demonstration data set", data.toString(),
			"Give its folder with --data; it is test-data/demo in the source tree");
		final Path marker = output.resolve(".m-demo");
		try {
			if (Files.exists(output) && !Files.exists(marker)) try (Stream<Path> children = Files.list(output)) {
				if (children.findAny().isPresent()) throw new MException("The folder is not empty", output.toString(),
					"Give another folder with --output, or empty it");
			}
			FolderTree.delete(output);
			Files.createDirectories(output);
			Files.createFile(marker);
		}
		catch (final IOException e) {
			throw FileErrors.writing(output, e);
		}
		copyTree(data, output.resolve("data"));
	}

	/** Copies a folder with all in it over another. */
	private static void copyTree(final Path from, final Path to) {
		try (Stream<Path> files = Files.walk(from)) {
			for (final Path path : files.toList()) {
				final Path target = to.resolve(from.relativize(path).toString());
				if (Files.isDirectory(path)) Files.createDirectories(target);
				else Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		catch (final IOException e) {
			throw FileErrors.writing(to, e);
		}
	}
}
