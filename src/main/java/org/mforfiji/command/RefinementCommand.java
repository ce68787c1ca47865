package org.mforfiji.command;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.Repetition;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.scijava.ItemIO;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Iterations over a population, and their results. */
abstract class RefinementCommand extends PopulationCommand {

	@Parameter(label = "Species", description = "Resolution and B-factor of every species, from before the first iteration " +
		"to after the last", type = ItemIO.OUTPUT)
	private List<SpeciesOutcome> species;

	@Parameter(label = "Iterations", description = "Report of every iteration of this call: species, items, passes, times",
		type = ItemIO.OUTPUT, attrs = @Attr(name = "cli.json_only"))
	private List<RunReport> iterations;

	/**
	 * Runs so many iterations, each on the population as the one before left it on disk, or those that an interrupted call
	 * has left to do; what they have not in common says {@link RunOptions#in}.
	 */
	final void iterate(final RunOptions options, final int repeat, final Monitor monitor) {
		iterations = new ArrayList<>();
		try (Parallel parallel = parallel(); Engine engine = new CpuEngine(parallel)) {
			Repetition now = Repetition.next(population(), options.command(), repeat, monitor);
			for (; now.iteration() <= repeat; now = now.after(iterations.get(iterations.size() - 1).species())) {
				if (repeat > 1) monitor.message("Iteration " + now.iteration() + " of " + repeat);
				final RunReport report = RefinementRun.run(population(), options.in(now), engine, parallel, monitor);
				IterationLines.of(report).forEach(monitor::message);
				iterations.add(report);
			}
			species = SpeciesOutcome.of(iterations.get(iterations.size() - 1), now.before());
		}
	}
}
