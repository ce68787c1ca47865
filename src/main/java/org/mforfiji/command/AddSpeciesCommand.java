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

/** Add an existing species to the population. */
@Plugin(type = Command.class, name = "add_species", headless = true,
	description = "Add an existing species to the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SPECIES, weight = Menus.SPECIES_WEIGHT),
		@Menu(label = "Add Species...", weight = 2) })
public final class AddSpeciesCommand extends PopulationCommand {

	@Parameter(label = "Species", description = "File of the species (.species)", style = "open",
		attrs = @Attr(name = "cli", value = "-s,--species"))
	private File species;

	@Parameter(label = "Species", description = "What the population has now", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "species"))
	private List<SpeciesSummary> present;

	@Override
	protected void execute(final Monitor monitor) {
		present = PopulationMembers.addSpecies(population(), path(species)).species().stream().map(SpeciesSummary::of).toList();
	}
}
