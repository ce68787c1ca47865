package org.mforfiji.io.relion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;

/** Particle tables made up to show one thing each. */
class RelionParticlesTest {

	private static final String OPTICS = "data_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnOpticsGroupName #2\n_rlnTomoTiltSeriesPixelSize #3\n1 one 2.0\n2 two 4.0\n\n";
	private static final String CENTRED_COLUMNS = "_rlnTomoName\n_rlnCenteredCoordinateXAngst\n_rlnCenteredCoordinateYAngst\n_rlnCenteredCoordinateZAngst\n" +
		"_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOpticsGroup\n";

	@TempDir
	Path folder;

	private Path star(final String text) throws IOException {
		return Files.writeString(folder.resolve("particles.star"), text);
	}

	@Test
	void centredCoordinatesCountFromTheMiddle() throws IOException {
		final RelionParticles table = RelionParticles.read(star(OPTICS + "data_particles\n\nloop_\n" + CENTRED_COLUMNS +
			"TS_1 -10 20 30 1 2 3 1\nTS_2 0 0 0 1 2 3 2\n"));
		assertEquals(RelionDialect.RELION_5_TOMO, table.dialect());
		assertTrue(table.centred());
		assertArrayEquals(new double[] { 490, 1020, 1530 }, table.positionA(table.particles().get(0), name -> new double[] {
			1000, 2000, 3000 }), 1e-9);
		final MException unknown = assertThrows(MException.class, () -> table.positionA(table.particles().get(1),
			name -> null));
		assertTrue(unknown.getMessage().contains("TS_2"), unknown.getMessage());
	}

	@Test
	void subtomogramAnglesTurnPoseAndShift() throws IOException {
		final RelionParticles table = RelionParticles.read(star(OPTICS + "data_particles\n\nloop_\n" + CENTRED_COLUMNS +
			"_rlnOriginXAngst\n_rlnOriginYAngst\n_rlnOriginZAngst\n_rlnTomoSubtomogramRot\n_rlnTomoSubtomogramTilt\n_rlnTomoSubtomogramPsi\n" +
			"TS_1 100 200 300 10 20 30 1 4 5 6 40 50 60\nTS_1 100 200 300 10 20 30 1 4 5 6 0 0 0\n"));
		final double[] sub = Rotations.fromEulerDeg(40, 50, 60);
		final double[] expected = Rotations.multiply(sub, Rotations.fromEulerDeg(10, 20, 30));
		final double[] turned = Rotations.apply(sub, new double[] { 4, 5, 6 });
		final RelionParticle first = table.particles().get(0);
		final double[] angles = first.anglesDeg();
		assertArrayEquals(expected, Rotations.fromEulerDeg(angles[0], angles[1], angles[2]), 1e-12);
		assertArrayEquals(new double[] { 100 - turned[0], 200 - turned[1], 300 - turned[2] }, first.coordinateA(), 1e-9);
		assertArrayEquals(new double[] { 10, 20, 30 }, table.particles().get(1).anglesDeg(), 0);
		assertArrayEquals(new double[] { 96, 195, 294 }, table.particles().get(1).coordinateA(), 1e-9);
	}

	@Test
	void pixelSizesFollowTheOpticsGroup() throws IOException {
		final Path file = star(OPTICS + "data_particles\n\nloop_\n_rlnTomoName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnCoordinateZ\n" +
			"_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOpticsGroup\nTS_1 10 20 30 0 0 0 1\nTS_2 10 20 30 0 0 0 2\n");
		final RelionParticles table = RelionParticles.read(file);
		assertEquals(RelionDialect.RELION_4_TOMO, table.dialect());
		assertEquals(PixelSizeRule.TILT_SERIES, table.reading().coordinates().rule());
		assertEquals(List.of(2.0, 4.0), table.reading().coordinates().pixelSizes());
		assertArrayEquals(new double[] { 20, 40, 60 }, table.particles().get(0).coordinateA(), 1e-9);
		assertArrayEquals(new double[] { 40, 80, 120 }, table.particles().get(1).coordinateA(), 1e-9);
		assertEquals(0, table.particles().get(0).labels().randomSubset());
		final RelionParticles given = RelionParticles.read(file, new PixelSizeOverride(3, 0));
		assertEquals(PixelSizeRule.GIVEN, given.reading().coordinates().rule());
		assertArrayEquals(new double[] { 30, 60, 90 }, given.particles().get(1).coordinateA(), 1e-9);
	}

