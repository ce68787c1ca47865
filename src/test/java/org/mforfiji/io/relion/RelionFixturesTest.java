package org.mforfiji.io.relion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;

/** Tables that RELION, Warp and M wrote are read as what they are. */
class RelionFixturesTest {

	private static final String REAL = "real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12";

	private static RelionParticles read(final String fixture) {
		return RelionParticles.read(Fixtures.path(fixture));
	}

	private static void check(final RelionParticles table, final RelionDialect dialect, final int particles,
		final PixelSizeRule rule, final Double... pixelSizes)
	{
		assertEquals(dialect, table.dialect());
		assertEquals(particles, table.size());
		assertEquals(rule, table.reading().coordinates().rule());
		assertEquals(List.of(pixelSizes), table.reading().coordinates().pixelSizes());
	}

	private static void checkFirst(final RelionParticles table, final String name, final double x, final double y,
		final double z)
	{
		assertEquals(name, table.particles().get(0).name());
		assertArrayEquals(new double[] { x, y, z }, table.particles().get(0).coordinateA(), 1e-6);
	}

	@Test
	void relion30() {
		final RelionParticles table = read("formats/relion/relion_3.0.star");
		check(table, RelionDialect.RELION_30, 3, PixelSizeRule.MAGNIFICATION, 5.364);
		checkFirst(table, "01006_10.73Apx.mrc", 1028.455 * 5.364, 733.955 * 5.364, 422.955 * 5.364);
		assertEquals(PixelSizeRule.NONE, table.reading().shifts().rule());
		assertArrayEquals(new double[] { -60.199770, 120.999041, 86.088799 }, table.particles().get(0).anglesDeg(), 0);
	}

	@Test
	void relion31WithTwoPixelSizes() {
		final RelionParticles table = read("formats/relion/relion_3.1_optics2.star");
		check(table, RelionDialect.RELION_31, 3, PixelSizeRule.IMAGE, 2.446, 3.446);
		checkFirst(table, "0002_12.23Apx.mrc", 2239.685744, 3624.31987, 2287.120458);
		assertEquals(1636.359 * 3.446 + 0.25289, table.particles().get(1).coordinateA()[0], 1e-6);
		assertEquals(3, table.opticsGroups().get(1).images().dimensions());
		assertTrue(table.reading().warnings().isEmpty(), table.reading().warnings().toString());
	}

	@Test
	void relion31Micrographs() {
		final RelionParticles table = read("formats/relion/relion31.star");
		check(table, RelionDialect.RELION_31, 5, PixelSizeRule.IMAGE, 2.806);
		checkFirst(table, "18aug10a_MC2_FoilHole_10984848_Data_10985376_10985377_20180810_2123-144102_DW.mrc", 3277 * 2.806 -
			0.019324, 983 * 2.806 + 0.64686, 0);
		assertEquals(1, table.reading().warnings().size());
		assertTrue(table.reading().warnings().get(0).contains("--angpix_coords"));
	}

	@Test
	void sixOpticsGroups() {
		final RelionParticles table = read("formats/relion/relion31.6opticsgroups.star");
		check(table, RelionDialect.RELION_31, 139, PixelSizeRule.MICROGRAPH, 1.035, 1.24, 1.25);
		checkFirst(table, "0003.mrc", 2417.658855 * 1.035 - 13.284554, 1078.795983 * 1.035 + 3.21701, 0);
		assertEquals(6, table.opticsGroups().size());
		final OpticsGroup group = table.opticsGroup(table.particles().get(0));
		assertEquals("opticsGroup6", group.name());
		assertArrayEquals(new double[] { -1.28823, 2.446621 }, group.aberrations().beamTiltMrad(), 0);
		assertArrayEquals(new double[] { 1.006131, -0.00887, -0.00768, 0.999765 }, group.aberrations().magnification(), 0);
		assertEquals(6, group.aberrations().oddZernike().length);
		assertEquals(9, group.aberrations().evenZernike().length);
		assertEquals(-1.61338028088, group.aberrations().evenZernike()[8], 0);
	}

	@Test
	void relion5Micrographs() {
		final RelionParticles table = read("formats/relion/relion5.star");
		check(table, RelionDialect.RELION_31, 17, PixelSizeRule.IMAGE, 0.89);
		checkFirst(table, "FoilHole_353510_Data_342200_1_20250401_174947_EER.mrc", 1736 * 0.89 + 3.12578, 228 * 0.89 + 1.41031, 0);
		assertEquals(100, table.opticsGroups().get(0).microscope().voltageKv());
		assertTrue(table.reading().warnings().isEmpty());
	}

