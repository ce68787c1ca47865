package org.mforfiji.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.mforfiji.base.MException;

/** What the operating system says about a file, in words that tell the user what to do. */
public final class FileErrors {

	private FileErrors() {}

	/** The error to throw when {@code file} could not be read. */
	public static MException reading(final Path file, final IOException cause) {
		if (missing(cause)) return new MException("There is no such file", file.toString(),
			"Check the path, and whether the disk is mounted",
			cause);
		if (Files.isDirectory(file)) return new MException("A file is expected, but this is a folder", file.toString(),
			"Give the path of a file", cause);
		if (cause instanceof AccessDeniedException) return new MException("The file may not be read", file.toString(),
			"Change its permissions or copy it to a place of your own", cause);
		return new MException("The file cannot be read: " + reason(cause), file.toString(),
			"Check the disk and try again", cause);
	}

	/** The error to throw when {@code file} could not be written. */
	public static MException writing(final Path file, final IOException cause) {
		if (missing(cause)) return new MException("The folder of the file does not exist", file.toString(),
			"Make the folder or choose another", cause);
		if (Files.isDirectory(file)) return new MException("A file is to be written, but a folder has its name",
			file.toString(),
			"Choose another name", cause);
		if (cause instanceof AccessDeniedException) return new MException("The file may not be written", file.toString(),
			"Change the permissions of the folder or choose another", cause);
		for (Path above = file.toAbsolutePath(); above != null; above = above.getParent())
			if (Files.isRegularFile(above) && !above.equals(file.toAbsolutePath())) return new MException(
				"A folder is needed, but this is a file: " + above, file.toString(), "Choose another place", cause);
		if (reason(cause).contains("space")) return new MException("The disk is full", file.toString(),
			"Free some space and run again; the old file is as it was", cause);
		return new MException("The file cannot be written: " + reason(cause), file.toString(),
			"Check the disk and try again; the old file is as it was", cause);
	}

	private static boolean missing(final IOException cause) {
		return cause instanceof NoSuchFileException || cause instanceof FileNotFoundException;
	}

	private static String reason(final IOException cause) {
		return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
	}
}