	@Test
	void shiftsInPixelsAreScaled() throws IOException {
		final Path file = star("data_\n\nloop_\n_rlnMicrographName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnAngleRot\n_rlnAngleTilt\n" +
			"_rlnAnglePsi\n_rlnDetectorPixelSize\n_rlnMagnification\n_rlnOriginX\n_rlnOriginY\n_rlnRandomSubset\n_note\n" +
			"dir/m1.mrc 100 200 0 0 0 14 70000 1 -2 2 kept\n");
		final RelionParticles table = RelionParticles.read(file);
		assertEquals(RelionDialect.RELION_30, table.dialect());
		assertEquals(PixelSizeRule.MAGNIFICATION, table.reading().shifts().rule());
		final RelionParticle particle = table.particles().get(0);
		assertArrayEquals(new double[] { 198, 404, 0 }, particle.coordinateA(), 1e-9);
		assertEquals("m1.mrc", particle.name());
		assertEquals(2, particle.labels().randomSubset());
		assertEquals("kept", particle.extra().get("note"));
		assertFalse(table.reading().hasDepth());
		assertArrayEquals(new double[] { 195, 410, 0 }, RelionParticles.read(file, new PixelSizeOverride(0, 5)).particles().get(
			0).coordinateA(), 1e-9);
	}

	@Test
	void missingPixelSizeNamesTheOption() throws IOException {
		final String text = "data_\n\nloop_\n_rlnMicrographName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOriginX\n" +
			"m1.mrc 100 200 0 0 0 %s\n";
		final Path file = star(String.format(text, "1"));
		final MException coordinates = assertThrows(MException.class, () -> RelionParticles.read(file));
		assertTrue(coordinates.getMessage().contains("--angpix_coords") && coordinates.getMessage().contains("rlnCoordinateX"),
			coordinates.getMessage());
		final MException shifts = assertThrows(MException.class, () -> RelionParticles.read(file, new PixelSizeOverride(2,
			0)));
		assertTrue(shifts.getMessage().contains("--angpix_shifts"), shifts.getMessage());
		star(String.format(text, "0"));
		assertArrayEquals(new double[] { 200, 400, 0 }, RelionParticles.read(file, new PixelSizeOverride(2, 0)).particles().get(
			0).coordinateA(), 1e-9);
	}

	@Test
	void missingColumnIsNamedWithWhatIsThere() throws IOException {
		final Path file = star("data_particles\n\nloop_\n_rlnTomoName\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnCoordinateZ\n_rlnAngleRot\n_rlnAngleTilts\n_rlnAnglePsi\n" +
			"TS_1 1 2 3 4 5 6\n");
		final MException error = assertThrows(MException.class, () -> RelionParticles.read(file));
		assertTrue(error.what().contains("rlnAngleTilt ") && error.what().contains("rlnCoordinateZ"), error.what());
		assertTrue(error.where().contains("particles.star"), error.where());
		assertTrue(error.remedy().contains("rlnAngleTilts"), error.remedy());
	}

	@Test
	void wrongValuesNameTheirPlace() throws IOException {
		final String columns = "data_particles\n\nloop_\n" + CENTRED_COLUMNS + "_rlnRandomSubset\n";
		final Path subset = star(OPTICS + columns + "TS_1 0 0 0 0 0 0 1 3\n");
		assertTrue(assertThrows(MException.class, () -> RelionParticles.read(subset)).getMessage().contains("1 or 2"));
		final Path group = star(OPTICS + columns + "TS_1 0 0 0 0 0 0 7 1\n");
		final MException unknown = assertThrows(MException.class, () -> RelionParticles.read(group));
		assertTrue(unknown.what().contains("optics group 7") && unknown.where().contains("line"), unknown.getMessage());
		final Path nan = star(OPTICS + columns + "TS_1 0 nan 0 0 0 0 1 1\n");
		assertTrue(assertThrows(MException.class, () -> RelionParticles.read(nan)).getMessage().contains(
			"rlnCenteredCoordinateYAngst"));
	}