	@Test
	void relion4CountsInTiltSeriesPixels() {
		final RelionParticles table = read("formats/relion/relion_4.0.star");
		check(table, RelionDialect.RELION_4_TOMO, 1746, PixelSizeRule.TILT_SERIES, 1.971);
		checkFirst(table, "TS_017", 3349.439584, 428 * 1.971 - 2.364176, 944 * 1.971 - 3.783296);
		assertEquals(PixelSizeRule.ANGSTROM, table.reading().shifts().rule());
		assertEquals(13, table.names().size());
		assertEquals(1, table.reading().warnings().size());
		assertTrue(table.opticsGroups().get(0).images().premultiplied());
	}

	@Test
	void warpStacksCountInTheirOwnPixels() {
		final RelionParticles table = read("formats/relion/warp2_particles_matching.star");
		check(table, RelionDialect.WARP_STACKS, 1218, PixelSizeRule.IMAGE, 4.0);
		checkFirst(table, "TS_17.tomostar", 354.242 * 4, 397.132 * 4, 75.828 * 4);
		assertEquals(41, table.particles().get(0).labels().visibleTilts().length);
		assertArrayEquals(new double[] { 3867.465, 671.269, 10742.958 }, table.particles().get(0).anglesDeg(), 0);
		final RelionTomograms tomograms = RelionTomograms.read(Fixtures.path("formats/relion/warp2_matching_tomograms.star"));
		for (final RelionParticle particle : table.particles()) {
			final double[] size = tomograms.tomogram(particle.name()).sizeA();
			for (int axis = 0; axis < 3; axis++)
				assertTrue(particle.coordinateA()[axis] > 0 && particle.coordinateA()[axis] < size[axis]);
		}
	}

	@Test
	void warpSubtomograms() {
		final RelionParticles table = read("formats/warp1_exported_subtomo.star");
		check(table, RelionDialect.RELION_30, 1399, PixelSizeRule.MAGNIFICATION, 5.0);
		checkFirst(table, "tomo_ts01.mrc_15.00Apx.mrc", 7561.765, 5632.5, 4867.5);
		assertEquals(47, table.names().size());
	}

	@Test
	void particleSeriesOfM() {
		final RelionParticles ten = read("formats/relion/M_particles_sub10.star");
		check(ten, RelionDialect.M_TILT_IMAGES, 10, PixelSizeRule.MAGNIFICATION, 3.9);
		checkFirst(ten, "TS_03_011_-15.0.tif", 2410.73218 * 3.9, 2817.28931 * 3.9, 0);
		final RelionParticles series = read("formats/relion/sta_testing_bin8.star");
		check(series, RelionDialect.M_TILT_IMAGES, 219, PixelSizeRule.MAGNIFICATION, 1.96);
		assertEquals(39, series.names().size());
		assertTrue(series.reading().warnings().get(0).contains("--particles_m"));
	}

	@Test
	void whatIsNoParticleTableIsRefusedInWords() {
		assertRefused("formats/relion/R5_tutorial_run_tomograms.star", "describes tomograms");
		assertRefused("formats/relion/warp2_matching_tomograms.star", "describes tomograms");
		assertRefused("formats/relion/relion5_TS_01_tilt.star", "tilt images of one series");
		assertRefused("formats/M_species_particles_dynamo2m.star", "--particles_m");
		assertRefused("formats/relion/warp2_matching_optimisation_set.star", "'matching.star' does not exist");
		assertRefused("postprocess/022/postprocess.star", "Fourier shell correlation");
	}

	private static void assertRefused(final String fixture, final String words) {
		final Path file = Fixtures.path(fixture);
		final MException error = assertThrows(MException.class, () -> RelionParticles.read(file));
		assertTrue(error.getMessage().contains(words), error.getMessage());
	}

