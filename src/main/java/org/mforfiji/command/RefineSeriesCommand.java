package org.mforfiji.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.run.ParticleSeriesInput;
import org.mforfiji.run.ParticleSeriesRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Refines and reconstructs a particle series. */
@Plugin(type = Command.class, name = "refine_series", headless = true,
	description = "Refine particle poses on 2-D stacks of RELION 5 or WarpTools, without whole tilt images, and reconstruct",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.REFINEMENT, weight = Menus.REFINEMENT_WEIGHT),
		@Menu(label = "Refine Particle Series...", weight = 3) })
public final class RefineSeriesCommand extends MCommand {

	@Parameter(label = "Optimisation set",
		description = "Optimisation set of the particles (.star), which names particle table and tomograms", style = "open",
		attrs = @Attr(name = "cli", value = "-i,--optimisation_set"))
	private File optimisationSet;

	@Parameter(label = "Output", description = "Folder for the results; one that holds results already is refused",
		style = "directory", persist = false, attrs = @Attr(name = "cli", value = "-o,--output"))
	private File output;

	@Parameter(label = "Name", description = "Name of the species; the names of results begin with it",
		attrs = @Attr(name = "cli", value = "-n,--name"))
	private String name;

	@Parameter(label = "Diameter", description = "Particle diameter along the longest axis in Å", min = "1", persist = false,
		attrs = @Attr(name = "cli", value = "-d,--diameter"))
	private int diameter;

	@Parameter(label = "Symmetry", description = "Point group as RELION names it, e.g. C1, D7, O, I2", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "-s,--sym"))
	private String sym = "C1";

	@Parameter(label = "Mask", description = "Mask of the molecule in the box of the images; empty for a ball of the diameter",
		style = "open", required = false, persist = false, attrs = @Attr(name = "cli", value = "-m,--mask"))
	private File mask;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String referenceHeading = "Reference from elsewhere, for the first iteration";

	@Parameter(label = "Map",
		description = "Map that was not made from these images; empty makes references from the images at their present poses",
		style = "open", required = false, persist = false, attrs = @Attr(name = "cli", value = "--half1"))
	private File half1;

	@Parameter(label = "Map of half-set 2", description = "Map for the second half-set; empty takes the first for both",
		style = "open", required = false, persist = false, attrs = @Attr(name = "cli", value = "--half2"))
	private File half2;

	@Parameter(label = "Low-pass", description = "Resolution in Å up to which the map is compared", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--lowpass"))
	private double lowpass;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String howHeading = "How";

	@Parameter(label = "Sub-iterations", description = "Steps of the solver per tomogram; 0 only reconstructs", min = "0",
		max = "100", required = false, persist = false, attrs = @Attr(name = "cli", value = "--iter"))
	private int iter = 3;

	@Parameter(label = "Resolution at first",
		description = "Share of the available resolution used in the first sub-iteration, rising to 1 in the last",
		min = "0.05", max = "1", required = false, persist = false, attrs = @Attr(name = "cli",
			value = "--first_iteration_fraction"))
	private double firstIterationFraction = 1;

	@Parameter(label = "Least number of particles", description = "Tomograms with fewer particles are not refined", min = "1",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--min_particles"))
	private int minParticles = 1;

	@Parameter(label = "Weight threshold",
		description = "Tilts are used up to the resolution where their exposure weight, relative to the best, falls below this",
		min = "0", max = "1", required = false, persist = false, attrs = @Attr(name = "cli", value = "--weight_threshold"))
	private double weightThreshold = 0.05;

	@Parameter(label = "Iterations", description = "Number of iterations in a row, each on the results of the one before, in " +
		"folders iteration_1 and so on of the output", min = "1", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--repeat"))
	private int repeat = 1;

	@Parameter(label = "Image warp",
		description = "Not possible without whole tilt images and refused: use refine with a data source of tilt series",
		required = false, persist = false, visibility = ItemVisibility.INVISIBLE, attrs = @Attr(name = "cli",
			value = "--refine_imagewarp"))
	private String refineImagewarp = "";

	@Parameter(label = "Species", description = "Resolution and B-factor, from before the first iteration to after the last",
		type = ItemIO.OUTPUT)
	private List<SpeciesOutcome> species;

	@Parameter(label = "Results", description = "Optimisation set with the refined particles", type = ItemIO.OUTPUT)
	private File results;

	@Parameter(label = "Iterations", description = "Report of every iteration: species, tomograms, passes, times",
		type = ItemIO.OUTPUT, attrs = @Attr(name = "cli.json_only"))
	private List<RunReport> iterations;

	@Override
	protected void validate() {
		if (!refineImagewarp.isBlank()) throw new MException(
			"An image warp cannot be refined on a particle series: its images show single particles, not whole tilts", "",
			"Leave --refine_imagewarp out, or use refine with a data source of tilt series");
		if (path(half1) == null && (path(half2) != null || lowpass > 0)) throw new MException(
			"--half2 and --lowpass mean nothing without --half1", "", "Give --half1, or leave them out");
		if (path(half1) != null && iter == 0) throw new MException("A reference means nothing where nothing is refined", "",
			"Leave --half1 out, or refine (--iter)");
		input();
		options(true);
	}

	private ParticleSeriesInput input() {
		final Optional<ParticleSeriesInput.Reference> reference = path(half1) == null ? Optional.empty() : Optional.of(
			new ParticleSeriesInput.Reference(path(half1), path(half2) == null ? path(half1) : path(half2), lowpass));
		return new ParticleSeriesInput(path(optimisationSet), name, path(output), diameter, sym, Optional.ofNullable(path(mask)),
			reference);
	}

	private RunOptions options(final boolean external) {
		return RunOptions.builder(RefineOptions.builder().subIterations(iter).firstFraction(firstIterationFraction).minParticles(
			minParticles).weightThreshold(weightThreshold).particles(true).build()).externalReference(external).build();
	}

	@Override
	protected void execute(final Monitor monitor) {
		iterations = new ArrayList<>();
		try (Parallel parallel = parallel(); Engine engine = new CpuEngine(parallel)) {
			ParticleSeriesInput input = repeat == 1 ? input() : input().into(folder(1));
			for (int i = 1; i <= repeat; i++) {
				if (repeat > 1) monitor.message("Iteration " + i + " of " + repeat);
				if (i > 1) input = input.after(folder(i));
				final RunOptions options = options(input.reference().isPresent());
				if (repeat > 1 && ParticleSeriesRun.isFinished(input, options)) {
					monitor.message("It was finished before: " + input.results());
					continue;
				}
				final RunReport report = ParticleSeriesRun.run(input, options, engine, parallel, monitor);
				IterationLines.of(report).forEach(monitor::message);
				iterations.add(report);
			}
			results = input.results().toFile();
		}
		species = iterations.isEmpty() ? List.of() : SpeciesOutcome.of(iterations.get(iterations.size() - 1), before(iterations
			.get(0)));
	}

	private static Map<UUID, Double> before(final RunReport first) {
		return first.species().stream().collect(Collectors.toMap(RunReport.SpeciesResult::guid, s -> s.before().map(
			RunReport.Resolution::corrected).orElse(s.storedBefore())));
	}

	private Path folder(final int iteration) {
		return path(output).resolve("iteration_" + iteration);
	}
}
