package org.mforfiji.command.cli;

import org.mforfiji.command.CommandCatalog;
import org.scijava.command.CommandInfo;

/** What {@code m --help} and {@code m --version} print. */
final class Overview {

	private Overview() {}

	/** All commands under the headings of the menu. */
	static String text(final CommandCatalog catalog) {
		final StringBuilder text = new StringBuilder();
		text.append("M for Fiji ").append(number()).append(": multi-particle refinement of cryo-EM data.\n\n");
		text.append("Usage: m <command> [options]\n");
		final int width = catalog.names().stream().mapToInt(String::length).max().orElse(0);
		String heading = "";
		for (final CommandInfo info : catalog.inMenuOrder()) {
			final String menu = info.getMenuPath().size() < 3 ? "" : info.getMenuPath().get(2).getName();
			if (!menu.equals(heading)) text.append('\n').append(menu).append(":\n");
			heading = menu;
			text.append("  ").append(info.getName()).append(" ".repeat(width - info.getName().length() + 2)).append(info
				.getDescription()).append('\n');
		}
		text.append("\n'm <command> --help' shows the options of a command, 'm help all' those of all.\n");
		text.append("Exit codes: 0 done, 1 the work failed, 2 wrong usage, 130 cancelled.\n");
		return text.toString();
	}

	/** Name and version. */
	static String version() {
		return "M for Fiji " + number();
	}

	private static String number() {
		final String version = Overview.class.getPackage().getImplementationVersion();
		return version == null ? "(development)" : version;
	}
}
