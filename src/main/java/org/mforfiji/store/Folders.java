package org.mforfiji.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.FolderTree;

/** Folders on disk, always listed in the order of their names. */
final class Folders {

	private Folders() {}

	/** Files of a folder whose names match a pattern with {@code *} and {@code ?}. */
	static List<Path> list(final Path folder, final String pattern) {
		final List<Path> files = new ArrayList<>();
		final PathMatcher matcher = matcher(pattern);
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
			for (final Path file : stream)
				if (Files.isRegularFile(file) && matcher.matches(file.getFileName())) files.add(file);
		}
		catch (final IOException e) {
			throw FileErrors.reading(folder, e);
		}
		Collections.sort(files);
		return files;
	}

	/** As {@link #list}, in all folders below too. */
	static List<Path> listAll(final Path folder, final String pattern) {
		final PathMatcher matcher = matcher(pattern);
		try (Stream<Path> walk = Files.walk(folder)) {
			return walk.filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file)).sorted().toList();
		}
		catch (final UncheckedIOException e) {
			throw FileErrors.reading(folder, e.getCause());
		}
		catch (final IOException e) {
			throw FileErrors.reading(folder, e);
		}
	}

	private static PathMatcher matcher(final String pattern) {
		// Only * and ? have a meaning in Warp's patterns.
		return FileSystems.getDefault().getPathMatcher("glob:" + pattern.replaceAll("([\\[\\]{}\\\\])", "\\\\$1"));
	}

	/** @throws MException if a folder may not be written, or could not be made */
	static void requireWritable(final Path folder) {
		Path there = folder.toAbsolutePath();
		while (!Files.exists(there) && there.getParent() != null)
			there = there.getParent();
		if (!Files.isDirectory(there)) throw new MException("A folder is needed, but this is a file: " + there, folder.toString(),
			"Choose another place");
		if (!Files.isWritable(there)) throw new MException("The folder may not be written" + (there.equals(folder) ? "" : ": " +
			there), folder.toString(), "Give write access to it, or choose another place");
	}

	/** Makes a folder with all above it. */
	static void create(final Path folder) {
		try {
			Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	/** Removes a folder with all below it; does nothing if there is none. */
	static void delete(final Path folder) {
		try {
			FolderTree.delete(folder);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}
}
