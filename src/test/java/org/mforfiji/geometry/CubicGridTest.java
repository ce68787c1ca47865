package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;

class CubicGridTest {

	private static CubicGrid random(final int nx, final int ny, final int nz, final double... margins) {
		final Random random = new Random(6);
		final float[] values = new float[nx * ny * nz];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		return new CubicGrid(nx, ny, nz, margins.length == 3 ? margins : new double[3], values);
	}

	@Test
	void oneDimensionalGoldenTable() {
		final GoldenTable nodes = GoldenTable.read(Fixtures.path("warp/cubic_grid_1d.star"), "grid");
		final GoldenTable eval = GoldenTable.read(Fixtures.path("warp/cubic_grid_1d.star"), "eval");
		final float[] values = new float[10];
		for (int i = 0; i < nodes.rows(); i++)
			values[(int) nodes.number(i, "ix")] = (float) nodes.number(i, "value");
		final CubicGrid grid = new CubicGrid(10, 1, 1, new double[3], values);
		assertEquals(50, eval.rows());
		for (int i = 0; i < eval.rows(); i++)
			assertEquals(eval.number(i, "value"), grid.value(eval.number(i, "x"), 0.5, 0.5), 1e-5 * 0.5, "row " + i);
	}

	@Test
	void twoDimensionalGoldenTable() {
		final GoldenTable nodes = GoldenTable.read(Fixtures.path("warp/cubic_grid_2d.star"), "grid");
		final GoldenTable eval = GoldenTable.read(Fixtures.path("warp/cubic_grid_2d.star"), "eval");
		final float[] values = new float[60];
		double largest = 0;
		for (int i = 0; i < nodes.rows(); i++) {
			final int node = (int) (nodes.number(i, "iy") * 10 + nodes.number(i, "ix"));
			values[node] = (float) nodes.number(i, "value");
			largest = Math.max(largest, Math.abs(values[node]));
		}
		final CubicGrid grid = new CubicGrid(10, 6, 1, new double[3], values);
		assertEquals(2500, eval.rows());
		for (int i = 0; i < eval.rows(); i++)
			assertEquals(eval.number(i, "value"), grid.value(eval.number(i, "x"), eval.number(i, "y"), 0.5), 1e-5 * largest,
				"row " + i);
	}

	@ParameterizedTest
	@CsvSource({ "5,4,3,0", "5,4,3,0.1", "2,2,2,0", "2,3,7,0.05", "1,4,1,0", "3,1,6,0", "1,1,41,0", "1,1,1,0" })
	void passesThroughItsNodes(final int nx, final int ny, final int nz, final double margin) {
		final CubicGrid grid = random(nx, ny, nz, margin, margin, margin);
		for (int z = 0; z < nz; z++)
			for (int y = 0; y < ny; y++)
				for (int x = 0; x < nx; x++)
					assertEquals(grid.valueAt((z * ny + y) * nx + x), grid.value(node(x, nx, margin), node(y, ny, margin), node(z, nz,
						margin)), 1e-12);
	}

	private static double node(final int i, final int n, final double margin) {
		return n == 1 ? 0.77 : margin + i * (1 - 2 * margin) / (n - 1);
	}

	@Test
	void twoNodesAreALineAlsoOutside() {
		final CubicGrid grid = new CubicGrid(2, 1, 1, new double[3], new float[] { 3, 5 });
		for (final double x : new double[] { -2, 0, 0.3, 1, 4 })
			assertEquals(3 + 2 * x, grid.value(x, 0, 0), 1e-12);
	}

	@Test
	void endsHaveNoCurvatureAndTheEndCubicGoesOn() {
		final CubicGrid grid = random(6, 1, 1);
		final double h = 1e-3;
		final double third = difference(grid, 1 - 3 * h, h);
		final double outside = difference(grid, 1, h);
		assertEquals(third, outside, 1e-11);
		assertEquals(0, grid.value(-h, 0, 0) - 2 * grid.value(0, 0, 0) + grid.value(h, 0, 0), 1e-11);
		assertEquals(0, grid.value(1 - h, 0, 0) - 2 * grid.value(1, 0, 0) + grid.value(1 + h, 0, 0), 1e-11);
	}

	private static double difference(final CubicGrid grid, final double x, final double h) {
		return grid.value(x + 3 * h, 0, 0) - 3 * grid.value(x + 2 * h, 0, 0) + 3 * grid.value(x + h, 0, 0) - grid.value(x, 0,
			0);
	}

	@Test
	void threeDimensionalGridOfAProductIsTheProduct() {
		final CubicGrid x = random(5, 1, 1);
		final CubicGrid y = random(1, 4, 1);
		final CubicGrid z = random(1, 1, 6);
		final float[] values = new float[5 * 4 * 6];
		for (int i = 0; i < values.length; i++)
			values[i] = x.valueAt(i % 5) * y.valueAt(i / 5 % 4) * z.valueAt(i / 20);
		final CubicGrid grid = new CubicGrid(5, 4, 6, new double[3], values);
		for (final double[] at : places())
			assertEquals(x.value(at[0], 0, 0) * y.value(0, at[1], 0) * z.value(0, 0, at[2]), grid.value(at[0], at[1], at[2]),
				3e-6);
	}

	private static double[][] places() {
		final Random random = new Random(7);
		final double[][] places = new double[40][3];
		for (final double[] place : places)
			for (int axis = 0; axis < 3; axis++)
				place[axis] = -0.2 + 1.4 * random.nextDouble();
		return places;
	}

