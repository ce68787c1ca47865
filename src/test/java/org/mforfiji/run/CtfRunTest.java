package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.optics.Ctf;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.GridSize;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.Truth;
import org.mforfiji.store.ItemLoader;

/** Refinement of the contrast transfer as a run does it. */
class CtfRunTest {

	private static final CtfOptions DEFOCUS = CtfOptions.ofDefocus(20);

	@TempDir
	Path folder;

	private static PlantedErrors.Builder errors() {
		return PlantedErrors.builder().imageWarpRmsA(1).tiltShiftRmsA(0.5).positionRmsA(1).angleRmsDeg(1);
	}

	private static RunOptions options(final CtfOptions ctf) {
		return RunOptions.builder(SimulatedPopulation.refinement().ctf(ctf).build()).checkpointSeconds(0).build();
	}

	private static Map<String, TiltSeries> series(final Population population) {
		final Map<String, TiltSeries> all = new TreeMap<>();
		for (final DataSource source : population.sources())
			for (final SourceItem item : source.items())
				all.put(item.rootName(), ItemLoader.load(source, item));
		return all;
	}

	private static double[] defocus(final TiltSeries series) {
		final double[] values = new double[series.tilts()];
		for (int t = 0; t < values.length; t++)
			values[t] = series.metadata().grid(SeriesGrid.CTF).valueAt(t);
		return values;
	}

	private static double resolution(final Population population) {
		return population.species().get(0).globalResolution();
	}

	/**
	 * Defocus 0.08 µm off in every tilt and astigmatism that the metadata do not know: found within their error bars, and the
	 * maps are better than without; the second iteration moves little. Killed between two series, the run goes on to the same
	 * bits.
	 */
	@Test
	void plantedDefocusIsFoundWithinItsErrorBars() throws IOException {
		final Population original = CtfPopulation.create(folder.resolve("original"), 0.3, 2, 40, errors().defocusRmsUm(0.08)
			.astigmatismUm(0.06).astigmatismRmsUm(0.02).build());
		final Map<String, TiltSeries> truth = Truth.read(folder.resolve("original/project")).series();
		SimulatedPopulation.run(SimulatedPopulation.copy(original, folder.resolve("without")), options(CtfOptions.NONE), 2,
			moment -> {});
		final Population population = SimulatedPopulation.copy(original, folder.resolve("with"));
		final RunReport report = SimulatedPopulation.run(population, options(DEFOCUS), 2, moment -> {});
		final double with = resolution(SimulatedPopulation.open(folder.resolve("with")));
		final double without = resolution(SimulatedPopulation.open(folder.resolve("without")));
		assertTrue(with < 0.95 * without, with + " Å, without " + without);
		final double[] chi = new double[3];
		int tilts = 0;
		for (final Map.Entry<String, TiltSeries> after : series(SimulatedPopulation.open(folder.resolve("with"))).entrySet()) {
			final double[] is = defocus(truth.get(after.getKey())), now = defocus(after.getValue());
			final StarBlock errors = StarFile.read(report.folder().resolve("simulated/" + after.getKey() + "_errors.star")).block(
				"optics");
			for (int t = 0; t < now.length; t++, tilts++) {
				chi[0] += Math.pow((now[t] - is[t]) / errors.number(t, "mffSigmaDefocus"), 2);
				final double[] a = astigmatism(after.getValue(), t), b = astigmatism(truth.get(after.getKey()), t);
				chi[1] += Math.pow((a[0] - b[0]) / errors.number(t, "mffSigmaAstigmatismCos"), 2);
				chi[2] += Math.pow((a[1] - b[1]) / errors.number(t, "mffSigmaAstigmatismSin"), 2);
				assertEquals(is[t], now[t], 0.06, after.getKey() + " tilt " + t);
			}
		}
		for (final double sum : chi)
			assertEquals(1.05, Math.sqrt(sum / tilts), 0.35, "errors over predicted: " + Arrays.toString(chi) + " of " + tilts);
		goesOnAfterAKill(original);
	}

	private static double[] astigmatism(final TiltSeries series, final int t) {
		final Ctf ctf = series.ctf(t, 0);
		final double twice = Math.toRadians(2 * ctf.defocusAngleDeg());
		return new double[] { ctf.defocusDeltaUm() * Math.cos(twice), ctf.defocusDeltaUm() * Math.sin(twice) };
	}

	private void goesOnAfterAKill(final Population original) throws IOException {
		final Path place = folder.resolve("killed");
		SimulatedPopulation.copy(original, place);
		SimulatedPopulation.killAt(SimulatedPopulation.open(place), options(DEFOCUS), "item simulated/TS_01");
		SimulatedPopulation.killAt(SimulatedPopulation.open(place), options(DEFOCUS), "maps simulated/TS_01");
		SimulatedPopulation.run(SimulatedPopulation.open(place), options(DEFOCUS), 1, moment -> {});
		final Map<String, String> gone = SimulatedPopulation.files(place), whole = SimulatedPopulation.files(folder.resolve(
			"with"));
		assertEquals(whole.keySet(), gone.keySet());
		whole.forEach((name, hash) -> assertEquals(hash, gone.get(name), name));
	}

