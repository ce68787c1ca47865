package org.mforfiji.store;

import org.mforfiji.base.Volume;

/**
 * The maps that a species cannot do without, all cubes of one size.
 *
 * @param half1 half-map of the particles of half-set 0
 * @param half2 half-map of the particles of half-set 1
 * @param mask 1 within the molecule, 0 outside
 */
public record SpeciesMaps(Volume half1, Volume half2, Volume mask) {}
