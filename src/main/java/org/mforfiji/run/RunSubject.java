package org.mforfiji.run;

import java.util.List;

import org.mforfiji.population.Population;

/**
 * What an iteration runs over.
 *
 * @param species all species
 * @param source items that show their particles
 */
record RunSubject(List<RunSpecies> species, ItemSource source) {

	/** A population. */
	static RunSubject of(final Population population, final RunOptions options) {
		return new RunSubject(RunSpecies.of(population, options), TiltSeriesItems.of(population));
	}
}
