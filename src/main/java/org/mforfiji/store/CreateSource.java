package org.mforfiji.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.warp.MovieHeader;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.WarpSettings;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.MovieCorrection;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;

/** Makes a data source of a population from the settings and metadata of a Warp project. */
public final class CreateSource {

	private CreateSource() {}

	/**
	 * The items of a Warp project by quality; nothing is written.
	 *
	 * @param settings the {@code .settings} file
	 */
	public static ItemGroups groups(final Path settings, final Monitor monitor) {
		return WarpProject.open(WarpSettings.read(settings), monitor).groups();
	}

	/**
	 * Creates the source, commits its first version, and adds it to the population on disk. Until everything is known to be
	 * right, nothing is written.
	 *
	 * @throws MException if the population has such a source, no item is left, items are in the population already, or a
	 *           file cannot be read or written
	 */
	public static CreatedSource create(final Population population, final CreateSourceOptions options,
		final Monitor monitor)
	{
		if (options.limit() < 0) throw new MException("The limit of tilts cannot be negative: " + options.limit(), "",
			"Give the largest number of tilts to use, or 0 for all");
		final WarpSettings settings = WarpSettings.read(options.settings());
		final Path file = file(settings, options, population);
		monitor.step("Reading metadata");
		final WarpProject project = WarpProject.open(settings, monitor);
		final ItemGroups groups = project.groups();
		monitor.message(groups.summary());
		final List<Path> chosen = chosen(project, groups, options, monitor);
		monitor.step("Identifying data");
		final List<SourceItem> items = new ItemHashes(settings.input().processingFolder(), monitor).items(chosen);
		ItemHashes.requireNew(items, population);
		final DataSource source = source(settings, options, file).items(items).frameLimit(limit(project, chosen, options))
			.build();
		final DataSource stored = store(source, population);
		return new CreatedSource(population.withSource(stored), stored, groups);
	}

	private static Path file(final WarpSettings settings, final CreateSourceOptions options, final Population population) {
		final String name = CreatePopulation.safe(options.name(), "data source") + ".source";
		final Path folder = settings.input().processingFolder();
		final Path file = options.output().map(path -> path.toAbsolutePath().normalize()).orElse(folder.resolve(name));
		if (!file.getParent().equals(folder)) throw new MException("The source must lie in the folder of the metadata, which is " +
			folder, file.toString(), "Leave the output out, or give a file in that folder");
		if (!file.getFileName().toString().endsWith(".source")) throw new MException("The file of a data source ends with .source",
			file.toString(), "Give such a name");
		if (population.sources().stream().anyMatch(source -> source.file().equals(file))) throw new MException(
			"The population has this data source already", file.toString(), "Give the new source another name");
		if (Files.exists(file)) throw new MException("There is a data source of this name already", file.toString(),
			"Add it to the population as it is (add_source), or give the new source another name");
		Folders.requireWritable(folder);
		Folders.requireWritable(population.folder());
		return file;
	}

	private static List<Path> chosen(final WarpProject project, final ItemGroups groups, final CreateSourceOptions options,
		final Monitor monitor)
	{
		final CreateSourceOptions.Selection selection = options.selection();
		final Set<String> names = new HashSet<>();
		if (selection.list().isPresent()) names.addAll(listed(selection.list().get(), project, groups, monitor));
		else {
			names.addAll(groups.passing());
			if (selection.filtered()) names.addAll(groups.filtered());
			if (selection.deselected()) names.addAll(groups.deselected());
			if (selection.unprocessed()) names.addAll(groups.unprocessed());
		}
		final List<Path> chosen = project.items().stream().filter(item -> names.contains(item.getFileName().toString())).toList();
		if (chosen.isEmpty()) throw new MException("No item is left for the data source: " + groups.summary(), project.settings()
			.file().toString(), "Include filtered, deselected or unprocessed items, change the filter in Warp, or process the data");
		return chosen;
	}

	/** The items of the list that have metadata; names may come with folders, and without extension. */
	private static Set<String> listed(final Path list, final WarpProject project, final ItemGroups groups,
		final Monitor monitor)
	{
		final Set<String> wanted = new LinkedHashSet<>();
		try {
			Files.readAllLines(list).stream().map(String::strip).filter(line -> !line.isEmpty()).map(WarpPaths::fileName).forEach(
				wanted::add);
		}
		catch (final IOException e) {
			throw FileErrors.reading(list, e);
		}
		final Set<String> found = new HashSet<>();
		final List<String> missing = new ArrayList<>();
		for (final String name : wanted) {
			final List<String> matches = project.items().stream().map(item -> item.getFileName().toString()).filter(item -> item
				.equals(name) || WarpPaths.rootName(item).equals(name)).toList();
			if (matches.isEmpty()) missing.add(name + (groups.withoutMetadata().contains(name) ? " (without metadata)" : ""));
			found.addAll(matches);
		}
		if (found.isEmpty()) throw new MException("None of the " + wanted.size() + " listed names is an item with metadata: " +
			ItemHashes.shown(missing), list.toString(), "Give one item name per line, such as " + example(project));
		if (!missing.isEmpty()) monitor.warning(missing.size() + " of " + wanted.size() + " listed names are no items with metadata: " +
			ItemHashes.shown(missing));
		return found;
	}

	private static String example(final WarpProject project) {
		return project.items().stream().findFirst().map(item -> item.getFileName().toString()).orElse("TS_01.tomostar");
	}

	private static DataSource.Builder source(final WarpSettings settings, final CreateSourceOptions options,
		final Path file)
	{
		final WarpSettings.Input input = settings.input();
		final WarpSettings.Movies movies = input.movies();
		final double[] size = settings.dimensions();
		return DataSource.builder(options.name(), file).keepsVersions(options.keepsVersions()).pixelSize(input.pixelSize())
			.dimensions(size[0], size[1], size[2]).dosePerFrame(input.dosePerFrame()).correction(new MovieCorrection(movies.gain(),
				movies.defects(), movies.flipX(), movies.flipY(), movies.transpose(), movies.eerGroupFrames()));
	}

	/** The largest number of tilts of all series, or of frames of the first movie, but no more than the user wants. */
	private static int limit(final WarpProject project, final List<Path> chosen, final CreateSourceOptions options) {
		int available = 0;
		if (project.settings().input().isTiltSeries()) for (final Path item : chosen)
			available = Math.max(available, TiltSeriesXml.read(item.resolveSibling(WarpPaths.rootName(item) + ".xml")).tilts());
		else available = Files.isRegularFile(chosen.get(0)) ? MovieHeader.read(chosen.get(0)).frames() : 0;
		if (options.limit() == 0) return available > 0 ? available : -1;
		return available > 0 ? Math.min(available, options.limit()) : options.limit();
	}

	private static DataSource store(final DataSource source, final Population population) {
		try {
			final DataSource committed = SourceStore.commit(source, Map.of());
			PopulationStore.save(population.withSource(committed));
			return committed;
		}
		catch (final RuntimeException e) {
			remove(source, e);
			throw e;
		}
	}

	private static void remove(final DataSource source, final RuntimeException reason) {
		try {
			if (Files.exists(source.file())) {
				Folders.delete(source.folder().resolve("versions").resolve(SourceStore.load(source.file()).version()));
				Files.delete(source.file());
			}
		}
		catch (final IOException | RuntimeException e) {
			reason.addSuppressed(e);
		}
	}
}
