package org.mforfiji.store;

import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;

/**
 * A new data source.
 *
 * @param population the population with the source
 * @param source the source as stored
 * @param groups all items that were found, by quality
 */
public record CreatedSource(Population population, DataSource source, ItemGroups groups) {}
