package org.mforfiji.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.FscStar;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * What a species gains from another in the same series: the project refined with each species alone aligning, and with
 * all, each from the start. See docs/benchmarks.md.
 */
public final class TwoSpeciesBenchmark {

	private final BenchmarkProject project;
	private final Path work;
	private final Parallel parallel;
	private final GridSize grid;
	private final int iterations;

	private TwoSpeciesBenchmark(final String[] args, final Parallel parallel) {
		this.parallel = parallel;
		project = new BenchmarkProject(Path.of(args[0]), parallel);
		work = Path.of(args[1]);
		grid = GridSize.parse(args[2], "grid");
		iterations = Integer.parseInt(args[3]);
	}

	/**
	 * Runs the benchmark and prints the table as it grows.
	 *
	 * @param args project folder of {@code m simulate}, folder for the work (new), grid of the image warp, number of iterations
	 */
	public static void main(final String[] args) {
		if (args.length != 4) throw new MException("Four arguments are needed, not " + args.length, "TwoSpeciesBenchmark",
			"Give project, work folder, grid as WxH and number of iterations");
		if (Files.exists(Path.of(args[1]))) throw new MException("The folder exists", args[1], "Name a new one, or remove it");
		try (Parallel parallel = Parallel.allProcessors()) {
			new TwoSpeciesBenchmark(args, parallel).run();
		}
	}

	private void run() {
		System.out.println("| aligning | of | FSC 0.5, Å | FSC 0.143, Å | position, Å | angle, ° |");
		System.out.println("|---|---|---|---|---|---|");
		row("none (given)", false, Set.of(), 0);
		for (int s = 0; s < project.allSpecies().size(); s++)
			row(project.allSpecies().get(s) + " alone", false, Set.of(s), iterations);
		row("all", false, all(), iterations);
		row("none (true)", true, Set.of(), 0);
	}

	private Set<Integer> all() {
		final List<Integer> indices = new ArrayList<>();
		for (int s = 0; s < project.allSpecies().size(); s++)
			indices.add(s);
		return Set.copyOf(indices);
	}

	private void row(final String label, final boolean perfect, final Set<Integer> aligning, final int times) {
		final Population given = project.population(work.resolve(label.replaceAll("\\W", "_")), perfect);
		final Set<UUID> excluded = all().stream().filter(s -> !aligning.contains(s)).map(s -> given.species().get(s).guid()).collect(
			Collectors.toSet());
		final RefineOptions refine = RefineOptions.builder().subIterations(times == 0 ? 0 : 3).imageWarp(grid).particles(true).build();
		for (int i = 0; i < Math.max(1, times); i++)
			try (Engine engine = new CpuEngine(parallel)) {
				RefinementRun.run(PopulationStore.load(given.file()), RunOptions.builder(refine).excludedFromAlignment(excluded).build(),
					engine, parallel, Monitor.SILENT);
			}
		final Population after = PopulationStore.load(given.file());
		for (int s = 0; s < after.species().size(); s++)
			print(label, after, s);
	}

	private void print(final String label, final Population after, final int s) {
		final Species species = after.species().get(s);
		final FscCurves fsc = FscStar.read(SpeciesStore.file(species, "_fsc.star"));
		final double length = fsc.box() * fsc.pixelSize();
		final TruthErrors errors = project.errors(after, s);
		System.out.printf(Locale.ROOT, "| %s | %s | %.2f | %.2f | %.2f | %.2f |%n", label, species.name(), length / FscCurves.crossing(fsc
			.corrected(), 0.5), species.globalResolution(), errors.positionRmsInFrameA(), errors.angleRmsInFrameDeg());
	}
}
