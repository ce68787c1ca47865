package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;

/** Several folders change together, whenever the process is killed. */
class JointCommitTest {

	/** A kill: nothing catches it. */
	private static final class Killed extends Error {

		private static final long serialVersionUID = 1L;
	}

	@TempDir
	Path home;

	private List<Path> folders() {
		return List.of(home, home.resolve("species/a"), home.resolve("source"));
	}

	private void fill(final String content) throws IOException {
		for (final Path folder : folders()) {
			Files.createDirectories(folder);
			Files.writeString(folder.resolve("one.txt"), content);
			Files.writeString(folder.resolve("two.txt"), content);
		}
	}

	private JointCommit staged(final String content) throws IOException {
		final JointCommit commit = JointCommit.begin(home);
		for (final Path folder : folders()) {
			final FolderCommit part = commit.in(folder);
			Files.writeString(part.stage("one.txt"), content);
			Files.writeString(part.stage("two.txt"), content);
			Files.writeString(part.stage("deep/three.txt"), content);
		}
		return commit;
	}

	private void killAt(final JointCommit commit, final int step) {
		final int[] steps = { 0 };
		assertThrows(Killed.class, () -> commit.publish(line -> {
			if (steps[0]++ == step) throw new Killed();
		}));
	}

	private void assertAll(final String content) throws IOException {
		for (final Path folder : folders())
			for (final String name : List.of("one.txt", "two.txt"))
				assertEquals(content, Files.readString(folder.resolve(name)), folder + " " + name);
	}

	private boolean isAnythingLeft() throws IOException {
		try (Stream<Path> all = Files.walk(home)) {
			return all.anyMatch(path -> path.getFileName().toString().startsWith(".commit"));
		}
	}

	@Test
	void aKillAtAnyStepLeavesAllFoldersOldOrAllNew() throws IOException {
		final int[] steps = { 0 };
		fill("old");
		staged("new").publish(line -> steps[0]++);
		assertAll("new");
		int committed = 0;
		for (int step = 0; step < steps[0]; step++) {
			fill("old");
			killAt(staged("new" + step), step);
			final boolean done = JointCommit.recover(home);
			assertAll(done ? "new" + step : "old");
			committed += done ? 1 : 0;
			JointCommit.begin(home).in(home).abandon();
		}
		assertEquals(steps[0] - 4, committed, "the record is the fourth step; whoever comes to the next has committed");
		staged("last").publish();
		assertAll("last");
		assertFalse(isAnythingLeft());
	}

	@Test
	void whoeverOpensOneFolderFinishesItsPart() throws IOException {
		fill("old");
		killAt(staged("new"), 5);
		for (final Path folder : folders())
			FolderCommit.recover(folder);
		assertAll("new");
		assertEquals("new", Files.readString(home.resolve("source/deep/three.txt")));
		assertTrue(JointCommit.recover(home));
		assertFalse(isAnythingLeft());
	}

	@Test
	void remainsOfAnOlderCommitAreNotPublishedByANewerOne() throws IOException {
		fill("old");
		killAt(staged("never"), 3);
		final JointCommit next = JointCommit.begin(home);
		Files.writeString(next.in(home).stage("one.txt"), "old");
		killAt(next, 3);
		for (final Path folder : folders())
			FolderCommit.recover(folder);
		assertAll("old");
	}

	@Test
	void anAbandonedCommitLeavesNothing() throws IOException {
		fill("old");
		staged("new").abandon();
		assertAll("old");
		assertFalse(isAnythingLeft());
	}

	/** A failure while files are moved must not throw away what is committed already. */
	@Test
	void nothingIsAbandonedAfterTheRecord() throws IOException {
		fill("old");
		final JointCommit commit = staged("new");
		killAt(commit, 5);
		commit.abandon();
		assertTrue(JointCommit.recover(home));
		assertAll("new");
	}

	@Test
	void aMissingFolderIsNamedAndNothingIsForgotten() throws IOException {
		fill("old");
		killAt(staged("new"), 4);
		Files.move(home.resolve("source"), home.resolve("elsewhere"));
		final MException error = assertThrows(MException.class, () -> JointCommit.recover(home));
		assertTrue(error.getMessage().contains("source"), error.getMessage());
		Files.move(home.resolve("elsewhere"), home.resolve("source"));
		assertTrue(JointCommit.recover(home));
		assertAll("new");
	}
}
