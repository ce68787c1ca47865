package org.mforfiji.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.warp.ItemQuality;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.WarpSettings;
import org.mforfiji.io.warp.XmlFile;

/** The items of a Warp project with their quality: what the settings' search pattern finds, and their metadata. */
final class WarpProject {

	private final WarpSettings settings;
	private final Map<Path, ItemQuality> qualities = new LinkedHashMap<>();
	private final List<String> withoutMetadata = new ArrayList<>();

	private WarpProject(final WarpSettings settings) {
		this.settings = settings;
	}

	/**
	 * Searches the data folder and reads the metadata of what it finds. Where the raw data are not at hand, the metadata in
	 * the processing folder stand for them.
	 */
	static WarpProject open(final WarpSettings settings, final Monitor monitor) {
		final Path processing = settings.input().processingFolder();
		if (!Files.isDirectory(processing)) throw new MException("The processing folder does not exist", processing + ", named by " +
			settings.file(), "Correct ProcessingFolder in the settings, or process the data first");
		final WarpProject project = new WarpProject(settings);
		final List<String> names = project.names(monitor);
		for (int i = 0; i < names.size(); i++) {
			monitor.checkCancelled();
			monitor.progress(i, names.size());
			final Path item = processing.resolve(names.get(i));
			final Path xml = processing.resolve(WarpPaths.rootName(item) + ".xml");
			if (Files.exists(xml)) project.qualities.put(item, ItemQuality.read(xml));
			else project.withoutMetadata.add(names.get(i));
		}
		monitor.progress(names.size(), Math.max(1, names.size()));
		return project;
	}

	private List<String> names(final Monitor monitor) {
		final WarpSettings.Input input = settings.input();
		final List<Path> data = !Files.isDirectory(input.dataFolder()) ? List.of() : input.recursive() ? Folders.listAll(input
			.dataFolder(), input.pattern()) : Folders.list(input.dataFolder(), input.pattern());
		final List<String> names = data.stream().map(file -> file.getFileName().toString()).distinct().sorted().toList();
		if (!names.isEmpty()) return names;
		if (!input.isTiltSeries()) throw new MException("No data match " + input.pattern(), input.dataFolder() + ", named by " +
			settings.file(), "Correct DataFolder and Extension in the settings");
		final List<String> fromMetadata = Folders.list(input.processingFolder(), "*.xml").stream().filter(xml -> XmlFile.read(
			xml).name().equals("TiltSeries")).map(xml -> WarpPaths.rootName(xml) + ".tomostar").toList();
		if (fromMetadata.isEmpty()) throw new MException("There are no tilt series: neither files " + input.pattern() + " in " +
			input.dataFolder() + " nor metadata in " + input.processingFolder(), settings.file().toString(),
			"Correct DataFolder and ProcessingFolder in the settings, or process the data first");
		monitor.warning("No files " + input.pattern() + " in " + input.dataFolder() + "; the " + fromMetadata.size() +
			" tilt series with metadata in " + input.processingFolder() + " are taken instead");
		return fromMetadata;
	}

	WarpSettings settings() {
		return settings;
	}

	/** Items with metadata: their path in the processing folder, by name. */
	List<Path> items() {
		return List.copyOf(qualities.keySet());
	}

	/** The items by quality. */
	ItemGroups groups() {
		return new QualityFilter(settings.filter(), qualities.values()).groups(qualities, this::particles, withoutMetadata);
	}

	private int particles(final Path item) {
		final String suffix = settings.filter().particles().suffix();
		final Path file = item.resolveSibling("matching").resolve(WarpPaths.rootName(item) + suffix + ".star");
		if (suffix.isBlank() || !Files.isRegularFile(file)) return -1;
		try (Stream<String> lines = Files.lines(file)) {
			return (int) lines.map(String::strip).filter(line -> !line.isEmpty() && !line.matches("(data_|loop_|_|#).*")).count();
		}
		catch (final UncheckedIOException e) {
			throw FileErrors.reading(file, e.getCause());
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
	}
}
