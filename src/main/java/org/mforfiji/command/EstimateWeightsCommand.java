package org.mforfiji.command;

import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.population.Population;
import org.mforfiji.refine.GridSize;
import org.mforfiji.run.FittedWeight;
import org.mforfiji.run.WeightEstimation;
import org.mforfiji.run.WeightOptions;
import org.mforfiji.run.WeightReport;
import org.mforfiji.store.PopulationMembers;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Estimates how much tilts, series and places count. */
@Plugin(type = Command.class, name = "estimate_weights", headless = true,
	description = "Estimate how much tilts, series or places count, from how much signal they show",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.REFINEMENT, weight = Menus.REFINEMENT_WEIGHT),
		@Menu(label = "Estimate Weights...", weight = 5) })
public final class EstimateWeightsCommand extends PopulationCommand {

	@Parameter(label = "Data source", description = "File, GUID or name of the data source",
		attrs = @Attr(name = "cli", value = "-s,--source"))
	private String source;

	@Parameter(label = "Tilts", description = "Estimate a weight for each tilt, the same in all series; together with series: " +
		"for each tilt of each series", required = false, persist = false, attrs = @Attr(name = "cli",
			value = "--resolve_frames"))
	private boolean resolveFrames;

	@Parameter(label = "Series", description = "Estimate a weight for each series", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--resolve_items"))
	private boolean resolveItems;

	@Parameter(label = "Places", description = "Estimate a weight for each node of a grid over the tomogram, the same in all series",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--resolve_location"))
	private boolean resolveLocation;

	@Parameter(label = "Grid width", description = "Nodes of the grid of places along x", min = "1", max = "99", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--grid_width"))
	private int gridWidth = 3;

	@Parameter(label = "Grid height", description = "Nodes of the grid of places along y", min = "1", max = "99", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--grid_height"))
	private int gridHeight = 3;

	@Parameter(label = "Anisotropy", description = "Let the B-factors of tilts depend on direction, as drift makes them",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--fit_anisotropy"))
	private boolean fitAnisotropy;

	@Parameter(label = "Least resolution", description = "Å from which on signal is looked at", min = "1", max = "1000",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--min_resolution"))
	private double minResolution = 20;

	@Parameter(label = "Reset", description = "Clear all weights first; alone, only clear them", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--reset"))
	private boolean reset;

	@Parameter(label = "Weights", description = "Weight and B-factor of each tilt, series or place, with standard deviations",
		type = ItemIO.OUTPUT)
	private List<FittedWeight> weights;

	@Parameter(label = "Series changed", description = "Number of tilt series whose metadata were written", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "series"))
	private int series;

	@Override
	protected void validate() {
		options();
	}

	private WeightOptions options() {
		return new WeightOptions(resolveFrames, resolveItems, resolveLocation ? new GridSize(gridWidth, gridHeight) : GridSize.NONE,
			fitAnisotropy, minResolution, reset);
	}

	@Override
	protected void execute(final Monitor monitor) {
		final Population population = population();
		try (Parallel parallel = parallel(); Engine engine = new CpuEngine(parallel)) {
			final WeightReport report = WeightEstimation.run(population, PopulationMembers.source(population, source), options(),
				engine, parallel, monitor);
			report.notes().forEach(monitor::message);
			weights = report.weights();
			series = report.series();
		}
	}
}
