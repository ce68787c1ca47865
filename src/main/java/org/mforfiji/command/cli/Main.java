package org.mforfiji.command.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.mforfiji.command.CommandCatalog;

/**
 * Entry point of the launcher {@code m}. The system property {@code mforfiji.terminal} says that standard error is a
 * terminal. An interrupt (Ctrl-C) asks the running command to stop and waits until it has left its files whole.
 */
public final class Main {

	private static final int SECONDS_TO_STOP = 60;

	private Main() {}

	/** Runs the command line and ends the process with its exit code. */
	public static void main(final String[] args) {
		run(CommandCatalog.discover(), args);
	}

	/** As {@link #main(String[])}, with these commands only. */
	static void run(final CommandCatalog catalog, final String... args) {
		final boolean terminal = Boolean.getBoolean("mforfiji.terminal");
		final PrintStream out = stream(FileDescriptor.out);
		final PrintStream err = stream(FileDescriptor.err);
		if (terminal) eraseIncubatorWarning(err);
		final Shell shell = new Shell(catalog, out, err, terminal);
		final CountDownLatch finished = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(shell, finished)));
		final int code = shell.run(args);
		out.flush();
		err.flush();
		finished.countDown();
		System.exit(code);
	}

	private static void stop(final Shell shell, final CountDownLatch finished) {
		shell.cancel();
		try {
			finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
		}
		catch (final InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private static PrintStream stream(final FileDescriptor target) {
		return new PrintStream(new FileOutputStream(target), true, StandardCharsets.UTF_8);
	}

	/**
	 * Java has written one line to the terminal, that an incubator module (the Vector API) is in use, and has no option
	 * against it; take the line back.
	 */
	private static void eraseIncubatorWarning(final PrintStream err) {
		if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) err.print("\033[1A\r\033[2K");
	}
}
