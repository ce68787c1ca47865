package org.mforfiji.io.relion;

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
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.optics.Ctf;

class ParticleSeriesTest {

	private static final Microscope MICROSCOPE = new Microscope(300, 2.7, 0.07);

	@TempDir
	Path folder;

	private static RelionTomogram tomogram(final List<RelionTilt> tilts) {
		return new RelionTomogram("TS_1", new int[] { 1000, 800, 400 }, 2, RelionTomogram.Acquisition.of(-1, 3, "opticsGroup1",
			MICROSCOPE), tilts);
	}

	private static RelionTilt tilt(final TiltProjection projection, final double exposure) {
		return RelionTilt.of(projection, TiltCtf.ofMicrometres(3, 0.2, 30, 0.25), exposure);
	}

	private static List<RelionTilt> relion5Tilts() {
		final List<RelionTilt> tilts = new ArrayList<>();
		for (int i = 0; i < 3; i++)
			tilts.add(tilt(TiltProjection.ofAngles(1.5, 30 * i - 30, 85, 4.25 * i, -3), 3 * i).withMicrograph("frames/" + i +
				".mrc"));
		return tilts;
	}

	private static RelionParticles table(final boolean[] visible) {
		final OpticsGroup group = OpticsGroup.tomo(1, "opticsGroup1", MICROSCOPE, 2, 4, new OpticsGroup.Images(8, 2, true));
		return RelionParticles.of(RelionDialect.RELION_5_TOMO, List.of(group), List.of(RelionParticle.of("TS_1", new double[] {
			100, -50, 25 }, new double[] { 10, 20, 30 }).withOpticsGroup(1).withRandomSubset(1).withImages("TS_1/1",
				"stacks/1.mrcs", visible)));
	}

	@Test
	void anglesAreThoseOfTheProjection() {
		final Random random = new Random(5);
		for (int i = 0; i < 50; i++) {
			final double[] angles = { random.nextDouble() * 360 - 180, random.nextDouble() * 178 - 89, random.nextDouble() * 360 -
				180 };
			assertArrayEquals(angles, TiltProjection.ofAngles(angles[0], angles[1], angles[2], 0, 0).anglesDeg(), 1e-8);
		}
		for (final double pole : new double[] { 90, -90 }) {
			final TiltProjection steep = TiltProjection.ofAngles(20, pole, 30, 0, 0);
			final double[] angles = steep.anglesDeg();
			assertArrayEquals(steep.rotation(), TiltProjection.ofAngles(angles[0], angles[1], angles[2], 0, 0).rotation(), 1e-9);
		}
	}

	@Test
	void projectionIsTheTiltSeriesGeometryWithoutWarps() {
		final double[] volume = { 2000, 1600, 800 };
		final double[] image = { 2400, 2200 };
		final TiltSeriesGeometry warp = TiltSeriesGeometry.builder().angles(new double[] { -42, 10 }).axisAngles(new double[] {
			85, 84 }).axisOffsetX(new double[] { 12, -3 }).axisOffsetY(new double[] { 5, 7 }).dose(new double[] { 0, 3 }).levelAngleX(
				2).levelAngleY(-1)
			.volumeSize(volume).imageSize(image).build();
		final TiltProjection relion = TiltProjection.ofAngles(2, -(-42 - 1), 85, 12, 5);
		assertArrayEquals(warp.tiltMatrix(0), relion.rotation(), 1e-9);
		final double[] centred = { 300, -200, 100 };
		final double[] seen = relion.apply(centred);
		final TiltSeriesGeometry.Projection projected = warp.project(new double[] { 1300, 600, 500 }, 0);
		assertEquals(projected.x() - image[0] / 2, seen[0], 1e-9);
		assertEquals(projected.y() - image[1] / 2, seen[1], 1e-9);
	}

	@Test
	void defocusGrowsWithHandTimesHeight() {
		final RelionTomogram tomogram = tomogram(List.of(tilt(TiltProjection.ofAngles(0, 90, 0, 0, 0), 0)));
		final double[] centred = { 100, 0, 0 };
		assertEquals(-100, tomogram.heightA(0, centred), 1e-9);
		assertEquals(100, tomogram.defocusOffsetA(0, centred), 1e-9);
		final Ctf ctf = tomogram.ctf(0, 4, 100);
		assertEquals(3.01, ctf.defocusUm(), 1e-9);
		assertEquals(0.2, ctf.defocusDeltaUm(), 1e-9);
		assertEquals(0.25, ctf.phaseShiftPi(), 1e-9);
		assertEquals(45, tomogram.tilts().get(0).ctf().phaseShiftDeg(), 1e-9);
	}

