package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/**
 * An iteration of several in a row. How many are done is part of each commit, in {@code refinement_temp/repetition.star},
 * so that the same command goes on with the next after a kill. The file goes with the last of them, or when another command
 * is committed.
 *
 * @param command all that the iterations are told to do
 * @param iteration number of this iteration, from 1
 * @param iterations number of iterations in all
 * @param before resolution of the species before the first iteration, Å; empty in the first
 */
public record Repetition(String command, int iteration, int iterations, Map<UUID, Double> before) {

	/** The file, from the population's folder. */
	static final String NAME = RefinementRun.TEMPORARY + "/repetition.star";

	public Repetition {
		before = Map.copyOf(before);
	}

	/** One iteration alone. */
	static Repetition once() {
		return new Repetition("", 1, 1, Map.of());
	}

	/**
	 * The iteration that is next: the first, or one later if the same command was interrupted after others and the species
	 * are as these left them.
	 *
	 * @param command all that the iterations are told to do
	 */
	public static Repetition next(final Population population, final String command, final int iterations,
		final Monitor monitor)
	{
		final Repetition first = new Repetition(command, 1, iterations, Map.of());
		final Path file = population.folder().resolve(NAME);
		if (!Files.exists(file)) return first;
		try {
			final StarFile star = StarFile.read(file);
			final StarBlock done = star.block("repetition"), species = star.block("species");
			final int finished = done.integer(0, "mffIterationsDone");
			final boolean same = done.value("mffCommand").equals(command) && done.integer(0, "mffIterations") == iterations;
			if (same && finished < iterations && versions(population).equals(column(species, "mffVersion"))) {
				monitor.message(finished + " of " + iterations + " iterations were done before; going on with iteration " + (finished +
					1));
				final Map<UUID, Double> before = new LinkedHashMap<>();
				column(species, "mffResolutionBefore").forEach((guid, text) -> before.put(guid, Double.valueOf(text)));
				return new Repetition(command, finished + 1, iterations, before);
			}
			monitor.message("An interrupted command had done " + finished + " of " + done.integer(0, "mffIterations") +
				" iterations; " + (same ? "the species have changed since" : "this is another command") + ", which begins with its first");
		}
		catch (final MException | IllegalArgumentException damaged) {
			monitor.warning("It cannot be read how many iterations an interrupted command had done, the first is begun: " + damaged
				.getMessage());
		}
		return first;
	}

	private static Map<UUID, String> versions(final Population population) {
		final Map<UUID, String> versions = new LinkedHashMap<>();
		for (final Species species : population.species())
			versions.put(species.guid(), species.version());
		return versions;
	}

	private static Map<UUID, String> column(final StarBlock species, final String column) {
		final Map<UUID, String> values = new LinkedHashMap<>();
		for (int row = 0; row < species.rows(); row++)
			values.put(UUID.fromString(species.text(row, "mffSpeciesGuid")), species.text(row, column));
		return values;
	}

	/** The iteration after this one, which gave these results. */
	public Repetition after(final List<RunReport.SpeciesResult> results) {
		return new Repetition(command, iteration + 1, iterations, before(results));
	}

	/** Resolution of the species before the first iteration, Å, once this iteration has given its results. */
	public Map<UUID, Double> before(final List<RunReport.SpeciesResult> results) {
		final Map<UUID, Double> all = new LinkedHashMap<>();
		results.forEach(result -> all.put(result.guid(), before.getOrDefault(result.guid(), result.resolutionBefore())));
		return all;
	}

	/** Whether no iteration follows. */
	public boolean isLast() {
		return iteration >= iterations;
	}

	/** Writes that this iteration is done. */
	void write(final List<RunReport.SpeciesResult> results, final Path file) {
		final StarBlock done = StarBlock.list("repetition").put("mffCommand", command).put("mffIterationsDone", Integer.toString(
			iteration)).put("mffIterations", Integer.toString(iterations));
		final StarBlock species = StarBlock.loop("species", "mffSpeciesGuid", "mffVersion", "mffResolutionBefore");
		final Map<UUID, Double> all = before(results);
		results.forEach(result -> species.addRow(result.guid().toString(), result.version(), all.get(result.guid()).toString()));
		StarFile.of(done, species).write(file);
	}
}
