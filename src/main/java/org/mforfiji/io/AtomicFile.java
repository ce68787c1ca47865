package org.mforfiji.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are whole or not there: the content goes to a temporary name in the target's folder, is forced to the
 * disk and then renamed. If anything fails on the way the target stays as it was and the temporary file is removed.
 */
public final class AtomicFile {

	/** Ending of the temporary files; what a killed run leaves behind has it too. */
	public static final String TEMPORARY_SUFFIX = ".part";

	/** Writes the content of a file. */
	@FunctionalInterface
	public interface Content {

		/** Writes everything to the channel, which is open, empty, and closed by the caller. */
		void writeTo(FileChannel channel) throws IOException;
	}

	private AtomicFile() {}

	/**
	 * Writes or replaces a file.
	 *
	 * @throws org.mforfiji.base.MException if it cannot be written; whatever {@code content} throws goes through
	 */
	public static void write(final Path target, final Content content) {
		final String name = target.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8) + TEMPORARY_SUFFIX;
		final Path temporary = target.resolveSibling(name);
		try {
			if (Files.isDirectory(target)) throw new IOException("a folder has this name");
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE)) {
				content.writeTo(channel);
				channel.force(true);
			}
			rename(temporary, target);
		}
		catch (final IOException failed) {
			throw FileErrors.writing(target, failed);
		}
		finally {
			removeQuietly(temporary);
		}
	}

	private static void rename(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException unsupported) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/** The file is gone already after a success; after a failure the first error is the one to report. */
	private static void removeQuietly(final Path temporary) {
		try {
			Files.deleteIfExists(temporary);
		}
		catch (final IOException left) {
			temporary.toFile().deleteOnExit();
		}
	}
}
