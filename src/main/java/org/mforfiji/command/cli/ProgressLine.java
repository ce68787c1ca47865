package org.mforfiji.command.cli;

/** Words for progress: a bar for terminals and a plain line, both with the time that is left. */
final class ProgressLine {

	private static final int BAR = 24;

	private ProgressLine() {}

	/**
	 * A line with a bar.
	 *
	 * @param step what is running
	 * @param done units finished
	 * @param total units in all, at least 1
	 * @param seconds time since the step began
	 * @param width the line is cut to this many characters
	 */
	static String bar(final String step, final long done, final long total, final double seconds, final int width) {
		final int filled = (int) (BAR * fraction(done, total));
		final String line = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + numbers(done, total) + time(done,
			total, seconds) + "  " + step;
		return line.length() <= width ? line : line.substring(0, width - 1) + "…";
	}

	/** The same without a bar. */
	static String plain(final String step, final long done, final long total, final double seconds) {
		return (step.isEmpty() ? "" : step + ": ") + numbers(done, total).stripLeading() + time(done, total, seconds);
	}

	private static double fraction(final long done, final long total) {
		return Math.min(1, Math.max(0, done / (double) Math.max(1, total)));
	}

	private static String numbers(final long done, final long total) {
		return String.format("%3d %% (%d of %d)", (int) (100 * fraction(done, total)), done, total);
	}

	private static String time(final long done, final long total, final double seconds) {
		if (done >= total) return ", " + duration(seconds);
		return done <= 0 ? "" : ", " + duration(seconds / done * (total - done)) + " left";
	}

	/** Seconds as {@code mm:ss} or {@code h:mm:ss}. */
	static String duration(final double seconds) {
		final long s = Math.round(seconds);
		return s < 3600 ? String.format("%02d:%02d", s / 60, s % 60) : String.format("%d:%02d:%02d", s / 3600, s / 60 % 60, s %
			60);
	}
}
