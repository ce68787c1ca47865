package org.mforfiji.command;

import org.mforfiji.base.Monitor;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.run.RunOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Reconstructs all species at their present poses. */
@Plugin(type = Command.class, name = "reconstruct", headless = true,
	description = "Reconstruct all species of a population at the present parameters, like refine with --iter 0",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.REFINEMENT, weight = Menus.REFINEMENT_WEIGHT),
		@Menu(label = "Reconstruct...", weight = 2) })
public final class ReconstructCommand extends RefinementCommand {

	@Parameter(label = "Weight threshold",
		description = "Tilts are used up to the resolution where their exposure weight, relative to the best, falls below this",
		min = "0", max = "1", required = false, persist = false, attrs = @Attr(name = "cli", value = "--weight_threshold"))
	private double weightThreshold = 0.05;

	@Override
	protected void execute(final Monitor monitor) {
		iterate(RunOptions.builder(RefineOptions.builder().subIterations(0).weightThreshold(weightThreshold).build()).build(), 1,
			monitor);
	}
}
