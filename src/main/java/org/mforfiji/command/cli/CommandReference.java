package org.mforfiji.command.cli;

import java.util.List;

import org.scijava.command.CommandInfo;

/** The reference of all commands, for {@code docs/commands.md} and {@code m help all}. */
final class CommandReference {

	private CommandReference() {}

	/** Markdown: a heading and the help text of each command. */
	static String markdown(final List<CommandInfo> commands) {
		final StringBuilder text = new StringBuilder("# Commands\n\nMade from the declarations of the commands by ");
		text.append("`m help all`; a test holds this page against them.\n");
		for (final CommandInfo info : commands)
			text.append("\n## ").append(info.getName()).append("\n\n```\n").append(new CommandLineOptions(info).help()
				.stripTrailing()).append("\n```\n");
		return text.toString();
	}
}
