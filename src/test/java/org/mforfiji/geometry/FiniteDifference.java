package org.mforfiji.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Function;

/** Central differences against which analytic derivatives are held. */
final class FiniteDifference {

	private FiniteDifference() {}

	/** The derivatives of all results by all arguments, row-major: result by argument. */
	static double[] jacobian(final Function<double[], double[]> f, final double[] at, final double step) {
		double[] jacobian = null;
		for (int a = 0; a < at.length; a++) {
			final double[] up = f.apply(moved(at, a, step));
			final double[] down = f.apply(moved(at, a, -step));
			if (jacobian == null) jacobian = new double[up.length * at.length];
			for (int r = 0; r < up.length; r++)
				jacobian[r * at.length + a] = (up[r] - down[r]) / (2 * step);
		}
		return jacobian;
	}

	/** Asserts equality relative to the largest element. */
	static void assertClose(final double[] expected, final double[] actual, final double relative, final String what) {
		assertEquals(expected.length, actual.length, what);
		double largest = 0;
		for (final double e : expected)
			largest = Math.max(largest, Math.abs(e));
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], actual[i], relative * Math.max(largest, 1e-12), what + ", element " + i);
	}

	private static double[] moved(final double[] at, final int axis, final double step) {
		final double[] moved = at.clone();
		moved[axis] += step;
		return moved;
	}
}
