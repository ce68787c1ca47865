package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.io.FolderTree;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.simulate.Truth;
import org.mforfiji.store.ItemLoader;

/** A species that is left out of alignment, called for as a user does. */
class LeftOutOfAlignmentTest {

	private static final String[] REFINEMENT = { "--refine_imagewarp", "2x2", "--refine_particles", "--iter", "2",
		"--external_reference", "--threads", "2" };

	private static Path original;

	@TempDir
	Path folder;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@BeforeAll
	static void simulate() throws IOException {
		original = Files.createTempDirectory("mff-left-out");
		SimulatedPopulation.create(original, 1, 12, 6);
	}

	@AfterAll
	static void clear() throws IOException {
		FolderTree.delete(original);
	}

	private int refine(final Population population, final String... options) {
		final String[] args = Stream.of(Stream.of("refine", "--population", population.file().toString()), Stream.of(REFINEMENT),
			Stream.of(options)).flatMap(s -> s).toArray(String[]::new);
		return new Shell(CommandCatalog.discover(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
			StandardCharsets.UTF_8), false).run(args);
	}

	private static double projectedError(final Population population) {
		final DataSource source = population.sources().get(0);
		final List<TiltSeries> series = source.items().stream().map(item -> ItemLoader.load(source, item)).toList();
		return Truth.read(population.folder().resolveSibling("project")).compare("phantom1", series, population.species().get(1)
			.particles()).positionRmsA();
	}

	/** Its poses stay to the bit, the warp that the other refined moves its images, and its map is new. */
	@Test
	void keepsItsPosesAndGetsTheOthersWarp() throws IOException {
		final Population before = SimulatedPopulation.copy(SimulatedPopulation.open(original), folder);
		final double start = projectedError(before);
		assertEquals(Shell.DONE, refine(before, "--exclude_from_alignment", " phantom1 "), err.toString());
		final Population after = SimulatedPopulation.open(folder);
		final Species was = before.species().get(1), is = after.species().get(1);
		for (int p = 0; p < 6; p++) {
			assertArrayEquals(was.particles().get(p).coordinates(), is.particles().get(p).coordinates());
			assertArrayEquals(was.particles().get(p).anglesDeg(), is.particles().get(p).anglesDeg());
		}
		assertNotEquals(was.version(), is.version());
		assertTrue(projectedError(after) < 0.85 * start, start + " Å before, " + projectedError(after) + " Å after");
		final String log = out.toString(StandardCharsets.UTF_8);
		assertTrue(log.lines().anyMatch(line -> line.startsWith("phantom1: ") && line.endsWith("left out of alignment")), log);
		assertTrue(log.contains("its poses stay as they are"), log);
		try (Stream<Path> runs = Files.list(after.folder().resolve("refinement"))) {
			final StarBlock species = StarFile.read(runs.findFirst().orElseThrow().resolve("report.star")).block("species");
			assertEquals(List.of("true", "false"), List.of(species.text(0, "mffAligned"), species.text(1, "mffAligned")));
		}
	}

	@Test
	void unknownNamesAreRefusedWithTheNamesThatThereAre() throws IOException {
		assertRefused("phantom1,ghost", "no species 'ghost'", "phantom1");
	}

	@Test
	void someSpeciesMustAlign() throws IOException {
		assertRefused("phantom1,phantom", "No species is used for alignment", "exclude_from_alignment");
	}

	/** Refused in words that hold these, and nothing is changed. */
	private void assertRefused(final String excluded, final String... words) throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.open(original), folder);
		final Map<String, String> files = SimulatedPopulation.files(folder);
		assertEquals(Shell.FAILED, refine(population, "--exclude_from_alignment", excluded));
		final String said = err.toString(StandardCharsets.UTF_8);
		for (final String word : words)
			assertTrue(said.contains(word), said);
		assertEquals(files, SimulatedPopulation.files(folder));
	}

	@Test
	void allMayBeLeftOutWhereNothingIsRefined() {
		final Population population = SimulatedPopulation.open(original);
		assertTrue(Preflight.errors(Preflight.check(population, RunOptions.builder(SimulatedPopulation.refinement()
			.subIterations(0).build()).excludedFromAlignment(Set.of(population.species().get(0).guid(), population
				.species().get(1).guid())).build())).isEmpty());
	}

	/** Items count by the particles that align. */
	@Test
	void particlesLeftOutDoNotCount() throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.open(original), folder);
		assertEquals(Shell.DONE, refine(population, "--exclude_from_alignment", "phantom", "--min_particles", "7"), err
			.toString());
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("6 particles that align, fewer than 7"), out.toString());
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("18 particles, 234 images, not refined"), out.toString());
	}
}
