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

/** Take a species out of the population; its files stay. */
@Plugin(type = Command.class, name = "remove_species", headless = true,
	description = "Take a species out of the population; its files stay",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SPECIES, weight = Menus.SPECIES_WEIGHT),
		@Menu(label = "Remove Species...", weight = 3) })
public final class RemoveSpeciesCommand extends PopulationCommand {

	@Parameter(label = "Species", description = "File, GUID or name of the species",
		attrs = @Attr(name = "cli", value = "-s,--species"))
	private String species;

	@Parameter(label = "Species", description = "What the population has now", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "species"))
	private List<SpeciesSummary> present;

	@Override
	protected void execute(final Monitor monitor) {
		present = PopulationMembers.removeSpecies(population(), species).species().stream().map(SpeciesSummary::of).toList();
	}
}
