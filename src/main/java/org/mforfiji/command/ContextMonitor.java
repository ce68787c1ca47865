package org.mforfiji.command;

import org.mforfiji.base.Monitor;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.log.LogService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

/**
 * Connects a running command with Fiji: a SciJava task with a bar and a cancel button, the status line, and the log for
 * messages. Services that the context lacks are left out.
 */
final class ContextMonitor implements Monitor, AutoCloseable {

	private static final long LEAST_PAUSE_NS = 100_000_000;

	private final Cancelable command;
	private final Task task;
	private final StatusService status;
	private final LogService log;
	private String step;
	private long lastReport = Long.MIN_VALUE;

	/**
	 * @param context where the services come from; may be {@code null}
	 * @param title what the user sees as the name of the task
	 * @param command told when the user cancels the task, and asked whether it was cancelled
	 */
	ContextMonitor(final Context context, final String title, final Cancelable command) {
		this.command = command;
		this.step = title;
		final TaskService tasks = context == null ? null : context.getService(TaskService.class);
		status = context == null ? null : context.getService(StatusService.class);
		log = context == null ? null : context.getService(LogService.class);
		task = tasks == null ? null : tasks.createTask(title);
		if (task == null) return;
		task.setCancelCallBack(() -> command.cancel(null));
		task.start();
	}

	@Override
	public synchronized void progress(final long done, final long total) {
		final long now = System.nanoTime();
		if (done < total && lastReport != Long.MIN_VALUE && now - lastReport < LEAST_PAUSE_NS) return;
		lastReport = now;
		if (task != null) {
			task.setProgressMaximum(total);
			task.setProgressValue(done);
		}
		if (status != null) status.showStatus(scaled(done, total), scaled(total, total), step);
	}

	private static int scaled(final long done, final long total) {
		return total <= Integer.MAX_VALUE ? (int) done : (int) (done * 1000.0 / total);
	}

	@Override
	public synchronized void step(final String name) {
		step = name;
		lastReport = Long.MIN_VALUE;
		if (task != null) task.setStatusMessage(name);
		if (status != null) status.showStatus(name);
		if (log != null) log.info(name);
	}

	@Override
	public void message(final String line) {
		if (log != null) log.info(line);
	}

	@Override
	public void warning(final String line) {
		if (log != null) log.warn(line);
	}

	@Override
	public boolean isCancelled() {
		return command.isCanceled() || Thread.currentThread().isInterrupted();
	}

	@Override
	public void close() {
		if (task != null) task.finish();
		if (status != null) status.clearStatus();
	}
}
