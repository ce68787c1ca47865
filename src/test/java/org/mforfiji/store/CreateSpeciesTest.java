package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.store.CreateSpeciesOptions.Builder;
import org.mforfiji.store.CreateSpeciesOptions.MapFiles;

class CreateSpeciesTest {

	private static final int N = 32;

	@TempDir
	Path folder;
	private Population population;
	private MapFiles files;

	@BeforeEach
	void maps() {
		population = CreatePopulation.create(folder.resolve("m"), "p");
		files = new MapFiles(folder.resolve("h1.mrc"), folder.resolve("h2.mrc"), folder.resolve("mask.mrc"));
		MrcFile.write(files.half1(), ball(N, 2, r -> Math.exp(-r * r / 30), 1));
		MrcFile.write(files.half2(), ball(N, 2, r -> Math.exp(-r * r / 30), 2));
		MrcFile.write(files.mask(), ball(N, 2, r -> r < 6 ? 1 : 0, 0));
	}

	/** A ball about the centre voxel with noise of that seed, none for 0. */
	private static Volume ball(final int n, final double pixelSize, final DoubleUnaryOperator profile, final int seed) {
		final Volume map = Volume.cube(n, pixelSize);
		final Random random = new Random(seed);
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++, i++)
					map.data()[i] = (float) (profile.applyAsDouble(Math.sqrt((x - n / 2) * (x - n / 2) + (y - n / 2) * (y - n / 2) + (z -
						n / 2) * (z - n / 2))) + (seed == 0 ? 0 : 0.01 * random.nextGaussian()));
		return map;
	}

	private static ParticleSource particles(final int count) {
		return (sources, samples) -> {
			final Particle one = new Particle(new double[] { 1, 2, 3 }, new double[] { 4, 5, 6 }, 0, "TS", "h", Map.of());
			final List<Particle> all = Collections.nCopies(count, one.resampled(samples));
			return new ParticleImportResult(all, new ParticleImportReport(Path.of("t.star"), "made up", count, count, List.of(), List
				.of(), List.of()));
		};
	}

	private CreatedSpecies create(final UnaryOperator<Builder> how) {
		final CreateSpeciesOptions options = how.apply(CreateSpeciesOptions.builder("Apo Ferritin", 32, files)).build();
		return CreateSpecies.create(population, options, particles(3), SpeciesFinish.NONE, Monitor.SILENT);
	}

	private MException refused(final UnaryOperator<Builder> how) {
		final List<String> before = WarpFolder.state(folder);
		final MException e = assertThrows(MException.class, () -> create(how));
		assertEquals(before, WarpFolder.state(folder), "a refused species must leave the disk as it was");
		assertFalse(e.remedy().isEmpty(), e.getMessage());
		return e;
	}

	@Test
	void aSpeciesIsWrittenWholeAndAdded() {
		final CreatedSpecies created = create(b -> b.symmetry("O").temporalSamples(2).molecularWeightKda(480));
		final Species s = PopulationStore.load(population.file()).species().get(0);
		assertEquals(created.species().guid(), s.guid());
		assertEquals(created.species().version(), s.version());
		assertEquals(folder.resolve("m/species/ApoFerritin_" + s.guid().toString().substring(0, 8) + "/ApoFerritin.species"), s
			.file());
		assertEquals(N, s.boxSize());
		assertEquals(3, s.particles().size());
		assertEquals(2, s.temporalSamples());
		assertEquals(480, s.molecularWeightKda());
		assertEquals("O", s.symmetry());
		assertEquals(List.of(), created.repairs());
		final Volume half1 = MrcFile.read(SpeciesStore.map(s, "half1"));
		assertEquals(2, half1.pixelSize(), 1e-6);
		assertEquals(MrcFile.read(files.half1()).at(16, 16, 16), half1.at(16, 16, 16), 1e-6);
		assertEquals(0, half1.at(0, 0, 0));
		assertTrue(Files.exists(s.folder().resolve("versions").resolve(s.version()).resolve("ApoFerritin_mask.mrc")));

	}

	@Test
	void theFinishAddsMapsAndResolution() {
		final SpeciesFinish finish = (species, maps, fixed, monitor) -> new SpeciesFinish.Finished(species.toBuilder()
			.globalResolution(12.5).globalBFactor(-100).build(), SpeciesContent.EMPTY.withMap("filt", maps.half1()).withFile(
				"_fsc.star", path -> WarpFolder.write(path, "fsc")));
		final Species s = CreateSpecies.create(population, CreateSpeciesOptions.builder("a", 32, files).build(), particles(1),
			finish, Monitor.SILENT).species();
		assertEquals(12.5, SpeciesStore.load(s.file()).globalResolution());
		assertTrue(Files.exists(SpeciesStore.map(s, "filt")));
		assertEquals("fsc", WarpFolder.text(SpeciesStore.file(s, "_fsc.star")));
	}

	@Test
	void boxesAreBroughtToTwiceTheDiameter() {
		final CreatedSpecies padded = CreateSpecies.create(population, CreateSpeciesOptions.builder("padded", 50, files).build(),
			particles(1), SpeciesFinish.NONE, Monitor.SILENT);
		assertTrue(padded.repairs().get(0).contains("padded to 50"), padded.repairs().toString());
		final Volume half1 = MrcFile.read(SpeciesStore.map(padded.species(), "half1"));
		assertEquals(50, half1.nx());
		assertEquals(MrcFile.read(files.half1()).at(16, 16, 16), half1.at(25, 25, 25), 1e-6);
		final CreatedSpecies cropped = CreateSpecies.create(population, CreateSpeciesOptions.builder("cropped", 24, files)
			.build(), particles(1), SpeciesFinish.NONE, Monitor.SILENT);
		assertTrue(cropped.repairs().get(0).contains("cropped to 24"));
		assertEquals(24, MrcFile.read(SpeciesStore.map(cropped.species(), "mask")).nx());
	}

	@Test
	void mapsAreResampled() {
		final CreatedSpecies created = create(b -> b.resampledPixelSize(4));
		assertEquals(4, created.species().pixelSize());
		assertEquals(16, created.species().boxSize());
		final Volume mask = MrcFile.read(SpeciesStore.map(created.species(), "mask"));
		assertEquals(16, mask.nx());
		double inside = 0;
		for (final float value : mask.data()) {
			assertTrue(value == 0 || value == 1);
			inside += value;
		}
		assertTrue(inside > 4.0 / 3 * Math.PI * 27 * 0.8 && inside < 4.0 / 3 * Math.PI * 27 * 1.9, "" + inside);
	}

	@Test
	void aLowPassFixesTheResolution() {
		MrcFile.write(files.half2(), MrcFile.read(files.half1()));
		assertTrue(refused(b -> b).what().contains("the same"));
		final CreatedSpecies created = create(b -> b.lowPass(10));
		assertEquals(10, created.species().globalResolution());
		assertTrue(created.repairs().get(0).contains("the same"));
		assertTrue(refused(b -> b.lowPass(3)).what().contains("low-pass"));
	}

	@Test
	void softMasksAreCutAndNamed() {
		MrcFile.write(files.mask(), ball(N, 2, r -> 1 / (1 + Math.exp(3 * (r - 6))), 0));
		final CreatedSpecies created = create(b -> b);
		assertTrue(created.repairs().get(0).contains("soft"), created.repairs().toString());
		for (final float value : MrcFile.read(SpeciesStore.map(created.species(), "mask")).data())
			assertTrue(value == 0 || value == 1);
		MrcFile.write(files.mask(), ball(N, 2, r -> r < 6 ? 255 : 0, 0));
		assertTrue(create(b -> b).repairs().get(0).contains("255"));
		MrcFile.write(files.mask(), ball(20, 2, r -> r < 6 ? 1 : 0, 0));
		assertTrue(create(b -> b).repairs().get(0).contains("20 voxels"));
	}

	@Test
	void wrongMapsAreRefused() {
		MrcFile.write(files.mask(), Volume.cube(N, 2));
		assertTrue(refused(b -> b).what().contains("empty"));
		MrcFile.write(files.mask(), ball(N, 2, r -> 1, 0));
		assertTrue(refused(b -> b).what().contains("full"));
		MrcFile.write(files.mask(), ball(N, 2, r -> Math.cos(r) * Math.exp(-r / 9), 3));
		assertTrue(refused(b -> b.lowPass(8)).remedy().contains("mask"));
		MrcFile.write(files.mask(), ball(N, 2, r -> r > 14 ? 1 : 0, 0));
		assertTrue(assertThrows(MException.class, () -> CreateSpecies.create(population, CreateSpeciesOptions.builder("a", 16,
			files).build(), particles(1), SpeciesFinish.NONE, Monitor.SILENT)).what().contains("empty in the box of 16"));
		wrongSizesAreRefused();
	}

	private void wrongSizesAreRefused() {
		MrcFile.write(files.mask(), ball(N, 2.1, r -> r < 6 ? 1 : 0, 0));
		assertTrue(refused(b -> b).what().contains("2 Å in") && refused(b -> b).what().contains("2.1 Å here"));
		MrcFile.write(files.mask(), new Volume(new float[N * N * 4], N, N, 4, 2));
		assertTrue(refused(b -> b).what().contains("not a cube"));
		MrcFile.write(files.mask(), ball(N, 2, r -> r < 6 ? 1 : 0, 0));
		MrcFile.write(files.half2(), ball(N - 2, 2, r -> r, 2));
		assertTrue(refused(b -> b).what().contains("differ in size"));
		MrcFile.write(files.half2(), Volume.cube(N, 2));
		assertTrue(refused(b -> b).what().contains("equal"));
	}

	@Test
	void thePixelSizeMayBeGiven() {
		final CreatedSpecies created = create(b -> b.pixelSize(2.5));
		assertEquals(2.5, created.species().pixelSize());
		assertTrue(created.repairs().get(0).contains("2.5 Å replaces that of the headers, 2 Å"), created.repairs().toString());
	}

	@Test
	void optionsAreCheckedBeforeAnythingIsRead() {
		assertTrue(refused(b -> b.symmetry("X3")).getMessage().contains("X3"));
		assertTrue(refused(b -> b.temporalSamples(0)).what().contains("temporal"));
		assertTrue(refused(b -> b.pixelSize(-1)).what().contains("pixel size"));
		assertTrue(refused(b -> b.helical(new HelicalSymmetry(2, 1, 0, 0))).what().contains("helical"));
		assertTrue(refused(b -> b.output(folder.resolve("wrong.species"))).remedy().contains("such a name"));
	}

	@Test
	void aSpeciesWithoutParticlesIsRefused() {
		final List<String> before = WarpFolder.state(folder);
		assertThrows(MException.class, () -> CreateSpecies.create(population, CreateSpeciesOptions.builder("a", 32, files)
			.build(), particles(0), SpeciesFinish.NONE, Monitor.SILENT));
		final SpeciesFinish broken = (species, maps, fixed, monitor) -> new SpeciesFinish.Finished(species, SpeciesContent.EMPTY
			.withFile("_x.star", path -> {
				throw new MException("disk full", "", "");
			}));
		assertThrows(MException.class, () -> CreateSpecies.create(population, CreateSpeciesOptions.builder("a", 32, files)
			.build(), particles(1), broken, Monitor.SILENT));
		assertEquals(before, WarpFolder.state(folder));
	}
}
