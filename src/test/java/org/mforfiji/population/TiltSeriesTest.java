package org.mforfiji.population;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Fixtures;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry.Projection;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.optics.Ctf;

class TiltSeriesTest {

	private static final double PIXEL = 0.834;
	private static final double[] IMAGE = { 5760 * PIXEL, 4092 * PIXEL };

	private static DataSource.Builder source(final Path xml) {
		return DataSource.builder("test", xml.resolveSibling("test.source")).pixelSize(PIXEL).dimensions(4000, 5700, 1000)
			.items(List.of(new SourceItem("hash", "TS_1.tomostar")));
	}

	@Test
	void projectsToTheGoldenPositions() {
		final Path xml = Fixtures.path("warp/TS_1.xml");
		final StarFile golden = StarFile.read(Fixtures.path("warp/TS_1_projected_points.star"));
		final TiltSeries series = TiltSeries.of(TiltSeriesXml.read(xml), source(xml).build(), "hash", IMAGE);
		assertEquals("TS_1", series.name());
		final StarBlock points = golden.block("points");
		final StarBlock mappings = golden.block("mappings");
		assertTrue(mappings.rows() > 500);
		final List<String> columns = mappings.columns();
		for (int row = 0; row < mappings.rows(); row++) {
			final int point = (int) mappings.number(row, 0) - 1;
			final int t = (int) mappings.number(row, 1) - 1;
			final double[] p = new double[3];
			for (int axis = 0; axis < 3; axis++)
				p[axis] = points.number(point, axis) + series.source().volumeSize()[axis] / 2;
			final Projection projection = series.geometry().project(p, t);
			assertEquals(mappings.number(row, 2), projection.x() - IMAGE[0] / 2, 1e-3, columns::toString);
			assertEquals(mappings.number(row, 3), projection.y() - IMAGE[1] / 2, 1e-3);
			final double[] expected = Rotations.fromEulerDeg(mappings.number(row, 4), mappings.number(row, 5), mappings.number(
				row, 6));
			assertArrayEquals(expected, series.geometry().orientation(p, t), 1e-5);
			final Ctf ctf = series.ctf(t, projection.defocusUm());
			assertEquals(mappings.number(row, 7), 1e4 * (ctf.defocusUm() + ctf.defocusDeltaUm() / 2), 0.05);
			assertEquals(mappings.number(row, 8), 1e4 * (ctf.defocusUm() - ctf.defocusDeltaUm() / 2), 0.05);
			assertEquals(mappings.number(row, 9), ctf.defocusAngleDeg(), 1e-3);
		}
	}

	@Test
	void theLimitOfTiltsFollowsExposure() {
		final Path xml = Fixtures.path("warp/TS_1.xml");
		final TiltSeries all = TiltSeries.of(TiltSeriesXml.read(xml), source(xml).build(), "hash", IMAGE);
		assertEquals(41, all.usedTilts());
		final TiltSeries limited = TiltSeries.of(TiltSeriesXml.read(xml), source(xml).frameLimit(5).build(), "hash", IMAGE);
		assertEquals(5, limited.usedTilts());
		assertEquals(41, limited.tilts());
		final double[] dose = limited.metadata().dose();
		for (int t = 0; t < 41; t++)
			assertEquals(dose[t] <= 12, limited.useTilt(t), "dose " + dose[t]);
		assertEquals(1e-4 * all.envelope(0, false).scale(), limited.envelope(0, false).scale(), 1e-9);
		final boolean[] use = limited.metadata().useTilt();
		use[20] = false;
		final TiltSeries deselected = limited.withMetadata(limited.metadata().withUseTilt(use));
		assertFalse(deselected.useTilt(20));
		assertEquals(4, deselected.usedTilts());
	}

	@Test
	void anImageWarpChangesGeometryAndMetadataAlike() {
		final Path xml = Fixtures.path("warp/TS_1.xml");
		final TiltSeries series = TiltSeries.of(TiltSeriesXml.read(xml), source(xml).build(), "hash", IMAGE);
		final CubicGrid zero = CubicGrid.zeros(2, 2, 41);
		final CubicGrid shift = CubicGrid.constant(7);
		final TiltSeries flat = series.withImageWarp(zero, zero);
		final TiltSeries shifted = flat.withImageWarp(shift, zero);
		final double[] p = { 1000, 2000, 300 };
		assertEquals(flat.geometry().project(p, 3).x() - 7, shifted.geometry().project(p, 3).x(), 1e-6);
		assertEquals(shift, shifted.metadata().grid(SeriesGrid.MOVEMENT_X));
		final TiltSeries remade = series.withMetadata(shifted.metadata());
		assertEquals(remade.geometry().project(p, 3), shifted.geometry().project(p, 3));
	}

	/** B-factor and scale of the stored CTF give way to those of the tilt, of which the anisotropy is in the CTF. */
	@Test
	void dampingIsThatOfTheTilt() {
		final Path xml = Fixtures.path("warp/TS_1.xml");
		final TiltSeriesMetadata plain = TiltSeriesXml.read(xml);
		final float[] delta = new float[41], angle = new float[41];
		delta[7] = -12;
		angle[7] = 30;
		final TiltSeriesMetadata damped = plain.withCtf(plain.ctf().withEnvelope(-50, 3)).withGrid(
			SeriesGrid.DOSE_BFACTOR_DELTAS, new CubicGrid(1, 1, 41, new double[3], delta)).withGrid(
				SeriesGrid.DOSE_BFACTOR_ANGLES, new CubicGrid(1, 1, 41, new double[3], angle));
		final Ctf ctf = TiltSeries.of(damped, source(xml).build(), "hash", IMAGE).ctf(7, 2);
		final double turn = Math.toRadians(30), k = 0.1;
		assertEquals(Math.exp(-12 * k * k / 4), ctf.envelope(k * Math.cos(turn), k * Math.sin(turn)), 1e-6);
		assertEquals(Math.exp(12 * k * k / 4), ctf.envelope(-k * Math.sin(turn), k * Math.cos(turn)), 1e-6);
	}

	@Test
	void boxSizesAreRoundedAsDotNetDoes() {
		assertEquals(2 * 50, BoxSize.ofDiameter(101, 2));
		assertEquals(2 * 52, BoxSize.ofDiameter(103, 2));
		assertEquals(2 * 62, BoxSize.ofDiameter(125, 2));
		assertEquals(2 * 120, BoxSize.ofDiameter(100, 0.834));
		// 0.5/0.1 is a little less than 5 in binary, but exact in decimals: 2.5 rounds to 2.
		assertEquals(4, BoxSize.ofDiameter(1, 0.4));
		assertEquals(2 * 14, BoxSize.ofDiameter(29, 2));
		assertEquals(2 * 32, BoxSize.resampled(128, 1, 2));
		assertEquals(2 * 2, BoxSize.resampled(10, 1, 2));
		assertEquals(2 * 4, BoxSize.resampled(14, 1, 2));
	}
}