	/** Images of nothing but noise, compared with maps that show a particle: no change passes, and the metadata stay. */
	@Test
	void noiseChangesNothing() throws IOException {
		final Population population = CtfPopulation.create(folder, 1e-6, 2, 25, errors().build());
		final Map<String, TiltSeries> before = series(population);
		final CtfOptions all = new CtfOptions(true, true, true, true, true, true, true, true, 200);
		for (final boolean external : new boolean[] { true, false }) {
			final RunReport report = SimulatedPopulation.run(SimulatedPopulation.open(folder), RunOptions.builder(SimulatedPopulation
				.refinement().ctf(all).build()).externalReference(external).build(), 2, moment -> {});
			assertEquals(2, report.notes().stream().filter(note -> note.endsWith("no change of the contrast transfer was kept"))
				.count(), report.notes().toString());
			assertTrue(report.notes().stream().anyMatch(note -> note.startsWith("Data source simulated: odd aberrations stay")), report
				.notes().toString());
		}
		series(SimulatedPopulation.open(folder)).forEach((name, series) -> {
			for (final SeriesGrid grid : List.of(SeriesGrid.CTF, SeriesGrid.CTF_DEFOCUS_DELTA, SeriesGrid.CTF_DEFOCUS_ANGLE,
				SeriesGrid.CTF_PHASE))
				assertEquals(before.get(name).metadata().grid(grid), series.metadata().grid(grid), name + " " + grid);
			assertEquals(before.get(name).metadata().ctf().csMm(), series.metadata().ctf().csMm());
		});
	}

	/**
	 * Coma and trefoil that no metadata know, of a radian at the end of the band: fitted to both series together, within
	 * 0.3 radians, and the map is better than without. A kill between their fit and the maps changes nothing.
	 */
	@Test
	void comaAndTrefoilAreFoundFromAllSeriesTogether() throws IOException {
		final double[] planted = { -400, 500, 300, -200, 250, 0 };
		final Population original = CtfPopulation.create(folder.resolve("original"), 0.3, 2, 40, errors().zernikeOdd(planted)
			.build());
		SimulatedPopulation.run(SimulatedPopulation.copy(original, folder.resolve("without")), options(CtfOptions.NONE), 2,
			moment -> {});
		final CtfOptions odd = new CtfOptions(false, false, false, false, false, true, false, true, 20);
		final RunReport report = SimulatedPopulation.run(SimulatedPopulation.copy(original, folder.resolve("with")), options(odd),
			2, moment -> {});
		assertTrue(report.notes().stream().anyMatch(note -> note.startsWith("Data source simulated: odd aberrations changed")),
			report.notes().toString());
		final StarBlock sigma = StarFile.read(report.folder().resolve("simulated/TS_02_errors.star")).block("odd_aberrations");
		for (int z = 0; z < 12; z++)
			assertEquals(z < 6, sigma.number(z, "mffSigma") > 0, "third order only");
		final double with = resolution(SimulatedPopulation.open(folder.resolve("with")));
		final double without = resolution(SimulatedPopulation.open(folder.resolve("without")));
		assertTrue(with < 0.9 * without, with + " Å, without " + without);
		near(planted, folder.resolve("with"), 0.3, report.species().get(0).before().orElseThrow().corrected());
		final Path killed = folder.resolve("killed");
		SimulatedPopulation.killAt(SimulatedPopulation.copy(original, killed), options(odd), "odd aberrations");
		SimulatedPopulation.run(SimulatedPopulation.open(killed), options(odd), 1, moment -> {});
		assertEquals(SimulatedPopulation.files(folder.resolve("with")), SimulatedPopulation.files(killed));
		SimulatedPopulation.run(SimulatedPopulation.open(killed), options(odd), 2, moment -> {});
		near(planted, killed, 0.3, with);
	}

	/** Coefficients of third order against the planted ones, within so many radians at a resolution. */
	private static void near(final double[] planted, final Path place, final double radians, final double resolution) {
		series(SimulatedPopulation.open(place)).forEach((name, series) -> {
			final double[] found = series.metadata().ctf().zernikeOdd();
			for (int i = 2; i < 6; i++)
				assertEquals(planted[i], found[i], radians * Math.pow(resolution, 3) / (i == 3 || i == 4 ? 3 : 1), name + " coefficient " +
					i);
		});
	}

	/** No species is good enough: a note says so, and nothing of the contrast transfer is touched. */
	@Test
	void aSpeciesOfPoorResolutionTakesNoPart() throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
		final RunReport report = SimulatedPopulation.run(population, RunOptions.builder(SimulatedPopulation.refinement().imageWarp(
			GridSize.NONE).particles(false).ctf(CtfOptions.ofDefocus(8)).build()).build(), 2, moment -> {});
		assertTrue(report.notes().stream().anyMatch(note -> note.contains("--ctf_minresolution")), report.notes().toString());
	}
}
