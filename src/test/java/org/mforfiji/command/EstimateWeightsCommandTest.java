package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.store.CreatePopulation;

/** What cannot be estimated is refused in words before anything is touched. */
class EstimateWeightsCommandTest {

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path folder;
	private Path population;

	@BeforeEach
	void emptyPopulation() {
		population = CreatePopulation.create(folder, "cells").file();
	}

	private void assertRefused(final int status, final String words, final String... options) throws IOException {
		final String[] args = Stream.concat(Stream.of("estimate_weights", "--population", population.toString()), Stream.of(
			options)).toArray(String[]::new);
		final int rc = new Shell(CommandCatalog.discover(), new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true,
			StandardCharsets.UTF_8), false).run(args);
		final String said = err.toString(StandardCharsets.UTF_8);
		assertTrue(said.contains(words), said);
		assertEquals(status, rc, said);
		assertTrue(!said.contains("Exception"), said);
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(1, files.count(), "nothing was written");
		}
	}

	@Test
	void nothingToDo() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "Nothing is to be estimated", "--source", "a");
	}

	@Test
	void placesWithTilts() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "by location cannot be estimated together", "--source", "a", "--resolve_frames",
			"--resolve_location");
	}

	@Test
	void anisotropyOfSeries() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "Only the B-factors of tilts", "--source", "a", "--resolve_items", "--fit_anisotropy");
	}

	@Test
	void gridOfOneNode() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "same weight everywhere", "--source", "a", "--resolve_location", "--grid_width", "1",
			"--grid_height", "1");
	}

	@Test
	void resolutionOutOfRange() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "--min_resolution", "--source", "a", "--resolve_items", "--min_resolution", "0");
	}

	@Test
	void noDataSourceNamed() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "--source", "--resolve_items");
	}

	@Test
	void weightsOfSources() throws IOException {
		assertRefused(Shell.WRONG_USAGE, "--resolve_sources, which weighs whole data sources", "--source", "a", "--resolve_sources");
	}

	@Test
	void sourceThatIsNotThere() throws IOException {
		assertRefused(Shell.FAILED, "has no data source 'a'", "--source", "a", "--resolve_items");
	}
}
