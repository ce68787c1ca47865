package org.mforfiji.io.relion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;

class SplineDeformationTest {

	private static final double PIXEL = 4;
	private static final int[] IMAGE = { 300, 200 };

	private static CubicGrid grid(final int nx, final int ny, final int nz, final long seed) {
		final Random random = new Random(seed);
		final CubicGrid zeros = CubicGrid.zeros(nx, ny, nz);
		final float[] values = zeros.values();
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (10 * random.nextGaussian());
		return zeros.withValues(values);
	}

	/** Both are bicubic between the same nodes, so they agree everywhere, not only on the nodes. */
	@ParameterizedTest
	@CsvSource({ "3,3,5", "4,3,5", "6,4,1", "2,2,3", "1,1,5", "1,3,2", "5,2,1" })
	void standsForTheImageWarp(final int nx, final int ny, final int nz) {
		final CubicGrid x = grid(nx, ny, nz, 1), y = grid(nx, ny, nz, 2);
		final double tau = nz == 1 ? 0 : 1.0 / (nz - 1);
		final SplineDeformation spline = SplineDeformation.ofImageWarp(x, y, tau, PIXEL, IMAGE);
		final Random random = new Random(3);
		for (int i = 0; i < 50; i++) {
			final double u = random.nextDouble(), v = random.nextDouble();
			final double[] d = spline.at(u * IMAGE[0], v * IMAGE[1]);
			assertEquals(-x.value(u, v, tau) / PIXEL, d[0], 1e-5);
			assertEquals(-y.value(u, v, tau) / PIXEL, d[1], 1e-5);
		}
	}

	@Test
	void isReadAsWritten() {
		final SplineDeformation spline = SplineDeformation.ofImageWarp(grid(4, 3, 1, 4), grid(4, 3, 1, 5), 0, PIXEL, IMAGE);
		final String text = spline.text();
		assertTrue(text.startsWith("[") && text.endsWith("]") && !text.contains(" "), text);
		final double[] numbers = Arrays.stream(text.substring(1, text.length() - 1).split(",")).mapToDouble(
			Double::parseDouble).toArray();
		assertEquals(8 * 12, numbers.length);
		final SplineDeformation again = new SplineDeformation(4, 3, IMAGE[0], IMAGE[1], numbers);
		assertArrayEquals(spline.at(123, 45), again.at(123, 45), 1e-5);
		assertArrayEquals(again.at(0, 200), again.at(-7, 230), 0);
	}

	@Test
	void refusesWhatDoesNotFit() {
		assertThrows(MException.class, () -> new SplineDeformation(3, 3, 10, 10, new double[8 * 8]));
		assertThrows(MException.class, () -> new SplineDeformation(1, 3, 10, 10, new double[8 * 3]));
	}
}
