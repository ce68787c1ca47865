package org.mforfiji.base;

/**
 * What an algorithm sees of its surroundings: it reports progress and messages and asks whether to stop. Fiji connects
 * it with a SciJava task, the shell with a progress bar. Implementations are thread-safe.
 */
public interface Monitor {

	/** Reports nothing and never cancels. */
	Monitor SILENT = new Monitor() {};

	/**
	 * Progress of the running step.
	 *
	 * @param done units finished
	 * @param total units in all, at least 1
	 */
	default void progress(final long done, final long total) {}

	/** Names the step that begins now. */
	default void step(final String name) {}

	/** A line for the user. */
	default void message(final String line) {}

	/** Something the user should look at, although the work goes on. */
	default void warning(final String line) {}

	/** Whether the user asked to stop. */
	default boolean isCancelled() {
		return false;
	}

	/** Throws {@link CancelledException} if the user asked to stop; call it at least every few seconds. */
	default void checkCancelled() {
		if (isCancelled()) throw new CancelledException();
	}
}
