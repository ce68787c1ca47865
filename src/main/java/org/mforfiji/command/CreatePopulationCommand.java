package org.mforfiji.command;

import java.io.File;

import org.mforfiji.base.Monitor;
import org.mforfiji.store.CreatePopulation;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Creates an empty population. */
@Plugin(type = Command.class, name = "create_population", headless = true,
	description = "Create a new, empty population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.POPULATION, weight = Menus.POPULATION_WEIGHT),
		@Menu(label = "Create Population...", weight = 1) })
public final class CreatePopulationCommand extends MCommand {

	@Parameter(label = "Folder",
		description = "Folder of the population and later of its species; made if it is not there",
		style = "directory", attrs = @Attr(name = "cli", value = "-d,--directory"))
	private File directory;

	@Parameter(label = "Name", description = "Name of the population",
		attrs = @Attr(name = "cli", value = "-n,--name"))
	private String name;

	@Parameter(label = "Population", description = "File of the new population", type = ItemIO.OUTPUT)
	private File population;

	@Override
	protected void execute(final Monitor monitor) {
		population = CreatePopulation.create(path(directory), name).file().toFile();
	}
}
