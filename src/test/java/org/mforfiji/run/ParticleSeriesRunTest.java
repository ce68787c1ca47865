package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.refine.RefineOptions;

/** Iterations over particle series, of stacks that are premultiplied or not. */
class ParticleSeriesRunTest {

	private static final RunOptions REFINE = options(2);

	@TempDir
	private Path folder;

	private static RunOptions options(final int subIterations) {
		return RunOptions.builder(RefineOptions.builder().subIterations(subIterations).particles(true).build()).checkpointSeconds(0)
			.build();
	}

	private static RunReport run(final ParticleSeriesInput input, final RunOptions options, final Consumer<String> moments) {
		try (Parallel parallel = new Parallel(2)) {
			return ParticleSeriesRun.run(input, options, new CpuEngine(parallel), parallel, Monitor.SILENT, moments);
		}
	}

	@Test
	void premultipliedStacksGiveTheMapOfRawOnes() throws IOException {
		final SyntheticSeries raw = SyntheticSeries.write(Files.createDirectory(folder.resolve("raw")), false, true);
		final SyntheticSeries premultiplied = SyntheticSeries.write(Files.createDirectory(folder.resolve("pre")), true, true);
		final ParticleSeriesInput a = raw.input(folder.resolve("a")), b = premultiplied.input(folder.resolve("b"));
		final RunReport report = run(a, options(0), moment -> {});
		run(b, options(0), moment -> {});
		assertFalse(report.refined());
		assertEquals(2 * SyntheticSeries.PARTICLES * 10, report.species().get(0).images());
		final double[] same = FourierShellCorrelation.between(MrcFile.read(a.file("_half1.mrc")), MrcFile.read(b.file(
			"_half1.mrc")), Parallel.serial());
		// The same noise was multiplied by CTF and weight in one of them before it was written.
		for (int shell = 3; shell < 14; shell++)
			assertTrue(same[shell] > 0.94, "shell " + shell + ": " + same[shell]);
	}

	@Test
	void refinementFindsThePosesAndWritesTablesThatCanBeReadAgain() throws IOException {
		for (final boolean premultiplied : new boolean[] { false, true }) {
			final SyntheticSeries series = SyntheticSeries.write(Files.createDirectory(folder.resolve("in" + premultiplied)),
				premultiplied);
			final double[] before = series.errors(series.set());
			ParticleSeriesInput input = series.input(folder.resolve("out" + premultiplied));
			final RunReport report = run(input, REFINE, moment -> {});
			assertTrue(report.species().get(0).after().corrected() <= report.species().get(0).before().get().corrected());
			assertEquals(2 * SyntheticSeries.PARTICLES, report.species().get(0).refinedParticles());
			final double[] after = series.errors(input.results());
			assertTrue(after[0] < 0.5 * before[0], "Å: " + before[0] + " → " + after[0]);
			assertTrue(after[1] < 0.6 * before[1], "degrees: " + before[1] + " → " + after[1]);
			for (final String ending : List.of("_half1.mrc", "_half2.mrc", "_filt.mrc", "_filtsharp.mrc", "_mask.mrc", "_fsc.star"))
				assertTrue(Files.exists(input.file(ending)), ending);
			assertTrue(Files.exists(report.folder().resolve("TS_1_errors.star")));
			onlyPosesChanged(series, input);
			if (!premultiplied) continue;
			input = input.after(folder.resolve("again" + premultiplied));
			run(input, REFINE, moment -> {});
			assertTrue(series.errors(input.results())[0] < 1.2 * after[0], "stacks stay where they were cut");
		}
	}

	private static void onlyPosesChanged(final SyntheticSeries series, final ParticleSeriesInput input) {
		final StarFile old = StarFile.read(series.table()), now = StarFile.read(input.particles());
		assertTrue(old.block("optics").sameContent(now.block("optics")));
		final StarBlock before = old.block("particles"), after = now.block("particles");
		assertEquals(Set.of("1", "2"), Set.copyOf(after.texts("rlnRandomSubset")), "half-sets that were drawn are kept");
		final Set<String> posed = Set.of("rlnAngleRot", "rlnAngleTilt", "rlnAnglePsi", "rlnOriginXAngst", "rlnOriginYAngst",
			"rlnOriginZAngst", "rlnImageName");
		for (final String column : before.columns())
			if (!posed.contains(column)) assertEquals(before.texts(column), after.texts(column), column);
	}

	@Test
	void aRunThatWasKilledEndsWithTheSameBits() throws IOException {
		final SyntheticSeries series = SyntheticSeries.write(Files.createDirectory(folder.resolve("in")), true);
		final List<String> moments = new ArrayList<>();
		run(series.input(folder.resolve("whole")), REFINE, moments::add);
		final Map<String, String> whole = results(folder.resolve("whole"));
		final Path killed = folder.resolve("killed");
		int kills = 0;
		for (final String moment : moments) {
			if (moment.startsWith("join")) break;
			assertThrows(SimulatedPopulation.Killed.class, () -> run(series.input(killed), REFINE, name -> {
				if (name.equals(moment)) throw new SimulatedPopulation.Killed();
			}), moment);
			assertTrue(results(killed).isEmpty(), "nothing is there before the commit");
			kills++;
		}
		assertEquals(7, kills, moments.toString());
		final RunReport report = run(series.input(killed), REFINE, moment -> {});
		assertTrue(report.items().stream().allMatch(RunReport.ItemRun::resumed));
		assertEquals(whole, results(killed));
		assertFalse(Files.exists(killed.resolve("refinement_temp")));
	}

	/** Files by name; of tables that hold the folder's own path only the name. */
	private static Map<String, String> results(final Path output) throws IOException {
		final Map<String, String> files = SimulatedPopulation.files(output);
		files.keySet().removeIf(name -> name.startsWith(".commit"));
		files.replaceAll((name, hash) -> name.endsWith("optimisation_set.star") ? "" : hash);
		return files;
	}

	@Test
	void resultsAreNeverOverwritten() throws IOException {
		final SyntheticSeries series = SyntheticSeries.write(Files.createDirectory(folder.resolve("in")), true);
		final ParticleSeriesInput input = series.input(folder.resolve("out"));
		run(input, options(0), moment -> {});
		final Map<String, String> before = SimulatedPopulation.files(folder);
		final MException refused = assertThrows(MException.class, () -> run(input, REFINE, moment -> {}));
		assertTrue(refused.getMessage().contains("would replace: blobs_half1.mrc") && refused.getMessage().contains("blobs_optimisation_set.star"),
			refused.getMessage());
		assertEquals(before, SimulatedPopulation.files(folder));
		assertTrue(ParticleSeriesRun.isFinished(input, options(0)));
		assertFalse(ParticleSeriesRun.isFinished(input, REFINE));
	}
}
