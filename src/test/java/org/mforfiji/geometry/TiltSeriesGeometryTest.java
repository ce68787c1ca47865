package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.TiltSeriesGeometry.Projection;

class TiltSeriesGeometryTest {

	private static final double[] VOLUME = { 4000, 3000, 1200 };
	private static final double[] IMAGE = { 4200, 3100 };
	private static final int TILTS = 5;

	/** A series with every kind of deformation, strong enough to see each. */
	private static TiltSeriesGeometryBuilder deformed() {
		return TiltSeriesGeometry.builder().angles(new double[] { -60, -30, 0, 30, 60 }).axisAngles(new double[] { 84, 85, 85.5,
			85, 84.5 }).axisOffsetX(new double[] { 10, -20, 3, 0, 7 }).axisOffsetY(new double[] { -5, 0, 12, -9, 1 }).dose(
				new double[] { 9, 3, 0, 6, 12 }).levelAngleX(2).levelAngleY(-5).volumeSize(VOLUME).imageSize(IMAGE).movementX(
					noise(1, 30, 4, 3, TILTS)).movementY(noise(2, 30, 4, 3, TILTS)).volumeWarpX(warp(3)).volumeWarpY(warp(4))
			.volumeWarpZ(warp(5)).angleX(noise(6, 2, 3, 2, TILTS)).angleY(noise(7, 2, 1, 1, TILTS)).angleZ(noise(8, 2, 2, 2, 1))
			.defocus(noise(9, 0.3, 3, 3, TILTS));
	}

	private static CubicGrid noise(final long seed, final double sigma, final int nx, final int ny, final int nz) {
		return new CubicGrid(nx, ny, nz, new double[3], gauss(seed, sigma, nx * ny * nz));
	}

	private static LinearGrid4D warp(final long seed) {
		return new LinearGrid4D(3, 3, 2, 4, gauss(seed, 40, 72));
	}

	private static float[] gauss(final long seed, final double sigma, final int n) {
		final Random random = new Random(seed);
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = (float) (sigma * random.nextGaussian());
		return values;
	}

	private static double[][] positions() {
		final Random random = new Random(10);
		final double[][] positions = new double[12][3];
		for (final double[] position : positions)
			for (int axis = 0; axis < 3; axis++)
				position[axis] = VOLUME[axis] * (0.05 + 0.9 * random.nextDouble());
		return positions;
	}

	@Test
	void projectsAsTheOriginalProgram() throws Exception {
		final TiltSeriesGeometry geometry = GoldenSeries.read(Fixtures.path("warp/TS_1.xml")).geometry().volumeSize(
			new double[] { 4000 * 0.834, 5700 * 0.834, 1000 * 0.834 }).imageSize(new double[] { 5760 * 0.834, 4092 * 0.834 })
			.build();
		final GoldenTable points = GoldenTable.read(Fixtures.path("warp/TS_1_projected_points.star"), "points");
		final GoldenTable mappings = GoldenTable.read(Fixtures.path("warp/TS_1_projected_points.star"), "mappings");
		assertEquals(27, points.rows());
		assertEquals(27 * 21, mappings.rows());
		final double[] volume = geometry.volumeSize();
		final double[] image = geometry.imageSize();
		for (int i = 0; i < mappings.rows(); i++) {
			final int point = (int) mappings.number(i, "pointID") - 1;
			final int t = (int) mappings.number(i, "tiltID") - 1;
			final double[] position = { points.number(point, "centeredCoordinateXAngst") + volume[0] / 2, points.number(point,
				"centeredCoordinateYAngst") + volume[1] / 2, points.number(point, "centeredCoordinateZAngst") + volume[2] / 2 };
			final Projection projection = geometry.project(position, t);
			assertEquals(mappings.number(i, "centeredCoordinateXAngst"), projection.x() - image[0] / 2, 1e-3, "x of row " + i);
			assertEquals(mappings.number(i, "centeredCoordinateYAngst"), projection.y() - image[1] / 2, 1e-3, "y of row " + i);
			final double defocus = 0.5 * (mappings.number(i, "defocusU") + mappings.number(i, "defocusV"));
			assertEquals(defocus, 1e4 * projection.defocusUm(), 0.05, "defocus of row " + i);
			assertArrayEquals(Rotations.fromEulerDeg(mappings.number(i, "angleRot"), mappings.number(i, "angleTilt"), mappings
				.number(i, "anglePsi")), geometry.orientation(position, t), 1e-5, "matrix of row " + i);
		}
	}

