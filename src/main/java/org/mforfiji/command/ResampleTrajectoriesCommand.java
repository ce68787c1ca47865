package org.mforfiji.command;

import org.mforfiji.base.Monitor;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.store.PopulationMembers;
import org.mforfiji.store.SpeciesTrajectories;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Gives the pose trajectories of a species another number of samples. */
@Plugin(type = Command.class, name = "resample_trajectories", headless = true,
	description = "Change the number of poses along the exposure that every particle of a species has",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SPECIES, weight = Menus.SPECIES_WEIGHT),
		@Menu(label = "Resample Trajectories...", weight = 5) })
public final class ResampleTrajectoriesCommand extends PopulationCommand {

	@Parameter(label = "Species", description = "File, GUID or name of the species",
		attrs = @Attr(name = "cli", value = "-s,--species"))
	private String species;

	@Parameter(label = "Samples", description = "Poses per particle, spread evenly over the exposure: 1 holds particles still, 2 or 3 let them move; going back to 1 keeps the first",
		min = "1", max = "100", attrs = @Attr(name = "cli", value = "--samples"))
	private int samples;

	@Parameter(label = "Species", description = "The species as it is now", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli", value = "species"))
	private SpeciesSummary resampled;

	@Override
	protected void execute(final Monitor monitor) {
		final Population population = population();
		final Species before = PopulationMembers.species(population, species);
		final Species after = SpeciesTrajectories.resample(population, species, samples);
		monitor.message(before.temporalSamples() == samples ? "Its trajectories have that many samples already; nothing was changed"
			: "Trajectories of " + after.particles().size() + " particles: from " + before.temporalSamples() + " to " + samples +
				" samples, version " + after.version());
		resampled = SpeciesSummary.of(after);
	}
}
