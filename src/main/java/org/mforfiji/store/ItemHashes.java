package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.SeriesFiles;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.Tomostar;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;

/** The data hashes of the items of a new source, which must be new to the population. */
final class ItemHashes {

	private static final int NAMES_SHOWN = 5;

	private final Path folder;
	private final Monitor monitor;
	private final List<String> fromAverages = new ArrayList<>();

	/**
	 * @param folder the processing folder
	 */
	ItemHashes(final Path folder, final Monitor monitor) {
		this.folder = folder;
		this.monitor = monitor;
	}

	/** The items with their hashes, in the order given. */
	List<SourceItem> items(final List<Path> files) {
		final List<SourceItem> items = new ArrayList<>();
		for (final Path file : files) {
			monitor.checkCancelled();
			monitor.progress(items.size(), files.size());
			final SourceItem nameOnly = new SourceItem("", file.getFileName().toString());
			items.add(new SourceItem(nameOnly.isTiltSeries() ? tiltSeries(nameOnly) : frameSeries(file), nameOnly.fileName()));
		}
		if (!fromAverages.isEmpty()) monitor.warning("The raw movies of " + shown(fromAverages) +
			" cannot be read: their hashes were made from the averages. M itself would need the raw movies and would compute " +
			"other hashes, so that particles linked here are not found there");
		return items;
	}

	/**
	 * Raw movie of the first tilt; else the hash that another source of the folder holds; else the average of the first
	 * tilt.
	 */
	private String tiltSeries(final SourceItem item) {
		final TiltSeriesMetadata series = metadata(item);
		if (series.tilts() == 0) throw new MException("The tilt series has no tilts", series.where(),
			"Import the series again, or leave it out");
		final SeriesFiles files = new SeriesFiles(folder, series);
		final Path raw = files.raw(0);
		if (Files.isReadable(raw) && Files.isRegularFile(raw)) return DataHash.ofItem(item.rootName(), raw);
		final Optional<String> stored = SourceStore.storedHash(folder, item.fileName());
		if (stored.isPresent()) return stored.get();
		final Path average = files.average(0);
		if (!Files.isRegularFile(average)) throw new MException("The data of the tilt series cannot be identified: neither the raw movie " +
			raw + " nor the average " + average + " is there", series.where() + ", tilt 1",
			"Make one of them available, or correct DataDirectory and MoviePath");
		fromAverages.add(item.fileName());
		return DataHash.ofItem(item.rootName(), average);
	}

	private TiltSeriesMetadata metadata(final SourceItem item) {
		final TiltSeriesMetadata series = TiltSeriesXml.read(folder.resolve(item.rootName() + ".xml"));
		if (series.tilts() > 1) return series;
		final Path tomostar = (series.dataDirectory().isBlank() ? folder : WarpPaths.resolve(folder, series.dataDirectory()))
			.resolve(item.fileName());
		return Files.exists(tomostar) ? series.withTilts(Tomostar.read(tomostar)) : series;
	}

	private String frameSeries(final Path file) {
		final Path xml = file.resolveSibling(WarpPaths.rootName(file) + ".xml");
		final String dataDirectory = XmlFile.read(xml).attribute("DataDirectory", "");
		final Path raw = dataDirectory.isBlank() ? file : WarpPaths.resolve(folder, dataDirectory).resolve(file.getFileName());
		if (Files.isRegularFile(raw)) return DataHash.ofItem(WarpPaths.rootName(file), raw);
		return SourceStore.storedHash(folder, file.getFileName().toString()).orElseThrow(() -> new MException(
			"The raw movie of a frame series is missing", raw.toString(), "Make it available, or leave the item out"));
	}

	/**
	 * Refuses items with equal hashes, and items that another source of the population has.
	 */
	static void requireNew(final List<SourceItem> items, final Population population) {
		final Map<String, String> names = new HashMap<>();
		final List<String> doubles = new ArrayList<>();
		for (final SourceItem item : items) {
			final String twin = names.put(item.hash(), item.fileName());
			if (twin != null) doubles.add(twin + " = " + item.fileName());
		}
		if (!doubles.isEmpty()) throw new MException("Some items have the same data under the same name: " + shown(doubles), "",
			"Leave one of each out");
		final Map<String, List<String>> overlaps = new LinkedHashMap<>();
		for (final DataSource source : population.sources())
			for (final SourceItem item : items)
				if (source.item(item.hash()).isPresent()) overlaps.computeIfAbsent(source.name(), name -> new ArrayList<>()).add(item
					.fileName());
		if (!overlaps.isEmpty()) {
			final List<String> parts = new ArrayList<>();
			overlaps.forEach((source, files) -> parts.add("'" + source + "' has " + shown(files)));
			throw new MException("Some items are in another data source of the population already: " + String.join("; ", parts),
				population.file().toString(), "Leave them out, or remove the other source first");
		}
	}

	/** Up to five names, and how many more there are. */
	static String shown(final List<String> names) {
		final String first = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
		return names.size() <= NAMES_SHOWN ? first : first + " and " + (names.size() - NAMES_SHOWN) + " more";
	}
}
