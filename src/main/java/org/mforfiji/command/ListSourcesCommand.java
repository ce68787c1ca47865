package org.mforfiji.command;

import java.util.List;

import org.mforfiji.base.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** List the data sources of the population. */
@Plugin(type = Command.class, name = "list_sources", headless = true,
	description = "List the data sources of the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SOURCE, weight = Menus.SOURCE_WEIGHT),
		@Menu(label = "List Data Sources...", weight = 4) })
public final class ListSourcesCommand extends PopulationCommand {

	@Parameter(label = "Data sources", description = "What the population has", type = ItemIO.OUTPUT)
	private List<SourceSummary> sources;

	@Override
	protected void execute(final Monitor monitor) {
		sources = population().sources().stream().map(SourceSummary::of).toList();
	}
}
