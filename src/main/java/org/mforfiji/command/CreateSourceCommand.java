package org.mforfiji.command;

import java.io.File;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.store.CreateSource;
import org.mforfiji.store.CreateSourceOptions;
import org.mforfiji.store.CreatedSource;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a data source of a Warp project. */
@Plugin(type = Command.class, name = "create_source", headless = true,
	description = "Create a data source from a Warp project and add it to the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SOURCE, weight = Menus.SOURCE_WEIGHT),
		@Menu(label = "Create Data Source...", weight = 1) })
public final class CreateSourceCommand extends PopulationCommand {

	@Parameter(label = "Processing settings", description = "Settings of the Warp project (.settings)",
		style = "open", attrs = @Attr(name = "cli", value = "-s,--processing_settings"))
	private File processingSettings;

	@Parameter(label = "Name", description = "Name of the data source",
		attrs = @Attr(name = "cli", value = "-n,--name"))
	private String name;

	@Parameter(label = "Number of tilts or frames",
		description = "Largest number of tilts or frames to use, least exposed first; 0 uses all", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--nframes"))
	private int nframes;

	@Parameter(label = "Only these items",
		description = "Text file with one item name a line: exactly these are taken, whatever their quality",
		style = "open", required = false, persist = false, attrs = @Attr(name = "cli", value = "--files"))
	private File files;

	@Parameter(label = "Include filtered items", description = "Also take items that Warp's quality filter refuses",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--include_filtered"))
	private boolean includeFiltered;

	@Parameter(label = "Include deselected items", description = "Also take items that were deselected by hand",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--include_deselected"))
	private boolean includeDeselected;

	@Parameter(label = "Include unprocessed items",
		description = "Also take items that have metadata, but no CTF or motion results", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--include_unprocessed"))
	private boolean includeUnprocessed;

	@Parameter(label = "Output",
		description = "File of the data source (.source); empty puts it into Warp's processing folder",
		style = "save", required = false, persist = false, attrs = @Attr(name = "cli", value = "-o,--output"))
	private File output;

	@Parameter(label = "Keep versions", description = "Keep a copy of the metadata with every change",
		required = false, persist = false,
		attrs = { @Attr(name = "cli", value = "--dont_version"), @Attr(name = "cli.description",
			value = "Keep no copies of the metadata when it changes") })
	private boolean version = true;

	@Parameter(label = "Data source", description = "The new data source", type = ItemIO.OUTPUT)
	private SourceSummary source;

	@Parameter(label = "Passing", description = "Items that pass the quality filter", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int passing;

	@Parameter(label = "Filtered", description = "Items that the quality filter refuses", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int filtered;

	@Parameter(label = "Deselected", description = "Items that were deselected by hand", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int deselected;

	@Parameter(label = "Unprocessed", description = "Items without results", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int unprocessed;

	@Override
	protected void validate() {
		if (path(files) != null && (includeFiltered || includeDeselected || includeUnprocessed)) throw new MException(
			"--files takes exactly the items of the list, so nothing can be included beside it", "",
			"Leave out either --files or the --include options");
	}

	@Override
	protected void execute(final Monitor monitor) {
		final CreateSourceOptions options = new CreateSourceOptions(path(processingSettings), name, Optional.ofNullable(path(
			output)), nframes, new CreateSourceOptions.Selection(includeFiltered, includeDeselected, includeUnprocessed, Optional
				.ofNullable(path(files))), version);
		final CreatedSource created = CreateSource.create(population(), options, monitor);
		source = SourceSummary.of(created.source());
		passing = created.groups().passing().size();
		filtered = created.groups().filtered().size();
		deselected = created.groups().deselected().size();
		unprocessed = created.groups().unprocessed().size() + created.groups().withoutMetadata().size();
	}
}