	@Test
	void optimisationSetLeadsToItsParticles() throws IOException {
		star(OPTICS + "data_particles\n\nloop_\n" + CENTRED_COLUMNS + "TS_1 -10 20 30 1 2 3 1\n");
		final Path job = Files.createDirectories(folder.resolve("Refine/job001"));
		final Path set = Files.writeString(job.resolve("set.star"), "data_\n\n_rlnTomoParticlesFile particles.star\n_rlnTomoTomogramsFile none.star\n");
		assertEquals(1, RelionParticles.read(set).size());
		final MException missing = assertThrows(MException.class, () -> OptimisationSet.read(set).tomograms());
		assertTrue(missing.what().contains(job.resolve("none.star").toString()), missing.what());
	}

	@Test
	void tablesOfAllStylesComeBackAsWritten() {
		final OpticsGroup group = new OpticsGroup(3, "three", new Microscope(300, 2.7, 0.07), new OpticsGroup.PixelSizes(4, 1.5,
			0.75, 2), new OpticsGroup.Images(64, 2, true), new OpticsGroup.Aberrations(new double[] { 0.1, -0.2 }, new double[] {
				1, 2.5 }, new double[] { 3 }, new double[] { 1.01, 0.001, 0.002, 0.99 }));
		final RelionParticle particle = new RelionParticle("TS_1.tomostar", new double[] { 123.456789, 20, 33.25 }, new double[] {
			-170.5, 12.25, 99.125 }, new double[3], new RelionParticle.Labels(0, 3, 2, "TS_1/1", "stacks/TS_1_1.mrcs", new boolean[] { true,
				false }), Map.of("wrpNote", "abc"));
		for (final RelionDialect dialect : List.of(RelionDialect.RELION_31, RelionDialect.RELION_4_TOMO,
			RelionDialect.RELION_5_TOMO, RelionDialect.WARP_STACKS))
		{
			final Path file = folder.resolve(dialect + ".star");
			RelionParticles.of(dialect, List.of(group), List.of(particle)).write(file);
			final RelionParticles back = RelionParticles.read(file);
			assertEquals(dialect, back.dialect());
			final RelionParticle read = back.particles().get(0);
			assertArrayEquals(particle.coordinateA(), read.coordinateA(), 1e-5, dialect.toString());
			assertArrayEquals(particle.anglesDeg(), read.anglesDeg(), 1e-6);
			assertEquals("TS_1.tomostar", read.name());
			assertEquals(particle.extra(), read.extra());
			assertArrayEquals(particle.labels().visibleTilts(), read.labels().visibleTilts());
			assertEquals("stacks/TS_1_1.mrcs", read.labels().imageName());
			assertEquals(2, read.labels().randomSubset());
			final OpticsGroup again = back.opticsGroup(read);
			assertEquals(group.microscope(), again.microscope());
			assertEquals(group.pixelSizes(), again.pixelSizes());
			assertEquals(group.images(), again.images());
			assertArrayEquals(group.aberrations().oddZernike(), again.aberrations().oddZernike(), 1e-9);
			assertArrayEquals(group.aberrations().magnification(), again.aberrations().magnification(), 1e-9);
		}
	}

	@Test
	void namesWithBlanksAreNotWritten() {
		final RelionParticles table = RelionParticles.of(RelionDialect.RELION_5_TOMO, List.of(OpticsGroup.tomo(1, "one",
			Microscope.UNKNOWN, 2, 4, new OpticsGroup.Images(32, 2, true))), List.of(RelionParticle.of("my series", new double[3],
				new double[3]).withOpticsGroup(1)));
		final MException error = assertThrows(MException.class, () -> table.write(folder.resolve("bad.star")));
		assertTrue(error.what().contains("my series"), error.what());
		assertFalse(Files.exists(folder.resolve("bad.star")));
	}
}
