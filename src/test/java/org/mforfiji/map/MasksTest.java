package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

class MasksTest {

	@ParameterizedTest
	@CsvSource({ "17, 12, 9, 8", "9, 21, 14, 1", "16, 16, 16, 400", "5, 1, 7, 3", "1, 1, 30, 2" })
	void distanceEqualsBruteForce(final int nx, final int ny, final int nz, final int set) {
		final Volume mask = new Volume(new float[nx * ny * nz], nx, ny, nz, 1);
		final Random random = new Random(nx + set);
		for (int i = 0; i < set; i++)
			mask.data()[random.nextInt(mask.data().length)] = 1;
		final float[] squares = DistanceTransform.squared(mask, Parallel.serial());
		for (int i = 0; i < squares.length; i++) {
			int least = Integer.MAX_VALUE;
			for (int j = 0; j < squares.length; j++) {
				if (mask.data()[j] == 0) continue;
				final int dx = i % nx - j % nx;
				final int dy = i / nx % ny - j / nx % ny;
				final int dz = i / nx / ny - j / nx / ny;
				least = Math.min(least, dx * dx + dy * dy + dz * dz);
			}
			assertEquals(least, squares[i], 0f);
		}
	}

	@Test
	void emptyMaskIsFarFromEverything() {
		final Volume soft = Masks.soft(Volume.cube(8, 1), 100, 100);
		for (final float value : soft.data())
			assertEquals(0, value, 0f);
	}

	@Test
	void growsABallByItsEdge() {
		final Volume ball = Masks.binarise(Masks.sphere(40, 6, 0), 0.5);
		assertTrue(Masks.isBinary(ball));
		final Volume soft = Masks.soft(ball, 3, 4);
		assertFalse(Masks.isBinary(soft));
		assertEquals(1, soft.at(20 + 9, 20, 20), 0f);
		assertEquals(0.5 * (1 + Math.cos(Math.PI / 4)), soft.at(20, 20 - 10, 20), 1e-6);
		assertEquals(0.5, soft.at(20, 20, 20 + 11), 1e-6);
		assertEquals(0, soft.at(20 + 13, 20, 20), 0f);
		try (Parallel three = new Parallel(3)) {
			assertArrayEquals(soft.data(), Masks.soft(ball, 3, 4, three).data());
		}
		assertThrows(MException.class, () -> Masks.soft(soft, 1, 1));
		assertThrows(MException.class, () -> Masks.soft(ball, -1, 1));
	}

	@Test
	void fscMaskFollowsTheResolution() {
		assertEquals(3, Masks.fscEdge(100, 2, 3.9));
		assertEquals(6, Masks.fscEdge(100, 2, 8));
		assertEquals(15, Masks.fscEdge(100, 2, 20));
		assertEquals(150, Masks.fscEdge(100, 2, Double.POSITIVE_INFINITY));
		assertThrows(MException.class, () -> Masks.fscEdge(100, 2, -1));
		final Volume ball = Masks.binarise(Masks.sphere(40, 4, 0), 0.5).withPixelSize(2);
		assertEquals(1, Masks.fscMask(ball, 8).at(20 + 10, 20, 20), 0f);
		assertEquals(0, Masks.fscMask(ball, 8).at(20 + 16, 20, 20), 0f);
	}

	@Test
	void sphereIsRoundAndCentred() {
		final Volume sphere = Masks.sphere(32, 8, 4);
		assertEquals(1, sphere.at(16 + 8, 16, 16), 0f);
		assertEquals(0.5, sphere.at(16, 16, 16 - 10), 1e-6);
		assertEquals(0, sphere.at(16, 16 + 12, 16), 0f);
		assertEquals(4 / 3.0 * Math.PI * 1000 / 32768, Masks.fraction(sphere), 0.01);
	}

	@Test
	void finishingSphereLeavesTheParticle() {
		for (final int n : new int[] { 16, 24, 32, 48, 64, 100, 256 }) {
			final Volume sphere = HalfMapFinish.sphere(n);
			assertEquals(1, sphere.at(n / 2 + n / 4, n / 2, n / 2), 0f, "box " + n);
			assertEquals(0, sphere.at(n - 1, n / 2, n / 2), 0f, "box " + n);
		}
		assertEquals(15, HalfMapFinish.edge(64));
		assertEquals(15, HalfMapFinish.edge(400));
		assertEquals(7, HalfMapFinish.edge(32));
	}

	@Test
	void finishingRemovesTheLastShells() {
		final Random random = new Random(3);
		final Volume map = Volume.cube(64, 1);
		for (int i = 0; i < map.data().length; i++)
			map.data()[i] = (float) random.nextGaussian();
		final Volume filtered = ShellFilter.apply(map, radius -> radius <= 30 ? 1 : 0, Parallel.serial());
		final float[] spectrum = new Fft3D(64, 64, 64).forward(filtered.data());
		assertEquals(0, Math.hypot(spectrum[62], spectrum[63]), 1e-2, "shell 31");
		assertTrue(Math.hypot(spectrum[60], spectrum[61]) > 1, "shell 30");
		final Volume expected = Masks.multiply(filtered, HalfMapFinish.sphere(64), Parallel.serial());
		assertArrayEquals(expected.data(), HalfMapFinish.finish(map, Parallel.serial()).data(), 1e-6f);
	}
}
