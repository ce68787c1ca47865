package org.mforfiji.command.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.CommandResults;
import org.mforfiji.command.MCommand;
import org.scijava.command.CommandInfo;

/**
 * Runs one command line: finds the verb, reads the options, checks all values, does the work and prints the results.
 * Results and messages go to the output, progress, warnings and errors to the error stream; with {@code --json} the
 * output holds nothing but one JSON object, also after a failure: {@code {"error": {"what": …, "where": …, "remedy": …}}},
 * with empty texts for what is not known.
 */
public final class Shell {

	/** Exit code: the work is done. */
	public static final int DONE = 0;
	/** Exit code: the work failed. */
	public static final int FAILED = 1;
	/** Exit code: the command line cannot be used as it stands; nothing ran. */
	public static final int WRONG_USAGE = 2;
	/** Exit code: the user stopped the work. */
	public static final int CANCELLED = 130;

	private final CommandCatalog catalog;
	private final PrintStream out;
	private final PrintStream err;
	private final boolean terminal;
	private volatile ShellMonitor running;
	private volatile boolean cancelled;

	/**
	 * @param catalog the commands
	 * @param out where results and messages go
	 * @param err where progress, warnings and errors go
	 * @param terminal whether {@code err} is a terminal that can redraw a line
	 */
	public Shell(final CommandCatalog catalog, final PrintStream out, final PrintStream err, final boolean terminal) {
		this.catalog = catalog;
		this.out = out;
		this.err = err;
		this.terminal = terminal;
	}

	/** Asks the running command to stop, from any thread. */
	public void cancel() {
		cancelled = true;
		final ShellMonitor monitor = running;
		if (monitor != null) monitor.cancel();
	}

	/**
	 * Runs a command line.
	 *
	 * @param args the verb and its options
	 * @return the exit code
	 */
	public int run(final String... args) {
		if (args.length == 0) {
			err.print(Overview.text(catalog));
			return WRONG_USAGE;
		}
		final String first = args[0];
		if (List.of("--version", "-V").contains(first)) return print(Overview.version() + "\n");
		final boolean help = List.of("--help", "-h", "help").contains(first);
		if (help && args.length == 1) return print(Overview.text(catalog));
		if (help && args[1].equals("all")) return print(CommandReference.markdown(catalog.inMenuOrder()));
		final String verb = help ? args[1] : first;
		final Optional<CommandInfo> info = catalog.find(verb);
		if (info.isEmpty()) return unknown(verb, List.of(args).contains("--json"));
		final CommandLineOptions options = new CommandLineOptions(info.get());
		if (help) return print(options.help());
		return run(options, List.of(args).subList(1, args.length));
	}

	private int print(final String text) {
		out.print(text);
		return DONE;
	}

	private int unknown(final String verb, final boolean json) {
		final String nearest = NearestNames.of(verb, catalog.names(), 1).stream().map("The nearest is %s; "::formatted).collect(
			Collectors.joining());
		report(KnownFromM.command(verb).map(known -> new MException(known, "", "'m --help' lists all commands")).orElseGet(
			() -> new MException("There is no command '" + verb + "'", "", nearest + "'m --help' lists them all")), json, false);
		return WRONG_USAGE;
	}

	private int run(final CommandLineOptions options, final List<String> args) {
		final MCommand command;
		try {
			options.parse(args);
			if (options.isHelpAsked()) return print(options.help());
			if (options.isVersionAsked()) return print(Overview.version() + "\n");
			command = options.command();
			command.check();
		}
		catch (final MException wrong) {
			report(wrong, options);
			err.println("'m " + options.verb() + " --help' shows all options.");
			return WRONG_USAGE;
		}
		catch (final RuntimeException fault) {
			report(fault(fault), options);
			return FAILED;
		}
		return work(command, options);
	}

	private int work(final MCommand command, final CommandLineOptions options) {
		final boolean json = options.isJson();
		try (ShellMonitor monitor = new ShellMonitor(json ? err : out, err, terminal)) {
			running = monitor;
			if (cancelled) monitor.cancel();
			command.perform(monitor);
		}
		catch (final CancelledException stopped) {
			report(stopped, options);
			return CANCELLED;
		}
		catch (final MException failed) {
			report(failed, options);
			return FAILED;
		}
		catch (final OutOfMemoryError memory) {
			report(new MException("The memory that Java may use is full, " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB",
				"", "Give more, e.g. M_JAVA_OPTS=-Xmx16g, or use fewer threads", memory), options);
			return FAILED;
		}
		catch (final RuntimeException | Error fault) {
			report(fault(fault), options);
			return FAILED;
		}
		finally {
			running = null;
		}
		if (json) out.println(Json.text(CommandResults.values(command)));
		else CommandResults.lines(command).forEach(out::println);
		return DONE;
	}

	private static MException fault(final Throwable fault) {
		return new MException("This is a fault in the program, not in the data: " + fault, "",
			"Run again with --debug and report what it prints", fault);
	}

	private void report(final MException error, final CommandLineOptions options) {
		report(error, options.isJson(), options.isDebug());
	}

	private void report(final MException error, final boolean json, final boolean debug) {
		err.println(error.getMessage());
		if (debug) error.printStackTrace(err);
		if (!json) return;
		final Map<String, Object> parts = new LinkedHashMap<>();
		parts.put("what", error.what());
		parts.put("where", error.where());
		parts.put("remedy", error.remedy());
		out.println(Json.text(Map.of("error", parts)));
	}
}
