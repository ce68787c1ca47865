package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.map.FscStar;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.simulate.Truth;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.SpeciesStore;

class RefinementRunTest {

	private static Population original;

	@TempDir
	Path folder;

	@BeforeAll
	static void simulate() throws IOException {
		original = SimulatedPopulation.shared();
	}

	private RunReport run(final Population population, final RunOptions options) {
		return SimulatedPopulation.run(population, options, 2, moment -> {});
	}

	private double error(final Population population) {
		final DataSource source = population.sources().get(0);
		final List<TiltSeries> series = source.items().stream().map(item -> ItemLoader.load(source, item)).toList();
		return Truth.read(population.folder().resolveSibling("project")).compare("phantom", series, population.species().get(0)
			.particles()).positionRmsA();
	}

	/** Errors shrink and the resolution grows; what was not refined survives in the metadata; every file is in its place. */
	@Test
	void refinesAndCommits() throws IOException {
		final Population before = SimulatedPopulation.copy(original, folder);
		final SourceItem first = before.sources().get(0).items().get(0);
		final Path xml = before.sources().get(0).itemXml(first);
		XmlFile.write(XmlFile.read(xml).withAttribute("OfAnother", "kept").withChild(XmlElement.of("Strange", "a", "b"), List.of()),
			xml);
		final double start = error(before);
		final RunReport report = run(before, SimulatedPopulation.options().build());
		final Population after = SimulatedPopulation.open(folder);
		assertTrue(error(after) < 0.5 * start, start + " Å before, " + error(after) + " Å after");

		final RunReport.SpeciesResult result = report.species().get(0);
		assertTrue(1 / result.after().corrected() > 1.2 / result.before().orElseThrow().corrected(), result.toString());
		assertEquals(28, result.refinedParticles());
		assertEquals(364, result.images());
		assertTrue(result.gauges().get(0).shiftA() < 3 && result.gauges().get(0).angleDeg() < 3, result.gauges().toString());
		assertEquals(2, report.totals().refinedItems());
		assertTrue(report.items().stream().allMatch(item -> item.passes() <= 6 && item.improvement() > 0 && item
			.images() == 182), report.items().toString());

		final Species species = after.species().get(0);
		assertEquals(result.version(), species.version());
		assertEquals(before.species().get(0).version(), species.previousVersion());
		assertEquals(result.after().corrected(), species.globalResolution(), 1e-6);
		assertEquals(result.after().corrected(), FscStar.read(SpeciesStore.file(species, "_fsc.star")).resolution(), 0.01);
		for (final String map : List.of("half1", "half2", "filt", "filtsharp"))
			assertEquals(species.boxSize(), MrcFile.read(SpeciesStore.map(species, map)).nx());
		for (final String version : List.of(species.version(), species.previousVersion()))
			assertTrue(Files.exists(species.folder().resolve("versions/" + version + "/phantom_half1.mrc")), version);
		final DataSource source = after.sources().get(0);
		assertNotEquals(before.sources().get(0).version(), source.version());
		assertTrue(Files.exists(source.folder().resolve("versions/" + source.version() + "/TS_01.xml")));

		final XmlElement metadata = XmlFile.read(xml);
		assertEquals("kept", metadata.attribute("OfAnother", ""));
		assertEquals("b", metadata.child("Strange").orElseThrow().attribute("a", ""));
		final XmlElement old = XmlFile.read(original.sources().get(0).itemXml(first));
		for (final XmlElement child : old.children())
			assertEquals(!child.name().startsWith("GridMovement"), metadata.children().contains(child), child.name());

		assertFalse(Files.exists(before.folder().resolve("refinement_temp")));
		final StarFile errors = StarFile.read(report.folder().resolve("simulated/TS_02_errors.star"));
		assertEquals(14, errors.block("phantom_particles").rows());
		assertEquals(182, errors.block("phantom_projections").rows());
		assertEquals(15, errors.block("phantom_particles").integer(0, "mffParticle"));
		assertEquals("phantom", StarFile.read(report.folder().resolve("report.star")).block("species").text(0,
			"mffSpeciesName"));
		assertTrue(report.folder().getFileName().toString().startsWith("001_run_"));
	}

