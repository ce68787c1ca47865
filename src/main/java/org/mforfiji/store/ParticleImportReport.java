package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the rows of an imported particle table.
 *
 * @param file the table
 * @param format what kind of table it is
 * @param total its rows
 * @param linked rows that belong to an item of a data source
 * @param sources how many belong to each data source, in the order of the population
 * @param unmatched the names that no data source has, the most frequent first
 * @param notes how pixel sizes were found, and what the user should look at
 */
public record ParticleImportReport(Path file, String format, int total, int linked, List<SourceShare> sources,
	List<Unmatched> unmatched, List<String> notes)
{

	/**
	 * A data source's share.
	 *
	 * @param source its name
	 * @param items its items
	 * @param matchedItems items that have particles
	 * @param particles particles that belong to it
	 */
	public record SourceShare(String source, int items, int matchedItems, int particles) {}

	/**
	 * A name that no data source has.
	 *
	 * @param name as the table has it
	 * @param particles rows with this name
	 * @param nearest the items whose names are most like it, or what else helps to find it
	 */
	public record Unmatched(String name, int particles, List<String> nearest) {

		@Override
		public String toString() {
			return name + " (" + particles + (nearest.isEmpty() ? ")" : "; nearest: " + String.join(", ", nearest) + ")");
		}
	}

	public ParticleImportReport {
		sources = List.copyOf(sources);
		unmatched = List.copyOf(unmatched);
		notes = List.copyOf(notes);
	}

	/** Rows that belong to no item. */
	public int unmatchedParticles() {
		return total - linked;
	}

	/** The report as lines for people. */
	public List<String> lines() {
		final List<String> lines = new ArrayList<>();
		lines.add(linked + "/" + total + " particles matched to available data sources (" + file + ", " + format + ")");
		for (final SourceShare share : sources)
			lines.add("  " + share.source + ": " + share.particles + " particles in " + share.matchedItems + " of " + share.items +
				" items, " + (total - share.particles) + " elsewhere");
		for (final Unmatched name : unmatched)
			lines.add("  not found: " + name);
		notes.forEach(note -> lines.add("  " + note));
		return lines;
	}
}
