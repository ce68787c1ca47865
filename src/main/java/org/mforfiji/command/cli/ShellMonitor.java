package org.mforfiji.command.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

import org.mforfiji.base.Monitor;

/**
 * Progress in a shell: on a terminal one line that is drawn again, elsewhere a plain line for every tenth of a step and
 * every half minute.
 */
final class ShellMonitor implements Monitor, AutoCloseable {

	private static final double REDRAW_SECONDS = 0.1;
	private static final double PLAIN_SECONDS = 30;
	private static final int WIDTH = 79;
	private static final String ERASE = "\r\033[2K";

	private final PrintStream messages;
	private final PrintStream err;
	private final boolean terminal;
	private final LongSupplier nanoseconds;
	private volatile boolean cancelled;
	private String step = "";
	private long stepStart;
	private double lastSeconds = Double.NEGATIVE_INFINITY;
	private int lastTenth;
	private String bar = "";

	ShellMonitor(final PrintStream messages, final PrintStream err, final boolean terminal) {
		this(messages, err, terminal, System::nanoTime);
	}

	ShellMonitor(final PrintStream messages, final PrintStream err, final boolean terminal,
		final LongSupplier nanoseconds)
	{
		this.messages = messages;
		this.err = err;
		this.terminal = terminal;
		this.nanoseconds = nanoseconds;
		this.stepStart = nanoseconds.getAsLong();
	}

	void cancel() {
		cancelled = true;
	}

	@Override
	public boolean isCancelled() {
		return cancelled;
	}

	@Override
	public synchronized void step(final String name) {
		step = name;
		stepStart = nanoseconds.getAsLong();
		lastSeconds = Double.NEGATIVE_INFINITY;
		lastTenth = 0;
		if (terminal) draw(name);
		else err.println(name);
	}

	@Override
	public synchronized void progress(final long done, final long total) {
		final double seconds = (nanoseconds.getAsLong() - stepStart) * 1e-9;
		if (terminal) {
			if (done < total && seconds - lastSeconds < REDRAW_SECONDS) return;
			draw(ProgressLine.bar(step, done, total, seconds, WIDTH));
		}
		else {
			final int tenth = (int) (10 * done / Math.max(1, total));
			if (tenth == lastTenth && (tenth >= 10 || seconds - Math.max(0, lastSeconds) < PLAIN_SECONDS)) return;
			err.println(ProgressLine.plain(step, done, total, seconds));
			lastTenth = tenth;
		}
		lastSeconds = seconds;
	}

	@Override
	public synchronized void message(final String line) {
		erase();
		messages.println(line);
		redraw();
	}

	@Override
	public synchronized void warning(final String line) {
		erase();
		err.println("Warning: " + line);
		redraw();
	}

	private void draw(final String line) {
		erase();
		bar = line;
		redraw();
	}

	private void erase() {
		if (!bar.isEmpty()) err.print(ERASE);
	}

	private void redraw() {
		if (bar.isEmpty()) return;
		err.print(bar);
		err.flush();
	}

	/** Takes the bar away. */
	@Override
	public synchronized void close() {
		erase();
		bar = "";
		err.flush();
	}
}
