package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Volume;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

/** What is read and written again stays the same, byte for byte, however often. */
class StoredTwiceTest {

	@TempDir
	Path folder;
	private Population population;

	@BeforeEach
	void make() {
		final WarpFolder warp = new WarpFolder(folder.resolve("data"));
		warp.series("TS_1");
		warp.series("TS_2");
		final CreatedSource created = CreateSource.create(CreatePopulation.create(folder, "p"), CreateSourceOptions.of(
			warp.settings, "s"), Monitor.SILENT);
		final Path file = folder.resolve("species/apo/apo.species");
		Folders.create(file.getParent());
		final Random random = new Random(3);
		final List<Particle> particles = new ArrayList<>();
		for (int p = 0; p < 500; p++)
			particles.add(new Particle(numbers(random, 12000), numbers(random, 180), p % 2, "TS_1.tomostar", created.source().items()
				.get(0).hash(), Map.of("wrpClass", Integer.toString(p))));
		final Volume map = Volume.cube(8, 1.1);
		map.data()[3] = 1;
		final Species species = SpeciesStore.commit(Species.builder("apo", file).pixelSize(1.1).diameterA(100).symmetry("I1")
			.molecularWeightKda(441.3).temporalSamples(2).globalResolution(2.87654321).globalBFactor(-57.9).helical(
				new HelicalSymmetry(3, -1.2, 4.75, 20)).particles(particles).build(), SpeciesContent.EMPTY.withMap("half1", map)
					.withMap("half2", map).withMap("mask", map));
		population = created.population().withSpecies(species).withLastRefinementOptions(Map.of("NIterations", "5"));
		PopulationStore.save(population);
	}

	private static double[] numbers(final Random random, final double range) {
		return random.doubles(6, -range, range).toArray();
	}

	private Map<String, String> files() throws IOException {
		final Map<String, String> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path file : all.filter(Files::isRegularFile).toList())
				files.put(folder.relativize(file).toString(), DataHash.ofBytes(Files.readAllBytes(file)));
		}
		return files;
	}

	private void storeAgain() {
		final Population read = PopulationStore.load(population.file());
		PopulationStore.save(read);
		read.species().forEach(SpeciesStore::save);
		read.sources().forEach(SourceStore::save);
	}

	@Test
	void populationSourceAndSpeciesDoNotDrift() throws IOException {
		final Map<String, String> before = files();
		for (int i = 0; i < 3; i++) {
			storeAgain();
			assertEquals(before, files());
		}
		final Population read = PopulationStore.load(population.file());
		assertEquals(read.species().get(0).version(), SpeciesStore.commit(read.species().get(0), SpeciesContent.EMPTY).version());
		assertEquals(read.sources().get(0).version(), SourceStore.commit(read.sources().get(0), Map.of()).version());
		assertEquals(before, files(), "a commit without changes is none");
	}

	/** Written by others with other digits, order, indentation and encoding: our first writing settles it. */
	@Test
	void filesOfOthersSettleAtOnce() throws IOException {
		for (final Path file : List.of(population.file(), population.sources().get(0).file(), population.species().get(0).file())) {
			final String text = Files.readString(file).replace("\t", "   ").replaceAll("Value=\"([0-9]+\\.[0-9]+)\"", "Value=\"$100\"")
				.replace("encoding=\"utf-8\"", "encoding=\"utf-16\"");
			Files.writeString(file, text.startsWith("\uFEFF") ? text : "\uFEFF" + text, java.nio.charset.StandardCharsets.UTF_16LE);
		}
		storeAgain();
		final Map<String, String> first = files();
		storeAgain();
		assertEquals(first, files());
	}

	@Test
	void metadataAndTablesOfOthersSettleAtOnce() throws IOException {
		for (final String name : List.of("warp/TS_1.xml", "warp/00254_refined.xml")) {
			if (!Files.readString(Fixtures.path(name)).contains("<TiltSeries")) continue;
			final Path once = folder.resolve("once.xml"), twice = folder.resolve("twice.xml");
			TiltSeriesXml.write(TiltSeriesXml.read(Fixtures.path(name)), once);
			TiltSeriesXml.write(TiltSeriesXml.read(once), twice);
			assertEquals(-1, Files.mismatch(once, twice), name);
		}
		final Path once = folder.resolve("once.star"), twice = folder.resolve("twice.star");
		StarFile.read(Fixtures.path("formats/M_species_particles_dynamo2m.star")).write(once);
		StarFile.read(once).write(twice);
		assertEquals(-1, Files.mismatch(once, twice));
		ParticleTable.write(ParticleTable.read(once, 1), twice);
		ParticleTable.write(ParticleTable.read(twice, 1), once);
		assertEquals(-1, Files.mismatch(once, twice));
	}
}
