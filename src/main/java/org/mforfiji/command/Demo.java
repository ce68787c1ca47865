package org.mforfiji.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.FscStar;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;
import org.mforfiji.map.SpeciesFsc;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.SeriesExtraction;
import org.mforfiji.refine.SpeciesInput;
import org.mforfiji.refine.TiltSeriesModel;
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
		final Population imported = create();
		final TruthErrors errorsBefore = errors(imported);
		final List<RunReport> reports = new ArrayList<>();
		Maps before = null;
		Maps ideal;
		try (Engine engine = new CpuEngine(parallel)) {
			before = maps(imported, engine, false);
			final RunOptions options = RunOptions.builder(RefineOptions.builder().imageWarp(warp).particles(true).build()).build();
			for (int i = 1; i <= iterations; i++) {
				monitor.message("Iteration " + i + " of " + iterations);
				final RunReport report = RefinementRun.run(PopulationStore.load(imported.file()), options, engine, parallel, monitor);
				IterationLines.of(report).forEach(monitor::message);
				reports.add(report);
			}
			monitor.step("What perfect parameters would give");
			ideal = maps(imported, engine, true);
		}
		final Population refined = PopulationStore.load(imported.file());
		final TruthErrors errorsAfter = errors(refined);
		final FscCurves after = FscStar.read(SpeciesStore.file(species(refined), "_fsc.star"));
		final Path picture = picture(before, refined, after, ideal);
		final double share = (1 / after.resolution() - 1 / before.curves.resolution()) / (1 / ideal.curves.resolution() - 1 /
			before.curves.resolution());
		return new Result(before.curves.resolution(), after.resolution(), ideal.curves.resolution(), share, errorsBefore
			.positionRmsInFrameA(), errorsAfter.positionRmsInFrameA(), errorsBefore.angleRmsInFrameDeg(), errorsAfter
				.angleRmsInFrameDeg(), reports.stream().flatMap(r -> r.items().stream()).mapToInt(RunReport.ItemRun::passes).max()
					.orElse(0), (System.nanoTime() - start) / 1e9, picture.toString());
	}

	/** The population of the project, as a user would make it. */
	private Population create() {
		monitor.step("Import");
		Population population = CreatePopulation.create(output.resolve("population"), "demo");
		population = CreateSource.create(population, CreateSourceOptions.of(project.tiltSeriesSettings(), "tilt series"), monitor)
			.population();
		final CreateSpeciesOptions options = CreateSpeciesOptions.builder(name, DemoData.DIAMETER,
			new CreateSpeciesOptions.MapFiles(project.map(name, "half1"), project.map(name, "half2"), project.map(name,
				"mask"))).symmetry(truth.symmetry(name).name()).build();
		return CreateSpecies.create(population, options, ParticleSource.relion(project.particles(name, "relion5"),
			PixelSizeOverride.NONE, false), new HalfMapAnalysis(parallel), monitor).population();
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

	/** Half-maps from a population's images at given or true parameters. */
	private record Maps(FscCurves curves, Volume average) {}

	private Maps maps(final Population population, final Engine engine, final boolean perfect) {
		final Species species = species(population);
		final BackProjector[] sums = { new BackProjector(species.boxSize()), new BackProjector(species.boxSize()) };
		for (final TiltSeries given : series(population)) {
			final TiltSeries series = perfect ? given.withMetadata(truth.series(given.name()).metadata()) : given;
			final List<Particle> particles = new ArrayList<>();
			for (int p = 0; p < species.particles().size(); p++)
				if (species.particles().get(p).sourceHash().equals(given.hash())) particles.add(perfect ? trueParticle(species
					.particles().get(p), p) : species.particles().get(p));
			final ParticleStack stack = new SeriesExtraction(series, 0.05, parallel).run(List.of(new SeriesExtraction.Request(species,
				particles)), Monitor.SILENT).get(0);
			new SpeciesInput(name, particles, stack).backProject(engine, TiltSeriesModel.of(series, GridSize.NONE), sums);
		}
		final Volume[] halves = new Volume[2];
		for (int half = 0; half < 2; half++) {
			sums[half].symmetrise(species.symmetryGroup(), parallel);
			halves[half] = Reconstruction.reconstruct(sums[half], ReconstructionOptions.of(species.pixelSize()), parallel).map();
		}
		final Volume average = halves[0].copy();
		for (int i = 0; i < average.data().length; i++)
			average.data()[i] = 0.5f * (halves[0].data()[i] + halves[1].data()[i]);
		final Volume mask = MrcFile.read(SpeciesStore.map(species, "mask"));
		return new Maps(SpeciesFsc.compute(halves[0], halves[1], mask, species.diameterA(), parallel).curves(), average);
	}

	private Particle trueParticle(final Particle given, final int p) {
		final Particle known = truth.particles(name).get(p);
		return new Particle(known.coordinates(), known.anglesDeg(), given.halfSet(), given.sourceName(), given.sourceHash(), given
			.extra());
	}

	private Path picture(final Maps before, final Population refined, final FscCurves after, final Maps ideal) {
		final Volume[] halves = { MrcFile.read(SpeciesStore.map(species(refined), "half1")), MrcFile.read(SpeciesStore.map(species(
			refined), "half2")) };
		for (int i = 0; i < halves[0].data().length; i++)
			halves[0].data()[i] = 0.5f * (halves[0].data()[i] + halves[1].data()[i]);
		final Path file = output.resolve("demo.png");
		final List<NamedCurve> curves = List.of(curve("before", before.curves), curve("after", after), curve("perfect parameters",
			ideal.curves));
		final double extent = 1.4 * DemoData.DIAMETER;
		ResultPicture.write(file, curves, List.of(new NamedMap("before", before.average, extent), new NamedMap("after", halves[0],
			extent), new NamedMap("perfect parameters", ideal.average, extent)));
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
			if (Files.exists(output)) try (Stream<Path> old = Files.walk(output)) {
				for (final Path path : old.sorted(java.util.Comparator.reverseOrder()).toList())
					Files.delete(path);
			}
			Files.createDirectories(output);
			Files.createFile(marker);
			try (Stream<Path> files = Files.walk(data)) {
				for (final Path path : files.toList()) {
					final Path target = output.resolve("data").resolve(data.relativize(path).toString());
					if (Files.isDirectory(path)) Files.createDirectories(target);
					else Files.copy(path, target);
				}
			}
		}
		catch (final IOException e) {
			throw FileErrors.writing(output, e);
		}
	}
}
