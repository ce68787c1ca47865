package org.mforfiji.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.SourceItem;

/**
 * Finds the items that the names of a particle table mean. A name is an item's file name with or without its extension;
 * where that finds nothing, the extension is left aside on both sides ({@code mic_01.mrc} means {@code mic_01.tif}),
 * and then also the pixel size that Warp appends to tomograms ({@code TS_01_10.00Apx.mrc} means
 * {@code TS_01.tomostar}).
 */
final class ParticleImportNames {

	/** An item and where it is. */
	record Match(DataSource source, SourceItem item) {}

	private static final Pattern WARP_SUFFIX = Pattern.compile("_\\d+(\\.\\d+)?Apx$");

	/** A number behind a dot is part of the name. */
	private static final Pattern EXTENSION = Pattern.compile("(?<=.)\\.[A-Za-z][A-Za-z0-9]*$");

	private final List<DataSource> sources;
	private final Map<String, Set<Match>> byFileName = new HashMap<>();
	private final Map<String, Set<Match>> byRoot = new HashMap<>();

	ParticleImportNames(final List<DataSource> sources) {
		this.sources = sources;
		for (final DataSource source : sources)
			for (final SourceItem item : source.items()) {
				final Match match = new Match(source, item);
				byFileName.computeIfAbsent(item.fileName(), name -> new LinkedHashSet<>()).add(match);
				byRoot.computeIfAbsent(item.rootName(), name -> new LinkedHashSet<>()).add(match);
			}
	}

	/**
	 * The item of each name that has one.
	 *
	 * @throws MException if a name means several items
	 */
	Map<String, Match> resolve(final Collection<String> names, final String where) {
		final Map<String, Match> found = new LinkedHashMap<>();
		final List<String> ambiguous = new ArrayList<>();
		for (final String name : new LinkedHashSet<>(names)) {
			final Set<Match> matches = matches(name);
			if (matches.size() > 1) ambiguous.add(name + " (" + matches.stream().map(match -> match.item.fileName() + " of '" +
				match.source.name() + "'").collect(Collectors.joining(", ")) + ")");
			else if (matches.size() == 1) found.put(name, matches.iterator().next());
		}
		if (!ambiguous.isEmpty()) throw new MException(ambiguous.size() + " image names are ambiguous: " + shortened(ambiguous,
			5), where, "Import into a population where each name is one item, or make the names in the table unique");
		return found;
	}

	/** The names of items most like one that was not found. */
	List<String> nearest(final String name) {
		final String bare = stripped(root(name));
		final Map<String, String> fileNames = new HashMap<>();
		for (final DataSource source : sources)
			for (final SourceItem item : source.items())
				fileNames.putIfAbsent(item.rootName(), item.fileName());
		return NearestNames.of(bare, fileNames.keySet(), 3).stream().map(fileNames::get).toList();
	}

	/** Some names of items there are, for messages. */
	String examples() {
		final List<String> names = sources.stream().flatMap(source -> source.items().stream()).map(SourceItem::fileName).limit(
			6).toList();
		return shortened(names, 5);
	}

	/** The first entries of a list, and whether there are more. */
	static String shortened(final List<String> entries, final int limit) {
		return entries.stream().limit(limit).collect(Collectors.joining(", ")) + (entries.size() > limit ? ", …" : "");
	}

	private Set<Match> matches(final String name) {
		final Set<Match> exact = new LinkedHashSet<>(byFileName.getOrDefault(name, Set.of()));
		exact.addAll(byRoot.getOrDefault(name, Set.of()));
		if (!exact.isEmpty()) return exact;
		final Set<Match> otherExtension = byRoot.getOrDefault(root(name), Set.of());
		if (!otherExtension.isEmpty()) return otherExtension;
		final String bare = stripped(root(name));
		final String bareName = stripped(name);
		final Set<Match> binned = new LinkedHashSet<>(byRoot.getOrDefault(bare, Set.of()));
		binned.addAll(byRoot.getOrDefault(bareName, Set.of()));
		return binned;
	}

	private static String stripped(final String name) {
		return WARP_SUFFIX.matcher(name).replaceFirst("");
	}

	private static String root(final String name) {
		return EXTENSION.matcher(name).replaceFirst("");
	}
}
