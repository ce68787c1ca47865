package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.mforfiji.map.BackProjector;

/** Room that a run needs on each disk, in bytes. */
final class DiskRoom {

	/** Maps that a commit writes: half-maps, filtered and sharpened. */
	private static final int MAPS = 4;
	/** Bytes of a row of a particle table, of the journal, and of error bars of a particle image. */
	private static final long ROW = 400;
	private static final long IMAGE_ROW = 40;

	private final List<Finding> findings;
	private final Map<FileStore, Long> needs = new LinkedHashMap<>();
	private final Map<FileStore, Path> places = new LinkedHashMap<>();

	/** @param findings gets what is short */
	DiskRoom(final List<Finding> findings) {
		this.findings = findings;
	}

	/** Results of a species. */
	static long speciesBytes(final long box, final int particles) {
		return MAPS * 4 * box * box * box + ROW * particles;
	}

	/** Sums of both phases and refined particles of a species in the journal. */
	static long journalBytes(final int box, final int particles) {
		return 2 * 2 * BackProjector.bytes(box) + 2 * ROW * particles;
	}

	/** Error bars of particle images, in the journal and where they stay. */
	static long errorBytes(final long images) {
		return 2 * IMAGE_ROW * images;
	}

	/** Adds to what a folder's disk must hold. */
	void add(final Path folder, final long bytes) {
		try {
			final FileStore disk = Files.getFileStore(existing(folder));
			needs.merge(disk, bytes, Long::sum);
			places.putIfAbsent(disk, folder);
		}
		catch (final IOException unknown) {
			notKnown(folder, unknown);
		}
	}

	/** Compares needs with what is free. */
	void judge() {
		needs.forEach((disk, needed) -> {
			try {
				judge(places.get(disk), needed, disk.getUsableSpace());
			}
			catch (final IOException unknown) {
				notKnown(places.get(disk), unknown);
			}
		});
	}

	private void notKnown(final Path folder, final IOException why) {
		findings.add(Finding.warning(folder.toString(), "The free space of the disk is not known: " + why.getMessage(), ""));
	}

	private void judge(final Path folder, final long needed, final long free) {
		final String what = String.format(Locale.ROOT, "The run needs %.2f GB of disk, and %.2f GB are free", needed / 1e9, free /
			1e9);
		if (free < needed) findings.add(Finding.error(folder.toString(), what, "Free some space"));
		else if (free < 2 * needed) findings.add(Finding.warning(folder.toString(), what, "Free some space"));
	}

	/** Finds it an error if a folder, or what would hold it, may not be written. */
	static void requireWritable(final Path folder, final List<Finding> findings) {
		if (!Files.isWritable(existing(folder))) findings.add(Finding.error(folder.toString(), "The folder may not be written",
			"Give write access to it"));
	}

	/** The folder, or the nearest above it that exists. */
	private static Path existing(final Path folder) {
		Path path = folder.toAbsolutePath().normalize();
		while (!Files.exists(path) && path.getParent() != null)
			path = path.getParent();
		return path;
	}
}
