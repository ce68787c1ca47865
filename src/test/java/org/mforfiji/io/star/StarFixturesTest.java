package org.mforfiji.io.star;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;

/** Files of RELION, Warp, M and others. */
class StarFixturesTest {

	@TempDir
	Path folder;

	@Test
	void everyFileIsReadWrittenAndReadAgain() throws IOException {
		final List<Path> files;
		try (Stream<Path> walk = Files.walk(Fixtures.path("formats").getParent())) {
			files = walk.filter(f -> f.toString().endsWith(".star")).sorted().toList();
		}
		assertTrue(files.size() >= 28, files.size() + " files");
		for (final Path file : files) {
			final StarFile read = StarFile.read(file);
			assertFalse(read.blocks().isEmpty(), file.toString());
			read.write(folder.resolve("copy.star"));
			assertTrue(read.sameContent(StarFile.read(folder.resolve("copy.star"))), file.toString());
			assertEquals(valuesCountedSimply(file),
				read.blocks().stream().mapToLong(b -> (long) b.rows() * b.columns().size()).sum(), file
				.toString());
		}
	}

	/** None of these files has a blank inside a value, so words can be counted. */
	private static long valuesCountedSimply(final Path file) throws IOException {
		long count = 0;
		for (final String line : Files.readAllLines(file)) {
			final String text = line.trim();
			if (text.isEmpty() || text.startsWith("#") || text.startsWith("data_") || text.equals("loop_")) continue;
			final String[] words = text.split("\\s+");
			if (!words[0].startsWith("_")) count += words.length;
			else if (words.length == 2 && !words[1].startsWith("#")) count++;
		}
		return count;
	}

	@Test
	void tableOfMComesBackCharacterForCharacter() throws IOException {
		final Path file = Fixtures.path("formats/M_species_particles_dynamo2m.star");
		final StarFile read = StarFile.read(file);
		assertEquals(17440, read.firstLoop().rows());
		assertEquals(7663.728, read.firstLoop().number(0, "wrpCoordinateX1"));
		read.write(folder.resolve("copy.star"));
		assertEquals(Files.readString(file), Files.readString(folder.resolve("copy.star")));
	}

	@Test
	void postprocessHasAListAndTwoTables() {
		final StarFile file = StarFile.read(Fixtures.path("postprocess/022/postprocess.star"));
		assertEquals(List.of("general", "fsc", "guinier"), file.blocks().stream().map(StarBlock::name).toList());
		assertEquals(5.082353, file.block("general").number(0, "rlnFinalResolution"));
		assertEquals("mask_fsc.mrc", file.block("general").value("rlnMaskName"));
		assertEquals(0.999200, file.block("fsc").number(1, "rlnFourierShellCorrelationCorrected"));
	}
}
