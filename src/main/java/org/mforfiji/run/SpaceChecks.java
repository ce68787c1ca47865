package org.mforfiji.run;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** Whether the folders of a run can be written and their disks have room. */
final class SpaceChecks {

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
		final Set<Path> folders = new LinkedHashSet<>(List.of(population.folder(), RefinementRun.temporary(population.folder())));
		population.species().forEach(species -> folders.add(species.folder()));
		if (options.refine().changesItems()) population.sources().forEach(source -> folders
			.add(source.folder()));
		for (final Path folder : folders)
			DiskRoom.requireWritable(folder, findings);
		room();
	}

	private void room() {
		final DiskRoom room = new DiskRoom(findings);
		long journal = 0;
		for (final Species species : population.species()) {
			// The old state is copied where its version has no copy yet.
			final int copies = species.keepsVersions() ? 3 : 1;
			room.add(species.folder(), copies * DiskRoom.speciesBytes(species.boxSize(), species.particles().size()));
			journal += DiskRoom.journalBytes(species.boxSize(), species.particles().size());
		}
		for (final TiltSeriesItem item : items)
			for (int s = 0; s < population.species().size(); s++)
				journal += DiskRoom.errorBytes((long) item.members(s).length * item.series().usedTilts());
		room.add(population.folder(), journal);
		room.judge();
	}
}
