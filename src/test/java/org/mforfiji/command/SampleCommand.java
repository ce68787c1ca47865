package org.mforfiji.command;

import java.io.File;
import java.util.List;

import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A command with a parameter of each kind, for tests; it sums 1 to {@code count} and fails where it is told to. */
@Plugin(type = Command.class, name = "sample_sum", headless = true, description = "Sums the first whole numbers", menu = {
	@Menu(label = Menus.PLUGINS), @Menu(label = Menus.M), @Menu(label = "Samples", weight = 99), @Menu(
		label = "Sum Numbers...") })
public final class SampleCommand extends MCommand {

	/** A result with parts. */
	public record Part(String name, double meanValue) {

		@Override
		public String toString() {
			return "'" + name + "' " + meanValue;
		}
	}

	@Parameter(label = "Count", description = "How many numbers are summed, 100 % of them", min = "1", max = "1000",
		persist = false, attrs = @Attr(name = "cli", value = "-n,--count"))
	private int count;

	@Parameter(label = "Input", description = "A file that is only looked at", style = "open", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "-i,--input"))
	private File input;

	@Parameter(label = "Keep a version", description = "Keeps a version", required = false, persist = false, attrs = { @Attr(
		name = "cli", value = "--dont_version"), @Attr(name = "cli.description", value = "Keep no version") })
	private boolean version = true;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String trouble = "Ways to fail";

	@Parameter(label = "Failure", description = "How the command fails", choices = { "none", "words", "fault", "cancel",
		"memory", "wait" }, required = false, persist = false, attrs = @Attr(name = "cli", value = "--failure"))
	private String failure = "none";

	@Parameter(label = "Step", description = "Distance of the numbers", min = "0.5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--step"))
	private double step = 1;

	@Parameter(label = "Sum", description = "The sum", type = ItemIO.OUTPUT)
	private double sum;

	@Parameter(label = "Parts", description = "What was summed", type = ItemIO.OUTPUT)
	private List<Part> parts;

	@Parameter(label = "Versioned", description = "Whether a version was kept", type = ItemIO.OUTPUT)
	private boolean versioned;

	@Parameter(label = "Terms", description = "How many terms", type = ItemIO.OUTPUT, attrs = @Attr(name = "cli.json_only"))
	private int terms;

	@Parameter(label = "Hidden", description = "Not for shells", type = ItemIO.OUTPUT, attrs = @Attr(name = "cli", value = ""))
	private String hidden;

	@Override
	protected void validate() {
		if (step > count) throw new MException("The step is larger than the count", "", "Give a smaller --step");
	}

	@Override
	protected void execute(final Monitor monitor) {
		if (failure.equals("wait")) waitForever(monitor);
		monitor.step("Summing");
		for (int i = 1; i <= count; i++) {
			if (failure.equals("cancel")) cancel("test");
			if (isCanceled()) throw new CancelledException();
			monitor.checkCancelled();
			sum += i * step;
			monitor.progress(i, count);
		}
		if (failure.equals("words")) throw new MException("The numbers ran out", "list.txt, line 3", "Add some");
		if (failure.equals("fault")) throw new IllegalStateException("broken");
		if (failure.equals("memory")) throw new OutOfMemoryError("test");
		parts = List.of(new Part("all", sum / count));
		versioned = version;
		terms = count;
		hidden = "hidden";
		monitor.message("Summed on " + parallel().threads() + " threads");
	}

	private static void waitForever(final Monitor monitor) {
		monitor.step("Waiting");
		try {
			while (!monitor.isCancelled())
				Thread.sleep(10);
			Thread.sleep(300);
		}
		catch (final InterruptedException interrupted) {
			Thread.currentThread().interrupt();
		}
		monitor.message("All files are whole");
		throw new CancelledException();
	}
}
