package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;

class LinearGrid4DTest {

	private static LinearGrid4D random(final int nx, final int ny, final int nz, final int nw) {
		final Random random = new Random(8);
		final float[] values = new float[nx * ny * nz * nw];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		return new LinearGrid4D(nx, ny, nz, nw, values);
	}

	private static double[][] places(final double low, final double high) {
		final Random random = new Random(9);
		final double[][] places = new double[50][4];
		for (final double[] place : places)
			for (int axis = 0; axis < 4; axis++)
				place[axis] = low + (high - low) * random.nextDouble();
		return places;
	}

	@Test
	void passesThroughItsNodes() {
		final LinearGrid4D grid = random(2, 3, 4, 5);
		for (int i = 0; i < grid.size(); i++)
			assertEquals(grid.valueAt(i), grid.value(i % 2, i / 2 % 3 / 2., i / 6 % 4 / 3., i / 24 / 4.), 1e-6);
	}

	@Test
	void reproducesAFourFoldLinearFunction() {
		final float[] values = new float[2 * 3 * 4 * 5];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) function(i % 2, i / 2 % 3 / 2., i / 6 % 4 / 3., i / 24 / 4.);
		final LinearGrid4D grid = new LinearGrid4D(2, 3, 4, 5, values);
		for (final double[] at : places(0, 1))
			assertEquals(function(at[0], at[1], at[2], at[3]), grid.value(at[0], at[1], at[2], at[3]), 1e-6);
		assertEquals(function(-0.2, 0.5, 0.5, 0.5), grid.value(-0.2, 0.5, 0.5, 0.5), 1e-6);
	}

	private static double function(final double x, final double y, final double z, final double w) {
		return 1 + x - 2 * y + 3 * z - w + x * y - 0.5 * z * w + x * y * z * w;
	}

	@Test
	void isConstantAboveTheLastNode() {
		final LinearGrid4D grid = random(3, 3, 3, 3);
		assertEquals(grid.value(1, 0.3, 0.6, 0.2), grid.value(1.7, 0.3, 0.6, 0.2), 1e-12);
		assertEquals(grid.value(0.3, 1, 0.6, 1), grid.value(0.3, 1.2, 0.6, 3), 1e-12);
		assertEquals(0, grid.valueAndGradient(1.1, 0.4, 0.4, 0.4)[1]);
	}

	@Test
	void gradientAgreesWithFiniteDifferences() {
		for (final LinearGrid4D grid : new LinearGrid4D[] { random(3, 2, 4, 5), random(1, 2, 1, 3), random(2, 1, 1, 1) })
			for (final double[] at : places(-0.1, 1.1)) {
				final double[] f = grid.valueAndGradient(at[0], at[1], at[2], at[3]);
				assertEquals(grid.value(at[0], at[1], at[2], at[3]), f[0], 1e-12);
				final double[] expected = FiniteDifference.jacobian(p -> new double[] { grid.value(p[0], p[1], p[2], at[3]) },
					new double[] { at[0], at[1], at[2] }, 1e-7);
				FiniteDifference.assertClose(expected, new double[] { f[1], f[2], f[3] }, 1e-6, "gradient");
			}
	}

	@Test
	void nodeWeightsAreTheResponseToEachNode() {
		for (final LinearGrid4D grid : new LinearGrid4D[] { random(2, 2, 2, 3), random(1, 3, 1, 2), random(1, 1, 1, 1) })
			for (final double[] at : places(-0.1, 1.1)) {
				final double[] weights = grid.nodeWeights(at[0], at[1], at[2], at[3]);
				double total = 0;
				for (int i = 0; i < weights.length; i++) {
					final float[] unit = new float[weights.length];
					unit[i] = 1;
					assertEquals(grid.withValues(unit).value(at[0], at[1], at[2], at[3]), weights[i], 1e-12);
					total += weights[i];
				}
				assertEquals(1, total, 1e-12);
			}
	}

	@Test
	void resizingSamplesFromBorderToBorder() {
		final LinearGrid4D grid = random(2, 3, 2, 4);
		assertArrayEquals(grid.values(), grid.resized(2, 3, 2, 4).values(), 1e-6f);
		final LinearGrid4D other = grid.resized(3, 1, 2, 2);
		assertEquals(grid.value(0.5, 0, 1, 1), other.valueAt(10), 1e-6);
		assertEquals(LinearGrid4D.constant(4), LinearGrid4D.constant(4).resized(1, 1, 1, 1));
	}

	@Test
	void badGridsAreRefused() {
		assertThrows(MException.class, () -> new LinearGrid4D(2, 2, 1, 1, new float[3]));
		assertThrows(MException.class, () -> new LinearGrid4D(0, 2, 1, 1, new float[0]));
		assertThrows(MException.class, () -> LinearGrid4D.constant(Double.NaN));
		assertThrows(MException.class, () -> LinearGrid4D.constant(1).resized(1, 1, 0, 1));
	}
}
