package org.mforfiji.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.mforfiji.io.relion.OptimisationSet;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.RelionTomograms;
import org.mforfiji.population.DataSource;

/**
 * Brings coordinates that count from the corner of RELION's tomograms to the corner of the data source's. Both programs
 * turn a tomogram about its middle, so that the middles coincide whatever the sizes. RELION's sizes are known if an
 * optimisation set was given; otherwise they are taken to be the same.
 */
final class ParticleImportFrames {

	private static final double TOLERANCE_A = 1e-3;

	private final RelionTomograms tomograms;
	private final Set<String> moved = new TreeSet<>();

	private ParticleImportFrames(final RelionTomograms tomograms) {
		this.tomograms = tomograms;
	}

	/**
	 * @param given the file that the user gave
	 * @param table the particles that were read from it
	 */
	static ParticleImportFrames of(final Path given, final RelionParticles table) {
		if (table.centred() || given.equals(table.file())) return new ParticleImportFrames(null);
		return new ParticleImportFrames(RelionTomograms.readSizes(OptimisationSet.read(given).tomograms()));
	}

	/** Moves a position in place. */
	void move(final double[] position, final String name, final DataSource source) {
		if (tomograms == null || !source.isTiltSeries()) return;
		final Optional<RelionTomogram> tomogram = tomograms.find(name);
		if (tomogram.isEmpty()) return;
		final double[] from = tomogram.get().sizeA();
		final double[] to = source.volumeSize();
		double largest = 0;
		for (int axis = 0; axis < 3; axis++) {
			position[axis] += (to[axis] - from[axis]) / 2;
			largest = Math.max(largest, Math.abs(to[axis] - from[axis]));
		}
		if (largest > TOLERANCE_A) moved.add(String.format(Locale.ROOT,
			"tomograms of %.0f × %.0f × %.0f Å lie in the middle of the %.0f × %.0f × %.0f Å of data source '%s': positions are moved by half the difference",
			from[0], from[1], from[2], to[0], to[1], to[2], source.name()));
	}

	/** What was done. */
	List<String> notes() {
		return new ArrayList<>(moved);
	}
}
