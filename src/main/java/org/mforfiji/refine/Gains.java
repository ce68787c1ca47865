package org.mforfiji.refine;

import org.mforfiji.engine.PassResult;

/**
 * Fits the amplitude of the references per ring: the closed form Σ Re(conj(D)·Y₁)/Σ C2·|Y₁|², drawn towards the amplitude of
 * the whole band where a ring carries little information. References are FSC-weighted half-maps of misaligned particles, so
 * the amplitude grows as alignment improves; without it the curvature is too small at the end of the band. It is fitted on
 * leave-one-out sums only.
 */
final class Gains {

	private static final double LEAST = 0.05;
	private static final double MOST = 5;
	/** Information, in units of log-likelihood, that pulls a ring to the common amplitude. */
	private static final double PULL = 10;

	private Gains() {}

	/** Gains for each half-set, both the same: the halves are equal but for noise. */
	static float[][] fit(final PassResult result) {
		final int rings = result.cross()[0].length;
		final double[] cross = new double[rings], power = new double[rings];
		for (int r = 0; r < rings; r++)
			for (int group = 0; group < result.cross().length; group++) {
				cross[r] += result.cross()[group][r];
				power[r] += result.power()[group][r];
			}
		final float[] gain = fit(cross, power);
		return new float[][] { gain, gain };
	}

	/** Gains by ring from Σ Re(conj(D)·Y₁) and Σ C2·|Y₁|². */
	static float[] fit(final double[] cross, final double[] power) {
		final int rings = cross.length;
		double allCross = 0, allPower = 0;
		for (int r = 0; r < rings; r++) {
			allCross += cross[r];
			allPower += power[r];
		}
		final double common = allPower > 0 ? Math.max(0, allCross / allPower) : 0;
		final float[] gain = new float[rings];
		final double pull = common > 0 ? PULL / (common * common) : 0;
		for (int r = 0; r < rings; r++) {
			final double c = smooth(cross, r), p = smooth(power, r);
			final double fitted = p + pull > 0 ? (c + pull * common) / (p + pull) : 0;
			gain[r] = (float) Math.max(LEAST * common, Math.min(MOST * common, fitted));
		}
		return gain;
	}

	private static double smooth(final double[] values, final int r) {
		double sum = 0, weight = 0;
		for (int d = -2; d <= 2; d++) {
			if (r + d < 0 || r + d >= values.length) continue;
			final double w = Math.exp(-d * d / 2.0);
			sum += w * values[r + d];
			weight += w;
		}
		return sum / weight;
	}
}
