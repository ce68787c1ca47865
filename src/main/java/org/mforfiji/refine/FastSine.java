package org.mforfiji.refine;

/** Sine to single precision (absolute error below 3e-7), for tables of CTF phases, where Math.sin would dominate. */
final class FastSine {

	private static final double INVERSE_PI = 1 / Math.PI;

	private FastSine() {}

	/** sin(x), x in radians, |x| below 1e8. */
	static float of(final double x) {
		final double halfTurns = Math.rint(x * INVERSE_PI);
		final double r = x - halfTurns * Math.PI;
		final double r2 = r * r;
		// Taylor series to r¹¹ on [−π/2, π/2]
		final double s = r * (1 + r2 * (-1.0 / 6 + r2 * (1.0 / 120 + r2 * (-1.0 / 5040 + r2 * (1.0 / 362880 + r2 * (-1.0 /
			39916800))))));
		return (float) ((((long) halfTurns) & 1) == 0 ? s : -s);
	}
}
