package org.mforfiji.command;

import java.nio.file.Path;
import java.util.UUID;

import org.mforfiji.population.Species;

/**
 * A species among results.
 *
 * @param name display name
 * @param guid identity
 * @param file the {@code .species} file
 * @param pixelSize Å per voxel of the maps
 * @param diameter Å
 * @param boxSize voxels
 * @param symmetry point group
 * @param temporalSamples samples of each pose
 * @param particles number of particles
 * @param resolution Å at FSC 0.143; not positive if not estimated
 * @param bFactor Å², normally negative
 * @param version short hash of the last commit
 */
public record SpeciesSummary(String name, UUID guid, Path file, double pixelSize, int diameter, int boxSize,
	String symmetry, int temporalSamples, int particles, double resolution, double bFactor, String version)
{

	/** The summary of a species. */
	static SpeciesSummary of(final Species species) {
		return new SpeciesSummary(species.name(), species.guid(), species.file(), species.pixelSize(), species.diameterA(),
			species.boxSize(), species.symmetry(), species.temporalSamples(), species.particles().size(), species
				.globalResolution(), species.globalBFactor(), species.version());
	}

	/** A line as M prints it, and one with the numbers. */
	@Override
	public String toString() {
		return "'%s' (%s), %s%n  %s, %d particles, %s, diameter %d Å, box %d at %s Å%s, version %s".formatted(name, guid, file,
			resolution > 0 ? "%.2f Å, B-factor %.0f Å²".formatted(resolution, bFactor) : "resolution not estimated", particles,
			symmetry, diameter, boxSize, pixelSize, temporalSamples > 1 ? ", " + temporalSamples + " temporal samples" : "", version.isEmpty() ? "none" : version);
	}
}
