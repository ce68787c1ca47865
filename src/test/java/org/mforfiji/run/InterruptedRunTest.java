package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.store.ItemLoader;

/** Whenever a run is killed, the last committed version is whole, and the run ends as if nothing had happened. */
class InterruptedRunTest {

	private static final RunOptions OPTIONS = SimulatedPopulation.options().build();

	@TempDir
	static Path shared;
	private static Population original;
	private static Map<String, String> before;
	private static Map<String, String> after;
	private static final List<String> MOMENTS = new ArrayList<>();

	@TempDir
	Path folder;

	@BeforeAll
	static void runWithoutInterruption() throws IOException {
		original = SimulatedPopulation.shared();
		before = SimulatedPopulation.files(original.folder().getParent());
		final Population population = SimulatedPopulation.copy(original, shared);
		SimulatedPopulation.run(population, OPTIONS, 2, moment -> MOMENTS.add(moment.replace(shared.toString(), "")));
		after = SimulatedPopulation.files(shared);
	}

	private List<RunReport.ItemRun> finish(final Path place) throws IOException {
		final RunReport report = SimulatedPopulation.run(SimulatedPopulation.open(place), OPTIONS, 2, moment -> {});
		assertEquals(after, SimulatedPopulation.files(place));
		assertFalse(Files.exists(place.resolve("population/refinement_temp")));
		return report.items();
	}

	/** One run, killed after every item of every phase and once while its results are staged. */
	@Test
	void aRunKilledAgainAndAgainEndsWithTheSameBits() throws IOException {
		SimulatedPopulation.copy(original, folder);
		int kills = 0;
		for (final String moment : MOMENTS) {
			if (moment.startsWith("join")) break;
			SimulatedPopulation.killAt(SimulatedPopulation.open(folder), OPTIONS, moment);
			assertEquals(before, SimulatedPopulation.files(folder), moment);
			kills++;
		}
		assertEquals(7, kills, MOMENTS.toString());
		final List<RunReport.ItemRun> items = finish(folder);
		assertTrue(items.stream().allMatch(item -> item.resumed() && item.images() == 182), items.toString());
	}

	/** Killed at steps all through the commit: before its record all is old, from the record on all is new. */
	@Test
	void aCommitIsMadeWhollyOrNotAtAll() throws IOException {
		final Path journaled = folder.resolve("journaled");
		SimulatedPopulation.killAt(SimulatedPopulation.copy(original, journaled), OPTIONS, "staged");
		final int first = MOMENTS.indexOf(MOMENTS.stream().filter(m -> m.startsWith("join")).findFirst().orElseThrow());
		final int record = MOMENTS.indexOf(MOMENTS.stream().filter(m -> m.startsWith("record")).findFirst().orElseThrow());
		for (int step = first; step < MOMENTS.size(); step += step < record + 1 ? 1 : 8) {
			final Path place = folder.resolve("step" + step);
			final Population population = SimulatedPopulation.copy(open(journaled), place);
			final AtomicInteger at = new AtomicInteger();
			final int kill = step;
			assertThrows(SimulatedPopulation.Killed.class, () -> SimulatedPopulation.run(population, OPTIONS, 2, moment -> {
				// Phases that are in the journal have no moments any more; the commit's are counted from its first.
				if (moment.startsWith("join") || at.get() > 0) if (at.getAndIncrement() == kill - first) throw new SimulatedPopulation.Killed();
			}));
			SimulatedPopulation.open(place);
			if (step <= record) {
				assertEquals(before, SimulatedPopulation.files(place), MOMENTS.get(step));
				finish(place);
			}
			else assertEquals(after, SimulatedPopulation.files(place), MOMENTS.get(step));
		}
	}

	private static Population open(final Path place) {
		return SimulatedPopulation.open(place);
	}

	/** A process that dies without a last word, while references are made and while files are renamed. */
	@Test
	void aDeadProcessIsSurvived() throws Exception {
		final Path place = folder.resolve("dead");
		SimulatedPopulation.copy(original, place);
		die(place, "references simulated/TS_01");
		assertEquals(before, SimulatedPopulation.files(place));
		SimulatedPopulation.killAt(SimulatedPopulation.open(place), OPTIONS, "staged");
		die(place, "move " + place.resolve("project"));
		assertTrue(Files.exists(place.resolve("population/.commit.list")));
		SimulatedPopulation.open(place);
		assertEquals(after, SimulatedPopulation.files(place));
	}

