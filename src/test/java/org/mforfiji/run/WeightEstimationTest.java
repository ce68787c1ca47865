package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.map.FscCurves;
import org.mforfiji.optics.ExposureWeights.Envelope;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.SeriesExtraction;
import org.mforfiji.simulate.ContrastVariation;
import org.mforfiji.simulate.ImagingOptions;
import org.mforfiji.simulate.MicroscopeOptions;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.SimulationOptions;
import org.mforfiji.simulate.SpeciesOptions;
import org.mforfiji.simulate.TiltOptions;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.SpeciesStore;

/** Weights of simulated series with known poses, whose tilts and series lose different shares of their signal. */
class WeightEstimationTest {

	private static final ContrastVariation VARIATION = new ContrastVariation(0.4, 150, 0.4, 100);
	private static final double SNR = 0.6;
	private static final int SERIES = 3;

	@TempDir
	private static Path shared;
	private static Population original;
	private static SimulationOptions simulation;

	@BeforeAll
	static void simulate() throws IOException {
		simulation = SimulationOptions.builder().series(SERIES).species(List.of(SpeciesOptions.builder().name("phantom").source(
			SimulatedPopulation.phantom(shared)).particlesPerSeries(30).diameterA(SimulatedPopulation.DIAMETER).build())).microscope(
				MicroscopeOptions.builder().pixelSize(SimulatedPopulation.PIXEL).imageWidth(256).imageHeight(256).build()).tilts(
					TiltOptions.builder().stepDeg(10).thicknessA(600).build()).imaging(ImagingOptions.builder().snr(SNR).variation(
						VARIATION).build()).planted(PlantedErrors.builder().build()).build();
		original = SimulatedPopulation.create(shared, simulation);
	}

	private static WeightReport estimate(final Population population, final WeightOptions options) {
		try (Parallel parallel = new Parallel(2)) {
			return WeightEstimation.run(population, population.sources().get(0), options, new CpuEngine(parallel), parallel,
				Monitor.SILENT);
		}
	}

	private static WeightOptions options(final boolean tilts, final boolean items) {
		return new WeightOptions(tilts, items, GridSize.NONE, false, 50, false);
	}

	/** The same with another series' losses left out or in. */
	private static Envelope truth(final int series, final int tilt) {
		final Envelope ofTilt = VARIATION.ofTilt(simulation.seed(), series, tilt), ofSeries = VARIATION.ofSeries(simulation.seed(),
			series);
		final double angle = simulation.tilts().anglesDeg()[tilt], dose = simulation.tilts().doses()[tilt];
		return new Envelope(ofTilt.bfactor() + ofSeries.bfactor() - 4 * dose, ofTilt.scale() * ofSeries.scale() * Math.cos(Math
			.toRadians(angle)));
	}

	/** Root mean squares of the errors of log weights and B-factors in their standard deviations, but for a common part. */
	private static double[] normalised(final List<FittedWeight> weights, final List<Envelope> truth) {
		final List<double[]> errors = new ArrayList<>();
		for (int u = 0; u < weights.size(); u++) {
			final FittedWeight found = weights.get(u);
			errors.add(new double[] { Math.log(found.weight() / truth.get(u).scale()), found.weightError() / found.weight(), found
				.bfactor() - truth.get(u).bfactor(), found.bfactorError() });
		}
		final double[] result = new double[2];
		for (int i = 0; i < 2; i++) {
			double mean = 0, weight = 0, square = 0;
			for (final double[] e : errors) {
				mean += e[2 * i] / (e[2 * i + 1] * e[2 * i + 1]);
				weight += 1 / (e[2 * i + 1] * e[2 * i + 1]);
			}
			for (final double[] e : errors)
				square += Math.pow((e[2 * i] - mean / weight) / e[2 * i + 1], 2) / errors.size();
			result[i] = Math.sqrt(square);
		}
		return result;
	}

	private static List<Envelope> truths() {
		final List<Envelope> truths = new ArrayList<>();
		for (int s = 0; s < SERIES; s++)
			for (int t = 0; t < tilts(); t++)
				truths.add(truth(s, t));
		return truths;
	}

	private static int tilts() {
		return simulation.tilts().anglesDeg().length;
	}

