package org.mforfiji.command;

import java.io.File;
import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.store.PopulationMembers;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Add an existing data source to the population. */
@Plugin(type = Command.class, name = "add_source", headless = true,
	description = "Add an existing data source to the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SOURCE, weight = Menus.SOURCE_WEIGHT),
		@Menu(label = "Add Data Source...", weight = 2) })
public final class AddSourceCommand extends PopulationCommand {

	@Parameter(label = "Data source", description = "File of the data source (.source)", style = "open",
		attrs = @Attr(name = "cli", value = "-s,--source"))
	private File source;

	@Parameter(label = "Data sources", description = "What the population has now", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "sources"))
	private List<SourceSummary> sources;

	@Override
	protected void execute(final Monitor monitor) {
		sources = PopulationMembers.addSource(population(), path(source)).sources().stream().map(SourceSummary::of).toList();
	}
}
