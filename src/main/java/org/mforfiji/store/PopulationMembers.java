package org.mforfiji.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Member;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/**
 * Takes data sources and species into a population on disk and out of it. Only the {@code .population} file changes; the
 * members' own files stay as they are.
 */
public final class PopulationMembers {

	private PopulationMembers() {}

	/**
	 * Adds a data source that is on disk already.
	 *
	 * @param file the {@code .source} file
	 * @throws MException if the population has it, or has one of its items
	 */
	public static Population addSource(final Population population, final Path file) {
		final DataSource source = SourceStore.load(file);
		if (population.sources().stream().anyMatch(other -> other.guid().equals(source.guid()))) throw new MException(
			"The population has this data source already: " + source, population.file().toString(), "There is nothing to do");
		ItemHashes.requireNew(source.items(), population);
		return saved(population.withSource(source));
	}

	/**
	 * Adds a species that is on disk already.
	 *
	 * @param file the {@code .species} file
	 * @throws MException if the population has it
	 */
	public static Population addSpecies(final Population population, final Path file) {
		final Species species = SpeciesStore.load(file);
		if (population.species().stream().anyMatch(other -> other.guid().equals(species.guid()))) throw new MException(
			"The population has this species already: " + species, population.file().toString(), "There is nothing to do");
		return saved(population.withSpecies(species));
	}

	/** Takes a data source, as {@link #source} finds it, out of the population. */
	public static Population removeSource(final Population population, final String which) {
		return saved(population.withoutSource(source(population, which)));
	}

	/** Takes a species, as {@link #species} finds it, out of the population. */
	public static Population removeSpecies(final Population population, final String which) {
		return saved(population.withoutSpecies(species(population, which)));
	}

	/**
	 * The data source of that file, GUID or name.
	 *
	 * @throws MException if there is none or more than one; it names those there are
	 */
	public static DataSource source(final Population population, final String which) {
		return only(population, population.sources(), which, "data source");
	}

	/**
	 * The species of that file, GUID or name.
	 *
	 * @throws MException if there is none or more than one; it names those there are
	 */
	public static Species species(final Population population, final String which) {
		return only(population, population.species(), which, "species");
	}

	private static Population saved(final Population population) {
		PopulationStore.save(population);
		return population;
	}

	private static boolean matches(final Member member, final String text) {
		return member.name().equals(text) || member.guid().toString().equalsIgnoreCase(text) || isFile(member, text);
	}

	private static boolean isFile(final Member member, final String text) {
		try {
			return member.file().equals(Path.of(text).toAbsolutePath().normalize());
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}

	private static <T extends Member> T only(final Population population, final List<T> members, final String which, final String kind)
	{
		final List<T> found = members.stream().filter(member -> matches(member, which)).toList();
		if (found.size() == 1) return found.get(0);
		if (found.size() > 1) throw new MException(found.size() + " " + kind + " members are named '" + which + "'", population
			.file().toString(), "Give the GUID: " + found);
		final String remedy = members.isEmpty() ? "It has none" : "Give the file, GUID or name of one of " + members;
		throw new MException("The population has no " + kind + " '" + which + "'", population.file().toString(), remedy);
	}
}
