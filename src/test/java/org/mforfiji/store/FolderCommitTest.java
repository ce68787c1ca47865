package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCommitTest {

	@TempDir
	Path folder;

	@BeforeEach
	void old() {
		WarpFolder.write(folder.resolve("a"), "old a");
		WarpFolder.write(folder.resolve("b"), "old b");
		WarpFolder.write(folder.resolve("c"), "old c");
	}

	private FolderCommit staged() {
		final FolderCommit commit = FolderCommit.begin(folder);
		WarpFolder.write(commit.stage("a"), "new a");
		WarpFolder.write(commit.stage("b"), "new b");
		WarpFolder.write(commit.stage("versions/1/a"), "new a");
		commit.remove("c");
		return commit;
	}

	private void assertOld() {
		assertEquals("old a", WarpFolder.text(folder.resolve("a")));
		assertEquals("old b", WarpFolder.text(folder.resolve("b")));
		assertTrue(Files.exists(folder.resolve("c")));
	}

	private void assertNew() {
		assertEquals("new a", WarpFolder.text(folder.resolve("a")));
		assertEquals("new b", WarpFolder.text(folder.resolve("b")));
		assertEquals("new a", WarpFolder.text(folder.resolve("versions/1/a")));
		assertEquals(List.of("a", "b", "versions/1/a"), Folders.listAll(folder, "*").stream().map(file -> folder.relativize(file)
			.toString()).toList());
		assertFalse(Files.exists(folder.resolve(".commit")));
	}

	@Test
	void allFilesTakeTheirPlaces() {
		final FolderCommit commit = staged();
		assertOld();
		commit.publish();
		assertNew();
	}

	@Test
	void aCrashBeforeTheCommitLeavesTheOldFiles() {
		staged();
		FolderCommit.recover(folder);
		assertOld();
		FolderCommit.begin(folder).abandon();
		assertEquals(List.of("a", "b", "c"), Folders.listAll(folder, "*").stream().map(file -> folder.relativize(file)
			.toString()).toList());
	}

	@Test
	void aCrashAfterTheCommitIsFinished() throws IOException {
		staged().seal();
		assertOld();
		// The first file is moved already when the process dies.
		Files.move(folder.resolve(".commit/a"), folder.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
		FolderCommit.recover(folder);
		assertNew();
		FolderCommit.recover(folder);
		assertNew();
	}

	@Test
	void theNextCommitFinishesTheOneBefore() {
		staged().seal();
		final FolderCommit next = FolderCommit.begin(folder);
		assertNew();
		WarpFolder.write(next.stage("a"), "newest a");
		next.publish();
		assertEquals("newest a", WarpFolder.text(folder.resolve("a")));
	}
}
