package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationsTest {

	private static final double TIGHT = 1e-12;

	@Test
	void elementaryRotationsAreActive() {
		assertArrayEquals(new double[] { 0, 0, 1 }, Rotations.apply(Rotations.rotX(90), new double[] { 0, 1, 0 }), TIGHT);
		assertArrayEquals(new double[] { 1, 0, 0 }, Rotations.apply(Rotations.rotY(90), new double[] { 0, 0, 1 }), TIGHT);
		assertArrayEquals(new double[] { 0, 1, 0 }, Rotations.apply(Rotations.rotZ(90), new double[] { 1, 0, 0 }), TIGHT);
	}

	@Test
	void eulerMatrixIsTheProductOfThreePassiveTurns() {
		final double[] product = Rotations.multiply(Rotations.rotZ(-33), Rotations.multiply(Rotations.rotY(-71), Rotations
			.rotZ(-152)));
		assertArrayEquals(product, Rotations.fromEulerDeg(152, 71, 33), TIGHT);
	}

	@Test
	void anglesComeBackFromRandomMatrices() {
		final Random random = new Random(1);
		for (int i = 0; i < 2000; i++) {
			final double[] m = Rotations.random(random);
			final double[] e = Rotations.toEulerDeg(m);
			assertTrue(e[1] >= 0 && e[1] <= 180);
			assertArrayEquals(m, Rotations.fromEulerDeg(e[0], e[1], e[2]), TIGHT);
		}
	}

	@ParameterizedTest
	@CsvSource({ "30,0,50", "30,180,50", "-170,0,170", "10,1e-5,20", "10,179.99999,20", "10,3e-4,-140", "0,0,0", "0,180,180",
		"90,90,-90" })
	void anglesComeBackAtAndNearThePoles(final double rot, final double tilt, final double psi) {
		final double[] m = Rotations.fromEulerDeg(rot, tilt, psi);
		final double[] e = Rotations.toEulerDeg(m);
		final double tolerance = Math.sin(Math.toRadians(tilt)) > 2e-6 ? TIGHT : 2e-6;
		assertArrayEquals(m, Rotations.fromEulerDeg(e[0], e[1], e[2]), tolerance);
	}

	@Test
	void poleHasNoRot() {
		assertArrayEquals(new double[] { 0, 0, 80 }, Rotations.toEulerDeg(Rotations.fromEulerDeg(30, 0, 50)), 1e-9);
		assertArrayEquals(new double[] { 0, 180, 20 }, Rotations.toEulerDeg(Rotations.fromEulerDeg(30, 180, 50)), 1e-9);
	}

	@Test
	void roundedMatricesNearThePoleKeepRotAndPsiTogether() {
		final Random random = new Random(2);
		for (int i = 0; i < 500; i++) {
			final double[] m = Rotations.fromEulerDeg(360 * random.nextDouble(), 1e-3 * random.nextDouble(), 360 * random
				.nextDouble());
			for (int k = 0; k < 9; k++)
				m[k] += 1e-7 * (random.nextDouble() - 0.5);
			final double[] e = Rotations.toEulerDeg(m);
			assertArrayEquals(m, Rotations.fromEulerDeg(e[0], e[1], e[2]), 3e-6);
		}
	}

	@Test
	void expAndLogAreInverse() {
		final Random random = new Random(3);
		for (final double length : new double[] { 0, 1e-14, 1e-9, 1e-4, 1, 3, Math.PI - 1e-9 }) {
			final double[] w = Rotations.apply(Rotations.random(random), new double[] { length, 0, 0 });
			assertArrayEquals(w, Rotations.log(Rotations.exp(w)), 1e-9 * Math.max(length, 1e-6));
		}
	}

	@Test
	void expIsActiveAndMatchesElementaryTurns() {
		assertArrayEquals(Rotations.rotX(40), Rotations.exp(new double[] { Math.toRadians(40), 0, 0 }), TIGHT);
		assertArrayEquals(Rotations.rotY(-75), Rotations.exp(new double[] { 0, Math.toRadians(-75), 0 }), TIGHT);
		assertArrayEquals(Rotations.rotZ(200), Rotations.exp(new double[] { 0, 0, Math.toRadians(200) }), TIGHT);
	}

	@Test
	void halfTurnsHaveALog() {
		for (final double[] m : new double[][] { Rotations.rotX(180), Rotations.rotY(180), Rotations.rotZ(180), Rotations
			.fromEulerDeg(12, 90, 168) })
			assertArrayEquals(m, Rotations.exp(Rotations.log(m)), 1e-9);
	}

	@Test
	void angleBetweenIsTheTurn() {
		final double[] a = Rotations.fromEulerDeg(10, 20, 30);
		assertEquals(0, Rotations.angleBetweenDeg(a, a), 1e-9);
		assertEquals(25, Rotations.angleBetweenDeg(a, Rotations.multiply(a, Rotations.rotY(25))), 1e-9);
		assertEquals(180, Rotations.angleBetweenDeg(a, Rotations.multiply(Rotations.rotX(180), a)), 1e-6);
	}

	@Test
	void randomRotationsAreUniform() {
		final Random random = new Random(4);
		final double[] mean = new double[9];
		double squareOfLast = 0;
		final int n = 20000;
		for (int i = 0; i < n; i++) {
			final double[] m = Rotations.random(random);
			assertArrayEquals(Rotations.identity(), Rotations.multiply(m, Rotations.transpose(m)), TIGHT);
			for (int k = 0; k < 9; k++)
				mean[k] += m[k] / n;
			squareOfLast += m[8] * m[8] / n;
		}
		assertArrayEquals(new double[9], mean, 0.02);
		assertEquals(1. / 3, squareOfLast, 0.01);
	}
}