	private static void assertErrorsAreRight(final List<FittedWeight> weights, final List<Envelope> truth) {
		final double[] ratios = normalised(weights, truth);
		for (final double ratio : ratios)
			assertTrue(ratio > 0.7 && ratio < 1.4, Arrays.toString(ratios));
	}

	private static double correlationWithTruth(final Population population, final Path folder) {
		SimulatedPopulation.run(population, RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build(), 2,
			moment -> {});
		final Species species = SimulatedPopulation.open(folder).species().get(0);
		final Volume truth = MrcFile.read(folder.resolve("phantom.mrc")), mask = MrcFile.read(SpeciesStore.map(species, "mask"));
		final Volume[] halves = { MrcFile.read(SpeciesStore.map(species, "half1")), MrcFile.read(SpeciesStore.map(species,
			"half2")) };
		final Volume mean = halves[0].copy();
		for (int i = 0; i < mean.data().length; i++)
			mean.data()[i] = halves[0].data()[i] + halves[1].data()[i];
		final FscCurves curves = FourierShellCorrelation.compute(mean, truth, mask);
		double sum = 0;
		for (int shell = 5; shell < 20; shell++)
			sum += curves.masked()[shell];
		return sum / 15;
	}

	@Test
	void tiltsOfSeriesAreWithinTheirErrorsAndTheMapIsNotWorse(@TempDir final Path folder) throws IOException {
		Population population = SimulatedPopulation.copy(original, folder);
		final double before = correlationWithTruth(population, folder);
		population = SimulatedPopulation.open(folder);
		final WeightReport report = estimate(population, options(true, true));
		assertErrorsAreRight(report.weights(), truths());
		assertEquals(SERIES, report.series());
		final double after = correlationWithTruth(SimulatedPopulation.open(folder), folder);
		assertTrue(after > before - 0.002, before + " " + after);
		final TiltSeries series = series(SimulatedPopulation.open(folder), 1);
		assertEquals(tilts(), series.metadata().grid(SeriesGrid.DOSE_WEIGHTS).size());
		for (int t = 0; t < tilts(); t++) {
			final FittedWeight weight = report.weights().get(tilts() + t);
			assertEquals(weight.weight(), series.envelope(t, true).scale(), 1e-6, weight.toString());
			assertEquals(weight.bfactor(), series.envelope(t, true).bfactor(), 1e-3, weight.toString());
		}
	}

	private static TiltSeries series(final Population population, final int i) {
		final DataSource source = population.sources().get(0);
		return ItemLoader.load(source, source.items().get(i));
	}

	@Test
	void seriesAreRankedStoredAndGivenAgain(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final Map<String, String> files = seriesFiles(folder);
		final WeightReport report = estimate(population, options(false, true));
		// What a series' tilts lose on average is in its weight, too.
		final double best = VARIATION.ofSeries(simulation.seed(), 0).scale();
		for (int s = 0; s < SERIES; s++)
			assertEquals(VARIATION.ofSeries(simulation.seed(), s).scale() / best, report.weights().get(s).weight(), 0.1);
		final Map<String, String> weighted = seriesFiles(folder);
		assertNotEquals(files, weighted);
		estimate(SimulatedPopulation.open(folder), options(false, true));
		assertEquals(weighted, seriesFiles(folder), "the same call gives the same");
		assertEquals(report.weights().get(1).weight(), series(SimulatedPopulation.open(folder), 1).metadata().weight(), 1e-6);
		estimate(SimulatedPopulation.open(folder), WeightOptions.cleared());
		assertEquals(files, seriesFiles(folder), "all is as it was");
		assertEquals(0, estimate(SimulatedPopulation.open(folder), WeightOptions.cleared()).series());
	}

	private static Map<String, String> seriesFiles(final Path folder) throws IOException {
		final Map<String, String> files = SimulatedPopulation.files(folder.resolve("project/warp_tiltseries"));
		files.keySet().removeIf(name -> !name.matches("TS_\\d+\\.xml"));
		assertEquals(SERIES, files.size());
		return files;
	}

