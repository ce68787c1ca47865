package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.mforfiji.map.BackProjector;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** Whether the folders of a run can be written and their disks have room. */
final class SpaceChecks {

	/** Maps that a commit writes: half-maps, filtered and sharpened. */
	private static final int MAPS = 4;
	/** Bytes of a row of a particle table, of the journal, and of error bars of a particle image. */
	private static final long ROW = 400;
	private static final long IMAGE_ROW = 40;

	private final Population population;
	private final List<TiltSeriesItem> items;
	private final RunOptions options;
	private final List<Finding> findings;

	SpaceChecks(final Population population, final List<TiltSeriesItem> items, final RunOptions options,
		final List<Finding> findings)
	{
		this.population = population;
		this.items = items;
		this.options = options;
		this.findings = findings;
	}

	void run() {
		final Set<Path> folders = new LinkedHashSet<>(List.of(population.folder(), RefinementRun.temporary(population)));
		population.species().forEach(species -> folders.add(species.folder()));
		if (options.refine().refines() && options.refine().imageWarp().isPresent()) population.sources().forEach(source -> folders
			.add(source.folder()));
		for (final Path folder : folders)
			if (!Files.isWritable(existing(folder))) findings.add(Finding.error(folder.toString(), "The folder may not be written",
				"Give write access to it"));
		room();
	}

	/** The folder, or the nearest above it that exists. */
	private static Path existing(final Path folder) {
		Path path = folder;
		while (!Files.exists(path) && path.getParent() != null)
			path = path.getParent();
		return path;
	}

	private void room() {
		final Map<FileStore, Long> needs = new LinkedHashMap<>();
		final Map<FileStore, Path> places = new LinkedHashMap<>();
		try {
			long journal = 0;
			for (final Species species : population.species()) {
				final long n = species.boxSize();
				// The old state is copied where its version has no copy yet.
				final int copies = species.keepsVersions() ? 3 : 1;
				add(species.folder(), copies * (MAPS * 4 * n * n * n + ROW * species.particles().size()), needs, places);
				journal += 2 * 2 * BackProjector.bytes(species.boxSize()) + 2 * ROW * species.particles().size();
			}
			for (final TiltSeriesItem item : items)
				for (int s = 0; s < population.species().size(); s++)
					journal += 2 * IMAGE_ROW * item.members(s).length * item.series().usedTilts();
			add(population.folder(), journal, needs, places);
			for (final Map.Entry<FileStore, Long> need : needs.entrySet())
				judge(places.get(need.getKey()), need.getValue(), need.getKey().getUsableSpace());
		}
		catch (final IOException unknown) {
			findings.add(Finding.warning(population.folder().toString(), "The free space of the disk is not known: " + unknown
				.getMessage(), ""));
		}
	}

	private static void add(final Path folder, final long bytes, final Map<FileStore, Long> needs,
		final Map<FileStore, Path> places) throws IOException
	{
		final FileStore disk = Files.getFileStore(existing(folder));
		needs.merge(disk, bytes, Long::sum);
		places.putIfAbsent(disk, folder);
	}

	private void judge(final Path folder, final long needed, final long free) {
		final String what = String.format(Locale.ROOT, "The run needs %.2f GB of disk, and %.2f GB are free", needed / 1e9, free /
			1e9);
		if (free < needed) findings.add(Finding.error(folder.toString(), what, "Free some space"));
		else if (free < 2 * needed) findings.add(Finding.warning(folder.toString(), what, "Free some space"));
	}
}
