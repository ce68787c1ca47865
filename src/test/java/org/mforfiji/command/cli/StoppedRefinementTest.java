package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A refinement in a process of its own is stopped or killed; the same command then goes on where it was. */
@DisabledOnOs(OS.WINDOWS)
class StoppedRefinementTest {

	private static final int TERMINATED = 128 + 15;
	private static final String ITEM = "/items/day1/TS_01";
	private static final String DONE = "refinement_temp/repetition.star";

	@TempDir
	private Path folder;

	private static String classPath() {
		if (StoppedRefinementTest.class.getClassLoader() instanceof URLClassLoader loader) return Arrays.stream(loader.getURLs())
			.map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
		return System.getProperty("java.class.path");
	}

	private Process start(final Path log, final String... args) throws IOException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
		// Both must have the same kernel, since kernels round differently.
		if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) command.addAll(List.of("--add-modules",
			"jdk.incubator.vector"));
		command.add(Main.class.getName());
		command.addAll(List.of(args));
		return new ProcessBuilder(command)
				.redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	/** Waits until the first series of the iteration is journaled, which the second is not yet. */
	private void untilFirstItem(final BadProject project, final Process process, final boolean afterAnother)
		throws IOException, InterruptedException
	{
		final Path temporary = project.path("population/refinement_temp");
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
		while (System.nanoTime() < end && process.isAlive()) {
			if ((!afterAnother || Files.exists(project.path("population/" + DONE))) && Files.isDirectory(temporary)) try (
					Stream<Path> runs = Files.list(temporary)) {
				if (runs.anyMatch(run -> Files.isDirectory(Path.of(run + ITEM)))) return;
			}
			Thread.sleep(2);
		}
		assumeTrue(process.isAlive(), "the process was faster than this test");
	}

	/** As batch systems do: the run ends within seconds, leaves its journal, and ends with the same bits when called again. */
	@Test
	void terminatedRunGoesOn() throws Exception {
		final BadProject whole = BadProject.in(folder.resolve("whole")), stopped = BadProject.in(folder.resolve("stopped"));
		final Map<String, String> before = stopped.results();
		final Path log = folder.resolve("log");
		final Process process = start(log, stopped.refinement());
		untilFirstItem(stopped, process, false);
		process.destroy();
		assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process ends");
		assumeTrue(process.exitValue() != 0, "the process was faster than this test");
		assertEquals(TERMINATED, process.exitValue(), Files.readString(log));
		assertTrue(Files.readString(log).endsWith("Cancelled.\n"), Files.readString(log));
		assertEquals(Set.of(), BadProject.differences(before, stopped.results()));

		assertEquals(Shell.DONE, stopped.refine(), stopped.err());
		assertTrue(stopped.out().contains("An interrupted run is gone on with") && stopped.out().contains("from the journal"), stopped
			.out());
		assertEquals(Shell.DONE, whole.refine(), whole.err());
		assertEquals(Set.of(), BadProject.differences(whole.results(), stopped.results()));
		assertFalse(Files.exists(stopped.path("population/refinement_temp")));
	}

	/** Killed in the second of three iterations: only that and the third are done then. */
	@Test
	void killedRepetitionDoesWhatIsLeft() throws Exception {
		final BadProject whole = BadProject.in(folder.resolve("whole")), killed = BadProject.in(folder.resolve("killed"));
		final Process process = start(folder.resolve("log"), killed.refinement("--repeat", "3"));
		untilFirstItem(killed, process, true);
		process.destroyForcibly().waitFor();
		assumeTrue(Files.exists(killed.path("population/" + DONE)), "the process was faster than this test");
		final BadProject other = killed.copy(folder.resolve("other"));

		assertEquals(Shell.DONE, killed.refine("--repeat", "3", "--json"), killed.err());
		final List<String> lines = killed.err().lines().toList();
		assertTrue(lines.contains("1 of 3 iterations were done before; going on with iteration 2"), killed.err());
		assertTrue(lines.contains("Iteration 2 of 3") && lines.contains("Iteration 3 of 3") && !lines.contains("Iteration 1 of 3"),
			killed.err());
		assertFalse(Files.exists(killed.path("population/refinement_temp")));
		assertEquals(Shell.DONE, whole.refine("--repeat", "3", "--json"), whole.err());
		assertEquals(Set.of(), BadProject.differences(whole.results(), killed.results()));
		assertEquals(species(whole), species(killed), "the resolution before is that before the first iteration");

		assertEquals(Shell.DONE, other.refine("--repeat", "2", "--iter", "1"), other.err());
		assertTrue(other.out().contains("had done 1 of 3 iterations; this is another command, which begins with its first\n" +
			"Iteration 1 of 2\n"), other.out());
		assertFalse(Files.exists(other.path("population/" + DONE)));
	}

	private static String species(final BadProject project) {
		return project.out().substring(0, project.out().indexOf("\"iterations\""));
	}
}
