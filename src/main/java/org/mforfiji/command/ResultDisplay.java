package org.mforfiji.command;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.scijava.Priority;
import org.scijava.display.DisplayService;
import org.scijava.log.LogService;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.ui.UIService;

/**
 * Shows the results of our commands in Fiji as one text, or in the log where there are no windows: SciJava has no
 * display for numbers, files and lists. Results that have displays, such as images, are left to SciJava.
 */
@Plugin(type = PostprocessorPlugin.class, priority = Priority.HIGH)
public final class ResultDisplay extends AbstractPostprocessorPlugin {

	@Parameter(required = false)
	private DisplayService displays;

	@Parameter(required = false)
	private UIService ui;

	@Parameter(required = false)
	private LogService log;

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof MCommand command)) return;
		final List<String> lines = CommandResults.lines(command);
		if (!lines.isEmpty()) show(module.getInfo().getTitle().replace("...", ""), lines);
		for (final CommandParameter output : CommandParameter.outputs(command.info()))
			if (isText(output.value(command))) module.resolveOutput(output.key());
	}

	private void show(final String title, final List<String> lines) {
		if (ui != null && displays != null && !ui.isHeadless() && ui.isVisible()) displays.createDisplay(title, String.join(
			"\n", lines));
		else if (log != null) lines.forEach(log::info);
	}

	private static boolean isText(final Object value) {
		return value instanceof String || value instanceof Number || value instanceof Boolean || value instanceof File ||
			value instanceof Path || value instanceof Enum || value instanceof Record || value instanceof Iterable ||
			value instanceof Optional;
	}
}