	@ParameterizedTest
	@CsvSource({ "6,4,5,0", "2,3,1,0", "1,2,4,0.1", "3,1,1,0", "1,1,1,0" })
	void gradientAgreesWithFiniteDifferences(final int nx, final int ny, final int nz, final double margin) {
		final CubicGrid grid = random(nx, ny, nz, margin, margin, margin);
		for (final double[] at : places()) {
			final double[] f = grid.valueAndGradient(at[0], at[1], at[2]);
			assertEquals(grid.value(at[0], at[1], at[2]), f[0], 1e-13);
			FiniteDifference.assertClose(FiniteDifference.jacobian(p -> new double[] { grid.value(p[0], p[1], p[2]) }, at, 1e-5),
				new double[] { f[1], f[2], f[3] }, 1e-6, "gradient");
		}
	}

	@ParameterizedTest
	@CsvSource({ "4,3,3,0", "2,2,2,0", "1,3,1,0", "3,1,5,0.1", "1,1,1,0" })
	void nodeWeightsAreTheResponseToEachNode(final int nx, final int ny, final int nz, final double margin) {
		final CubicGrid grid = random(nx, ny, nz, margin, margin, margin);
		for (final double[] at : places()) {
			final double[] weights = grid.nodeWeights(at[0], at[1], at[2]);
			double sum = 0;
			double total = 0;
			for (int i = 0; i < weights.length; i++) {
				final float[] unit = new float[weights.length];
				unit[i] = 1;
				assertEquals(grid.withValues(unit).value(at[0], at[1], at[2]), weights[i], 1e-12);
				sum += weights[i] * grid.valueAt(i);
				total += weights[i];
			}
			assertEquals(grid.value(at[0], at[1], at[2]), sum, 1e-11);
			assertEquals(1, total, 1e-11);
		}
	}

	@Test
	void planeWeightsAreTheWeightsOfAPlaneOfNodes() {
		final CubicGrid grid = random(5, 3, 7);
		for (final double[] at : places()) {
			final double[] plane = grid.planeWeights(at[0], at[1]);
			final double[] all = grid.nodeWeights(at[0], at[1], 4. / 6);
			for (int i = 0; i < all.length; i++)
				assertEquals(i / 15 == 4 ? plane[i % 15] : 0, all[i], 1e-12);
		}
	}

	@ParameterizedTest
	@CsvSource({ "5,3,7", "1,3,7", "4,1,3", "1,1,4", "1,1,1", "2,2,1" })
	void aPlaneHasTheValuesAndSlopesOfTheGrid(final int nx, final int ny, final int nz) {
		final CubicGrid grid = random(nx, ny, nz);
		for (final double[] at : places()) {
			final PlaneSpline plane = grid.plane(at[2]);
			final double[] f = grid.valueAndGradient(at[0], at[1], at[2]);
			assertEquals(f[0], plane.value(at[0], at[1]), 1e-11);
			assertEquals(f[1], plane.slopeX(at[0], at[1]), 1e-10);
			assertEquals(f[2], plane.slopeY(at[0], at[1]), 1e-10);
		}
	}

	@Test
	void zerosAreZeroEverywhere() {
		final CubicGrid grid = CubicGrid.zeros(3, 4, 5);
		for (final double[] at : places())
			assertEquals(0, grid.value(at[0], at[1], at[2]));
		assertEquals(60, grid.size());
	}

	@Test
	void resizingSamplesFromBorderToBorder() {
		final CubicGrid grid = random(5, 4, 3);
		assertArrayEquals(grid.values(), grid.resized(5, 4, 3).values(), 1e-6f);
		final CubicGrid other = grid.resized(3, 1, 2);
		assertEquals(grid.value(0.5, 0, 1), other.valueAt(4), 1e-6);
		assertArrayEquals(new double[3], other.margins());
	}

	@Test
	void resizingACentredGridKeepsItCentred() {
		final CubicGrid grid = random(4, 4, 1, 0.125, 0.125, 0);
		final CubicGrid other = grid.resized(2, 5, 1);
		assertArrayEquals(new double[] { 0.25, 0.1, 0 }, other.margins(), 1e-15);
		assertEquals(grid.value(1, 0.25, 0), other.valueAt(3), 1e-6);
	}

	@Test
	void badGridsAreRefused() {
		assertThrows(MException.class, () -> new CubicGrid(2, 2, 1, new double[3], new float[3]));
		assertThrows(MException.class, () -> new CubicGrid(0, 1, 1, new double[3], new float[0]));
		assertThrows(MException.class, () -> new CubicGrid(1, 1, 1, new double[] { 0.5, 0, 0 }, new float[1]));
		assertThrows(MException.class, () -> CubicGrid.constant(1).resized(1, 0, 1));
		final float[] values = new float[12];
		values[7] = Float.NaN;
		final MException e = assertThrows(MException.class, () -> new CubicGrid(2, 3, 2, new double[3], values));
		assertTrue(e.where().contains("x=1 y=0 z=1"), e.getMessage());
	}

	@Test
	void equalityIsByContent() {
		assertEquals(random(2, 3, 4), random(2, 3, 4));
		assertEquals(random(2, 3, 4).hashCode(), random(2, 3, 4).hashCode());
		assertNotEquals(random(2, 3, 4), random(2, 3, 4, 0.1, 0, 0));
	}
}
