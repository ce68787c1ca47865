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

/** Wrong usage of the refinement is told before anything runs. */
class RefineCommandTest {

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path folder;
	private Path population;

	@BeforeEach
	void emptyPopulation() {
		population = CreatePopulation.create(folder, "cells").file();
	}

	private int run(final String verb, final String... options) {
		final String[] args = Stream.concat(Stream.of(verb, "--population", population.toString()), Stream.of(options)).toArray(
			String[]::new);
		return new Shell(CommandCatalog.discover(), new PrintStream(new ByteArrayOutputStream()), new PrintStream(err, true,
			StandardCharsets.UTF_8), false).run(args);
	}

	private void assertRefused(final String words) throws IOException {
		final String said = err.toString(StandardCharsets.UTF_8);
		assertTrue(said.contains(words), said);
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(1, files.count(), "nothing was written");
		}
	}

	@Test
	void gridThatIsNoneIsRefused() throws IOException {
		assertEquals(Shell.WRONG_USAGE, run("refine", "--refine_imagewarp", "3by3"));
		assertRefused("'3by3' is not a grid size");
	}

	@Test
	void nothingToRefineIsRefused() throws IOException {
		assertEquals(Shell.WRONG_USAGE, run("refine"));
		assertRefused("Nothing is to be refined");
	}

	@Test
	void parametersThatAreNotRefinedAreRefused() throws IOException {
		assertEquals(Shell.WRONG_USAGE, run("refine", "--refine_particles", "--refine_doming", "--refine_tiltmovies",
			"--devicelist", "0", "1", "--port=-1"));
		assertRefused("This version does not have M's --refine_doming, which refines the doming of frame series; " +
			"--refine_tiltmovies, which refines the movement within the movies of tilts; --devicelist, which chooses GPUs; --port, ");
		assertRefused("Nothing was done. Leave out --refine_doming, --refine_tiltmovies: a later version brings it; --devicelist: " +
			"this version computes on the CPU");
	}

	@Test
	void shareOfResolutionHasARange() throws IOException {
		assertEquals(Shell.WRONG_USAGE, run("refine", "--refine_particles", "--first_iteration_fraction", "2"));
		assertRefused("--first_iteration_fraction");
	}

	@Test
	void emptyPopulationFailsInWords() {
		assertEquals(Shell.FAILED, run("reconstruct"));
		assertTrue(!err.toString(StandardCharsets.UTF_8).contains("Exception"), err.toString(StandardCharsets.UTF_8));
	}
}
