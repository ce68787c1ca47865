package org.mforfiji.store;

import java.util.List;

/**
 * The items of a Warp project by quality; each item is in one group. Names are file names with extension, sorted.
 *
 * @param passing processed and accepted
 * @param filtered refused by the quality filter
 * @param deselected left out by hand
 * @param unprocessed without results of CTF or motion estimation in their metadata
 * @param withoutMetadata raw data only; can never be taken
 */
public record ItemGroups(List<String> passing, List<String> filtered, List<String> deselected, List<String> unprocessed,
	List<String> withoutMetadata)
{

	public ItemGroups {
		passing = List.copyOf(passing);
		filtered = List.copyOf(filtered);
		deselected = List.copyOf(deselected);
		unprocessed = List.copyOf(unprocessed);
		withoutMetadata = List.copyOf(withoutMetadata);
	}

	/** One line for people. */
	public String summary() {
		return passing.size() + " items pass the quality filter, " + filtered.size() + " are filtered out, " + deselected.size() +
			" are deselected by hand, " + (unprocessed.size() + withoutMetadata.size()) + " are unprocessed (" + withoutMetadata
				.size() + " of them without metadata)";
	}
}