	@Test
	void relion5SetsComeBackAsWritten() {
		final RelionTomogram tomogram = tomogram(relion5Tilts());
		final Path set = new ParticleSeriesWriter(folder, "sim", ParticleSeriesWriter.Layout.TILT_SERIES_FILES).write(table(
			new boolean[] { true, false, true }), List.of(tomogram));
		assertTrue(Files.exists(folder.resolve("tilt_series/TS_1.star")));
		final ParticleSeries series = ParticleSeries.read(set);
		assertEquals(2, series.visibleImages());
		final StackParticle particle = series.particles().get(0);
		assertArrayEquals(new double[] { 100, -50, 25 }, series.centredA(particle), 1e-6);
		assertEquals(MICROSCOPE, particle.tomogram().acquisition().microscope());
		assertEquals(-1, particle.tomogram().acquisition().hand());
		assertEquals(3, particle.tomogram().acquisition().exposurePerTilt());
		for (int i = 0; i < 3; i++) {
			final RelionTilt read = particle.tomogram().tilts().get(i);
			assertArrayEquals(tomogram.tilts().get(i).projection().rotation(), read.projection().rotation(), 1e-8);
			assertArrayEquals(tomogram.tilts().get(i).projection().translationA(), read.projection().translationA(), 1e-6);
			assertEquals(3 * i, read.exposureBefore());
			assertEquals("frames/" + i + ".mrc", read.micrographName());
			assertEquals(tomogram.tilts().get(i).ctf().defocusUA(), read.ctf().defocusUA(), 1e-6);
			assertArrayEquals(Rotations.multiply(read.projection().rotation(), Rotations.fromEulerDeg(10, 20, 30)), particle
				.orientation(i), 1e-12);
		}
	}

	@Test
	void matricesWithTranslationsComeBackAsWritten() {
		final TiltProjection projection = new TiltProjection(Rotations.fromEulerDeg(10, 20, 30), new double[] { 40, -60, 5 },
			false);
		final Path set = new ParticleSeriesWriter(folder, "sim", ParticleSeriesWriter.Layout.MATRICES).write(table(
			new boolean[] { true }), List.of(tomogram(List.of(tilt(projection, 1.5)))));
		final TiltProjection read = ParticleSeries.read(set).tomograms().tomogram("TS_1").tilts().get(0).projection();
		assertFalse(read.centred());
		assertArrayEquals(projection.rotation(), read.rotation(), 1e-8);
		assertArrayEquals(projection.translationA(), read.translationA(), 1e-6);
	}

	@Test
	void shiftsAreNotLostBetweenLayouts() {
		final MException matrices = assertThrows(MException.class, () -> new ParticleSeriesWriter(folder, "a",
			ParticleSeriesWriter.Layout.MATRICES).write(table(new boolean[3]), List.of(tomogram(relion5Tilts()))));
		assertTrue(matrices.where().contains("TS_1, tilt 1"), matrices.getMessage());
		final MException nameless = assertThrows(MException.class, () -> new ParticleSeriesWriter(folder, "b",
			ParticleSeriesWriter.Layout.TILT_SERIES_FILES).write(table(new boolean[1]), List.of(tomogram(List.of(tilt(TiltProjection
				.ofAngles(0, 0, 0, 0, 0), 0))))));
		assertTrue(nameless.what().contains("no file"), nameless.what());
	}

