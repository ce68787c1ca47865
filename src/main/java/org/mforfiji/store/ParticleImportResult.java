package org.mforfiji.store;

import java.util.List;

import org.mforfiji.population.Particle;

/**
 * Imported particles and what became of the table's rows.
 *
 * @param particles the particles in the order of the table
 * @param report counts and notes
 */
public record ParticleImportResult(List<Particle> particles, ParticleImportReport report) {

	public ParticleImportResult {
		particles = List.copyOf(particles);
	}
}
