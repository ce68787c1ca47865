package org.mforfiji.io.warp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the files of a tilt series lie: the tilt movies with their averages, masks and metadata. The paths in the metadata
 * are relative to the data directory; a project that was moved to another machine is found again where the folders still
 * stand in the same relation to each other.
 */
public final class SeriesFiles {

	private final Path base;
	private final List<String> movies;

	/**
	 * @param processingFolder folder of the series' XML
	 */
	public SeriesFiles(final Path processingFolder, final TiltSeriesMetadata series) {
		movies = series.moviePaths();
		base = base(processingFolder.toAbsolutePath().normalize(), series.dataDirectory());
	}

	private Path base(final Path processing, final String dataDirectory) {
		if (dataDirectory.isBlank()) return processing;
		final Path stated = WarpPaths.resolve(processing, dataDirectory);
		final List<Path> candidates = new ArrayList<>(List.of(stated, processing));
		final String last = WarpPaths.fileName(dataDirectory.replaceFirst("[/\\\\]+$", ""));
		if (processing.getParent() != null && !last.isEmpty()) candidates.add(processing.resolveSibling(last));
		final String first = movies.isEmpty() ? "" : movies.get(0);
		return candidates.stream().filter(folder -> Files.isDirectory(folder) && Files.isDirectory(WarpPaths.resolve(folder,
			first).getParent())).findFirst().orElse(stated);
	}

	/** The folder that movie paths are relative to. */
	public Path base() {
		return base;
	}

	/** The tilt movie as an item: its name in the folder of its metadata. The raw file may lie elsewhere, see {@link #raw}. */
	public Path movie(final int t) {
		return movie(movies.get(t));
	}

	/** As {@link #movie(int)}, from a path of the metadata. */
	public Path movie(final String moviePath) {
		return WarpPaths.resolve(base, moviePath);
	}

	/** Metadata of a tilt movie; need not exist. */
	public Path movieXml(final String moviePath) {
		final Path movie = movie(moviePath);
		return movie.resolveSibling(WarpPaths.rootName(movie) + ".xml");
	}

	/** Average of tilt t. */
	public Path average(final int t) {
		final Path movie = movie(t);
		return movie.resolveSibling("average").resolve(WarpPaths.rootName(movie) + ".mrc");
	}

	/** Mask of what disturbs tilt t; need not exist. */
	public Path mask(final int t) {
		final Path movie = movie(t);
		return movie.resolveSibling("mask").resolve(WarpPaths.rootName(movie) + ".tif");
	}

	/** The raw movie of tilt t: in the data directory that the movie's own metadata name, else beside them. */
	public Path raw(final int t) {
		final Path movie = movie(t);
		final Path xml = movieXml(movies.get(t));
		if (!Files.isRegularFile(xml)) return movie;
		final String dataDirectory = XmlFile.read(xml).attribute("DataDirectory", "");
		if (dataDirectory.isBlank()) return movie;
		final Path stated = WarpPaths.resolve(movie.getParent(), dataDirectory).resolve(movie.getFileName());
		return Files.exists(stated) ? stated : movie;
	}
}
