package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcFormat;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.run.Finding.Severity;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.SpeciesStore;

class PreflightTest {

	@TempDir
	Path folder;
	private Population population;

	@BeforeEach
	void copy() throws IOException {
		population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
	}

	private static RunOptions options() {
		return SimulatedPopulation.options().build();
	}

	private Species species() {
		return population.species().get(0);
	}

	private Path xml() {
		return population.sources().get(0).itemXml(population.sources().get(0).items().get(0));
	}

	private Path average(final int t) {
		final DataSource source = population.sources().get(0);
		return ItemLoader.load(source, source.items().get(0)).averagePath(t);
	}

	/** The findings hold one of that severity that has all these words; a run stops on errors and changes nothing. */
	private Finding find(final RunOptions options, final Severity severity, final String... words) throws IOException {
		final List<Finding> findings = Preflight.check(population, options, 2);
		final Finding finding = findings.stream().filter(f -> f.severity() == severity && List.of(words).stream().allMatch(f
			.toString()::contains)).findFirst().orElseThrow(() -> new AssertionError(findings.toString()));
		if (severity == Severity.ERROR) {
			final Map<String, String> before = SimulatedPopulation.files(folder);
			assertThrows(MException.class, () -> SimulatedPopulation.run(population, options, 1, moment -> {}));
			assertEquals(before, SimulatedPopulation.files(folder));
			assertFalse(Files.exists(population.folder().resolve("refinement_temp")));
			assertFalse(finding.remedy().isEmpty(), finding.toString());
		}
		return finding;
	}

	private Finding find(final Severity severity, final String... words) throws IOException {
		return find(options(), severity, words);
	}

	private void change(final java.util.function.UnaryOperator<TiltSeriesMetadata> change) {
		TiltSeriesXml.write(change.apply(TiltSeriesXml.read(xml())), xml());
	}

	private void changeList(final String list, final java.util.function.UnaryOperator<String> change) {
		final XmlElement root = XmlFile.read(xml());
		final XmlElement old = root.child(list).orElseThrow();
		XmlFile.write(root.withChild(old.withText(change.apply(old.text())), List.of()), xml());
	}

	private void particles(final java.util.function.IntFunction<Particle> particle) {
		population = population.withSpecies(species().withParticles(IntStream.range(0, species().particles().size()).mapToObj(
			particle).toList()));
	}

	@Test
	void nothingIsWrongWithAGoodPopulation() {
		assertEquals(List.of(), Preflight.check(population, options(), 2));
	}

	@Test
	void imagesThatAreMissingBrokenOrNoNumbers() throws IOException {
		final Path first = average(0), second = average(1), third = average(2), fourth = average(3);
		final Volume image = MrcFile.read(first);
		Files.delete(first);
		final byte[] bytes = Files.readAllBytes(second);
		Files.write(second, java.util.Arrays.copyOf(bytes, bytes.length / 2));
		image.data()[777] = Float.NaN;
		MrcFile.write(third, image, MrcFormat.stack().withNonFinite());
		MrcFile.write(fourth, new Volume(new float[100 * 180], 100, 180, 1, 5));
		find(Severity.ERROR, "average", "missing", "tilt 1", first.getFileName().toString());
		find(Severity.ERROR, "truncated", "tilt 2", second.getFileName().toString());
		find(Severity.ERROR, "tilt 3", third.getFileName().toString());
		find(Severity.ERROR, "shape", "tilt 4", "100×180");
	}

