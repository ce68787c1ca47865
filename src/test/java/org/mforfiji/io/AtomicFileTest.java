package org.mforfiji.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;

class AtomicFileTest {

	@TempDir
	Path folder;

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(f -> f.getFileName().toString()).sorted().toList();
		}
	}

	private static void put(final Path target, final String text) {
		AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(text.getBytes())));
	}

	@Test
	void writesAndReplaces() throws IOException {
		final Path target = folder.resolve("a.txt");
		put(target, "a long first text");
		put(target, "second");
		assertEquals("second", Files.readString(target));
		assertEquals(List.of("a.txt"), names());
	}

	@Test
	void whileItIsWrittenTheOldFileStands() throws IOException {
		final Path target = folder.resolve("a.txt");
		put(target, "old");
		AtomicFile.write(target, channel -> {
			channel.write(ByteBuffer.wrap("new".getBytes()));
			assertEquals("old", Files.readString(target));
			assertTrue(names().stream().anyMatch(name -> name.endsWith(AtomicFile.TEMPORARY_SUFFIX)));
		});
		assertEquals("new", Files.readString(target));
	}

	@Test
	void fullDiskLeavesTheOldFileAndSaysSo() throws IOException {
		final Path target = folder.resolve("a.txt");
		put(target, "old");
		final MException error = assertThrows(MException.class, () -> AtomicFile.write(target, channel -> {
			channel.write(ByteBuffer.wrap("half".getBytes()));
			throw new IOException("No space left on device");
		}));
		assertEquals("The disk is full", error.what());
		assertEquals(target.toString(), error.where());
		assertEquals("old", Files.readString(target));
		assertEquals(List.of("a.txt"), names());
	}

	@Test
	void otherErrorsGoThroughAndLeaveNothingBehind() throws IOException {
		final IllegalStateException fault = new IllegalStateException();
		assertSame(fault, assertThrows(IllegalStateException.class, () -> AtomicFile.write(folder.resolve("b.txt"),
			channel -> {
				throw fault;
			})));
		assertEquals(List.of(), names());
	}

	@Test
	void foldersAreNotReplaced() throws IOException {
		Files.createDirectory(folder.resolve("sub"));
		assertTrue(assertThrows(MException.class, () -> put(folder.resolve("sub"), "x")).what().contains("folder"));
		assertTrue(assertThrows(MException.class, () -> put(folder.resolve("no/x"), "x")).remedy().contains("folder"));
		assertEquals(List.of("sub"), names());
	}

	@Test
	void manyWritersOfOneFileLeaveOneOfTheirTextsWhole() throws IOException {
		final Path target = folder.resolve("a.txt");
		IntStream.range(0, 40).parallel().forEach(i -> put(target, ("" + (char) ('a' + i % 26)).repeat(5000)));
		final String text = Files.readString(target);
		assertEquals(5000, text.length());
		assertEquals(1, text.chars().distinct().count());
		assertEquals(List.of("a.txt"), names());
	}
}
