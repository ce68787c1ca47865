package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.population.SourceItem;

class ParticleImportTest {

	private static final ParticleImportOptions DEFAULT = ParticleImportOptions.DEFAULT;

	@TempDir
	Path folder;

	private DataSource source(final String name, final String... fileNames) {
		final List<SourceItem> items = new ArrayList<>();
		for (final String fileName : fileNames)
			items.add(new SourceItem("hash-" + name + "-" + fileName, fileName));
		return DataSource.builder(name, folder.resolve(name + ".source")).pixelSize(2).dimensions(1000, 2000, 500).items(items)
			.build();
	}

	private Path relion(final String... rows) throws IOException {
		return Files.writeString(folder.resolve("relion.star"),
			"data_\n\nloop_\n_rlnMicrographName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnCoordinateZ\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n" +
				"_rlnDetectorPixelSize\n_rlnMagnification\n_myColumn\n" + String.join("\n", rows) + "\n");
	}

	@Test
	void namesAreFoundWithAndWithoutExtension() throws IOException {
		final DataSource tilts = source("tilts", "TS_1.tomostar", "TS_2.tomostar", "TS_3.mrc.tomostar");
		final Path table = relion("a/b/TS_1.tomostar 10 20 30 1 2 3 5 10000 x", "TS_2 10 20 30 1 2 3 5 10000 y",
			"rec/TS_1.mrc 11 20 30 1 2 3 5 10000 z", "TS_2_10.00Apx.mrc 12 20 30 1 2 3 5 10000 z",
			"TS_3.mrc 13 20 30 1 2 3 5 10000 z", "TS_3.mrc_15.00Apx.mrc 14 20 30 1 2 3 5 10000 z");
		final ParticleImportResult result = ParticleImport.relion(table, List.of(tilts), DEFAULT.withTemporalSamples(2));
		assertEquals(6, result.particles().size());
		assertEquals(List.of("1", "2", "1", "2", "3", "3"), result.particles().stream().map(p -> p.sourceHash().replaceAll(
			".*TS_(\\d).*", "$1")).toList());
		final Particle first = result.particles().get(0);
		assertArrayEquals(new double[] { 50, 100, 150, 50, 100, 150 }, first.coordinates(), 1e-9);
		assertArrayEquals(new double[] { 1, 2, 3, 1, 2, 3 }, first.anglesDeg(), 0);
		assertEquals("hash-tilts-TS_1.tomostar", first.sourceHash());
		assertEquals("TS_1.tomostar", first.sourceName());
		assertEquals("x", first.extra().get("myColumn"));
		assertEquals(List.of(0, 1, 0, 1, 0, 1), result.particles().stream().map(Particle::halfSet).toList());
		final ParticleImportReport.SourceShare share = result.report().sources().get(0);
		assertEquals(6, share.particles());
		assertEquals(3, share.matchedItems());
		assertTrue(result.report().notes().get(0).contains("5 Å/px (rlnDetectorPixelSize and rlnMagnification)"));
	}

