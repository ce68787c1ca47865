package org.mforfiji.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FolderTree {

	private FolderTree() {}

	/** Removes a file, or a folder with all in it; does nothing if there is none. */
	public static void delete(final Path root) throws IOException {
		if (!Files.exists(root)) return;
		final List<Path> all;
		try (Stream<Path> walk = Files.walk(root)) {
			all = walk.sorted(Comparator.reverseOrder()).toList();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
		for (final Path path : all)
			Files.deleteIfExists(path);
	}
}
