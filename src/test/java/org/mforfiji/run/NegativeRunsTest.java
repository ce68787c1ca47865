package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.VolumeGridSize;
import org.mforfiji.simulate.ImagingOptions;
import org.mforfiji.simulate.MicroscopeOptions;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.SimulationOptions;
import org.mforfiji.simulate.SpeciesOptions;
import org.mforfiji.simulate.TiltOptions;
import org.mforfiji.simulate.Truth;
import org.mforfiji.simulate.TruthErrors;
import org.mforfiji.store.ItemLoader;

/** Where there is nothing to be gained nothing is lost, and the log says what was put back. */
class NegativeRunsTest {

	@TempDir
	Path folder;

	private final List<String> log = new ArrayList<>();

	private RunReport run(final RunOptions options) {
		final Monitor monitor = new Monitor() {

			@Override
			public void message(final String line) {
				log.add(line);
			}
		};
		try (Parallel parallel = new Parallel(2)) {
			return RefinementRun.run(SimulatedPopulation.open(folder), options, new CpuEngine(parallel), parallel, monitor);
		}
	}

	private static List<TiltSeries> series(final Population population) {
		final DataSource source = population.sources().get(0);
		return source.items().stream().map(item -> ItemLoader.load(source, item)).toList();
	}

	private static List<XmlElement> metadata(final Population population) {
		final DataSource source = population.sources().get(0);
		return source.items().stream().map(item -> XmlFile.read(source.itemXml(item))).toList();
	}

	private TruthErrors errors() {
		final Population population = SimulatedPopulation.open(folder);
		return Truth.read(folder.resolve("project")).compare("phantom", series(population), population.species().get(0).particles());
	}

	private static RefineOptions.Builder everything() {
		return RefineOptions.builder().subIterations(2).particles(true).stageAngles(true).magnification(true).imageWarp(new GridSize(3,
			2)).volumeWarp(new VolumeGridSize(2, 2, 1, 3)).ctf(new CtfOptions(true, true, true, true, false, true, true, false, 200));
	}

	private List<String> putBack() {
		return log.stream().filter(line -> line.contains("put back")).toList();
	}

	/** All blocks, against maps that show a particle where there is none: every block is put back. */
	@Test
	void nothingButNoise() throws IOException {
		final Population before = SimulatedPopulation.create(folder, 1e-5, 2, 20);
		final List<XmlElement> was = metadata(before);
		final double start = errors().positionRmsInFrameA();
		final RunReport report = run(RunOptions.builder(everything().build()).externalReference(true).build());
		assertTrue(report.species().get(0).after().corrected() >= 120, report.species().get(0).after().toString());
		assertTrue(errors().positionRmsInFrameA() < 1.1 * start, start + " Å, then " + errors() + "\n" + String.join("\n", log));
		for (final String block : List.of("image warp", "stage angles", "volume warp", "magnification"))
			assertTrue(putBack().stream().filter(line -> line.contains(block + " put back")).count() == 2, block + ": " + log);
		assertEquals(was, metadata(SimulatedPopulation.open(folder)));
	}

	/** A grid of twelve columns and nine rows for ten particles. */
	@Test
	void aGridFarTooFine() throws IOException {
		few(1, 10, 0.4);
		final double start = errors().positionRmsInFrameA();
		final RunReport report = run(RunOptions.builder(RefineOptions.builder().subIterations(2).imageWarp(new GridSize(12, 9)).particles(
			true).build()).build());
		notWorse(report);
		assertTrue(errors().positionRmsInFrameA() < 1.02 * start, start + " Å, then " + errors() + log);
		assertTrue(log.stream().anyMatch(line -> line.contains("image warp put back: 1 held-out")), log.toString());
	}

	/** One particle in each of eight series. */
	@Test
	void oneParticle() throws IOException {
		few(8, 1, 0.4);
		final double start = errors().positionRmsInFrameA();
		final RunReport report = run(RunOptions.builder(RefineOptions.builder().subIterations(2).imageWarp(new GridSize(2, 2)).stageAngles(
			true).particles(true).build()).externalReference(true).build());
		assertTrue(errors().positionRmsInFrameA() < 1.05 * start, start + " Å, then " + errors() + log);
		assertTrue(report.notes().stream().anyMatch(note -> note.contains("single particle")), report.notes().toString());
	}

	/** Poses and geometry are right and the maps are as fine as their pixels: they stay so. */
	@Test
	void resolutionAtNyquist() throws IOException {
		CtfPopulation.create(folder, 20, 2, 16, PlantedErrors.builder().build());
		final RunReport report = run(RunOptions.builder(everything().ctf(CtfOptions.ofDefocus(20)).build()).build());
		final RunReport.SpeciesResult result = report.species().get(0);
		assertTrue(result.before().orElseThrow().corrected() < 1.05 * 2 * CtfPopulation.PIXEL, result.toString());
		notWorse(report);
		assertTrue(errors().positionRmsInFrameA() < 0.4 && errors().angleRmsInFrameDeg() < 0.5, errors().toString());
	}

	/** The higher particles are taken for the lower ones: the warp is found all the same, and the defocus does not run away. */
	@Test
	void wrongDefocusHand() throws IOException {
		final Population before = simulate(2, 20, 0.4, PlantedErrors.builder().imageWarpRmsA(5).positionRmsA(4).angleRmsDeg(3).build(), 10);
		final DataSource source = before.sources().get(0);
		for (final SourceItem item : source.items())
			TiltSeriesXml.write(ItemLoader.load(source, item).metadata().withAnglesInverted(true), source.itemXml(item));
		final RunReport report = run(RunOptions.builder(RefineOptions.builder().subIterations(2).imageWarp(new GridSize(2, 2)).particles(
			true).ctf(CtfOptions.ofDefocus(40)).build()).build());
		notWorse(report);
	}

	private static void notWorse(final RunReport report) {
		final RunReport.SpeciesResult result = report.species().get(0);
		assertTrue(result.after().corrected() <= 1.03 * result.before().orElseThrow().corrected(), result.toString());
	}

	/** Few tilts, so that thousands of parameters are solved in seconds. */
	private Population few(final int series, final int particles, final double snr) throws IOException {
		return simulate(series, particles, snr, PlantedErrors.builder().imageWarpRmsA(3).tiltShiftRmsA(2).positionRmsA(3).angleRmsDeg(2)
			.build(), 24);
	}

	private Population simulate(final int series, final int particles, final double snr, final PlantedErrors planted, final double step)
		throws IOException
	{
		final SpeciesOptions kind = SpeciesOptions.builder().name("phantom").source(SimulatedPopulation.phantom(folder)).particlesPerSeries(
			particles).diameterA(SimulatedPopulation.DIAMETER).build();
		return SimulatedPopulation.create(folder, SimulationOptions.builder().series(series).species(List.of(kind)).microscope(
			MicroscopeOptions.builder().pixelSize(SimulatedPopulation.PIXEL).imageWidth(192).imageHeight(180).build()).tilts(TiltOptions
				.builder().stepDeg(step).thicknessA(400).build()).imaging(ImagingOptions.builder().snr(snr).build()).planted(planted)
			.build());
	}
}
