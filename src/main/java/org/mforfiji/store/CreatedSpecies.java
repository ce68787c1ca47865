package org.mforfiji.store;

import java.util.List;

import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/**
 * A new species.
 *
 * @param population the population with the species
 * @param species the species as stored
 * @param particles how its particles were linked to the data
 * @param repairs what was repaired in maps and mask, one sentence each
 */
public record CreatedSpecies(Population population, Species species, ParticleImportReport particles,
	List<String> repairs)
{}
