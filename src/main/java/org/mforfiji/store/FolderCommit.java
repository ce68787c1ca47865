package org.mforfiji.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.mforfiji.io.FileErrors;
import org.mforfiji.io.FolderTree;

/**
 * Replaces several files of one folder together. The new files are written into a hidden folder beside the old ones; a
 * single rename of that folder is the moment of the commit; after it the files are moved to their places. A crash before
 * that moment leaves everything as it was, one after it is finished by {@link #recover} when the folder is opened next.
 */
public final class FolderCommit {

	private static final String STAGED = ".commit.part";
	private static final String SEALED = ".commit";
	private static final String REMOVED = ".removed";
	/** Names the record and the number of the {@link JointCommit} that the staged files belong to. */
	private static final String JOINT = ".joint";
	private static final Set<String> OWN = Set.of(REMOVED, JOINT);

	private final Path folder;
	private final Path staged;
	private final StringBuilder removed = new StringBuilder();

	private FolderCommit(final Path folder) {
		this.folder = folder;
		staged = folder.resolve(STAGED);
	}

	/**
	 * Begins a commit. What an interrupted one left is finished, or thrown away if it never came to its commit.
	 *
	 * @param folder existing folder; one commit at a time
	 * @throws org.mforfiji.base.MException if the folder cannot be written
	 */
	public static FolderCommit begin(final Path folder) {
		recover(folder);
		final FolderCommit commit = new FolderCommit(folder);
		try {
			FolderTree.delete(commit.staged);
			Files.createDirectory(commit.staged);
		}
		catch (final IOException e) {
			throw FileErrors.writing(commit.staged, e);
		}
		return commit;
	}

	/**
	 * Where to write the new content of a file.
	 *
	 * @param name path relative to the folder; folders on the way are made
	 */
	public Path stage(final String name) {
		final Path file = staged.resolve(name);
		try {
			Files.createDirectories(file.getParent());
		}
		catch (final IOException e) {
			throw FileErrors.writing(file, e);
		}
		return file;
	}

	/** Stages a copy of an existing file. */
	public void stageCopy(final Path source, final String name) {
		final Path target = stage(name);
		try {
			Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder.resolve(name), e);
		}
	}

	/** Has a file of the folder removed by the commit, if it is there. */
	public void remove(final String name) {
		removed.append(name).append('\n');
	}

	/** Throws everything staged away; the folder is as it was. */
	public void abandon() {
		try {
			FolderTree.delete(staged);
		}
		catch (final IOException e) {
			throw FileErrors.writing(staged, e);
		}
	}

	/** The commit: all staged files take their places. */
	public void publish() {
		seal();
		recover(folder);
	}

	/** The moment of the commit, without moving the files. */
	void seal() {
		try {
			Files.writeString(staged.resolve(REMOVED), removed, StandardCharsets.UTF_8);
			Files.move(staged, folder.resolve(SEALED), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	/** Ties everything staged to a joint commit: it is committed as soon as the record exists and has that number. */
	void join(final Path record, final String number) {
		final Path from = folder.toAbsolutePath().normalize();
		final String path = from.getRoot().equals(record.getRoot()) ? from.relativize(record).toString() : record.toString();
		try {
			Files.writeString(staged.resolve(REMOVED), removed, StandardCharsets.UTF_8);
			Files.writeString(staged.resolve(JOINT), path + "\n" + number + "\n", StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw FileErrors.writing(staged, e);
		}
	}

	/**
	 * Finishes a commit that was interrupted after its moment; does nothing if there is none. Call it before files of the
	 * folder are read.
	 */
	public static void recover(final Path folder) {
		recover(folder, file -> {});
	}

	/** As {@link #recover(Path)}; {@code log} is told of every file before it is moved. */
	static void recover(final Path folder, final Consumer<Path> log) {
		final Path sealed = folder.resolve(SEALED);
		try {
			final Path staged = folder.resolve(STAGED);
			if (!Files.isDirectory(sealed) && isJointlyCommitted(folder, staged)) move(staged, sealed);
			if (!Files.isDirectory(sealed)) return;
			for (final Path file : files(sealed)) {
				final Path target = folder.resolve(sealed.relativize(file).toString());
				log.accept(target);
				Files.createDirectories(target.getParent());
				move(file, target);
			}
			final Path list = sealed.resolve(REMOVED);
			if (Files.exists(list)) for (final String name : Files.readAllLines(list, StandardCharsets.UTF_8))
				Files.deleteIfExists(folder.resolve(name));
			FolderTree.delete(sealed);
		}
		catch (final IOException e) {
			throw FileErrors.writing(folder, e);
		}
	}

	private static boolean isJointlyCommitted(final Path folder, final Path staged) throws IOException {
		final Path joint = staged.resolve(JOINT);
		if (!Files.exists(joint)) return false;
		final List<String> lines = Files.readAllLines(joint, StandardCharsets.UTF_8);
		return lines.size() == 2 && JointCommit.isRecorded(folder.toAbsolutePath().resolve(lines.get(0)).normalize(), lines.get(
			1));
	}

	/** Another process that opened the folder may have moved the file already. */
	private static void move(final Path file, final Path target) throws IOException {
		try {
			Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final NoSuchFileException e) {
			if (Files.exists(file)) throw e;
		}
	}

	private static List<Path> files(final Path root) throws IOException {
		try (Stream<Path> all = Files.walk(root)) {
			return all.filter(Files::isRegularFile).filter(file -> !OWN.contains(file.getFileName().toString())).sorted().toList();
		}
	}
}
