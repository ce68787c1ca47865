package org.mforfiji.command;

import java.io.File;
import java.nio.file.Path;

import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.ui.DialogPrompt;
import org.scijava.ui.UIService;

/**
 * One step of M for Fiji: checks all its parameters before anything runs, then does the work under a {@link Monitor},
 * and can be cancelled. Fiji calls {@link #run()}; the command line calls {@link #check()} and {@link #perform(Monitor)}
 * itself, so that it can tell wrong usage from failed work.
 * <p>
 * To add a step, write a public class with {@code @Plugin(type = Command.class, name = "<verb>", headless = true)}, a
 * menu of {@link Menus} and a description; declare its inputs with label, description, range or choices and the option
 * names of {@link CommandParameter}; build the options of the class that does the work in {@link #execute(Monitor)} and
 * put the results into {@code ItemIO.OUTPUT} fields. Nothing needs to be registered.
 */
public abstract class MCommand implements Command, Cancelable {

	@Parameter(required = false)
	private Context context;

	@Parameter(label = "Threads", description = "Number of threads; 0 takes one for each processor", min = "0",
		required = false, persist = false, visibility = ItemVisibility.INVISIBLE, attrs = @Attr(name = CommandParameter.CLI,
			value = "--threads"))
	private int threads;

	private volatile boolean cancelled;
	private volatile String cancelReason;

	/** The declaration of this command. */
	public final CommandInfo info() {
		return new CommandInfo(getClass());
	}

	/**
	 * Holds every parameter against its declaration and calls {@link #validate()}.
	 *
	 * @throws MException for the first value that cannot be used
	 */
	public final void check() {
		ParameterCheck.check(CommandParameter.inputs(info()), this);
		validate();
	}

	/**
	 * Checks what the declaration cannot say: combinations of parameters, texts such as grid sizes. Must not read data or
	 * write anything.
	 *
	 * @throws MException if the parameters cannot be used
	 */
	protected void validate() {}

	/**
	 * Does the work, after all checks, and fills the outputs.
	 *
	 * @throws MException if the work fails
	 * @throws CancelledException if the user asked to stop
	 */
	protected abstract void execute(Monitor monitor);

	/** Reports the command with all its values and does the work; {@link #check()} comes before. */
	public final void perform(final Monitor monitor) {
		monitor.message("Running command " + info().getName() + " with:");
		for (final CommandParameter input : CommandParameter.inputs(info()))
			if (!input.options().isEmpty()) monitor.message("  " + echo(input));
		execute(monitor);
	}

	private String echo(final CommandParameter input) {
		final Object value = input.value(this);
		final Object shown = input.isSwitch() ? (value.equals(input.initial()) ? "False" : "True") : value;
		return input.option().replaceFirst("^-+", "") + " = " + (CommandParameter.isAbsent(shown) ? "" : shown);
	}

	/**
	 * Checks and works with Fiji's progress bar. Errors are shown in words where there is a user interface and thrown again,
	 * so that a script stops.
	 */
	@Override
	public final void run() {
		try {
			check();
			try (ContextMonitor monitor = new ContextMonitor(context, title(), this)) {
				perform(monitor);
			}
		}
		catch (final CancelledException stopped) {
			cancel(null);
		}
		catch (final MException failed) {
			if (hasWindows()) context.service(UIService.class).showDialog(failed.getMessage(), title(),
				DialogPrompt.MessageType.ERROR_MESSAGE);
			throw failed;
		}
	}

	/** What dialogs call this command. */
	private String title() {
		return info().getTitle().replace("...", "");
	}

	private boolean hasWindows() {
		final UIService ui = context == null ? null : context.getService(UIService.class);
		return ui != null && !ui.isHeadless() && ui.isVisible();
	}

	/** Threads for parallel loops, as many as the user asked for; the caller closes it. */
	protected final Parallel parallel() {
		return threads == 0 ? Parallel.allProcessors() : new Parallel(threads);
	}

	/** A file parameter as a path; {@code null} if nothing was given. */
	protected static Path path(final File file) {
		return CommandParameter.isAbsent(file) ? null : file.toPath();
	}

	@Override
	public boolean isCanceled() {
		return cancelled;
	}

	@Override
	public void cancel(final String reason) {
		cancelReason = reason;
		cancelled = true;
	}

	@Override
	public String getCancelReason() {
		return cancelReason;
	}
}