	@Test
	void tiltsOfAllSeriesTogetherAndTheirAnisotropy(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final WeightReport report = estimate(population, new WeightOptions(true, false, GridSize.NONE, true, 50, false));
		double square = 0;
		for (final FittedWeight weight : report.weights())
			square += Math.pow(weight.delta() / weight.deltaError(), 2) / (2 * tilts());
		assertEquals(tilts(), report.weights().size());
		assertTrue(Math.sqrt(square) < 1.4, "none was planted: " + Math.sqrt(square));
		assertEquals(tilts(), series(SimulatedPopulation.open(folder), 0).metadata().grid(SeriesGrid.DOSE_BFACTOR_DELTAS).size());
		// Without anisotropy that of before goes.
		estimate(SimulatedPopulation.open(folder), options(true, false));
		assertEquals(1, series(SimulatedPopulation.open(folder), 0).metadata().grid(SeriesGrid.DOSE_BFACTOR_DELTAS).size());
	}

	@Test
	void placesThatDoNotDifferDoNot(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		// Particles at the border are not in all tilts, so that tilts must be known first.
		estimate(population, options(true, true));
		final WeightReport report = estimate(SimulatedPopulation.open(folder), new WeightOptions(false, false, new GridSize(2, 2),
			false, 50, false));
		assertEquals(4, report.weights().size());
		final CubicGrid grid = series(SimulatedPopulation.open(folder), 0).metadata().grid(SeriesGrid.LOCATION_WEIGHTS);
		assertEquals(List.of(2, 2, 1), List.of(grid.nx(), grid.ny(), grid.nz()));
		for (final FittedWeight weight : report.weights())
			assertTrue(weight.weight() > 0.93 && weight.bfactor() > -4 * weight.bfactorError(), weight.toString());
	}

	/** Positions off by 2.5 Å per axis blur an image as a B-factor of −8π²·2.5² does. */
	@Test
	void particlesThatAreOffInOneHalfShowThere(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		estimate(population, options(true, true));
		final Population known = SimulatedPopulation.open(folder);
		final double off = 2.5, width = series(known, 0).geometry().volumeSize()[0];
		final Random random = new Random(4);
		final Species species = known.species().get(0);
		final List<Particle> moved = new ArrayList<>();
		for (final Particle particle : species.particles()) {
			final double[] at = particle.coordinates().clone();
			for (int c = 0; c < 3 && particle.coordinates()[0] < width / 2; c++)
				at[c] += off * random.nextGaussian();
			moved.add(particle.withPose(at, particle.anglesDeg()));
		}
		final WeightReport report = estimate(known.withSpecies(species.withParticles(moved)), new WeightOptions(false, false,
			new GridSize(2, 1), false, 50, false));
		final FittedWeight left = report.weights().get(0), right = report.weights().get(1);
		assertEquals(-8 * Math.PI * Math.PI * off * off, left.bfactor() - right.bfactor(), 3 * left.bfactorError() + 80, report
			.weights().toString());
		assertEquals(1, left.weight() / right.weight(), 0.08, report.weights().toString());
	}

	@Test
	void seriesOfOtherExposuresHaveNoWeightsInCommon(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final Path file = folder.resolve("project/warp_tiltseries/TS_02.xml");
		final String text = Files.readString(file);
		final int from = text.indexOf("<Dose>") + 6, to = text.indexOf("</Dose>");
		final List<String> doses = new ArrayList<>(List.of(text.substring(from, to).split("\n")));
		doses.add(doses.remove(0));
		Files.writeString(file, text.substring(0, from) + String.join("\n", doses) + text.substring(to));
		final Map<String, String> files = seriesFiles(folder);
		assertRefused("they cannot have the same weight", () -> estimate(population, options(true, false)));
		assertEquals(files, seriesFiles(folder));
		assertEquals(SERIES * tilts(), estimate(population, options(true, true)).weights().size());
	}

	@Test
	void stoppedBeforeTheCommitNothingIsChanged(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final Map<String, String> files = SimulatedPopulation.files(folder);
		final AtomicBoolean stop = new AtomicBoolean();
		final Monitor monitor = new Monitor() {

			@Override
			public void step(final String name) {
				if (name.startsWith("Signal")) stop.set(true);
			}

			@Override
			public boolean isCancelled() {
				return stop.get();
			}
		};
		try (Parallel parallel = new Parallel(2)) {
			assertThrows(CancelledException.class, () -> WeightEstimation.run(population, population.sources().get(0), options(true,
				true), new CpuEngine(parallel), parallel, monitor));
		}
		assertTrue(stop.get());
		assertEquals(files, SimulatedPopulation.files(folder));
	}

