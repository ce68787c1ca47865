package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * RELION's optimisation set: one file that names the particle table, the tomograms and whatever else belongs together.
 *
 * @param file the file itself
 * @param entries what it names: label (without underscore) to path as written
 */
public record OptimisationSet(Path file, Map<String, String> entries) {

	private static final String PARTICLES = "rlnTomoParticlesFile";
	private static final String TOMOGRAMS = "rlnTomoTomogramsFile";
	private static final String TRAJECTORIES = "rlnTomoTrajectoriesFile";

	public OptimisationSet {
		entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
	}

	/** Reads an optimisation set; throws if the file is something else. */
	public static OptimisationSet read(final Path file) {
		final StarFile star = StarFile.read(file);
		final StarBlock block = star.blocks().stream().filter(candidate -> candidate.hasColumn(PARTICLES) || candidate
			.hasColumn(TOMOGRAMS)).findFirst().orElseThrow(() -> TableKind.of(star).refusal(file, star, "an optimisation set"));
		final Map<String, String> entries = new LinkedHashMap<>();
		if (block.rows() > 0) for (final String label : block.columns())
			entries.put(label, block.text(0, label));
		return new OptimisationSet(file, entries);
	}

	/**
	 * An optimisation set that does not exist yet.
	 *
	 * @param file where to write it
	 * @param particles path of the particle table as it shall be written
	 * @param tomograms path of the table of tomograms as it shall be written
	 */
	public static OptimisationSet of(final Path file, final String particles, final String tomograms) {
		final Map<String, String> entries = new LinkedHashMap<>();
		entries.put(PARTICLES, particles);
		entries.put(TOMOGRAMS, tomograms);
		return new OptimisationSet(file, entries);
	}

	/**
	 * This set at another place with another particle table; everything else it names stays what it is.
	 *
	 * @param target where it will be
	 * @param particleTable the other particle table
	 */
	public OptimisationSet withParticles(final Path target, final Path particleTable) {
		final Map<String, String> moved = new LinkedHashMap<>();
		entries.forEach((label, named) -> moved.put(label, label.equals(PARTICLES) ? RelionPaths.spelled(file, named,
			particleTable) : RelionPaths.moved(file, named, target)));
		return new OptimisationSet(target, moved);
	}

	/** The particle table; throws if the set names none or it does not exist. */
	public Path particles() {
		return resolve(PARTICLES, "particle table");
	}

	/** The table of tomograms; throws if the set names none or it does not exist. */
	public Path tomograms() {
		return resolve(TOMOGRAMS, "table of tomograms");
	}

	/** Path of the particles' trajectories as written, if the set names them. */
	public Optional<String> trajectories() {
		return Optional.ofNullable(entries.get(TRAJECTORIES));
	}

	/** Writes the set. */
	public void write() {
		write(file);
	}

	/** Writes the set to another file, from where it will be moved to its place. */
	public void write(final Path staged) {
		final StarBlock block = StarBlock.list("");
		entries.forEach(block::put);
		StarFile.of(block).write(staged);
	}

	private Path resolve(final String label, final String what) {
		final String named = entries.get(label);
		if (named == null) throw new MException("The optimisation set names no " + what + " (" + label + ")", file.toString(),
			"Add it, or give the " + what + " itself");
		return RelionPaths.resolve(file, named, what);
	}
}
