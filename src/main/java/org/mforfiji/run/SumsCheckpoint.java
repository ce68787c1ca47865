package org.mforfiji.run;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;

/**
 * Keeps the sums of half-maps over the items done so far in the journal, every so often, so that a kill does not cost all of
 * them. A checkpoint is a folder whose name is the number of items; it appears whole, and those before it go then.
 */
final class SumsCheckpoint {

	private final Path folder;
	private final long interval;
	private long last = System.nanoTime();
	private int kept;

	/**
	 * @param folder folder of the phase in the journal
	 * @param seconds time between checkpoints
	 */
	SumsCheckpoint(final Path folder, final int seconds) {
		this.folder = folder;
		interval = seconds * 1_000_000_000L;
	}

	/** The sums of the last checkpoint, or empty ones. */
	HalfMapSums restore(final List<RunSpecies> species, final Monitor monitor) {
		for (final Path checkpoint : RunFolders.list(folder))
			kept = Math.max(kept, Integer.parseInt(checkpoint.getFileName().toString()));
		if (kept == 0) return HalfMapSums.empty(species);
		final Path checkpoint = folder.resolve(Integer.toString(kept));
		try {
			return HalfMapSums.read(species, checkpoint);
		}
		catch (final MException damaged) {
			monitor.warning("A checkpoint is of no use, its sums are made anew: " + damaged.getMessage());
			RunFolders.delete(folder);
			kept = 0;
			return HalfMapSums.empty(species);
		}
	}

	/** Keeps the sums if it is time. */
	void offer(final HalfMapSums sums) {
		if (System.nanoTime() - last >= interval) keep(sums);
	}

	/** Keeps the sums, unless that was done. */
	void keep(final HalfMapSums sums) {
		final int items = sums.items();
		if (items == kept) return;
		RunFolders.write(folder.resolve(Integer.toString(items)), sums::write);
		if (kept > 0) RunFolders.delete(folder.resolve(Integer.toString(kept)));
		kept = items;
		last = System.nanoTime();
	}
}
