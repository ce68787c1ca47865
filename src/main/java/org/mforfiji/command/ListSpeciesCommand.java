package org.mforfiji.command;

import java.util.List;

import org.mforfiji.base.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** List the species of the population. */
@Plugin(type = Command.class, name = "list_species", headless = true,
	description = "List the species of the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SPECIES, weight = Menus.SPECIES_WEIGHT),
		@Menu(label = "List Species...", weight = 4) })
public final class ListSpeciesCommand extends PopulationCommand {

	@Parameter(label = "Species", description = "What the population has", type = ItemIO.OUTPUT)
	private List<SpeciesSummary> species;

	@Override
	protected void execute(final Monitor monitor) {
		species = population().species().stream().map(SpeciesSummary::of).toList();
	}
}
