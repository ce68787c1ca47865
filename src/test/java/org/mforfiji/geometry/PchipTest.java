package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;

class PchipTest {

	private static double at(final double x, final double... samples) {
		return Pchip.evaluate(samples, new double[] { x })[0];
	}

	@Test
	void oneSampleIsConstantAndTwoAreALine() {
		assertEquals(7, at(0.3, 7));
		assertEquals(7, at(-4, 7));
		assertEquals(1.6, at(0.3, 1, 3), 1e-14);
		assertEquals(5, at(2, 1, 3), 1e-14);
		assertEquals(-1, at(-1, 1, 3), 1e-14);
	}

	@Test
	void passesThroughSamplesAndReproducesLines() {
		final double[] samples = { 3, -1, 4, 1, -5 };
		assertArrayEquals(samples, Pchip.evaluate(samples, new double[] { 0, 0.25, 0.5, 0.75, 1 }), 1e-13);
		assertEquals(2 + 3 * 0.37, at(0.37, 2, 3, 4, 5), 1e-13);
		assertEquals(2 + 3 * 1.5, at(1.5, 2, 3, 4, 5), 1e-13);
	}

	/** 0, 1, 4 at 0, ½, 1: slopes per interval are 3·1/2 − 3/2 = 0, harmonic 2/(1/1 + 1/3) = 1.5, and 3·3/2 − 1/2 = 4. */
	@Test
	void hermiteValuesFromHandComputedSlopes() {
		assertEquals(0.5 * 1 - 0.125 * 1.5, at(0.25, 0, 1, 4), 1e-14);
		assertEquals(0.5 * (1 + 4) + 0.125 * (1.5 - 4), at(0.75, 0, 1, 4), 1e-14);
	}

	/** The end slope is cut to 0 where its sign would differ, and to three secants at a turning point. */
	@Test
	void endSlopesAreLimited() {
		final double[] flat = { 0, 1, 11, 12 };
		assertEquals(1 * 3 * 0.01 - 2 * 0.001 - 0.09 * 2 / (1 + 0.1) * 0.1, at(0.1 / 3, flat), 1e-12);
		final double[] turning = { 0, 1, -9, -9 };
		final double t = 0.1;
		assertEquals(t * t * (3 - 2 * t) + t * (1 - t) * (1 - t) * 3, at(t / 3, turning), 1e-12);
	}

	@Test
	void weightsAreTheDerivativesBySamples() {
		final Random random = new Random(8);
		for (int n = 1; n <= 6; n++)
			for (int trial = 0; trial < 50; trial++) {
				final double[] samples = random.doubles(n, -1, 1).toArray();
				final double place = random.nextDouble() * 1.2 - 0.1;
				final double[] weights = Pchip.weights(samples, place);
				for (int i = 0; i < n; i++) {
					final double[] up = samples.clone(), down = samples.clone();
					up[i] += 1e-6;
					down[i] -= 1e-6;
					assertEquals((at(place, up) - at(place, down)) / 2e-6, weights[i], 1e-4, n + " samples, " + i + " at " + place);
				}
				assertEquals(1, java.util.Arrays.stream(weights).sum(), 1e-12);
			}
		assertArrayEquals(new double[] { 0.7, 0.3 }, Pchip.weights(new double[] { 5, 5 }, 0.3), 1e-15);
		assertEquals(1, java.util.Arrays.stream(Pchip.weights(new double[] { 5, 5, 5, 5 }, 0.4)).sum(), 1e-12);
	}

	@Test
	void neverOvershoots() {
		final Random random = new Random(5);
		for (int trial = 0; trial < 200; trial++) {
			final double[] samples = random.doubles(6).toArray();
			for (int i = 0; i < 5; i++)
				for (double t = 0; t <= 1; t += 0.1) {
					final double value = at((i + t) / 5, samples);
					assertTrue(value >= Math.min(samples[i], samples[i + 1]) - 1e-9);
					assertTrue(value <= Math.max(samples[i], samples[i + 1]) + 1e-9);
				}
		}
	}

	@Test
	void mirrorImageOfTheSamplesGivesTheMirrorImageOfTheCurve() {
		final double[] samples = { 3, -1, 4, 1.5, 1, -5 };
		final double[] mirrored = { -5, 1, 1.5, 4, -1, 3 };
		for (double x = -0.2; x < 1.2; x += 0.07)
			assertEquals(at(x, samples), at(1 - x, mirrored), 1e-11);
	}

	@Test
	void endCubicGoesOnOutside() {
		final double h = 1e-4;
		final double[] samples = { 3, -1, 4, 1.5, 1, -5 };
		final double third = at(1 - 3 * h, samples) - 3 * at(1 - 2 * h, samples) + 3 * at(1 - h, samples) - at(1, samples);
		final double outside = at(1, samples) - 3 * at(1 + h, samples) + 3 * at(1 + 2 * h, samples) - at(1 + 3 * h, samples);
		assertEquals(third, outside, 1e-12);
	}

	@Test
	void resamplingToOneTakesTheFirst() {
		assertArrayEquals(new double[] { 3 }, Pchip.resample(new double[] { 3, 8, 9 }, 1));
		assertArrayEquals(new double[] { 3, 3, 3 }, Pchip.resample(new double[] { 3 }, 3));
		assertArrayEquals(new double[] { 3, 5, 7, 9 }, Pchip.resample(new double[] { 3, 9 }, 4), 1e-13);
	}

	@Test
	void emptyIsRefused() {
		assertThrows(MException.class, () -> Pchip.evaluate(new double[0], new double[] { 0 }));
		assertThrows(MException.class, () -> Pchip.resample(new double[] { 1 }, 0));
	}
}
