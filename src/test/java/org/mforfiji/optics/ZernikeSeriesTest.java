package org.mforfiji.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleBinaryOperator;

import org.junit.jupiter.api.Test;

class ZernikeSeriesTest {

	private static final double[][] PLACES = { { 0, 0 }, { 0.3, 0 }, { 0, 0.2 }, { 0.1, -0.25 }, { 0.7, 0.9 } };

	private static void assertTerm(final ZernikeSeries series, final int i, final DoubleBinaryOperator polar) {
		for (final double[] k : PLACES)
			assertEquals(polar.applyAsDouble(Math.hypot(k[0], k[1]), Math.atan2(k[1], k[0])), series.term(i, k[0], k[1]), 1e-12,
				"term " + i);
	}

	@Test
	void oddTermsInOrder() {
		final ZernikeSeries odd = ZernikeSeries.odd(new double[12]);
		final DoubleBinaryOperator[] expected = { //
			(r, a) -> r * Math.sin(a), (r, a) -> r * Math.cos(a), //
			(r, a) -> cube(r) * Math.sin(3 * a), (r, a) -> (3 * cube(r) - 2 * r) * Math.sin(a), //
			(r, a) -> (3 * cube(r) - 2 * r) * Math.cos(a), (r, a) -> cube(r) * Math.cos(3 * a), //
			(r, a) -> fifth(r) * Math.sin(5 * a), (r, a) -> (5 * fifth(r) - 4 * cube(r)) * Math.sin(3 * a), //
			(r, a) -> (10 * fifth(r) - 12 * cube(r) + 3 * r) * Math.sin(a), //
			(r, a) -> (10 * fifth(r) - 12 * cube(r) + 3 * r) * Math.cos(a), //
			(r, a) -> (5 * fifth(r) - 4 * cube(r)) * Math.cos(3 * a), (r, a) -> fifth(r) * Math.cos(5 * a) };
		for (int i = 0; i < 12; i++)
			assertTerm(odd, i, expected[i]);
	}

	@Test
	void evenTermsInOrderWithoutTheConstant() {
		final ZernikeSeries even = ZernikeSeries.even(new double[8]);
		final DoubleBinaryOperator[] expected = { //
			(r, a) -> r * r * Math.sin(2 * a), (r, a) -> 2 * r * r - 1, (r, a) -> r * r * Math.cos(2 * a), //
			(r, a) -> r * cube(r) * Math.sin(4 * a), (r, a) -> (4 * r * cube(r) - 3 * r * r) * Math.sin(2 * a), //
			(r, a) -> 6 * r * cube(r) - 6 * r * r + 1, (r, a) -> (4 * r * cube(r) - 3 * r * r) * Math.cos(2 * a), //
			(r, a) -> r * cube(r) * Math.cos(4 * a) };
		for (int i = 0; i < 8; i++)
			assertTerm(even, i, expected[i]);
	}

	private static double cube(final double r) {
		return r * r * r;
	}

	private static double fifth(final double r) {
		return r * r * cube(r);
	}

	@Test
	void valueIsTheWeightedSum() {
		final double[] coefficients = { 0.5, 0, -2, 3, 0, 1 };
		final ZernikeSeries series = ZernikeSeries.odd(coefficients);
		for (final double[] k : PLACES) {
			double sum = 0;
			for (int i = 0; i < coefficients.length; i++)
				sum += coefficients[i] * series.term(i, k[0], k[1]);
			assertEquals(sum, series.value(k[0], k[1]), 1e-12);
			assertEquals(-sum, series.value(-k[0], -k[1]), 1e-12);
		}
		assertFalse(series.isZero());
		assertTrue(ZernikeSeries.even(new double[8]).isZero());
		assertEquals(0, ZernikeSeries.even(new double[0]).value(0.1, 0.2));
	}
}
