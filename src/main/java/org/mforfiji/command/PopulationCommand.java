package org.mforfiji.command;

import java.io.File;

import org.mforfiji.population.Population;
import org.mforfiji.store.PopulationStore;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A step on a population that is on disk. */
abstract class PopulationCommand extends MCommand {

	@Parameter(label = "Population", description = "File of the population (.population)", style = "open", attrs = @Attr(
		name = "cli", value = "-p,--population"))
	private File population;

	/** The population with its data sources and species. */
	final Population population() {
		return PopulationStore.load(path(population));
	}
}
