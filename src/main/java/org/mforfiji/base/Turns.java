package org.mforfiji.base;

/**
 * Sine and cosine of many phases in turns, to single precision (errors below 1e-6), by loops that the compiler turns into
 * vector instructions. With f the distance of a phase from the nearest whole turn, |f| ≤ 1/2, they follow from polynomials
 * for half the angle: cos(2πf) = 1 − 2 sin²(πf) and sin(2πf) = 2 sin(πf) cos(πf).
 */
public final class Turns {

	/** sin(πf) = f·(S0 + S1·f² + …), |f| ≤ 1/2. */
	public static final float S0 = 3.14159258f;
	/** See {@link #S0}. */
	public static final float S1 = -5.16770688f;
	/** See {@link #S0}. */
	public static final float S2 = 2.55003138f;
	/** See {@link #S0}. */
	public static final float S3 = -0.59804517f;
	/** See {@link #S0}. */
	public static final float S4 = 0.07722013f;
	/** cos(πf) = C0 + C1·f² + …, |f| ≤ 1/2. */
	public static final float C0 = 0.99999995f;
	/** See {@link #C0}. */
	public static final float C1 = -4.93479286f;
	/** See {@link #C0}. */
	public static final float C2 = 4.05841191f;
	/** See {@link #C0}. */
	public static final float C3 = -1.33188016f;
	/** See {@link #C0}. */
	public static final float C4 = 0.2196968f;
	/** Adding and subtracting 1.5·2²³ rounds numbers up to 2²² to whole ones. */
	public static final float WHOLE = 12582912f;

	private Turns() {}

	/**
	 * cos(2πt) and sin(2πt) of {@code count} phases.
	 *
	 * @param turns t, up to 2²² whole turns; may be the array of one of the results
	 */
	public static void cosSin(final float[] turns, final int count, final float[] cos, final float[] sin) {
		for (int i = 0; i < count; i++) {
			final float f = turns[i] - (turns[i] + WHOLE - WHOLE), f2 = f * f;
			final float s = f * (S0 + f2 * (S1 + f2 * (S2 + f2 * (S3 + f2 * S4))));
			final float c = C0 + f2 * (C1 + f2 * (C2 + f2 * (C3 + f2 * C4)));
			cos[i] = 1 - 2 * s * s;
			sin[i] = 2 * s * c;
		}
	}

	/** sin(2πt) of {@code count} phases in place; see {@link #cosSin}. */
	public static void sin(final float[] turns, final int count) {
		for (int i = 0; i < count; i++) {
			final float f = turns[i] - (turns[i] + WHOLE - WHOLE), f2 = f * f;
			final float s = f * (S0 + f2 * (S1 + f2 * (S2 + f2 * (S3 + f2 * S4))));
			final float c = C0 + f2 * (C1 + f2 * (C2 + f2 * (C3 + f2 * C4)));
			turns[i] = 2 * s * c;
		}
	}
}
