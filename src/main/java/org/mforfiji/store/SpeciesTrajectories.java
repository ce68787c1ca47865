package org.mforfiji.store;

import org.mforfiji.base.MException;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** Changes how many samples the pose trajectories of a species on disk have. */
public final class SpeciesTrajectories {

	/** What is refined beyond this is noise; more is a slip of the keyboard. */
	private static final int MOST = 100;

	private SpeciesTrajectories() {}

	/**
	 * Gives the trajectories of all particles another number of samples, spread evenly over the exposure, and commits the species
	 * as a new version. Between more samples the way stays as it was; a single sample takes the pose of the first.
	 *
	 * @param which file, GUID or name of the species
	 * @param samples new number, at least 1
	 * @return the species as it is now
	 * @throws MException if there is no such species or the number is not possible; then nothing is changed
	 */
	public static Species resample(final Population population, final String which, final int samples) {
		if (samples < 1 || samples > MOST) throw new MException("Trajectories cannot have " + samples + " samples", "--samples",
			"Give a number from 1 to " + MOST + "; 2 or 3 are usual");
		final Species species = PopulationMembers.species(population, which);
		if (species.temporalSamples() == samples) return species;
		final Species resampled = species.toBuilder().temporalSamples(samples).particles(species.particles().stream().map(p -> p
			.resampled(samples)).toList()).build();
		final Species committed = SpeciesStore.commit(resampled, SpeciesContent.EMPTY);
		PopulationStore.save(population.withSpecies(committed));
		return committed;
	}
}
