package org.mforfiji.command;

import java.io.File;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;

/** Holds the values of a command against what its declaration allows, before anything runs. */
final class ParameterCheck {

	private ParameterCheck() {}

	/** Throws for the first value that is missing, out of range, not among the choices or a file that is not there. */
	static void check(final List<CommandParameter> parameters, final Object command) {
		for (final CommandParameter parameter : parameters)
			if (!parameter.isHeading()) check(parameter, parameter.value(command));
	}

	private static void check(final CommandParameter parameter, final Object value) {
		if (CommandParameter.isAbsent(value)) {
			if (parameter.isRequired()) throw missing(parameter);
		}
		else if (value instanceof Number number) checkNumber(parameter, number);
		else if (value instanceof File file) checkFile(parameter, file);
		else if (value instanceof String text) checkChoice(parameter, text);
	}

	private static MException missing(final CommandParameter parameter) {
		return new MException(parameter.title() + " is missing", "", "Give it: " + parameter.description());
	}

	private static void checkNumber(final CommandParameter parameter, final Number value) {
		if (Double.isNaN(value.doubleValue())) throw new MException(parameter.title() + " is not a number", "",
			"Give a number" + parameter.rangeText());
		if (parameter.isInRange(value)) return;
		if (parameter.isRequiredOption() && value.equals(parameter.initial())) throw missing(parameter);
		throw new MException(parameter.title() + " is " + value, "", "Give a number" + parameter.rangeText());
	}

	private static void checkChoice(final CommandParameter parameter, final String value) {
		final List<String> choices = parameter.choices();
		if (choices.isEmpty() || choices.contains(value)) return;
		throw new MException(parameter.title() + " is '" + value + "'", "", "Give one of " + String.join(", ", choices) +
			"; the nearest is " + NearestNames.of(value, choices, 1).get(0));
	}

	private static void checkFile(final CommandParameter parameter, final File file) {
		final String style = parameter.style();
		if (style.contains("open") || style.contains("extensions")) checkReadable(parameter, file);
		else if (style.contains("directory") && file.exists() && !file.isDirectory()) throw new MException(parameter.title() +
			" is a file, not a folder", file.getPath(), "Give the path of a folder");
		else if (style.contains("save") && file.isDirectory()) throw new MException(parameter.title() +
			" is a folder, not a file", file.getPath(), "Give the path of a file");
	}

	private static void checkReadable(final CommandParameter parameter, final File file) {
		if (!file.exists()) throw new MException(parameter.title() + " does not exist", file.getPath(), similar(file));
		if (file.isDirectory()) throw new MException(parameter.title() + " is a folder, not a file", file.getPath(),
			"Give the path of a file");
		if (!file.canRead()) throw new MException(parameter.title() + " cannot be read", file.getPath(),
			"Check the permissions of the file");
	}

	private static String similar(final File file) {
		final File folder = file.getAbsoluteFile().getParentFile();
		final String[] names = folder == null ? null : folder.list();
		if (names == null) return "There is no folder " + folder + "; check the path";
		final List<String> nearest = NearestNames.of(file.getName(), List.of(names), 1);
		if (nearest.isEmpty()) return "Its folder is empty; check the path";
		return "Check the path; the nearest name in that folder is " + nearest.get(0);
	}
}
