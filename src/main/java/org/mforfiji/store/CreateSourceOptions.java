package org.mforfiji.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a data source is made from Warp's settings.
 *
 * @param settings the {@code .settings} file of Warp
 * @param name display name of the new source
 * @param output the {@code .source} file; empty for {@code <processing folder>/<safe name>.source}
 * @param limit largest number of tilts or frames used per item, least exposed first; 0 for all
 * @param selection which items are taken
 * @param keepsVersions whether commits keep a copy of the metadata
 */
public record CreateSourceOptions(Path settings, String name, Optional<Path> output, int limit, Selection selection,
	boolean keepsVersions)
{

	/**
	 * Which items are taken.
	 *
	 * @param filtered also those that the quality filter refuses
	 * @param deselected also those that were deselected by hand
	 * @param unprocessed also those that have metadata, but no CTF or motion results in them
	 * @param list text file with one item name per line: exactly these items are taken, whatever group they belong to
	 */
	public record Selection(boolean filtered, boolean deselected, boolean unprocessed, Optional<Path> list) {

		/** Only items that pass the quality filter. */
		public static final Selection PASSING = new Selection(false, false, false, Optional.empty());

		/** All items that have metadata, as M's command line takes them. */
		public static final Selection ALL = new Selection(true, true, true, Optional.empty());

		/** Only the items of a list. */
		public static Selection of(final Path list) {
			return new Selection(false, false, false, Optional.of(list));
		}
	}

	/** Items that pass the filter, all tilts, the source in the processing folder, with versions. */
	public static CreateSourceOptions of(final Path settings, final String name) {
		return new CreateSourceOptions(settings, name, Optional.empty(), 0, Selection.PASSING, true);
	}

	public CreateSourceOptions withOutput(final Path value) {
		return new CreateSourceOptions(settings, name, Optional.of(value), limit, selection, keepsVersions);
	}

	/** With that limit of tilts or frames; 0 for none. */
	public CreateSourceOptions withLimit(final int value) {
		return new CreateSourceOptions(settings, name, output, value, selection, keepsVersions);
	}

	public CreateSourceOptions withSelection(final Selection value) {
		return new CreateSourceOptions(settings, name, output, limit, value, keepsVersions);
	}

	public CreateSourceOptions withVersions(final boolean value) {
		return new CreateSourceOptions(settings, name, output, limit, selection, value);
	}
}
