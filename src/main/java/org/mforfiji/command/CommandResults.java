package org.mforfiji.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of a command that has run, in words and as values. */
public final class CommandResults {

	private CommandResults() {}

	/** One line for a plain result, one for every element of a list; what is hidden from the shell is left out. */
	public static List<String> lines(final MCommand command) {
		final List<String> lines = new ArrayList<>();
		for (final CommandParameter output : CommandParameter.outputs(command.info())) {
			final Object value = output.value(command);
			if (!output.isShownInShell() || output.isJsonOnly()) continue;
			if (value instanceof Iterable<?> list && !(value instanceof java.nio.file.Path)) list.forEach(element -> lines.add(
				String.valueOf(element)));
			else if (!CommandParameter.isAbsent(value)) lines.add(output.label() + ": " + value);
		}
		return lines;
	}

	/** The results by name, as the command line writes names, in the order of their declaration. */
	public static Map<String, Object> values(final MCommand command) {
		final Map<String, Object> values = new LinkedHashMap<>();
		for (final CommandParameter output : CommandParameter.outputs(command.info()))
			if (output.isShownInShell()) values.put(output.shellKey(), output.value(command));
		return values;
	}
}
