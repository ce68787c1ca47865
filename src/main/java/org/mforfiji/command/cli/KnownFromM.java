package org.mforfiji.command.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;

/**
 * Options and commands of M that this version does not have, so that whoever retypes a command of M learns why it is
 * refused. What a later version brings is taken out of these tables then.
 */
final class KnownFromM {

	private static final String LATER = "a later version brings it";

	/** Options of MCore: name, what it does in M, what to do here. */
	private static final Map<String, Entry> OPTIONS = table("""
		--refine_doming         | refines the doming of frame series
		--refine_tiltmovies     | refines the movement within the movies of tilts
		--ctf_batch             | sets how many particles are taken at once when the CTF is refined | memory does not grow with it here
		--devicelist            | chooses GPUs             | this version computes on the CPU, --threads limits it
		--perdevice             | sets processes per GPU   | this version computes on the CPU, --threads limits it
		--perdevice_preprocess  | sets processes per GPU   | this version computes on the CPU, --threads limits it
		--perdevice_refine      | sets processes per GPU   | this version computes on the CPU, --threads limits it
		--perdevice_postprocess | sets processes per GPU   | this version computes on the CPU, --threads limits it
		--workers_preprocess    | names worker processes   | all runs in one process
		--workers_refine        | names worker processes   | all runs in one process
		--workers_postprocess   | names worker processes   | all runs in one process
		--external_provisioner  | waits for worker processes of others | all runs in one process
		--task_dir              | sets the folder of tasks | all runs in one process
		--port                  | opens a port to watch the run | progress is printed
		--cpu_memory            | keeps particle images in the memory of the computer | they always are, as far as they fit
		""");

	/** Options of EstimateWeights. */
	private static final Map<String, Entry> WEIGHT_OPTIONS = table("""
		--resolve_sources | weighs whole data sources     | M itself uses such weights for frame series only; series of several sources are weighed by --resolve_items
		--do_tiltframes   | weighs the frames of tilt movies | this version takes tilt movies as they were averaged
		""");

	/** Commands of MTools and EstimateWeights. */
	private static final Map<String, Entry> COMMANDS = table("""
		rotate_species        | rotates a species
		shift_species         | shifts a species
		expand_symmetry       | expands the symmetry of a species
		update_mask           | makes a new mask of a species
		EstimateWeights       | estimates weights of tilts and series | the command for it is estimate_weights, with the same options
		MCore                 | refines a population | the command for it is refine, with the same options
		MTools                | is the program of commands for populations | give its commands to m itself
		""");

	private record Entry(String name, String meaning, String remedy) {

		private static Entry of(final String line) {
			final String[] cells = line.split(Pattern.quote("|"));
			return new Entry(cells[0].strip(), cells[1].strip(), cells.length > 2 ? cells[2].strip() : LATER);
		}

		private String sentence() {
			return name + ", which " + meaning;
		}
	}

	private KnownFromM() {}

	private static Map<String, Entry> table(final String text) {
		return text.lines().map(Entry::of).collect(Collectors.toMap(Entry::name, Function.identity()));
	}

	/**
	 * The error for options of M among arguments that were not understood; empty if there are none.
	 *
	 * @param verb the command that was called; refine takes over options of MCore, estimate_weights those of EstimateWeights
	 * @param arguments options, with or without {@code =value}, and stray values
	 */
	static Optional<MException> options(final String verb, final List<String> arguments) {
		final Map<String, Entry> options = verb.equals("refine") ? OPTIONS : verb.equals("estimate_weights") ? WEIGHT_OPTIONS : Map
			.of();
		final List<Entry> found = arguments.stream().map(argument -> options.get(argument.replaceFirst("=.*", ""))).filter(
			entry -> entry != null).distinct().toList();
		if (found.isEmpty()) return Optional.empty();
		final String what = "This version does not have M's " + found.stream().map(Entry::sentence).collect(Collectors.joining(
			"; ")) + ". Nothing was done";
		final String remedy = found.stream().collect(Collectors.groupingBy(Entry::remedy, java.util.LinkedHashMap::new, Collectors
			.mapping(Entry::name, Collectors.joining(", ")))).entrySet().stream().map(e -> e.getValue() + ": " + e.getKey()).collect(
				Collectors.joining("; "));
		return Optional.of(new MException(what, "", "Leave out " + remedy));
	}

	/** What to say of a command of M that is none here; empty if it is none of M's. */
	static Optional<String> command(final String verb) {
		return Optional.ofNullable(COMMANDS.get(verb)).map(entry -> "M's " + entry.sentence() + ", is not in this version: " +
			entry.remedy());
	}

	/** Names of all options in the table. */
	static Iterable<String> optionNames() {
		return OPTIONS.keySet();
	}
}