	private static void die(final Path place, final String moment) throws IOException, InterruptedException {
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
			"-cp", classPath(), InterruptedRunTest.class.getName(), place.toString(), moment).redirectErrorStream(true)
				.redirectOutput(place.resolve("../" + place.getFileName() + ".log").toFile()).start();
		assumeTrue(process.waitFor(60, TimeUnit.SECONDS), "the process takes too long");
		assertEquals(7, process.exitValue(), Files.readString(place.resolveSibling(place.getFileName() + ".log")));
	}

	private static String classPath() {
		if (InterruptedRunTest.class.getClassLoader() instanceof URLClassLoader loader) return Arrays.stream(loader.getURLs()).map(
			URL::getPath).collect(Collectors.joining(File.pathSeparator));
		return System.getProperty("java.class.path");
	}

	/** The process: runs until a moment, and halts there. */
	public static void main(final String... arguments) {
		SimulatedPopulation.run(SimulatedPopulation.open(Path.of(arguments[0])), OPTIONS, 1, moment -> {
			if (moment.startsWith(arguments[1])) Runtime.getRuntime().halt(7);
		});
	}

	@Test
	void aCancelledRunLeavesAllAsItWasAndCanBeGoneOnWith() throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final AtomicBoolean enough = new AtomicBoolean();
		final Monitor impatient = new Monitor() {

			@Override
			public boolean isCancelled() {
				return enough.get();
			}
		};
		try (Parallel parallel = new Parallel(2)) {
			assertThrows(CancelledException.class, () -> RefinementRun.run(population, OPTIONS, new CpuEngine(parallel), parallel,
				impatient, moment -> enough.set(moment.startsWith("item"))));
		}
		assertEquals(before, SimulatedPopulation.files(folder));
		finish(folder);
	}

	/** An image that vanishes while a run is at another series stops it there; once it is back, the run goes on after that series. */
	@Test
	void aFaultOfOneItemCostsNoOtherItsWork() throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final RunOptions options = SimulatedPopulation.options().externalReference(true).keepStacks(false).build();
		final DataSource source = population.sources().get(0);
		final Path average = ItemLoader.load(source, source.items().get(1)).averagePath(3), away = folder.resolve("away.mrc");
		final MException fault = assertThrows(MException.class, () -> SimulatedPopulation.run(population, options, 2, moment -> {
			if (moment.startsWith("item") && moment.endsWith("TS_01")) move(average, away);
		}));
		assertTrue(fault.getMessage().contains("average of a tilt is missing (TS_02, tilt 4, " + average), fault.getMessage());
		move(away, average);
		assertEquals(before, SimulatedPopulation.files(folder));
		final RunReport report = SimulatedPopulation.run(SimulatedPopulation.open(folder), options, 2, moment -> {});
		assertEquals(List.of(true, false), report.items().stream().map(RunReport.ItemRun::resumed).toList());
	}

	private static void move(final Path from, final Path to) {
		try {
			Files.move(from, to);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A run with other options leaves the journal alone; one with other data removes it; each says what differs. */
	@Test
	void aJournalIsUsedForTheVerySameRunOnly() throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		SimulatedPopulation.killAt(population, OPTIONS, "item");
		final RunOptions other = RunOptions.builder(SimulatedPopulation.refinement().particles(false).build()).checkpointSeconds(0)
			.build();
		final List<String> lines = new ArrayList<>();
		messages(population, other, lines);
		assertTrue(lines.stream().anyMatch(line -> line.contains("left alone") && line.contains("particle poses")), lines
			.toString());
		assertEquals(2, RunFolders.list(population.folder().resolve("refinement_temp")).size());

		final Path xml = population.sources().get(0).itemXml(population.sources().get(0).items().get(1));
		Files.writeString(xml, Files.readString(xml).replace("</TiltSeries>", "<More /></TiltSeries>"));
		lines.clear();
		messages(SimulatedPopulation.open(folder), OPTIONS, lines);
		assertEquals(2, lines.stream().filter(line -> line.contains("removed") && line.contains("TS_02")).count(), lines.toString());
		assertEquals(1, RunFolders.list(population.folder().resolve("refinement_temp")).size());
	}

	/** Runs up to the first item of the references. */
	private static void messages(final Population population, final RunOptions options, final List<String> lines) {
		final Monitor listening = new Monitor() {

			@Override
			public void message(final String line) {
				lines.add(line);
			}
		};
		try (Parallel parallel = new Parallel(2)) {
			assertThrows(SimulatedPopulation.Killed.class, () -> RefinementRun.run(population, options, new CpuEngine(parallel),
				parallel, listening, moment -> {
					throw new SimulatedPopulation.Killed();
				}));
		}
	}

	@Test
	void aPopulationIsRunOnceAtATime() throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final Path temporary = population.folder().resolve("refinement_temp");
		try (RunLock lock = RunLock.take(temporary)) {
			final MException error = assertThrows(MException.class, () -> SimulatedPopulation.run(population, OPTIONS, 2,
				moment -> {}));
			assertTrue(error.getMessage().contains("Another run"), error.getMessage());
		}
		assertFalse(Files.exists(temporary));
	}
}