	@Test
	void followsTheFormulasStepByStep() {
		for (final boolean inverted : new boolean[] { false, true }) {
			final TiltSeriesGeometry g = deformed().anglesInverted(inverted).build();
			for (final double[] p : positions())
				for (int t = 0; t < TILTS; t++) {
					final double[] at = { p[0] / VOLUME[0], p[1] / VOLUME[1], p[2] / VOLUME[2], g.dose()[t] / 12 };
					final double[] q = new double[3];
					final LinearGrid4D[] warp = { g.volumeWarpX(), g.volumeWarpY(), g.volumeWarpZ() };
					for (int a = 0; a < 3; a++)
						q[a] = p[a] - VOLUME[a] / 2 + warp[a].value(at[0], at[1], at[2], at[3]);
					final double tilt = g.angles()[t] - 5;
					final double[] m = Rotations.multiply(Rotations.rotZ(g.axisAngles()[t]), Rotations.multiply(Rotations.rotY(
						-tilt), Rotations.rotX(2)));
					final double[] r = Rotations.apply(m, q);
					final double x = r[0] + g.axisOffsetX()[t] + IMAGE[0] / 2;
					final double y = r[1] + g.axisOffsetY()[t] + IMAGE[1] / 2;
					final double[] flipped = Rotations.multiply(Rotations.rotZ(g.axisAngles()[t]), Rotations.multiply(Rotations
						.rotY(tilt), Rotations.rotX(-2)));
					final double height = inverted ? Rotations.apply(flipped, new double[] { q[0], q[1], -q[2] })[2] : r[2];
					final double u = x / IMAGE[0];
					final double v = y / IMAGE[1];
					final Projection projection = g.project(p, t);
					assertArrayEquals(new double[] { x, y }, g.unwarped(p, t), 1e-9);
					assertEquals(x - g.movementX().value(u, v, t / 4.), projection.x(), 1e-9);
					assertEquals(y - g.movementY().value(u, v, t / 4.), projection.y(), 1e-9);
					assertEquals(g.defocus().value(at[0], at[1], t / 4.) + 1e-4 * height, projection.defocusUm(), 1e-12);
					assertArrayEquals(m, g.tiltMatrix(t), 1e-12);
					final double[] c = Rotations.multiply(Rotations.rotZ(g.angleZ().value(at[0], at[1], t / 4.)), Rotations.multiply(
						Rotations.rotY(g.angleY().value(at[0], at[1], t / 4.)), Rotations.rotX(g.angleX().value(at[0], at[1], t /
							4.))));
					assertArrayEquals(Rotations.multiply(c, m), g.orientation(p, t), 1e-12);
				}
		}
	}

