package org.mforfiji.population;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A project: data sources, species and the settings of the last refinement. Immutable.
 *
 * @param name display name
 * @param file the {@code .population} file, absolute
 * @param sources data sources in stored order
 * @param species species in stored order
 * @param lastRefinementOptions settings of the last refinement as M's window keeps them, name to text; those that mean nothing here are
 *          carried along
 */
public record Population(String name, Path file, List<DataSource> sources, List<Species> species,
	Map<String, String> lastRefinementOptions)
{

	public Population {
		file = file.toAbsolutePath().normalize();
		sources = List.copyOf(sources);
		species = List.copyOf(species);
		lastRefinementOptions = Collections.unmodifiableMap(new LinkedHashMap<>(lastRefinementOptions));
	}

	/** The folder of the population. */
	public Path folder() {
		return file.getParent();
	}

	/** The source that holds the item with that data hash. */
	public Optional<DataSource> sourceOf(final String hash) {
		return sources.stream().filter(source -> source.item(hash).isPresent()).findFirst();
	}

	/** With the source of the same GUID replaced, or one more source. */
	public Population withSource(final DataSource source) {
		return new Population(name, file, replaced(sources, s -> s.guid().equals(source.guid()), source), species,
			lastRefinementOptions);
	}

	/** With the species of the same GUID replaced, or one more species. */
	public Population withSpecies(final Species changed) {
		return new Population(name, file, sources, replaced(species, s -> s.guid().equals(changed.guid()), changed),
			lastRefinementOptions);
	}

	/** Without that source; its files stay on disk. */
	public Population withoutSource(final DataSource source) {
		return new Population(name, file, sources.stream().filter(s -> !s.guid().equals(source.guid())).toList(), species,
			lastRefinementOptions);
	}

	/** Without that species; its files stay on disk. */
	public Population withoutSpecies(final Species gone) {
		return new Population(name, file, sources, species.stream().filter(s -> !s.guid().equals(gone.guid())).toList(),
			lastRefinementOptions);
	}

	/** With these settings of the last refinement. */
	public Population withLastRefinementOptions(final Map<String, String> options) {
		return new Population(name, file, sources, species, options);
	}

	private static <T> List<T> replaced(final List<T> list, final Predicate<T> same, final T changed) {
		final List<T> result = new ArrayList<>(list);
		final UnaryOperator<T> swap = element -> same.test(element) ? changed : element;
		result.replaceAll(swap);
		if (list.stream().noneMatch(same)) result.add(changed);
		return result;
	}
}
