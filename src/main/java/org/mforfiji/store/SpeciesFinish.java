package org.mforfiji.store;

import org.mforfiji.base.Monitor;
import org.mforfiji.population.Species;

/**
 * What is derived from the half-maps of a species whenever they are new: resolution, B-factor, filtered and sharpened maps,
 * curves.
 */
@FunctionalInterface
public interface SpeciesFinish {

	/**
	 * Derives it.
	 *
	 * @param species the species as it stands, not yet stored
	 * @param maps its half-maps and mask
	 * @param fixedResolution resolution in Å to which the maps were filtered, which is then that of the species; 0 if it is
	 *          to be measured
	 */
	Finished finish(Species species, SpeciesMaps maps, double fixedResolution, Monitor monitor);

	/**
	 * What was derived.
	 *
	 * @param species with resolution and B-factor
	 * @param content maps and files beyond half-maps and mask
	 */
	record Finished(Species species, SpeciesContent content) {}

	/** Derives nothing but a fixed resolution. */
	SpeciesFinish NONE = (species, maps, fixedResolution, monitor) -> new Finished(fixedResolution > 0 ? species.toBuilder()
		.globalResolution(fixedResolution).build() : species, SpeciesContent.EMPTY);
}
