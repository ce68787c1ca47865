package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.mforfiji.base.MException;
import org.mforfiji.io.relion.RelionDialect;
import org.mforfiji.io.relion.RelionParticle;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.store.ParticleImportNames.Match;

/**
 * Imports particle tables of RELION 3.0 to 5 and of M into a population: positions in Å from the corner of the tomogram
 * or micrograph, linked to the items of its data sources.
 */
public final class ParticleImport {

	private ParticleImport() {}

	/**
	 * Imports a table of RELION; particles are linked by the name of their micrograph or tomogram. Particles without
	 * {@code rlnRandomSubset} go to the half-sets by turns.
	 *
	 * @param table a particle table of RELION, Warp or M in RELION's format, or an optimisation set
	 * @param sources the data sources of the population
	 * @param options pixel sizes, treatment of unmatched particles, temporal samples
	 * @throws MException if the table cannot be read; if a name means several items; if no particle is linked; if some
	 *           are not and that is not allowed (the message names what was looked for and the nearest there is); if most
	 *           particles lie outside their tomograms
	 */
	public static ParticleImportResult relion(final Path table, final List<DataSource> sources,
		final ParticleImportOptions options)
	{
		final RelionParticles relion = RelionParticles.read(table, options.pixelSizes());
		final ParticleImportNames names = new ParticleImportNames(sources);
		final Map<String, Match> matches = names.resolve(relion.names(), table.toString());
		final ParticleImportTally tally = new ParticleImportTally(table, sources, names);
		final List<Particle> particles = new ArrayList<>();
		final ParticleImportFrames frames = ParticleImportFrames.of(table, relion);
		final ParticleImportBounds bounds = new ParticleImportBounds(relion);
		for (final RelionParticle particle : relion.particles()) {
			final Match match = matches.get(particle.name());
			tally.count(particle.name(), match);
			if (match == null) continue;
			final double[] position = relion.positionA(particle, name -> match.source().isTiltSeries() ? match.source()
				.volumeSize() : null);
			frames.move(position, particle.name(), match.source());
			bounds.add(position, match.source());
			particles.add(particle(particle, position, match, particles.size(), options.temporalSamples()));
		}
		tally.requireLinked(options.ignoreUnmatched(), relion.dialect() == RelionDialect.M_TILT_IMAGES
			? "The rows name tilt images: import the species' own table instead (--particles_m)" : "");
		final List<String> notes = new ArrayList<>(List.of(relion.reading().coordinates().toString(), relion.reading().shifts()
			.toString()));
		notes.addAll(relion.reading().warnings());
		notes.addAll(frames.notes());
		notes.addAll(bounds.findings());
		noteHalfSets(particles, notes);
		return new ParticleImportResult(particles, tally.report(relion.dialect().description(), notes));
	}

	/**
	 * Imports a table of M; particles are linked by the data hash of their item. Trajectories are resampled to the wanted
	 * number of samples, extra columns are carried along.
	 *
	 * @param table a particle table of M, also that of a species
	 * @param sources the data sources of the population
	 * @param options treatment of unmatched particles (allowed ones are kept), temporal samples
	 * @throws MException as for {@link #relion}
	 */
	public static ParticleImportResult m(final Path table, final List<DataSource> sources,
		final ParticleImportOptions options)
	{
		final ParticleImportTable m = ParticleImportTable.open(table);
		final Map<String, Match> byHash = byHash(sources, table);
		final ParticleImportNames names = new ParticleImportNames(sources);
		final ParticleImportTally tally = new ParticleImportTally(table, sources, names);
		final List<Particle> particles = m.resampled(options.temporalSamples());
		for (final Particle particle : particles)
			tally.count(particle.sourceName(), byHash.get(particle.sourceHash()));
		tally.requireLinked(options.ignoreUnmatched(),
			"Particles of M are linked by the data hash of their item: renaming an item or changing its first movie breaks the link");
		final List<String> notes = new ArrayList<>();
		if (m.positionSamples() != options.temporalSamples() || m.angleSamples() != options.temporalSamples()) notes.add(
			"temporal samples: " + m.positionSamples() + " of positions and " + m.angleSamples() + " of angles resampled to " +
				options.temporalSamples());
		if (options.ignoreUnmatched() && tally.unmatched() > 0) notes.add(tally.unmatched() +
			" particles of unknown items are kept");
		noteHalfSets(particles, notes);
		return new ParticleImportResult(particles, tally.report("M particle table", notes));
	}

	private static Particle particle(final RelionParticle particle, final double[] position, final Match match,
		final int index, final int samples)
	{
		final double[] coordinates = new double[3 * samples];
		final double[] angles = new double[3 * samples];
		for (int i = 0; i < samples; i++) {
			System.arraycopy(position, 0, coordinates, 3 * i, 3);
			System.arraycopy(particle.anglesDeg(), 0, angles, 3 * i, 3);
		}
		final int subset = particle.labels().randomSubset();
		return new Particle(coordinates, angles, subset > 0 ? subset - 1 : index % 2, particle.name(), match.item().hash(),
			particle.extra());
	}

	private static Map<String, Match> byHash(final List<DataSource> sources, final Path table) {
		final Map<String, Match> byHash = new LinkedHashMap<>();
		for (final DataSource source : sources)
			source.items().forEach(item -> {
				final Match twin = byHash.put(item.hash(), new Match(source, item));
				if (twin != null) throw new MException("Item " + item.fileName() + " is in the data sources '" + twin.source()
					.name() + "' and '" + source.name() + "', so that its particles would be counted twice", table.toString(),
					"Remove one of the data sources from the population");
			});
		return byHash;
	}

	private static void noteHalfSets(final List<Particle> particles, final List<String> notes) {
		final Set<Integer> halfSets = new TreeSet<>();
		particles.forEach(particle -> halfSets.add(particle.halfSet()));
		if (halfSets.size() == 1 && particles.size() > 1) notes.add("All particles are in half-set " + (Collections.min(
			halfSets) + 1) + ": half-maps cannot be compared before they are divided anew");
	}
}