	@Test
	void theSameBitsWithAnyNumberOfThreadsAndWithoutKeptImages() throws IOException {
		final Path one = folder.resolve("one"), three = folder.resolve("three");
		SimulatedPopulation.run(SimulatedPopulation.copy(original, one), SimulatedPopulation.options().build(), 1, moment -> {});
		SimulatedPopulation.run(SimulatedPopulation.copy(original, three), SimulatedPopulation.options().keepStacks(false)
			.checkpointSeconds(600).build(), 3, moment -> {});
		assertEquals(SimulatedPopulation.files(one), SimulatedPopulation.files(three));
	}

	/** Zero sub-iterations: maps are new, poses and metadata as they were. */
	@Test
	void reconstructsOnly() throws IOException {
		final Population before = SimulatedPopulation.copy(original, folder);
		final Map<String, String> files = SimulatedPopulation.files(folder.resolve("project"));
		final RunReport report = run(before, RunOptions.builder(SimulatedPopulation.refinement().subIterations(0).build())
			.build());
		assertFalse(report.refined());
		assertEquals(files, SimulatedPopulation.files(folder.resolve("project")));
		final RunReport.SpeciesResult result = report.species().get(0);
		assertTrue(result.before().isEmpty() && result.gauges().isEmpty() && result.refinedParticles() == 0);
		final Species species = SimulatedPopulation.open(folder).species().get(0);
		for (int p = 0; p < species.particles().size(); p++)
			assertArrayEquals(before.species().get(0).particles().get(p).coordinates(), species.particles().get(p).coordinates());
		assertTrue(species.globalResolution() > 22, "the planted errors limit the resolution: " + species.globalResolution());
		final RunReport again = run(SimulatedPopulation.open(folder), RunOptions.builder(SimulatedPopulation.refinement()
			.subIterations(0).build()).build());
		assertEquals(species.version(), again.species().get(0).version(), "the same maps are no new version");
	}

	/** Species that do not align keep their poses but see the new warp; external references leave the frame alone. */
	@Test
	void oneSpeciesAlignsForTwo() throws IOException {
		final Population before = SimulatedPopulation.create(folder, 1, 12, 6);
		final Species quiet = before.species().get(1);
		final double start = error(before);
		final RunReport report = run(before, SimulatedPopulation.options().externalReference(true).excludedFromAlignment(Set.of(quiet
			.guid())).build());
		assertEquals(0, report.species().get(1).refinedParticles());
		assertEquals(12, report.species().get(0).refinedParticles());
		assertTrue(report.species().stream().allMatch(s -> s.before().isEmpty() && s.gauges().isEmpty()));
		final Population after = SimulatedPopulation.open(folder);
		for (int p = 0; p < 6; p++)
			assertArrayEquals(quiet.particles().get(p).coordinates(), after.species().get(1).particles().get(p).coordinates());
		assertNotEquals(quiet.version(), after.species().get(1).version());
		assertTrue(error(after) < 0.6 * start, start + " Å before, " + error(after) + " Å after");
	}

	@Test
	void itemsTooSmallToBeRefinedStillGoIntoMaps() throws IOException {
		final Population population = SimulatedPopulation.copy(original, folder);
		final RefineOptions high = SimulatedPopulation.refinement().minParticles(15).build();
		assertThrows(MException.class, () -> run(population, RunOptions.builder(high).reconstructSmallItems(false).build()));
		final RunReport report = run(population, RunOptions.builder(high).build());
		assertEquals(0, report.totals().refinedItems());
		assertEquals(364, report.species().get(0).images());
		assertTrue(report.notes().stream().anyMatch(note -> note.contains("nothing is refined")), report.notes().toString());
	}
}
