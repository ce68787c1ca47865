package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;

class PopulationStoreTest {

	@TempDir
	Path folder;

	private Species species(final String name) {
		final Path file = folder.resolve("species").resolve(name).resolve(name + ".species");
		Folders.create(file.getParent());
		final Particle a = new Particle(new double[] { 1, 2, 3, 1.5, 2.5, 3.5 }, new double[] { 10, 20, 30, 11, 21, 31 }, 0,
			"TS_1.tomostar", "h1", Map.of("wrpClass", "7"));
		final Particle b = new Particle(new double[] { -4, 5.00001, 6, 4, 5, 6 }, new double[] { 170, 20, -179.99999, 1, 2, 3 },
			1, "TS_2", "h2", Map.of());
		return Species.builder(name, file).pixelSize(1.25).diameterA(100).symmetry("d7").molecularWeightKda(700)
			.temporalSamples(2).globalResolution(8.123).globalBFactor(-57.9).helical(new HelicalSymmetry(3, -1.2, 4.75, 20)).ewald(
				true, false).particles(List.of(a, b)).build();
	}

	private static SpeciesContent maps(final float value) {
		final Volume map = Volume.cube(8, 1.25);
		Arrays.fill(map.data(), value);
		map.data()[3] = 1;
		return SpeciesContent.EMPTY.withMap("half1", map).withMap("half2", map).withMap("mask", map).withFile("_fsc.star",
			path -> WarpFolder.write(path, "fsc " + value));
	}

	@Test
	void populationsAreReadAsTheyWereWritten() {
		final Population empty = CreatePopulation.create(folder.resolve("a b"), "My Virus 1");
		assertEquals(folder.resolve("a b/MyVirus1.population"), empty.file());
		final Species stored = SpeciesStore.commit(species("apo"), maps(0));
		PopulationStore.save(empty.withSpecies(stored).withLastRefinementOptions(Map.of("NIterations", "5")));
		final Population back = PopulationStore.load(empty.file());
		assertEquals("My Virus 1", back.name());
		assertEquals(Map.of("NIterations", "5"), back.lastRefinementOptions());
		final Species s = back.species().get(0);
		assertEquals(stored.guid(), s.guid());
		assertEquals(stored.version(), s.version());
		assertEquals(1.25, s.pixelSize());
		assertEquals(160, s.boxSize());
		assertEquals("d7", s.symmetry());
		assertEquals(14, s.symmetryGroup().order());
		assertEquals(stored.helical(), s.helical());
		assertTrue(s.correctsEwald() && !s.ewaldReverse());
		assertEquals(8.123, s.globalResolution());
		assertEquals(-57, s.globalBFactor());
		assertFalse(s.appliesDenoising());
		assertEquals(2, s.particles().size());
		assertArrayEquals(stored.particles().get(0).coordinates(), s.particles().get(0).coordinates());
		assertArrayEquals(stored.particles().get(1).anglesDeg(), s.particles().get(1).anglesDeg());
		assertEquals(Map.of("wrpClass", "7"), s.particles().get(0).extra());
		assertEquals("null", s.particles().get(1).extra().get("wrpClass"));
		assertEquals(List.of(0, 1), s.particles().stream().map(Particle::halfSet).toList());
		final String text = WarpFolder.text(empty.file());
		assertTrue(text.contains("Path=\"../species/apo/apo.species\""), text);
		assertTrue(assertThrows(MException.class, () -> CreatePopulation.create(folder.resolve("a b"), "My Virus 1")).what()
			.contains("already"));
	}

	@Test
	void whatIsNotUnderstoodSurvives() {
		final Population population = CreatePopulation.create(folder, "p");
		final Species s = SpeciesStore.commit(species("apo"), maps(0));
		final XmlElement root = XmlFile.read(population.file());
		XmlFile.write(root.plus(XmlElement.of("LastRefinementOptions").withParam("BatchSize", "16")).plus(XmlElement.of(
			"Future")), population.file());
		XmlFile.write(XmlFile.read(s.file()).withParam("MaskAutoThreshold", "0.5").plus(XmlElement.of("Future")), s.file());
		PopulationStore.save(PopulationStore.load(population.file()).withSpecies(s));
		SpeciesStore.save(SpeciesStore.load(s.file()));
		final XmlElement after = XmlFile.read(population.file());
		assertTrue(after.child("Future").isPresent());
		assertEquals("BatchSize", after.child("LastRefinementOptions").orElseThrow().children().get(0).attribute("Name", ""));
		assertTrue(XmlFile.read(s.file()).child("Future").isPresent());
		assertTrue(XmlFile.read(s.file()).children().contains(XmlElement.param("MaskAutoThreshold", "0.5")));
	}

