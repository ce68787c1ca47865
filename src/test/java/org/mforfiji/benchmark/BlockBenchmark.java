package org.mforfiji.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FscCurves;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.VolumeGridSize;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * What each block of the refinement is worth and costs, on a simulated project with everything planted at once: refined with all
 * blocks, errors of every kind of parameter over their predicted standard deviations, and with one block left out at a
 * time. See docs/benchmarks.md.
 */
public final class BlockBenchmark {

	/** What can be left out. */
	private enum Block {
		IMAGEWARP, VOLUMEWARP, STAGEANGLES, MAGNIFICATION, POSES, DEFOCUS, ABERRATIONS, GUARD
	}

	private static final Pattern ODD = Pattern.compile("radians at (\\S+) Å: coma \\S+, \\S+ ± (\\S+), trefoil \\S+, \\S+ ± ([0-9.]+)");

	private final BenchmarkProject project;
	private final Path work;
	private final GridSize imageWarp;
	private final VolumeGridSize volumeWarp;
	private final int iterations;
	private final Parallel parallel;
	private final List<Row> rows = new ArrayList<>();
	private final List<String> costs = new ArrayList<>();

	/** A row of the table of resolutions. */
	private record Row(String label, double half, double end, TruthErrors errors) {}

	private BlockBenchmark(final String[] args, final Parallel parallel) {
		this.parallel = parallel;
		project = new BenchmarkProject(Path.of(args[0]), parallel);
		work = Path.of(args[1]);
		imageWarp = GridSize.parse(args[2], "image warp");
		volumeWarp = VolumeGridSize.parse(args[3], "volume warp");
		iterations = Integer.parseInt(args[4]);
	}

	/**
	 * Runs the benchmark and prints the tables.
	 *
	 * @param args project folder of {@code m simulate}, new folder for the work, grids of image warp and volume warp, number of
	 *          iterations, and the runs: {@code all}, blocks (or the guard) to leave out one at a time, several joined by +
	 */
	public static void main(final String[] args) {
		if (args.length < 6) throw new MException("At least six arguments are needed, not " + args.length, "BlockBenchmark",
			"Give project, work folder, grids of image and volume warp, number of iterations, and all or blocks to leave out");
		if (Files.exists(Path.of(args[1]))) throw new MException("The folder exists", args[1], "Name a new one, or remove it");
		try (Parallel parallel = Parallel.allProcessors()) {
			final BlockBenchmark benchmark = new BlockBenchmark(args, parallel);
			benchmark.reconstruct(false);
			benchmark.reconstruct(true);
			for (int i = 5; i < args.length; i++) {
				final EnumSet<Block> blocks = EnumSet.allOf(Block.class);
				if (!args[i].equals("all")) for (final String name : args[i].split("\\+"))
					blocks.remove(Block.valueOf(name.toUpperCase(Locale.ROOT)));
				benchmark.refine(args[i].equals("all") ? "all blocks" : "without " + args[i], blocks);
			}
			benchmark.print();
		}
	}

	private RefineOptions options(final Set<Block> blocks) {
		final CtfOptions ctf = new CtfOptions(blocks.contains(Block.DEFOCUS), false, false, false, false, blocks.contains(
			Block.ABERRATIONS), false, false, 20);
		final RefineOptions.Builder builder = RefineOptions.builder().stageAngles(blocks.contains(Block.STAGEANGLES)).magnification(
			blocks.contains(Block.MAGNIFICATION)).particles(blocks.contains(Block.POSES)).guard(blocks.contains(Block.GUARD)).ctf(ctf);
		if (blocks.contains(Block.IMAGEWARP)) builder.imageWarp(imageWarp);
		if (blocks.contains(Block.VOLUMEWARP)) builder.volumeWarp(volumeWarp);
		return builder.build();
	}

	private void refine(final String label, final Set<Block> blocks) {
		final Path folder = work.resolve(label.replace(' ', '_'));
		final Population given = project.population(folder, false);
		final List<RunReport> reports = new ArrayList<>();
		for (int i = 1; i <= iterations; i++) {
			final PhaseClock clock = new PhaseClock();
			try (Engine engine = new CpuEngine(parallel)) {
				reports.add(0, RefinementRun.run(PopulationStore.load(given.file()), RunOptions.builder(options(blocks)).build(), engine,
					parallel, clock));
			}
			costs.add(String.format(Locale.ROOT, "| %s | %d | %s | %.1f | %.1f | %.1f |", label, i, passes(reports.get(0)), clock.seconds(
				"References"), clock.seconds("Refinement"), clock.total()));
		}
		final Population refined = PopulationStore.load(given.file());
		rows.add(row(label, refined));
		if (blocks.contains(Block.POSES)) ratios(refined, reports).print();
		System.out.printf("%n%s: %s, %s%n%n", label, rows.get(rows.size() - 1), costs.get(costs.size() - 1));
	}

