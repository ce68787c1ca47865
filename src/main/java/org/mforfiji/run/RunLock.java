package org.mforfiji.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.mforfiji.base.MException;
import org.mforfiji.io.FileErrors;

/** Keeps a population from being run twice at once. The operating system gives the lock up when the process ends, however it ends. */
final class RunLock implements AutoCloseable {

	private final Path file;
	private final FileChannel channel;

	private RunLock(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Takes the lock.
	 *
	 * @param folder folder of journals; made if it is missing
	 * @throws MException if another run holds it
	 */
	static RunLock take(final Path folder) {
		final Path file = folder.resolve("lock");
		FileChannel channel = null;
		try {
			Files.createDirectories(folder);
			channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			final FileLock lock = channel.tryLock();
			if (lock != null) return new RunLock(file, channel);
			channel.close();
		}
		catch (final OverlappingFileLockException inThisProcess) {
			closeQuietly(channel);
		}
		catch (final IOException e) {
			closeQuietly(channel);
			throw FileErrors.writing(file, e);
		}
		throw new MException("Another run of this population is going on", file.toString(), "Wait until it ends, or stop it");
	}

	private static void closeQuietly(final FileChannel channel) {
		if (channel == null) return;
		try {
			channel.close();
		}
		catch (final IOException unimportant) {
			// The lock was not taken.
		}
	}

	/** Gives the lock up and removes the folder if nothing else is in it. */
	@Override
	public void close() {
		try {
			channel.close();
			Files.deleteIfExists(file);
			if (RunFolders.isEmpty(file.getParent())) Files.deleteIfExists(file.getParent());
		}
		catch (final IOException left) {
			file.toFile().deleteOnExit();
		}
	}
}
