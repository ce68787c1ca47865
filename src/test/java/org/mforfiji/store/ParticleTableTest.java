package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.population.Particle;

class ParticleTableTest {

	@TempDir
	Path folder;

	/** M splits rows at blanks and ends a table at the first row with another number of words. */
	@Test
	void everyValueIsOneWord() throws IOException {
		final Path file = folder.resolve("a_particles.star");
		final Particle particle = new Particle(new double[] { 1, 2, 3 }, new double[3], 1, "TS 01.tomostar", "hash", Map.of(
			"myNote", "seen twice", "myEmpty", ""));
		ParticleTable.write(List.of(particle), file);
		final String row = Files.readAllLines(file).stream().filter(line -> line.contains("hash")).findFirst().orElseThrow();
		assertFalse(row.contains("\""), row);
		assertEquals(11, row.trim().split("\\s+").length, row);
		final Particle read = ParticleTable.read(file, 1).get(0);
		assertEquals("TS_01.tomostar", read.sourceName());
		assertEquals("seen_twice", read.extra().get("myNote"));
		assertEquals("null", read.extra().get("myEmpty"));
	}
}
