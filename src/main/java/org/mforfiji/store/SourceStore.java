package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.ProcessingHash;
import org.mforfiji.io.warp.SeriesFiles;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.SourceItem;

/** Data sources on disk: the {@code .source} file, the metadata of its items, and their versions. */
public final class SourceStore {

	private static final String VERSIONS = "versions/";

	private SourceStore() {}

	/**
	 * Reads a {@code .source} file.
	 *
	 * @throws MException if it cannot be read or holds a value that cannot be understood
	 */
	public static DataSource load(final Path file) {
		final Path source = file.toAbsolutePath().normalize();
		FolderCommit.recover(source.getParent());
		return SourceXml.read(XmlFile.read(source), source);
	}

	/** Writes the {@code .source} file alone. Elements of the old file that are not understood stay. */
	public static void save(final DataSource source) {
		XmlFile.write(SourceXml.element(source, source.file()), source.file());
	}

	/**
	 * Stores changed item metadata and a new version of the source, together: either all of it or, after a failure, none.
	 * The version is computed as M does. If it changed, a copy of all metadata goes to {@code versions/<version>} unless the
	 * source keeps none; the state before, if it has no copy yet, is copied too.
	 *
	 * @param changed new metadata of tilt series, by item; others stay as they are on disk
	 * @return the source with its new version
	 */
	public static DataSource commit(final DataSource source, final Map<SourceItem, TiltSeriesMetadata> changed) {
		final FolderCommit commit = FolderCommit.begin(source.folder());
		try {
			final DataSource committed = stage(source, changed, commit);
			commit.publish();
			return committed;
		}
		catch (final RuntimeException e) {
			commit.abandon();
			throw e;
		}
	}

	/**
	 * As {@link #commit}, but only stages everything, to be published with other changes.
	 *
	 * @param commit commit of the source's folder
	 * @return the source as it will be
	 */
	public static DataSource stage(final DataSource source, final Map<SourceItem, TiltSeriesMetadata> changed,
		final FolderCommit commit)
	{
		final String version = version(source, changed);
		final boolean newVersion = !version.equals(source.version());
		final DataSource committed = newVersion ? source.toBuilder().version(version, source.version()).build() : source;
		if (newVersion && source.keepsVersions()) {
			keepPrevious(source, commit);
			stageVersion(committed, changed, commit);
		}
		changed.forEach((item, metadata) -> TiltSeriesXml.write(metadata, commit.stage(item.rootName() + ".xml")));
		XmlFile.write(SourceXml.element(committed, source.file()), commit.stage(source.file().getFileName().toString()));
		return committed;
	}

	private static void keepPrevious(final DataSource source, final FolderCommit commit) {
		final String folder = VERSIONS + source.version() + "/";
		if (source.version().isEmpty() || Files.exists(source.folder().resolve(folder)) || !Files.exists(source.file()))
			return;
		final Path copy = source.folder().resolve(folder).resolve(source.file().getFileName());
		XmlFile.write(SourceXml.element(source.toBuilder().file(copy).build(), source.file()), commit.stage(folder + source
			.file().getFileName()));
		for (final SourceItem item : source.items())
			if (Files.exists(source.itemXml(item))) commit.stageCopy(source.itemXml(item), folder + item.rootName() + ".xml");
	}

	private static void stageVersion(final DataSource source, final Map<SourceItem, TiltSeriesMetadata> changed,
		final FolderCommit commit)
	{
		final String folder = VERSIONS + source.version() + "/";
		// Gain and defect paths are relative to the file that holds them.
		final Path copy = source.folder().resolve(folder).resolve(source.file().getFileName());
		XmlFile.write(SourceXml.element(source.toBuilder().file(copy).build(), source.file()), commit.stage(folder + source
			.file().getFileName()));
		for (final SourceItem item : source.items()) {
			final String name = folder + item.rootName() + ".xml";
			if (changed.containsKey(item)) TiltSeriesXml.write(changed.get(item), commit.stage(name));
			else if (Files.exists(source.itemXml(item))) commit.stageCopy(source.itemXml(item), name);
		}
	}

	/** The version hash of a source, 27 characters, from the processing results of its items on disk. */
	public static String version(final DataSource source) {
		return version(source, Map.of());
	}

	private static String version(final DataSource source, final Map<SourceItem, TiltSeriesMetadata> changed) {
		final StringBuilder text = new StringBuilder();
		final Map<Path, String> movies = new HashMap<>();
		for (final SourceItem item : source.items())
			if (item.isTiltSeries()) {
				final TiltSeriesMetadata series = changed.containsKey(item) ? changed.get(item) : ItemLoader.metadata(source, item);
				final SeriesFiles files = new SeriesFiles(source.folder(), series);
				text.append(ProcessingHash.ofTiltSeries(series, movie -> movies.computeIfAbsent(files.movieXml(movie),
					SourceStore::frameSeriesHash)));
			}
			else text.append(frameSeriesHash(source.itemXml(item)));
		return DataHash.ofText(text.append(usedSpecies(source)).toString());
	}

	private static String frameSeriesHash(final Path xml) {
		final XmlElement root = Files.isRegularFile(xml) ? XmlFile.read(xml) : XmlElement.of("Movie");
		return ProcessingHash.ofFrameSeries(root, xml.toString());
	}

	/** GUIDs and versions of the species that a file names as used; M writes none today. */
	private static String usedSpecies(final DataSource source) {
		if (!Files.exists(source.file())) return "";
		final StringBuilder text = new StringBuilder();
		for (final XmlElement used : XmlFile.read(source.file()).child("UsedSpecies").map(XmlElement::children).orElse(List
			.of()))
			text.append(used.attribute("GUID", "")).append(used.attribute("Version", ""));
		return text.toString();
	}

	/** The hash of all data of a source: the hash of its items' hashes in stored order. */
	public static String dataHash(final DataSource source) {
		final StringBuilder text = new StringBuilder();
		source.items().forEach(item -> text.append(item.hash()));
		return DataHash.ofText(text.toString());
	}

	/** Reads a source for a population, which says what its GUID must be. */
	static DataSource load(final Path file, final UUID expected, final Path population) {
		final DataSource source = load(file);
		if (!source.guid().equals(expected)) throw new MException("The data source has the GUID " + source.guid() +
			", but the population expects " + expected, file + ", named by " + population,
			"The file was replaced by another source: remove it from the population and add it again");
		return source;
	}

	/** The stored data hash of an item in any {@code .source} file of a folder. */
	static Optional<String> storedHash(final Path folder, final String fileName) {
		final List<String> found = new ArrayList<>();
		for (final Path file : Folders.list(folder, "*.source"))
			load(file).items().stream().filter(item -> item.fileName().equals(fileName)).map(SourceItem::hash).forEach(
				found::add);
		return found.stream().findFirst();
	}

	/** Name of the file of a new source. */
	static String fileName(final String name) {
		return WarpPaths.safeName(name) + ".source";
	}
}
