package org.mforfiji.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * A whole refinement of a simulated project held against the truth: seconds of the processor, passes over the data,
 * memory, resolution, and the share of the way from the given to the true parameters. Results of RELION 5 on the same
 * project are measured by the same code. See docs/benchmarks.md.
 */
public final class RunBenchmark {

	private final BenchmarkProject project;
	private final Path work;
	private final Parallel parallel;
	private final List<Row> rows = new ArrayList<>();

	/** A row of the table. */
	private record Row(String label, RunReport.Resolution resolution, Optional<TruthErrors> errors, String cost) {}

	private RunBenchmark(final BenchmarkProject project, final Path work, final Parallel parallel) {
		this.project = project;
		this.work = work;
		this.parallel = parallel;
	}

	/**
	 * Runs the benchmark and prints the table.
	 *
	 * @param args project folder of {@code m simulate}, folder for the work (new or empty), grid of the image warp, number of
	 *          iterations (0 only measures what is given), and any number of label=folder of RELION's results
	 */
	public static void main(final String[] args) {
		if (args.length < 4) throw new MException("Four arguments are needed, not " + args.length, "RunBenchmark",
			"Give project, work folder, grid as WxH, number of iterations, and label=folder for results of RELION");
		final Path work = Path.of(args[1]);
		if (Files.exists(work)) throw new MException("The folder exists", args[1], "Name a new one, or remove it");
		try (Parallel parallel = Parallel.allProcessors()) {
			final RunBenchmark benchmark = new RunBenchmark(new BenchmarkProject(Path.of(args[0]), parallel), work, parallel);
			final int iterations = Integer.parseInt(args[3]);
			if (iterations > 0) benchmark.refine(GridSize.parse(args[2], "grid"), iterations);
			else benchmark.reconstruct("given parameters", false);
			benchmark.reconstruct("true parameters", true);
			for (int i = 4; i < args.length; i++)
				benchmark.peer(PeerState.parse(args[i]));
			benchmark.print();
		}
	}

	/** Refines first, in a cold machine, as a user's run is. */
	private void refine(final GridSize grid, final int iterations) {
		final Population given = project.population(work.resolve("given"), false);
		final TruthErrors before = project.errors(given);
		final RunOptions options = RunOptions.builder(RefineOptions.builder().imageWarp(grid).particles(true).build()).build();
		for (int i = 1; i <= iterations; i++) {
			final PhaseClock clock = new PhaseClock();
			final RunReport report;
			try (Engine engine = new CpuEngine(parallel)) {
				report = RefinementRun.run(PopulationStore.load(given.file()), options, engine, parallel, clock);
			}
			final RunReport.SpeciesResult species = report.species().get(0);
			if (i == 1) rows.add(new Row("given parameters", species.before().orElseThrow(), Optional.of(before), ""));
			rows.add(new Row("iteration " + i, species.after(), Optional.of(project.errors(PopulationStore.load(given.file()))), cost(
				report, clock)));
		}
	}

	private static String cost(final RunReport report, final PhaseClock clock) {
		final int passes = report.items().stream().mapToInt(RunReport.ItemRun::passes).max().orElse(0);
		return String.format(Locale.ROOT, "%d | %.1f | %.1f | %.1f | %.1f | %.2f", passes, clock.seconds("Refinement"), clock.seconds(
			"References"), clock.total(), report.totals().seconds(), report.totals().peakBytes() / 1e9);
	}

	private void reconstruct(final String label, final boolean perfect) {
		final Population population = project.population(work.resolve(perfect ? "true" : "given"), perfect);
		final RunReport report;
		try (Engine engine = new CpuEngine(parallel)) {
			report = RefinementRun.run(population, RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build(),
				engine, parallel, new PhaseClock());
		}
		final Species species = PopulationStore.load(population.file()).species().get(0);
		rows.add(new Row(label, project.resolution(SpeciesStore.map(species, "half1"), SpeciesStore.map(species, "half2")), Optional
			.of(project.errors(population)), ""));
		if (report.refined()) throw new AssertionError("Something was refined");
	}

	private void peer(final PeerState peer) {
		rows.add(new Row(peer.label(), project.resolution(peer.folder().resolve("half1.mrc"), peer.folder().resolve("half2.mrc")),
			peer.errors(project.truth(), project.species()), ""));
	}

	private void print() {
		final double start = rows.get(0).resolution.corrected();
		final double ideal = rows.stream().filter(row -> row.label.equals("true parameters")).findFirst().orElseThrow().resolution
			.corrected();
		System.out.println("| state | FSC 0.143, Å | masked, uncorrected | share of the way | position error, Å (first 10 tilts) | " +
			"passes | CPU s refinement | CPU s references | CPU s all | wall s | peak GB |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
		for (final Row row : rows)
			System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.0f %% | %s | %s |%n", row.label, row.resolution.corrected(),
				row.resolution.masked(), 100 * (1 / row.resolution.corrected() - 1 / start) / (1 / ideal - 1 / start), row.errors.map(
					e -> String.format(Locale.ROOT, "%.2f (%.2f)", e.positionRmsInFrameA(), e.positionRmsA(project.firstDose()))).orElse(""), row.cost
						.isEmpty() ? " | | | | | " : row.cost);
	}
}
