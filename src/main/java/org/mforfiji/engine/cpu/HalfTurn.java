package org.mforfiji.engine.cpu;

/**
 * Polynomials for sin(πf) and cos(πf), |f| ≤ 1/2, with errors below 5e-8: with f the distance of a phase in turns from the
 * nearest whole, cos(2πf) = 1 − 2 sin²(πf) and sin(2πf) = 2 sin(πf) cos(πf).
 */
final class HalfTurn {

	/** sin(πf) = f·(S0 + S1·f² + …). */
	static final float S0 = 3.14159258f;
	static final float S1 = -5.16770688f;
	static final float S2 = 2.55003138f;
	static final float S3 = -0.59804517f;
	static final float S4 = 0.07722013f;
	/** cos(πf) = C0 + C1·f² + … */
	static final float C0 = 0.99999995f;
	static final float C1 = -4.93479286f;
	static final float C2 = 4.05841191f;
	static final float C3 = -1.33188016f;
	static final float C4 = 0.2196968f;
	/** Adding and subtracting this rounds to the nearest whole number: 1.5·2²³. */
	static final float WHOLE = 12582912f;

	private HalfTurn() {}
}