	/** Seen along the untilted, unrotated axis a higher particle is at larger defocus; inverted, at smaller. */
	@Test
	void handChangesOnlyTheDefocus() {
		final TiltSeriesGeometryBuilder flat = TiltSeriesGeometry.builder().angles(new double[] { 0, 50 }).volumeSize(VOLUME)
			.imageSize(IMAGE).defocus(CubicGrid.constant(3));
		final TiltSeriesGeometry plain = flat.build();
		final TiltSeriesGeometry inverted = flat.anglesInverted(true).build();
		final double[] high = { 2500, 1500, 800 };
		assertEquals(3.02, plain.project(high, 0).defocusUm(), 1e-12);
		assertEquals(2.98, inverted.project(high, 0).defocusUm(), 1e-12);
		for (int t = 0; t < 2; t++) {
			assertEquals(plain.project(high, t).x(), inverted.project(high, t).x(), 1e-12);
			assertEquals(plain.project(high, t).y(), inverted.project(high, t).y(), 1e-12);
			assertArrayEquals(plain.orientation(high, t), inverted.orientation(high, t), 1e-12);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void positionJacobiansAgreeWithFiniteDifferences(final boolean inverted) {
		final TiltSeriesGeometry g = deformed().anglesInverted(inverted).build();
		for (final double[] p : positions())
			for (int t = 0; t < TILTS; t++) {
				final int tilt = t;
				final double[] numeric = FiniteDifference.jacobian(at -> {
					final Projection projection = g.project(at, tilt);
					return new double[] { projection.x(), projection.y(), projection.defocusUm() };
				}, p, 1e-3);
				FiniteDifference.assertClose(Arrays.copyOf(numeric, 6), g.projectionJacobian(p, t), 1e-6, "position");
				FiniteDifference.assertClose(Arrays.copyOfRange(numeric, 6, 9), g.defocusGradient(p, t), 1e-5,
					"defocus");
			}
	}

	@Test
	void warpsShowInTheJacobian() {
		final double[] p = positions()[0];
		final double[] with = deformed().build().projectionJacobian(p, 1);
		final double[] without = deformed().volumeWarpX(LinearGrid4D.constant(0)).volumeWarpY(LinearGrid4D.constant(0))
			.volumeWarpZ(LinearGrid4D.constant(0)).movementX(CubicGrid.constant(0)).movementY(CubicGrid.constant(0)).build()
			.projectionJacobian(p, 1);
		assertArrayEquals(Arrays.copyOf(deformed().build().tiltMatrix(1), 6), without, 1e-12);
		double largest = 0;
		for (int i = 0; i < 6; i++)
			largest = Math.max(largest, Math.abs(with[i] - without[i]));
		assertTrue(largest > 0.01, "largest term of the warps " + largest);
	}

	@Test
	void volumeWarpNodesMoveTheImageByTheDisplacementJacobian() {
		final double step = 0.01;
		for (final double[] p : positions()) {
			final TiltSeriesGeometry g = deformed().build();
			for (int t = 0; t < TILTS; t += 2) {
				final double[] weights = g.volumeWarpZ().nodeWeights(p[0] / VOLUME[0], p[1] / VOLUME[1], p[2] / VOLUME[2], g
					.doseFractions()[t]);
				int node = 0;
				for (int i = 0; i < weights.length; i++)
					if (Math.abs(weights[i]) > Math.abs(weights[node])) node = i;
				final Projection up = deformed().volumeWarpZ(moved(g.volumeWarpZ(), node, step)).build().project(p, t);
				final Projection down = deformed().volumeWarpZ(moved(g.volumeWarpZ(), node, -step)).build().project(p, t);
				final double[] jacobian = g.displacementJacobian(p, t);
				FiniteDifference.assertClose(new double[] { (up.x() - down.x()) / (2 * step), (up.y() - down.y()) / (2 * step) },
					new double[] { jacobian[2] * weights[node], jacobian[5] * weights[node] }, 1e-3, "volume warp node");
			}
		}
	}

	private static LinearGrid4D moved(final LinearGrid4D grid, final int node, final double step) {
		final float[] values = grid.values();
		values[node] += (float) step;
		return grid.withValues(values);
	}

	@Test
	void imageWarpNodesMoveTheImageByTheirPlaneWeights() {
		final TiltSeriesGeometry g = deformed().build();
		for (final double[] p : positions())
			for (int t = 0; t < TILTS; t++) {
				final double[] at = g.unwarped(p, t);
				final double[] weights = g.movementX().planeWeights(at[0] / IMAGE[0], at[1] / IMAGE[1]);
				final int node = 5;
				final float[] values = g.movementX().values();
				values[t * 12 + node] += 4;
				final TiltSeriesGeometry other = g.withImageWarp(g.movementX().withValues(values), g.movementY());
				final double step = (double) values[t * 12 + node] - g.movementX().valueAt(t * 12 + node);
				assertEquals(-step * weights[node], other.project(p, t).x() - g.project(p, t).x(), 1e-8);
				assertEquals(g.project(p, t).y(), other.project(p, t).y(), 1e-12);
			}
	}

	@Test
	void stageAngleJacobianAgreesWithFiniteDifferences() {
		final TiltSeriesGeometry g = deformed().angleX(CubicGrid.constant(3)).angleY(CubicGrid.constant(-4)).angleZ(CubicGrid
			.constant(7)).build();
		final double[] p = positions()[3];
		final double[] numeric = FiniteDifference.jacobian(angles -> {
			final double[] turned = deformed().angleX(CubicGrid.constant(angles[0])).angleY(CubicGrid.constant(angles[1]))
				.angleZ(CubicGrid.constant(angles[2])).build().orientation(p, 2);
			return Rotations.log(Rotations.multiply(turned, Rotations.transpose(g.orientation(p, 2))));
		}, new double[] { 3, -4, 7 }, 0.0625);
		FiniteDifference.assertClose(numeric, g.stageAngleJacobian(p, 2), 1e-5, "stage angles");
	}

	@Test
	void oneTiltAndEqualDosesHaveNoTime() {
		final TiltSeriesGeometry one = TiltSeriesGeometry.builder().angles(new double[] { 10 }).dose(new double[] { 5 })
			.volumeSize(VOLUME).imageSize(IMAGE).movementX(noise(1, 5, 2, 2, 3)).volumeWarpX(warp(3)).defocus(CubicGrid.constant(
				2)).build();
		assertEquals(0, one.tau(0));
		assertArrayEquals(new double[] { 0 }, one.doseFractions());
		final Projection projection = one.project(new double[] { 1000, 1000, 300 }, 0);
		assertTrue(Double.isFinite(projection.x()) && Double.isFinite(projection.y()) && Double.isFinite(projection
			.defocusUm()));
		final TiltSeriesGeometry equal = deformed().dose(new double[] { 3, 3, 3, 3, 3 }).build();
		assertArrayEquals(new double[TILTS], equal.doseFractions());
		assertTrue(Double.isFinite(equal.project(positions()[0], 4).x()));
		assertArrayEquals(new double[] { 0.75, 0.25, 0, 0.5, 1 }, deformed().build().doseFractions(), 1e-15);
		assertEquals(0.75, equal.tau(3));
	}

	@Test
	void badDescriptionsAreRefused() {
		assertThrows(MException.class, () -> TiltSeriesGeometry.builder().volumeSize(VOLUME).imageSize(IMAGE).build());
		assertThrows(MException.class, () -> deformed().dose(new double[4]).build());
		assertThrows(MException.class, () -> deformed().imageSize(new double[] { 0, 10 }).build());
		assertThrows(MException.class, () -> deformed().volumeSize(new double[] { 10, 10 }).build());
		assertThrows(MException.class, () -> deformed().levelAngleX(Double.NaN).build());
		final MException e = assertThrows(MException.class, () -> deformed().axisOffsetY(new double[] { 0, 0, Double.NaN, 0,
			0 }).build());
		assertTrue(e.where().contains("tilt 2"), e.getMessage());
	}

	@Test
	void descriptionComesBackWhole() {
		final TiltSeriesGeometry g = deformed().anglesInverted(true).build();
		final TiltSeriesGeometry again = g.toBuilder().build();
		for (final double[] p : positions())
			for (int t = 0; t < TILTS; t++) {
				assertEquals(g.project(p, t), again.project(p, t));
				assertArrayEquals(g.orientation(p, t), again.orientation(p, t));
			}
		g.angles()[0] = 99;
		assertEquals(-60, g.angles()[0]);
		assertTrue(again.anglesInverted());
		assertEquals(2, again.levelAngleX());
		assertEquals(-5, again.levelAngleY());
	}
}