	private static String passes(final RunReport report) {
		return report.items().stream().map(item -> Integer.toString(item.passes())).reduce((a, b) -> a + ", " + b).orElse("");
	}

	/** Errors over predicted standard deviations at the end; reports come last first. */
	private PredictedErrors ratios(final Population refined, final List<RunReport> reports) {
		final PredictedErrors errors = new PredictedErrors(new PredictedErrors.State(project.truth().series(), project.truth()
			.particles(project.species())), state(project.population(work.resolve("start-" + rows.size()), false)), state(refined));
		for (final RunReport.ItemRun item : reports.get(0).items()) {
			final List<Path> files = reports.stream().map(report -> report.folder().resolve(item.source() + "/" + item.item() +
				"_errors.star")).toList();
			errors.add(item.item(), files.get(0));
			errors.addDefocus(item.item(), files);
			errors.add(project.species(), files.get(0), project.truth().symmetry(project.species()));
		}
		odd(errors, refined, reports);
		return errors;
	}

	/** Coma and trefoil in radians at the end of the band, with the errors of the last iteration that changed them. */
	private void odd(final PredictedErrors errors, final Population refined, final List<RunReport> reports) {
		for (final String note : reports.stream().flatMap(report -> report.notes().stream()).toList()) {
			final Matcher found = ODD.matcher(note);
			if (!found.find()) continue;
			final double k3 = Math.pow(1 / Double.parseDouble(found.group(1)), 3);
			final double[] is = third(state(refined).series().values().iterator().next());
			final double[] be = third(project.truth().series().values().iterator().next());
			for (int i = 2; i < 6; i++) {
				final boolean coma = i == 3 || i == 4;
				final double factor = coma ? 3 * k3 : k3;
				errors.note("coma and trefoil (radians at the band's end)", -factor * be[i], factor * (is[i] -
					be[i]), Double.parseDouble(found.group(coma ? 2 : 3)));
			}
			return;
		}
	}

	private static double[] third(final TiltSeries series) {
		return java.util.Arrays.copyOf(series.metadata().ctf().zernikeOdd(), 6);
	}

	private static PredictedErrors.State state(final Population population) {
		final DataSource source = population.sources().get(0);
		final Map<String, TiltSeries> series = new TreeMap<>();
		source.items().forEach(item -> {
			final TiltSeries one = ItemLoader.load(source, item);
			series.put(one.name(), one);
		});
		return new PredictedErrors.State(series, population.species().get(0).particles());
	}

	private void reconstruct(final boolean perfect) {
		final Population population = project.population(work.resolve(perfect ? "true" : "given"), perfect);
		try (Engine engine = new CpuEngine(parallel)) {
			RefinementRun.run(population, RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build(), engine,
				parallel, new PhaseClock());
		}
		rows.add(row(perfect ? "true parameters" : "nothing", PopulationStore.load(population.file())));
	}

	private Row row(final String label, final Population population) {
		final Species species = population.species().get(0);
		final FscCurves curves = project.curves(SpeciesStore.map(species, "half1"), SpeciesStore.map(species, "half2"));
		final double length = curves.box() * curves.pixelSize();
		return new Row(label, length / FscCurves.crossing(curves.corrected(), 0.5), curves.resolution(), project.errors(population));
	}

	private void print() {
		final Row start = rows.get(0), perfect = rows.get(1);
		System.out.println("| refined | FSC 0.5, Å | share | FSC 0.143, Å | share | position, Å | angle |\n|---|---|---|---|---|---|---|");
		for (final Row row : rows)
			System.out.printf(Locale.ROOT, "| %s | %.2f | %.0f %% | %.2f | %.0f %% | %.2f | %.2f° |%n", row.label, row.half, 100 * share(
				row.half, start.half, perfect.half), row.end, 100 * share(row.end, start.end, perfect.end), row.errors.positionRmsInFrameA(),
				row.errors.angleRmsInFrameDeg());
		System.out.println("\n| refined | iteration | passes per series | CPU s references | CPU s refinement | CPU s all |\n|---|---|---|---|---|---|");
		costs.forEach(System.out::println);
	}

	private static double share(final double at, final double from, final double to) {
		return (1 / at - 1 / from) / (1 / to - 1 / from);
	}
}
