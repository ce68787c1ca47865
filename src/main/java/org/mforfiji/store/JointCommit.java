package org.mforfiji.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;

/**
 * Replaces files of several folders together: those of a population's data sources and species. Everything is staged
 * first, in a hidden folder of each ({@link FolderCommit}); then a record that lists the folders appears, by one rename, in
 * the home folder. That is the moment of the commit: before it all folders are as they were; after it whoever opens one of
 * the folders, or the home folder, first finishes the commit. The record goes when every folder is finished.
 */
public final class JointCommit {

	private static final String RECORD = ".commit.list";

	private final Path home;
	private final String number = UUID.randomUUID().toString();
	private final Map<Path, FolderCommit> commits = new LinkedHashMap<>();

	private JointCommit(final Path home) {
		this.home = home;
	}

	/**
	 * Begins a commit; an interrupted one is finished first.
	 *
	 * @param home the population's folder; one commit at a time
	 */
	public static JointCommit begin(final Path home) {
		final Path folder = home.toAbsolutePath().normalize();
		recover(folder);
		return new JointCommit(folder);
	}

	/** The part of the commit that is staged in a folder, which must exist. */
	public FolderCommit in(final Path folder) {
		return commits.computeIfAbsent(folder.toAbsolutePath().normalize(), FolderCommit::begin);
	}

	/**
	 * Throws everything staged away; all folders are as they were. Does nothing once the commit has come to its moment:
	 * then it is finished when a folder is opened next.
	 */
	public void abandon() {
		if (!isRecorded(home.resolve(RECORD), number)) commits.values().forEach(FolderCommit::abandon);
	}

	/** The commit: all staged files take their places. */
	public void publish() {
		publish(line -> {});
	}

	/**
	 * As {@link #publish()}.
	 *
	 * @param log told of every step before it is made
	 */
	public void publish(final Consumer<String> log) {
		final Path record = home.resolve(RECORD);
		commits.forEach((folder, commit) -> {
			log.accept("join " + folder);
			commit.join(record, number);
		});
		final StringBuilder text = new StringBuilder(number).append('\n');
		for (final Path folder : commits.keySet())
			text.append(folder.getRoot().equals(home.getRoot()) ? home.relativize(folder) : folder).append('\n');
		log.accept("record " + record);
		AtomicFile.write(record, channel -> channel.write(StandardCharsets.UTF_8.encode(text.toString())));
		recover(home, log);
	}

	/**
	 * Finishes a commit that was interrupted after its moment; does nothing if there is none. Call it before a population is
	 * read.
	 *
	 * @return whether there was one
	 */
	public static boolean recover(final Path home) {
		return recover(home.toAbsolutePath().normalize(), line -> {});
	}

	private static boolean recover(final Path home, final Consumer<String> log) {
		final Path record = home.resolve(RECORD);
		if (!Files.exists(record)) return false;
		for (final Path folder : folders(record)) {
			if (!Files.isDirectory(folder)) throw new MException("An interrupted commit cannot be finished: its folder " + folder +
				" is missing", record.toString(), "Mount or move the folder back to its place and open the population again");
			FolderCommit.recover(folder, file -> log.accept("move " + file));
		}
		log.accept("finish " + record);
		try {
			Files.deleteIfExists(record);
		}
		catch (final IOException e) {
			throw FileErrors.writing(record, e);
		}
		return true;
	}

	private static List<Path> folders(final Path record) {
		final List<Path> folders = new ArrayList<>();
		for (final String line : lines(record).stream().skip(1).toList())
			folders.add(record.resolveSibling(line).normalize());
		return folders;
	}

	/** Whether the record of the commit with that number exists. */
	static boolean isRecorded(final Path record, final String number) {
		return Files.exists(record) && lines(record).get(0).equals(number);
	}

	private static List<String> lines(final Path record) {
		try {
			return Files.readAllLines(record, StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw FileErrors.reading(record, e);
		}
	}
}