	/** What refinement and reconstruction get: images times weight, squared CTF times its square. */
	@Test
	void weightsOfSeriesTiltAndPlaceReachTheImages() {
		final TiltSeries plain = series(original, 0);
		final List<FittedWeight> tilts = new ArrayList<>();
		for (int t = 0; t < tilts(); t++)
			tilts.add(new FittedWeight("", 0.3 + 0.05 * t, 0, -4 * simulation.tilts().doses()[t], 0, 0, 0, 0, true));
		final List<FittedWeight> places = List.of(new FittedWeight("", 0.4, 0, 0, 0, 0, 0, 0, true), new FittedWeight("", 1, 0, 0, 0, 0,
			0, 0, true));
		final TiltSeries weighted = plain.withMetadata(WeightMetadata.withLocations(WeightMetadata.withSeries(WeightMetadata.withTilts(
			plain.metadata(), tilts), 0.5, 0), new GridSize(2, 1), places));
		final Species species = original.species().get(0);
		final List<Particle> particles = species.particles().stream().filter(p -> p.sourceHash().equals(plain.hash())).limit(5)
			.toList();
		try (Parallel parallel = new Parallel(2)) {
			final ParticleStack before = stack(plain, species, particles, parallel), after = stack(weighted, species, particles,
				parallel);
			for (int i = 0; i < before.size(); i++) {
				final double x = particles.get(before.particle(i)).position(0)[0] / plain.geometry().volumeSize()[0];
				final double factor = 0.5 * (0.3 + 0.05 * before.tilt(i)) * (0.4 + 0.6 * x) / Math.cos(Math.toRadians(simulation.tilts()
					.anglesDeg()[before.tilt(i)]));
				final int count = Math.min(before.count(i), after.count(i));
				for (int j = 10; j < count; j += 97) {
					assertEquals(factor * before.values(i)[2 * j], after.values(i)[2 * j], 1e-4 * Math.abs(before.values(i)[2 * j]) + 1e-7);
					final float c2 = before.values(i)[2 * before.count(i) + j];
					assertEquals(factor * factor * c2, after.values(i)[2 * after.count(i) + j], 1e-4 * Math.abs(c2) + 1e-7);
				}
			}
		}
	}

	private static ParticleStack stack(final TiltSeries series, final Species species, final List<Particle> particles,
		final Parallel parallel)
	{
		return new SeriesExtraction(series, 0.05, parallel).run(List.of(new SeriesExtraction.Request(species, particles)),
			Monitor.SILENT).get(0);
	}

	@Test
	void noiseLeavesEverythingAsItIs(@TempDir final Path folder) throws IOException {
		final Population population = SimulatedPopulation.create(folder, simulation.toBuilder().imaging(simulation.imaging()
			.toBuilder().snr(1e-6).build()).build());
		final Map<String, String> files = seriesFiles(folder);
		final WeightReport report = estimate(population, options(true, true));
		assertEquals(files, seriesFiles(folder));
		assertEquals(0, report.series());
		assertTrue(report.notes().get(0).contains("no signal"), report.notes().toString());
		for (int t = 0; t < tilts(); t++) {
			assertEquals(Math.cos(Math.toRadians(simulation.tilts().anglesDeg()[t])), report.weights().get(t).weight(), 1e-6);
			assertEquals(-4 * simulation.tilts().doses()[t], report.weights().get(t).bfactor(), 1e-6);
		}
	}

	@Test
	void whatDoesNotGoTogetherIsRefused() {
		assertRefused("Nothing is to be estimated", () -> options(false, false));
		assertRefused("by location cannot be estimated together", () -> new WeightOptions(true, false, new GridSize(2, 2), false, 20,
			false));
		assertRefused("Only the B-factors of tilts", () -> new WeightOptions(false, true, GridSize.NONE, true, 20, false));
		assertRefused("same weight everywhere", () -> new WeightOptions(false, false, new GridSize(1, 1), false, 20, false));
		assertRefused("not a positive number", () -> new WeightOptions(true, false, GridSize.NONE, false, 0, false));
	}

	private static void assertRefused(final String words, final Executable call) {
		final MException refused = assertThrows(MException.class, call);
		assertTrue(refused.getMessage().contains(words), refused.getMessage());
	}
}