	@Test
	void real70S() {
		final ParticleSeries series = ParticleSeries.read(Fixtures.path(REAL + "_optimisation_set.star"));
		check(series.table(), RelionDialect.WARP_STACKS, 40, PixelSizeRule.IMAGE, 12.0);
		checkFirst(series.table(), "Unt_083.tomostar", 494.521 * 12, 564.065 * 12, 28.146 * 12);
		assertEquals(1430, series.visibleImages());
		assertEquals(4, series.tomograms().tomograms().size());
		final StackParticle first = series.particles().get(0);
		assertTrue(first.isPremultiplied());
		assertFalse(first.isVisible(0));
		assertEquals(34, first.visibleTilts().size());
		final int[] indices = series.stackIndices(first);
		assertEquals(-1, indices[0]);
		assertEquals(36, indices[36]);
		final double[] centred = series.centredA(first);
		assertEquals(494.521 * 12 - 4400 * 1.667 / 2, centred[0], 1e-6);
		final RelionTomogram tomogram = first.tomogram();
		assertEquals(-1, tomogram.acquisition().hand());
		assertEquals(2.556, tomogram.acquisition().exposurePerTilt());
		final RelionTilt tilt = tomogram.tilts().get(1);
		assertEquals((25170.7 + 26181.5) / 2e4, tilt.ctf().defocusUm(), 1e-9);
		assertEquals((25170.7 - 26181.5) / 1e4, tilt.ctf().defocusDeltaUm(), 1e-9);
		assertEquals(89.462, tilt.exposureBefore());
		assertEquals(0, tomogram.tilts().get(0).ctf().scale());
	}

	@Test
	void real70SOrientationIsTiltTimesParticle() {
		final ParticleSeries series = ParticleSeries.read(Fixtures.path(REAL + "_optimisation_set.star"));
		final StackParticle particle = series.particles().get(0);
		final double rot = Math.toRadians(53.913), tilt = Math.toRadians(104.840), psi = Math.toRadians(-78.580);
		// third row of A(rot, tilt, psi): the view direction in the map
		final double[] view = { Math.sin(tilt) * Math.cos(rot), Math.sin(tilt) * Math.sin(rot), Math.cos(tilt) };
		final double[] first = { Math.cos(psi) * Math.cos(tilt) * Math.cos(rot) - Math.sin(psi) * Math.sin(rot), Math.cos(psi) *
			Math.cos(tilt) * Math.sin(rot) + Math.sin(psi) * Math.cos(rot), -Math.cos(psi) * Math.sin(tilt) };
		final double[] second = { -Math.sin(psi) * Math.cos(tilt) * Math.cos(rot) - Math.cos(psi) * Math.sin(rot), -Math.sin(
			psi) * Math.cos(tilt) * Math.sin(rot) + Math.cos(psi) * Math.cos(rot), Math.sin(psi) * Math.sin(tilt) };
		final double[] expected = new double[3];
		for (int i = 0; i < 3; i++)
			expected[i] = -0.72111005 * first[i] + 0.08564082 * second[i] + 0.68750703 * view[i];
		final double[] orientation = particle.orientation(1);
		assertArrayEquals(expected, new double[] { orientation[6], orientation[7], orientation[8] }, 1e-6);
	}

	@Test
	void relion5TiltSeries() {
		final List<RelionTilt> tilts = RelionTomograms.readTiltSeries(Fixtures.path(
			"formats/relion/relion5_TS_01_tilt.star"));
		assertEquals(40, tilts.size());
		final RelionTilt first = tilts.get(0);
		assertEquals(114, first.exposureBefore());
		assertEquals("MotionCorr/job002/frames/TS_01_038_-57_0.mrc", first.micrographName());
		assertTrue(first.projection().centred());
		assertEquals(-57, first.projection().anglesDeg()[1], 3);
		assertEquals(85, first.projection().anglesDeg()[2], 3);
	}

	@Test
	void relion5TomogramsWithoutTheirTiltSeries() {
		final RelionTomograms sizes = RelionTomograms.readSizes(Fixtures.path(
			"formats/relion/R5_tutorial_run_tomograms.star"));
		assertEquals(5, sizes.tomograms().size());
		assertArrayEquals(new double[] { 5400, 5400, 2700 }, sizes.tomogram("TS_03").sizeA(), 1e-9);
		assertTrue(sizes.find("TS_03.tomostar").isPresent());
		final MException unknown = assertThrows(MException.class, () -> sizes.tomogram("TS_02"));
		assertTrue(unknown.remedy().contains("TS_01"), unknown.remedy());
		final MException missing = assertThrows(MException.class, () -> RelionTomograms.read(sizes.file()));
		assertTrue(missing.what().contains("tilt_series/TS_01.star"), missing.what());
	}
}
