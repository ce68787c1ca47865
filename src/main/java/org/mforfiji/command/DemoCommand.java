package org.mforfiji.command;

import java.io.File;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.refine.GridSize;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Runs the demonstration on simulated data. */
@Plugin(type = Command.class, name = "demo", headless = true,
	description = "Import, refine and reconstruct a small simulated data set and compare the result with the truth",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SIMULATION, weight = Menus.SIMULATION_WEIGHT),
		@Menu(label = "Demonstration...", weight = 2) })
public final class DemoCommand extends MCommand {

	@Parameter(label = "Data", description = "Folder of the simulated data set", style = "directory", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--data"))
	private File data = new File("test-data/demo");

	@Parameter(label = "Output", description = "Folder for everything that the demonstration makes", style = "directory",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "-o,--output"))
	private File output = new File("demo-output");

	@Parameter(label = "Iterations", description = "Iterations of refinement in a row", min = "1", max = "20", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--repeat"))
	private int repeat = 2;

	@Parameter(label = "Image warp", description = "Grid of the image warp per tilt as WxH", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--refine_imagewarp"))
	private String refineImagewarp = "4x3";

	@Parameter(label = "Result", description = "Resolution before and after, share recovered, errors, passes, time",
		type = ItemIO.OUTPUT, attrs = @Attr(name = "cli.json_only"))
	private Demo.Result result;

	@Override
	protected void validate() {
		GridSize.parse(refineImagewarp, "--refine_imagewarp");
	}

	@Override
	protected void execute(final Monitor monitor) {
		try (Parallel parallel = parallel()) {
			result = new Demo(path(data), path(output), repeat, GridSize.parse(refineImagewarp, "--refine_imagewarp"), parallel,
				monitor).run();
		}
		result.lines().forEach(monitor::message);
	}
}
