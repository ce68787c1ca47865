package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.mforfiji.base.MException;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.SourceItem;
import org.mforfiji.store.ParticleImportNames.Match;
import org.mforfiji.store.ParticleImportReport.SourceShare;
import org.mforfiji.store.ParticleImportReport.Unmatched;

/** Counts which particles belong to which data source, and tells what is missing. */
final class ParticleImportTally {

	private static final int NEAREST = 20;

	private final Path file;
	private final List<DataSource> sources;
	private final ParticleImportNames names;
	private final Map<DataSource, Integer> particles = new LinkedHashMap<>();
	private final Map<DataSource, Set<SourceItem>> items = new LinkedHashMap<>();
	private final Map<String, Integer> unknown = new LinkedHashMap<>();
	private final Set<String> known = new HashSet<>();
	private int total;

	ParticleImportTally(final Path file, final List<DataSource> sources, final ParticleImportNames names) {
		this.file = file;
		this.sources = sources;
		this.names = names;
	}

	/** Counts one row. */
	void count(final String name, final Match match) {
		total++;
		if (match == null) {
			unknown.merge(name, 1, Integer::sum);
			return;
		}
		known.add(name);
		particles.merge(match.source(), 1, Integer::sum);
		items.computeIfAbsent(match.source(), source -> new HashSet<>()).add(match.item());
	}

	/** Rows that belong to no item. */
	int unmatched() {
		return unknown.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * Throws if nothing is linked, or something is not and that is not allowed.
	 *
	 * @param hint what may be wrong with this kind of table
	 */
	void requireLinked(final boolean ignoreUnmatched, final String hint) {
		if (sources.stream().allMatch(source -> source.items().isEmpty())) throw new MException(
			"There are no items that particles could belong to", file.toString(),
			"Add a data source to the population before importing particles");
		final int missing = unmatched();
		if (missing == 0 || missing < total && ignoreUnmatched) return;
		final List<String> wanted = unmatchedNames(5).stream().map(Unmatched::toString).toList();
		final String looked = "; looked for " + String.join(", ", wanted) + (unknown.size() > wanted.size() ? ", …" : "") +
			"; the data sources have " + names.examples();
		if (missing == total) throw new MException("None of the " + total + " particles belongs to an item of the data sources" +
			looked, file.toString(), hint.isEmpty() ? "Correct the names in the table or add the right data source" : hint);
		throw new MException(missing + " of " + total + " particles (" + unknown.size() + " of " + allNames() + " names) belong to no item of the data sources" + looked, file.toString(), (hint.isEmpty()
				? "Correct the names" : hint + ". Correct the table") + ", or allow unmatched particles (--ignore_unmatched)");
	}

	/** The finished report. */
	ParticleImportReport report(final String format, final List<String> notes) {
		final List<SourceShare> shares = new ArrayList<>();
		for (final DataSource source : sources)
			shares.add(new SourceShare(source.name(), source.items().size(), items.getOrDefault(source, Set.of()).size(), particles
				.getOrDefault(source, 0)));
		return new ParticleImportReport(file, format, total, total - unmatched(), shares, unmatchedNames(Integer.MAX_VALUE),
			notes);
	}

	private int allNames() {
		final Set<String> all = new HashSet<>(known);
		all.addAll(unknown.keySet());
		return all.size();
	}

	/** The most frequent first; nearest names for as many as people read. */
	private List<Unmatched> unmatchedNames(final int limit) {
		final List<Unmatched> unmatched = new ArrayList<>();
		unknown.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())).limit(limit)
			.forEach(entry -> unmatched.add(new Unmatched(entry.getKey(), entry.getValue(), unmatched.size() < NEAREST ? names
				.nearest(entry.getKey()) : List.of())));
		return unmatched;
	}
}
