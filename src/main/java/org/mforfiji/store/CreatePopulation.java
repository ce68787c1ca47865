package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.population.Population;

/** Creates an empty population. */
public final class CreatePopulation {

	private CreatePopulation() {}

	/**
	 * Creates {@code <directory>/<safe name>.population}; the folder is made if it is not there.
	 *
	 * @param name display name
	 * @throws MException if nothing of the name can stand in a file name, or the population exists
	 */
	public static Population create(final Path directory, final String name) {
		final Path file = directory.toAbsolutePath().normalize().resolve(safe(name, "population") + ".population");
		if (Files.exists(file)) throw new MException("There is a population of this name already", file.toString(),
			"Choose another name or folder, or remove the old one");
		Folders.requireWritable(file.getParent());
		Folders.create(file.getParent());
		final Population population = new Population(name, file, List.of(), List.of(), Map.of());
		PopulationStore.save(population);
		return population;
	}

	/** The file name of a display name. */
	static String safe(final String name, final String kind) {
		final String safe = WarpPaths.safeName(name);
		if (safe.isBlank() || safe.matches("\\.+")) throw new MException("'" + name + "' cannot be the name of a " + kind, "",
			"Give a name with letters or digits");
		return safe;
	}
}
