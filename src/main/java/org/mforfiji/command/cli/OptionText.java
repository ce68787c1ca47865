package org.mforfiji.command.cli;

import java.io.File;
import java.util.List;

import org.mforfiji.command.CommandParameter;

/** How the help of the command line describes an option. */
final class OptionText {

	private OptionText() {}

	/** What stands for the value, e.g. {@code <file>}. */
	static String label(final CommandParameter input) {
		final Class<?> type = input.type();
		if (type == File.class) return input.style().contains("directory") ? "<folder>" : "<file>";
		if (!input.choices().isEmpty()) return "<choice>";
		if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) return "<integer>";
		if (type.isPrimitive() || Number.class.isAssignableFrom(type)) return "<number>";
		return "<text>";
	}

	/** The description with what is required, the choices, the range and the default. */
	static String description(final CommandParameter input) {
		final StringBuilder text = new StringBuilder(input.optionDescription());
		if (!input.choices().isEmpty()) text.append(": ").append(String.join(", ", input.choices()));
		if (input.isRequiredOption()) text.append(" (required").append(range(input)).append(')');
		else if (!input.isSwitch()) text.append(defaultValue(input));
		return text.toString();
	}

	private static String defaultValue(final CommandParameter input) {
		final String range = range(input);
		if (!CommandParameter.isAbsent(input.initial())) return " (default " + initial(input) + range + ")";
		return range.isEmpty() ? "" : " (" + range.substring(2) + ")";
	}

	/** Whole numbers without a fraction, as one would type them. */
	private static String initial(final CommandParameter input) {
		return String.valueOf(input.initial()).replaceFirst("\\.0$", "");
	}

	private static String range(final CommandParameter input) {
		final String range = input.rangeText();
		return range.isEmpty() ? "" : "," + range;
	}
}