	@Test
	void aCommitOfASpeciesKeepsBothVersionsWhole() {
		final Species first = SpeciesStore.commit(species("apo"), maps(0));
		assertEquals(8, first.version().length());
		final Path versions = first.folder().resolve("versions");
		assertEquals(files(first.folder()), files(versions.resolve(first.version())));
		final Volume half1 = Volume.cube(8, 1.25);
		half1.data()[0] = 9;
		final Species second = SpeciesStore.commit(first, SpeciesContent.EMPTY.withMap("half1", half1).withFile("_fsc.star",
			path -> WarpFolder.write(path, "new")));
		assertNotEquals(first.version(), second.version());
		assertEquals(first.version(), second.previousVersion());
		assertEquals(files(second.folder()), files(versions.resolve(second.version())));
		assertEquals(9, MrcFile.read(SpeciesStore.map(second, "half1")).data()[0]);
		assertEquals(0, MrcFile.read(versions.resolve(first.version()).resolve("apo_half1.mrc")).data()[0]);
		assertEquals(1, MrcFile.read(versions.resolve(second.version()).resolve("apo_mask.mrc")).data()[3]);
		assertEquals("new", WarpFolder.text(SpeciesStore.file(second, "_fsc.star")));
		assertEquals(second.version(), SpeciesStore.version(SpeciesStore.load(second.file()), SpeciesContent.EMPTY));
	}

	private static List<String> files(final Path folder) {
		return Folders.list(folder, "*").stream().map(file -> file.getFileName().toString()).toList();
	}

	@Test
	void onlyPosesAndMapsMakeAVersion() {
		final Species first = SpeciesStore.commit(species("apo"), maps(0));
		final Species renamed = SpeciesStore.commit(first.toBuilder().symmetry("C1").build(), SpeciesContent.EMPTY);
		assertEquals(first.version(), renamed.version());
		assertEquals("C1", SpeciesStore.load(first.file()).symmetry());
		final Particle moved = first.particles().get(0).withPose(new double[6], new double[6]);
		final Species second = SpeciesStore.commit(renamed.withParticles(List.of(moved)), SpeciesContent.EMPTY);
		assertNotEquals(first.version(), second.version());
		final Species none = SpeciesStore.commit(second.withParticles(List.of()), SpeciesContent.EMPTY);
		assertFalse(Files.exists(SpeciesStore.particles(none)));
		assertTrue(SpeciesStore.load(none.file()).particles().isEmpty());
	}

	@Test
	void aFailedCommitLeavesTheSpeciesAsItWas() {
		final Species first = SpeciesStore.commit(species("apo"), maps(0));
		final List<String> before = WarpFolder.state(folder);
		final SpeciesContent bad = maps(3).withFile("_localres.star", path -> {
			throw new MException("disk full", path.toString(), "");
		});
		assertThrows(MException.class, () -> SpeciesStore.commit(first, bad));
		assertEquals(before, WarpFolder.state(folder));
	}

	@Test
	void anotherGuidIsRefused() throws IOException {
		final Population population = CreatePopulation.create(folder, "p");
		final Species s = SpeciesStore.commit(species("apo"), maps(0));
		PopulationStore.save(population.withSpecies(s));
		WarpFolder.write(s.file(), WarpFolder.text(s.file()).replace(s.guid().toString(), "{" + new UUID(1, 2)
			.toString().toUpperCase() + "}"));
		assertEquals(new UUID(1, 2), SpeciesStore.load(s.file()).guid());
		final MException e = assertThrows(MException.class, () -> PopulationStore.load(population.file()));
		assertTrue(e.what().contains(s.guid().toString()), e.getMessage());
		Files.delete(s.file());
		assertTrue(assertThrows(MException.class, () -> PopulationStore.load(population.file())).what().contains(s.file()
			.toString()));
		assertThrows(MException.class, () -> PopulationStore.load(folder.resolve("none.population")));
		WarpFolder.write(folder.resolve("x.population"), "<Species />");
		assertTrue(assertThrows(MException.class, () -> PopulationStore.load(folder.resolve("x.population"))).what().contains(
			"Species"));
	}

	@Test
	void particleTablesOfMSurvive() {
		final Path file = Fixtures.path("formats/M_species_particles_dynamo2m.star");
		final List<Particle> particles = ParticleTable.read(file, 1);
		assertTrue(particles.size() > 10_000);
		final Path copy = folder.resolve("copy_particles.star");
		ParticleTable.write(particles, copy);
		assertTrue(StarFile.read(file).sameContent(StarFile.read(copy)));
		final Particle twice = ParticleTable.read(file, 3).get(5);
		assertEquals(3, twice.samples());
		assertArrayEquals(twice.position(0), twice.position(2));
	}

	@Test
	void tablesWithFaultsAreNamed() {
		final String head = "\ndata_\n\nloop_\n_wrpCoordinateX1 #1\n_wrpCoordinateY1 #2\n_wrpCoordinateZ1 #3\n_wrpAngleRot1 #4\n" +
			"_wrpAngleTilt1 #5\n_wrpAnglePsi1 #6\n_wrpRandomSubset #7\n_wrpSourceName #8\n_wrpSourceHash #9\n";
		final Path table = folder.resolve("t.star");
		WarpFolder.write(table, head + "1 2 3 4 5 6 1 a b\n1 2 nan 4 5 6 1 a b\n");
		assertTrue(assertThrows(MException.class, () -> ParticleTable.read(table, 1)).where().contains("line 15"));
		WarpFolder.write(table, head + "1 2 3 4 5 6 0 a b\n");
		assertTrue(assertThrows(MException.class, () -> ParticleTable.read(table, 1)).what().contains("1 or 2"));
		WarpFolder.write(table, head.replace("wrpAnglePsi1", "psi") + "1 2 3 4 5 6 1 a b\n");
		assertTrue(assertThrows(MException.class, () -> ParticleTable.read(table, 1)).what().contains("no complete particle poses"));
	}
}