	@Test
	void ambiguousNamesAreRefused() throws IOException {
		final Path table = relion("TS_1.tomostar 10 20 30 1 2 3 5 10000 x");
		final MException twoSources = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(source("a",
			"TS_1.tomostar"), source("b", "TS_1.tomostar")), DEFAULT.withIgnoreUnmatched(true)));
		assertTrue(twoSources.what().contains("1 image names are ambiguous") && twoSources.what().contains("'a'") && twoSources
			.what().contains("'b'"), twoSources.what());
		final Path byRoot = relion("mic_1 10 20 0 1 2 3 5 10000 x");
		final MException oneSource = assertThrows(MException.class, () -> ParticleImport.relion(byRoot, List.of(source("a",
			"mic_1.tif", "mic_1.mrc")), DEFAULT));
		assertTrue(oneSource.what().contains("mic_1.tif"), oneSource.what());
	}

	@Test
	void unmatchedNamesComeWithTheNearest() throws IOException {
		final DataSource tilts = source("tilts", "TS_01.tomostar", "TS_02.tomostar", "other.tomostar");
		final Path table = relion("TS_01.tomostar 10 20 30 1 2 3 5 10000 x", "TS_O2.tomostar 10 20 30 1 2 3 5 10000 x",
			"TS_O2.tomostar 10 20 30 1 2 3 5 10000 x", "TS_02.tomostar 10 20 30 1 2 3 5 10000 x");
		final MException refused = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(tilts), DEFAULT));
		assertTrue(refused.what().contains("2 of 4 particles (1 of 3 names)"), refused.what());
		assertTrue(refused.what().contains("TS_O2.tomostar (2; nearest: TS_02.tomostar"), refused.what());
		assertTrue(refused.remedy().contains("--ignore_unmatched"), refused.remedy());
		final ParticleImportResult dropped = ParticleImport.relion(table, List.of(tilts), DEFAULT.withIgnoreUnmatched(true));
		assertEquals(2, dropped.particles().size());
		assertEquals(List.of(0, 1), dropped.particles().stream().map(Particle::halfSet).toList());
		assertEquals(2, dropped.report().unmatchedParticles());
		assertEquals("2/4 particles matched to available data sources", dropped.report().lines().get(0).split(" \\(")[0]);
		assertEquals("TS_02.tomostar", dropped.report().unmatched().get(0).nearest().get(0));
	}

	@Test
	void nothingLinkedIsAnErrorEvenIfUnmatchedAreIgnored() throws IOException {
		final Path table = relion("Position_1.mrc 10 20 30 1 2 3 5 10000 x");
		final MException none = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(source("tilts",
			"TS_01.tomostar")), DEFAULT.withIgnoreUnmatched(true)));
		assertTrue(none.what().contains("None of the 1 particles") && none.what().contains("Position_1.mrc") && none.what()
			.contains("TS_01.tomostar"), none.what());
		final MException empty = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(), DEFAULT));
		assertTrue(empty.remedy().contains("data source"), empty.remedy());
	}

	@Test
	void wrongPixelSizeShowsByPositionsOutside() throws IOException {
		final DataSource tilts = source("tilts", "TS_1.tomostar");
		final Path table = relion("TS_1 600 900 400 1 2 3 2 10000 x", "TS_1 900 1800 450 1 2 3 2 10000 x");
		assertEquals(2, ParticleImport.relion(table, List.of(tilts), DEFAULT).particles().size());
		final MException scaled = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(tilts), DEFAULT
			.withPixelSizes(new PixelSizeOverride(4, 0))));
		assertTrue(scaled.what().contains("2 of 2 particles lie outside") && scaled.remedy().contains("--angpix_coords"), scaled
			.getMessage());
		final List<String> notes = ParticleImport.relion(table, List.of(tilts), DEFAULT.withPixelSizes(new PixelSizeOverride(
			2.3, 0))).report().notes();
		assertTrue(notes.stream().anyMatch(note -> note.contains("1 of 2 particles lie outside")), notes.toString());
	}

	@Test
	void flatTablesAreNotLinkedToTiltSeries() throws IOException {
		final Path table = Files.writeString(folder.resolve("flat.star"),
			"data_\n\nloop_\n_rlnMicrographName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnPixelSize\n" +
				"m_1.mrc 10 20 1 2 3 4\n");
		assertArrayEquals(new double[] { 40, 80, 0 }, ParticleImport.relion(table, List.of(source("frames", "m_1.tif")), DEFAULT)
			.particles().get(0).coordinates(), 1e-9);
		final MException error = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(source("tilts",
			"m_1.tomostar")), DEFAULT));
		assertTrue(error.what().contains("rlnCoordinateZ"), error.what());
	}

	@Test
	void centredCoordinatesUseTheSourcesVolume() throws IOException {
		final Path table = Files.writeString(folder.resolve("centred.star"),
			"data_\n\nloop_\n_rlnTomoName\n_rlnCenteredCoordinateXAngst\n_rlnCenteredCoordinateYAngst\n_rlnCenteredCoordinateZAngst\n" +
				"_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnRandomSubset\nTS_1 -10 20 30 1 2 3 2\n");
		final Particle particle = ParticleImport.relion(table, List.of(source("tilts", "TS_1.tomostar")), DEFAULT).particles()
			.get(0);
		assertArrayEquals(new double[] { 990, 2020, 530 }, particle.coordinates(), 1e-9);
		assertEquals(1, particle.halfSet());
	}

	@Test
	void cornersOfOtherTomogramSizesAreMovedToTheMiddle() throws IOException {
		Files.writeString(folder.resolve("particles.star"),
			"data_optics\n\nloop_\n_rlnOpticsGroup\n_rlnTomoTiltSeriesPixelSize\n1 2.0\n\ndata_particles\n\nloop_\n_rlnTomoName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnCoordinateZ\n" +
				"_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOpticsGroup\nTS_1 400 800 100 1 2 3 1\n");
		Files.writeString(folder.resolve("tomograms.star"),
			"data_global\n\nloop_\n_rlnTomoName\n_rlnTomoTiltSeriesPixelSize\n_rlnTomoSizeX\n_rlnTomoSizeY\n_rlnTomoSizeZ\nTS_1 2.0 800 1600 500\n");
		final Path set = Files.writeString(folder.resolve("set.star"),
			"data_\n\n_rlnTomoParticlesFile particles.star\n_rlnTomoTomogramsFile tomograms.star\n");
		final ParticleImportResult result = ParticleImport.relion(set, List.of(source("tilts", "TS_1.tomostar")), DEFAULT);
		assertArrayEquals(new double[] { 1000, 2000, 200 }, result.particles().get(0).coordinates(), 1e-9);
		assertTrue(result.report().notes().stream().anyMatch(note -> note.contains("half the difference")), result.report()
			.notes().toString());
		final ParticleImportResult alone = ParticleImport.relion(folder.resolve("particles.star"), List.of(source("tilts",
			"TS_1.tomostar")), DEFAULT);
		assertArrayEquals(new double[] { 800, 1600, 200 }, alone.particles().get(0).coordinates(), 1e-9);
	}

	@Test
	void centredTablesAreNotLinkedToFrameSeries() throws IOException {
		final Path table = Files.writeString(folder.resolve("centred.star"),
			"data_\n\nloop_\n_rlnTomoName\n_rlnCenteredCoordinateXAngst\n_rlnCenteredCoordinateYAngst\n_rlnCenteredCoordinateZAngst\n" +
				"_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\nm_1 -10 20 30 1 2 3\n");
		final MException error = assertThrows(MException.class, () -> ParticleImport.relion(table, List.of(source("frames",
			"m_1.tif")), DEFAULT));
		assertTrue(error.what().contains("m_1") && error.where().contains("particle 1"), error.getMessage());
	}

	private Path m(final String columns, final String... rows) throws IOException {
		final StringBuilder text = new StringBuilder("data_\n\nloop_\n");
		for (final String column : columns.split(" "))
			text.append('_').append(column).append('\n');
		return Files.writeString(folder.resolve("m_particles.star"), text + String.join("\n", rows) + "\n");
	}

	@Test
	void trajectoriesOfMAreResampled() throws IOException {
		final DataSource tilts = source("tilts", "TS_1.tomostar");
		final Path table = m("wrpCoordinateX1 wrpCoordinateX2 wrpCoordinateY1 wrpCoordinateY2 wrpCoordinateZ1 wrpCoordinateZ2 " +
			"wrpAngleRot1 wrpAngleTilt1 wrpAnglePsi1 wrpAngleRot2 wrpAngleTilt2 wrpAnglePsi2 wrpRandomSubset wrpSourceName wrpSourceHash wrpNote other",
			"10 20 1 2 5 5 170 30 0 -170 40 0 2 TS_1.tomostar hash-tilts-TS_1.tomostar hello 7");
		final Particle three = ParticleImport.m(table, List.of(tilts), DEFAULT.withTemporalSamples(3)).particles().get(0);
		assertArrayEquals(new double[] { 10, 1, 5, 15, 1.5, 5, 20, 2, 5 }, three.coordinates(), 1e-9);
		assertArrayEquals(new double[] { 170, 30, 0, 180, 35, 0, 190, 40, 0 }, three.anglesDeg(), 1e-9);
		assertEquals(1, three.halfSet());
		assertEquals("{wrpNote=hello, other=7}", three.extra().toString());
		final Particle one = ParticleImport.m(table, List.of(tilts), DEFAULT).particles().get(0);
		assertArrayEquals(new double[] { 10, 1, 5 }, one.coordinates(), 1e-9);
		final Particle two = ParticleImport.m(table, List.of(tilts), DEFAULT.withTemporalSamples(2)).particles().get(0);
		assertEquals(-170, two.anglesDeg()[3]);
	}

	@Test
	void particlesOfMAreLinkedByHashAndKeptIfUnmatched() throws IOException {
		final DataSource tilts = source("tilts", "TS_1.tomostar");
		final String columns = "wrpCoordinateX1 wrpCoordinateY1 wrpCoordinateZ1 wrpAngleRot1 wrpAngleTilt1 wrpAnglePsi1 wrpRandomSubset wrpSourceName wrpSourceHash";
		final Path table = m(columns, "10 20 30 1 2 3 1 TS_1.tomostar hash-tilts-TS_1.tomostar",
			"10 20 30 1 2 3 2 TS_1.tomostar old-hash");
		final MException refused = assertThrows(MException.class, () -> ParticleImport.m(table, List.of(tilts), DEFAULT));
		assertTrue(refused.what().contains("1 of 2 particles") && refused.remedy().contains("data hash"), refused.getMessage());
		final ParticleImportResult kept = ParticleImport.m(table, List.of(tilts), DEFAULT.withIgnoreUnmatched(true));
		assertEquals(2, kept.particles().size());
		assertEquals(1, kept.report().linked());
		final Path none = m(columns, "10 20 30 1 2 3 2 TS_1.tomostar old-hash");
		assertThrows(MException.class, () -> ParticleImport.m(none, List.of(tilts), DEFAULT.withIgnoreUnmatched(true)));
		assertThrows(MException.class, () -> ParticleImport.m(table, List.of(tilts, source("tilts", "TS_1.tomostar")), DEFAULT));
	}

	@Test
	void tablesOfTheOtherKindAreRefusedInWords() throws IOException {
		final List<DataSource> tilts = List.of(source("tilts", "TS_1.tomostar"));
		final Path relion = relion("TS_1 10 20 30 1 2 3 5 10000 x");
		final MException error = assertThrows(MException.class, () -> ParticleImport.m(relion, tilts, DEFAULT));
		assertTrue(error.remedy().contains("--particles_relion"), error.remedy());
		final Path m = m("wrpCoordinateX1 wrpCoordinateY1 wrpSourceHash", "1 2 h");
		assertTrue(assertThrows(MException.class, () -> ParticleImport.relion(m, tilts, DEFAULT)).remedy().contains(
			"--particles_m"));
		assertTrue(assertThrows(MException.class, () -> ParticleImport.m(m, tilts, DEFAULT)).what().contains("wrpAngleRot1"));
	}

	@Test
	void speciesTableOfM() {
		final Path table = Fixtures.path("formats/M_species_particles_dynamo2m.star");
		final DataSource tilts = DataSource.builder("minicells", folder.resolve("minicells.source")).items(List.of(new SourceItem(
			"zwJUr_iwZ_lty2iZEblcHyd92gs", "tomo_ts01.mrc.tomostar"))).build();
		final ParticleImportResult result = ParticleImport.m(table, List.of(tilts), DEFAULT.withIgnoreUnmatched(true));
		assertEquals(17440, result.particles().size());
		assertArrayEquals(new double[] { 7663.728, 5644.008, 4851.24 }, result.particles().get(0).coordinates(), 0);
		assertEquals(48 - 1, result.report().unmatched().size());
		assertTrue(result.report().linked() > 0 && result.report().linked() < 17440);
		assertTrue(result.particles().get(0).extra().isEmpty());
	}

	@Test
	void relion4AndWarpTablesAreLinkedToTheirSeries() {
		final Path relion = Fixtures.path("formats/relion/relion_4.0.star");
		final List<SourceItem> items = RelionParticles.read(relion).names().stream().map(name -> new SourceItem("hash-" + name,
			name + ".tomostar")).toList();
		final DataSource tilts = DataSource.builder("tilts", folder.resolve("tilts.source")).pixelSize(1.971).dimensions(4096, 4096,
			2048).items(items).build();
		final ParticleImportResult result = ParticleImport.relion(relion, List.of(tilts), DEFAULT);
		assertEquals(1746, result.report().linked());
		assertEquals(13, result.report().sources().get(0).matchedItems());
		assertEquals(3349.439584, result.particles().get(0).coordinates()[0], 1e-6);
		assertEquals(1, result.particles().get(0).halfSet());
		assertEquals("hash-TS_017", result.particles().get(0).sourceHash());
		assertFalse(result.report().notes().stream().anyMatch(note -> note.contains("outside")), result.report().notes()
			.toString());
		final Path stacks = Fixtures.path("formats/warp1_exported_subtomo.star");
		final DataSource one = DataSource.builder("one", folder.resolve("one.source")).pixelSize(2).dimensions(4096, 4096, 4096)
			.items(List.of(new SourceItem("hash", "tomo_ts105.mrc.tomostar"))).build();
		final ParticleImportReport report = ParticleImport.relion(stacks, List.of(one), DEFAULT.withIgnoreUnmatched(true))
			.report();
		assertEquals(98, report.linked());
		assertEquals(1399, report.total());
	}
}
