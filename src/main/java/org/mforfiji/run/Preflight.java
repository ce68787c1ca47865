package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.SpeciesStore;

/** Looks at everything a run will need before it begins; an error stops the run before anything is touched. */
public final class Preflight {

	private final Population population;
	private final RunOptions options;
	private final List<Finding> findings = new ArrayList<>();

	private Preflight(final Population population, final RunOptions options) {
		this.population = population;
		this.options = options;
	}

	/** All findings, in the order of species, then items. */
	public static List<Finding> check(final Population population, final RunOptions options) {
		final Preflight preflight = new Preflight(population, options);
		preflight.population();
		preflight.species();
		preflight.items();
		return List.copyOf(preflight.findings);
	}

	/** @throws MException naming the errors among the findings, if there are any */
	static void stopOnErrors(final List<Finding> findings) {
		final List<Finding> errors = findings.stream().filter(f -> f.severity() == Finding.Severity.ERROR).toList();
		if (errors.isEmpty()) return;
		final String more = errors.size() > 5 ? "\n… and " + (errors.size() - 5) + " more" : "";
		throw new MException("The run cannot begin, nothing was changed:\n" + errors.stream().limit(5).map(Finding::toString)
			.collect(Collectors.joining("\n")) + more, "", "");
	}

	private void population() {
		final String where = population.file().toString();
		if (population.sources().isEmpty()) findings.add(Finding.error(where, "The population has no data source",
			"Add one with create_source"));
		if (population.species().isEmpty()) findings.add(Finding.error(where, "The population has no species",
			"Add one with create_species"));
		if (!Files.isWritable(population.folder())) findings.add(Finding.error(population.folder().toString(),
			"The folder cannot be written", "Give write access to it"));
	}

	private void species() {
		for (final var species : population.species()) {
			final String subject = "species " + species.name();
			try {
				RunSpecies.mask(species);
			}
			catch (final MException fault) {
				findings.add(Finding.error(subject, fault));
			}
			if (options.externalReference()) for (final String half : List.of("half1", "half2"))
				if (!Files.exists(SpeciesStore.map(species, half))) findings.add(Finding.error(subject, "A half-map is missing: " +
					SpeciesStore.map(species, half), "Put it there, or leave external_reference out"));
			if (options.externalReference() && species.globalResolution() <= 0) findings.add(Finding.error(subject,
				"Its resolution is not known", "Reconstruct it first, or create it with lowpass"));
			for (int half = 0; half < 2; half++) {
				final int set = half;
				final long n = species.particles().stream().filter(p -> p.halfSet() == set).count();
				if (n == 0) findings.add(Finding.error(subject, "Half-set " + (half + 1) + " has no particles",
					"A species needs particles in both half-sets"));
			}
		}
	}

	private void items() {
		final Map<String, Long> particles = population.species().stream().flatMap(s -> s.particles().stream()).collect(Collectors
			.groupingBy(Particle::sourceHash, Collectors.counting()));
		long found = 0;
		for (final var source : population.sources())
			for (final var item : source.items()) {
				final long count = particles.getOrDefault(item.hash(), 0L);
				if (count == 0) continue;
				found += count;
				final String subject = source.name() + ", " + item.fileName();
				if (!item.isTiltSeries()) findings.add(Finding.error(subject, "It is a frame series",
					"This version refines tilt series; remove the data source"));
				else series(subject, source, item, count);
			}
		final long all = particles.values().stream().mapToLong(Long::longValue).sum();
		if (all > 0 && found == 0) findings.add(Finding.error(population.file().toString(), "None of the " + all +
			" particles belongs to an item of the data sources", "Import the particles again"));
		else if (found < all) findings.add(Finding.warning(population.file().toString(), (all - found) + " of " + all +
			" particles belong to no item of the data sources and are left out", "Add their data source"));
	}

	private void series(final String subject, final org.mforfiji.population.DataSource source,
		final org.mforfiji.population.SourceItem item, final long count)
	{
		try {
			final TiltSeries series = ItemLoader.load(source, item);
			if (series.usedTilts() == 0) findings.add(Finding.error(subject, "No tilt is in use", "Set UseTilt of some to True"));
			for (int t = 0; t < series.tilts(); t++)
				if (series.useTilt(t)) image(subject, series.averagePath(t), t);
			if (count < options.refine().minParticles()) findings.add(Finding.info(subject, "It has " + count +
				" particles, fewer than " + options.refine().minParticles() + ", and is not refined"));
		}
		catch (final MException fault) {
			findings.add(Finding.error(subject, fault));
		}
	}

	private void image(final String subject, final Path average, final int t) {
		if (!Files.isRegularFile(average)) findings.add(Finding.error(subject + ", tilt " + (t + 1), "Its average is missing: " +
			average, "Run Warp's motion correction for it, or set UseTilt to False"));
	}
}
