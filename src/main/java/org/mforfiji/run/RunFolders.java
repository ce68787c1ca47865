package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.mforfiji.io.FileErrors;
import org.mforfiji.io.FolderTree;

/** Folders of a run that are there whole or not at all. */
final class RunFolders {

	private static final String UNFINISHED = ".part";

	private RunFolders() {}

	/**
	 * Makes a folder with its content: it is filled under another name and appears by a rename. What a kill left unfinished,
	 * or an older folder of the name, is thrown away.
	 */
	static void write(final Path folder, final Consumer<Path> content) {
		final Path part = folder.resolveSibling(folder.getFileName() + UNFINISHED);
		try {
			delete(part);
			Files.createDirectories(part);
			content.accept(part);
			delete(folder);
			Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw FileErrors.writing(part, e);
		}
	}

	/** Removes a folder with all in it; does nothing if there is none. */
	static void delete(final Path folder) {
		try {
			FolderTree.delete(folder);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	/** Whether a folder holds nothing. */
	static boolean isEmpty(final Path folder) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.findAny().isEmpty();
		}
	}

	/** Whole folders inside a folder, by name; none if it does not exist. */
	static List<Path> list(final Path folder) {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> all = Files.list(folder)) {
			return all.filter(Files::isDirectory).filter(path -> !path.getFileName().toString().endsWith(UNFINISHED)).sorted()
				.toList();
		}
		catch (final IOException e) {
			throw FileErrors.reading(folder, e);
		}
	}
}