	@Test
	void stacksHoldAllTiltsOrTheVisibleOnes() throws IOException {
		final Path set = new ParticleSeriesWriter(folder, "sim", ParticleSeriesWriter.Layout.TILT_SERIES_FILES).write(table(
			new boolean[] { true, false, true }), List.of(tomogram(relion5Tilts())));
		final ParticleSeries series = ParticleSeries.read(set);
		final StackParticle particle = series.particles().get(0);
		assertThrows(MException.class, () -> series.stackIndices(particle));
		Files.createDirectories(folder.resolve("stacks"));
		final Path stack = folder.resolve("stacks/1.mrcs");
		MrcFile.writeStack(stack, new Volume(new float[8 * 8 * 3], 8, 8, 3, 4));
		assertArrayEquals(new int[] { 0, -1, 2 }, series.stackIndices(particle));
		MrcFile.writeStack(stack, new Volume(new float[8 * 8 * 2], 8, 8, 2, 4));
		assertArrayEquals(new int[] { 0, -1, 1 }, series.stackIndices(particle));
		MrcFile.writeStack(stack, new Volume(new float[8 * 8 * 5], 8, 8, 5, 4));
		assertTrue(assertThrows(MException.class, () -> series.stackIndices(particle)).what().contains("5 images"));
		MrcFile.writeStack(stack, new Volume(new float[6 * 6 * 3], 6, 6, 3, 4));
		assertTrue(assertThrows(MException.class, () -> series.stackIndices(particle)).what().contains("6×6"));
	}

	@Test
	void tablesThatContradictEachOtherAreRefused() throws IOException {
		final RelionTomograms tomograms = RelionTomograms.of(List.of(tomogram(relion5Tilts())));
		final MException flags = assertThrows(MException.class, () -> ParticleSeries.of(table(new boolean[2]), tomograms));
		assertTrue(flags.what().contains("2 flags") && flags.what().contains("3 tilts"), flags.what());
		final RelionParticles other = RelionParticles.of(RelionDialect.RELION_5_TOMO, table(new boolean[0]).opticsGroups(), List
			.of(RelionParticle.of("TS_10", new double[3], new double[3]).withOpticsGroup(1)));
		final MException name = assertThrows(MException.class, () -> ParticleSeries.of(other, tomograms));
		assertTrue(name.what().contains("TS_10") && name.remedy().contains("TS_1"), name.getMessage());
		final Path mirrored = Files.writeString(folder.resolve("tomograms.star"),
			"data_global\n\nloop_\n_rlnTomoName\n_rlnTomoTiltSeriesPixelSize\n_rlnTomoSizeX\n_rlnTomoSizeY\n_rlnTomoSizeZ\nTS_1 2 10 10 10\n\n" +
				"data_TS_1\n\nloop_\n_rlnTomoProjX\n_rlnTomoProjY\n_rlnTomoProjZ\n_rlnDefocusU\n_rlnDefocusV\n_rlnDefocusAngle\n_rlnMicrographPreExposure\n" +
				"[1,0,0,0] [0,1,0,0] [0,0,-1,0] 1 1 0 0\n");
		final MException mirror = assertThrows(MException.class, () -> RelionTomograms.read(mirrored));
		assertTrue(mirror.what().contains("rotation") && mirror.where().contains("line"), mirror.getMessage());
	}

	@Test
	void unalignedTiltSeriesNamesTheMissingColumn() throws IOException {
		final Path file = Files.writeString(folder.resolve("TS_1.star"),
			"data_TS_1\n\nloop_\n_rlnTomoNominalStageTiltAngle\n_rlnMicrographPreExposure\n-57 0\n");
		final MException error = assertThrows(MException.class, () -> RelionTomograms.readTiltSeries(file));
		assertTrue(error.what().contains("rlnTomoXTilt") && error.what().contains("rlnMicrographPreExposure"), error.what());
	}

	@Test
	void realSetComesBackAsWritten() {
		final ParticleSeries real = ParticleSeries.read(Fixtures.path(
			"real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12_optimisation_set.star"));
		final Path set = new ParticleSeriesWriter(folder, "copy", ParticleSeriesWriter.Layout.MATRICES).write(real.table(), real
			.tomograms().tomograms());
		final ParticleSeries copy = ParticleSeries.read(set);
		assertEquals(real.visibleImages(), copy.visibleImages());
		for (int i = 0; i < 40; i++) {
			final StackParticle a = real.particles().get(i);
			final StackParticle b = copy.particles().get(i);
			assertArrayEquals(real.centredA(a), copy.centredA(b), 1e-4);
			assertArrayEquals(a.orientation(20), b.orientation(20), 1e-7);
			assertEquals(a.tomogram().tilts().get(20).ctf(), b.tomogram().tilts().get(20).ctf());
			assertEquals(a.visibleTilts(), b.visibleTilts());
		}
	}
}
