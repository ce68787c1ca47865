package org.mforfiji.command;

import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.store.PopulationMembers;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Take a data source out of the population; its files stay. */
@Plugin(type = Command.class, name = "remove_source", headless = true,
	description = "Take a data source out of the population; its files stay",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SOURCE, weight = Menus.SOURCE_WEIGHT),
		@Menu(label = "Remove Data Source...", weight = 3) })
public final class RemoveSourceCommand extends PopulationCommand {

	@Parameter(label = "Data source", description = "File, GUID or name of the data source",
		attrs = @Attr(name = "cli", value = "-s,--source"))
	private String source;

	@Parameter(label = "Data sources", description = "What the population has now", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "sources"))
	private List<SourceSummary> sources;

	@Override
	protected void execute(final Monitor monitor) {
		sources = PopulationMembers.removeSource(population(), source).sources().stream().map(SourceSummary::of).toList();
	}
}