	@Test
	void metadataThatCannotBeUsed() throws IOException {
		change(m -> m.withGrid(SeriesGrid.CTF, CubicGrid.constant(3)));
		find(Severity.ERROR, "no CTF for each", "TS_01.xml");
		population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("dose"));
		changeList("Dose", text -> text.replaceAll("[-0-9.eE]+", "5"));
		find(Severity.WARNING, "same exposure", "TS_01.xml");
		population = population.withSpecies(species().toBuilder().temporalSamples(2).particles(species().particles().stream().map(
			p -> p.withPose(twice(p.coordinates()), twice(p.anglesDeg()))).toList()).build());
		assertTrue(Preflight.check(population, options(), 2).stream().anyMatch(f -> f.severity() == Severity.ERROR && f.what()
			.contains("have no time")));
		population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("numbers"));
		changeList("AxisOffsetX", text -> text.replaceFirst("[-0-9.eE]+", "NaN"));
		find(Severity.ERROR, "AxisOffsetX", "TS_01.xml");
		population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("used"));
		change(m -> m.withUseTilt(only(m.tilts(), 6)));
		find(Severity.WARNING, "Only one of its", "TS_01");
		change(m -> m.withUseTilt(only(m.tilts(), -1)));
		find(Severity.ERROR, "None of the tilts", "TS_01");
	}

	private static double[] twice(final double[] values) {
		return new double[] { values[0], values[1], values[2], values[0], values[1], values[2] };
	}

	private static boolean[] only(final int tilts, final int used) {
		final boolean[] use = new boolean[tilts];
		if (used >= 0) use[used] = true;
		return use;
	}

	@Test
	void aSeriesOfOneTilt() throws IOException {
		final XmlElement root = XmlFile.read(xml());
		XmlElement one = root;
		for (final XmlElement child : root.children()) {
			if (child.text().strip().lines().count() == 13) one = one.withChild(child.withText(child.text().strip().lines().findFirst()
				.orElseThrow()), List.of());
		}
		XmlFile.write(one, xml());
		Files.deleteIfExists(folder.resolve("project/tomostar/TS_01.tomostar"));
		find(Severity.WARNING, "single tilt", "TS_01");
	}

	@Test
	void masksThatAreMissingOrDoNotFit() throws IOException {
		final Path file = SpeciesStore.map(species(), "mask");
		final Volume mask = MrcFile.read(file);
		MrcFile.write(file, mask.withPixelSize(6));
		find(Severity.ERROR, "mask", "pixel size of 6");
		MrcFile.write(file, Volume.cube(40, 5));
		find(Severity.ERROR, "mask has 40", "48");
		MrcFile.write(file, Volume.cube(48, 5));
		find(Severity.ERROR, "empty");
		mask.data()[5] = Float.NaN;
		MrcFile.write(file, mask, MrcFormat.volume().withNonFinite());
		find(Severity.ERROR, "species phantom", "mask.mrc");
		mask.data()[5] = 0.4f;
		MrcFile.write(file, mask);
		find(Severity.WARNING, "not binary", "mask.mrc");
		Files.delete(file);
		find(Severity.ERROR, "no mask", "phantom_mask.mrc");
	}

	@Test
	void halfMapsAreNeededAsExternalReferencesOnly() throws IOException {
		final RunOptions external = SimulatedPopulation.options().externalReference(true).build();
		MrcFile.write(SpeciesStore.map(species(), "half1"), Volume.cube(40, 5));
		find(external, Severity.ERROR, "half-map has 40");
		Files.delete(SpeciesStore.map(species(), "half1"));
		find(external, Severity.ERROR, "half-map is missing", "half1");
		find(Severity.INFO, "half-map is missing", "half1");
		population = population.withSpecies(species().toBuilder().globalResolution(-1).build());
		find(external, Severity.ERROR, "resolution", "not known");
	}

	@Test
	void particlesThatAreTooFewLostOrOutside() throws IOException {
		final List<Particle> all = species().particles();
		population = population.withSpecies(species().withParticles(all.subList(0, 1)));
		find(Severity.ERROR, "Half-set");
		population = population.withSpecies(species().withParticles(List.of()));
		find(Severity.ERROR, "no particle");

		population = population.withSpecies(species().withParticles(all));
		particles(p -> p > 2 ? all.get(p) : all.get(p).withPose(new double[] { -900, 20, 200 }, all.get(p).anglesDeg()));
		find(Severity.WARNING, "3 of 14", "none of its images");
		particles(p -> all.get(p).withPose(new double[] { -900, 20, 200 }, all.get(p).anglesDeg()));
		find(Severity.ERROR, "None of its particles");

		particles(p -> p > 2 ? all.get(p) : of(all.get(p), "elsewhere"));
		find(Severity.WARNING, "3 of its 28", "no item");
		particles(p -> of(all.get(p), "elsewhere"));
		find(Severity.ERROR, "None of its 28", "TS_0");

		final List<Particle> lonely = new ArrayList<>(all.subList(0, 1));
		lonely.addAll(all.subList(14, 28));
		population = population.withSpecies(species().withParticles(lonely));
		find(Severity.WARNING, "single particle", "TS_01");
		find(RunOptions.builder(SimulatedPopulation.refinement().minParticles(10).build()).build(), Severity.INFO, "1 particle that aligns",
			"not refined", "TS_01");
		population = population.withSpecies(species().withParticles(all.subList(0, 14)));
		find(Severity.INFO, "1 of 2 items", "no particles");
	}

	private static Particle of(final Particle particle, final String hash) {
		return new Particle(particle.coordinates(), particle.anglesDeg(), particle.halfSet(), particle.sourceName(), hash, particle
			.extra());
	}

	@Test
	void whatIsNotAppliedIsSaid() throws IOException {
		final Species plain = species();
		population = population.withSpecies(plain.toBuilder().helical(new HelicalSymmetry(5, 20, 10, 60)).ewald(true, true)
			.build());
		find(Severity.WARNING, "helical");
		find(Severity.WARNING, "Ewald");
		population = population.withSpecies(plain.toBuilder().symmetry("Q7").build());
		find(Severity.ERROR, "Q7");
		population = population.withSpecies(plain);
		change(m -> m.withMagnification(new double[] { 1.01, 0, 0, -0.99 }));
		find(Severity.ERROR, "no magnification", "TS_01");
		change(m -> m.withMagnification(new double[] { 1.01, 0, 0, 0.99 }));
		find(RunOptions.builder(SimulatedPopulation.refinement().particles(false).imageWarp(org.mforfiji.refine.GridSize.NONE)
			.build()).build(), Severity.WARNING, "only reconstructed");
		find(SimulatedPopulation.options().excludedFromAlignment(Set.of(UUID.randomUUID())).build(), Severity.ERROR, "no species");
		population = population.withSpecies(plain.toBuilder().usedForAlignment(false).build());
		find(Severity.ERROR, "alignment");
		final RunOptions tight = SimulatedPopulation.options().memoryBytes(1000).build();
		population = population.withSpecies(plain);
		find(tight, Severity.WARNING, "memory");
	}

	@Test
	void foldersThatMayNotBeWritten() throws IOException {
		final Path home = population.folder();
		assertTrue(home.toFile().setWritable(false));
		try {
			assumeFalse(Files.isWritable(home), "the user may write everywhere");
			find(Severity.ERROR, "may not be written");
		}
		finally {
			home.toFile().setWritable(true);
		}
	}

	@Test
	void allErrorsAreToldAtOnce() throws IOException {
		Files.delete(average(0));
		Files.delete(SpeciesStore.map(species(), "mask"));
		final MException error = assertThrows(MException.class, () -> SimulatedPopulation.run(population, options(), 1,
			moment -> {}));
		assertTrue(error.getMessage().contains("2 things") && error.getMessage().contains("mask") && error.getMessage().contains(
			"average"), error.getMessage());
	}
}
