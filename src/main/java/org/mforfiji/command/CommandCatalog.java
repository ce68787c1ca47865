package org.mforfiji.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.scijava.MenuPath;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.PluginIndex;
import org.scijava.plugin.PluginInfo;

/**
 * The commands below Plugins › M, by their names. Finding them reads SciJava's plugin index only; a command's class is
 * loaded when its parameters are asked for. Jars of others that declare commands in that menu, made of
 * {@link MCommand}, are found as well.
 */
public final class CommandCatalog {

	private final Map<String, CommandInfo> commands = new TreeMap<>();

	private CommandCatalog(final Collection<CommandInfo> infos) {
		for (final CommandInfo info : infos)
			commands.put(info.getName(), info);
	}

	/** All commands on the class path. */
	public static CommandCatalog discover() {
		final PluginIndex plugins = new PluginIndex();
		plugins.discover();
		final List<CommandInfo> found = new ArrayList<>();
		for (final PluginInfo<Command> plugin : plugins.getPlugins(Command.class))
			if (isOurs(plugin)) found.add(new CommandInfo(plugin));
		return new CommandCatalog(found);
	}

	/** A catalog of these classes only. */
	@SafeVarargs
	public static CommandCatalog of(final Class<? extends MCommand>... classes) {
		final List<CommandInfo> infos = new ArrayList<>();
		for (final Class<? extends MCommand> type : classes)
			infos.add(new CommandInfo(type));
		return new CommandCatalog(infos);
	}

	private static boolean isOurs(final PluginInfo<Command> plugin) {
		final MenuPath menu = plugin.getMenuPath();
		return menu != null && menu.size() > 2 && menu.get(0).getName().equals(Menus.PLUGINS) && menu.get(1).getName().equals(
			Menus.M) && plugin.getName() != null && !plugin.getName().isEmpty();
	}

	/** The command of that name. */
	public Optional<CommandInfo> find(final String name) {
		return Optional.ofNullable(commands.get(name));
	}

	/** All names, sorted. */
	public Collection<String> names() {
		return commands.keySet();
	}

	/** All commands in the order of the menu. */
	public List<CommandInfo> inMenuOrder() {
		final List<CommandInfo> sorted = new ArrayList<>(commands.values());
		sorted.sort((a, b) -> compare(a.getMenuPath(), b.getMenuPath()));
		return sorted;
	}

	private static int compare(final MenuPath a, final MenuPath b) {
		for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
			final int byWeight = Double.compare(a.get(i).getWeight(), b.get(i).getWeight());
			if (byWeight != 0) return byWeight;
			final int byName = a.get(i).getName().compareTo(b.get(i).getName());
			if (byName != 0) return byName;
		}
		return Integer.compare(a.size(), b.size());
	}
}
