package org.mforfiji.refine;

import java.util.Locale;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;

/**
 * What the held-out particles of an item say of one block of shared parameters.
 *
 * @param block name of the block
 * @param gain log-likelihood of the held-out particles with the block as refined less that without it, both with the poses that
 *          suit them best
 * @param noise standard deviation of that gain
 * @param particles number of particles that judged
 * @param change the same against the block as it was before, with an allowance for their part in that; 0 if there was none
 * @param changeNoise standard deviation of that
 * @param kept whether the block stays as refined; else it is put back to what it was before
 */
public record Judgement(String block, double gain, double noise, int particles, double change, double changeNoise,
	boolean kept)
{

	/** A block that was there before must not lose more than so many times the noise. */
	private static final double WORSE = 2;

	/** Keeps a block that is new if its gain stands out of the noise. */
	static Judgement of(final String block, final double gain, final double noise, final int particles) {
		return new Judgement(block, gain, noise, particles, 0, 0, gain > noise);
	}

	/** Keeps a block that was there before if its gain stands out of the noise and it has not become clearly worse. */
	static Judgement of(final String block, final double gain, final double noise, final int particles, final double change,
		final double changeNoise)
	{
		return new Judgement(block, gain, noise, particles, change, changeNoise, gain > noise && change > -WORSE * changeNoise);
	}

	/**
	 * By how much particles like a fit that they took part in better than one without them, on average: tr(S·Σ) over the rows of
	 * a block. A block that was there before was fitted to its judges too, which is allowed for when it is held against what it was.
	 *
	 * @param own S, what the judges themselves say of all parameters
	 * @param covariance Σ of all parameters as fitted to the others
	 * @param rows parameters of the block
	 */
	static double allowance(final DMatrixRMaj own, final DMatrixRMaj covariance, final IntStream rows) {
		return rows.mapToDouble(r -> {
			double sum = 0;
			for (int c = 0; c < own.numCols; c++)
				sum += own.get(r, c) * covariance.get(r, c);
			return sum;
		}).sum();
	}

	/** Gain in units of its noise. */
	double score() {
		return noise > 0 ? gain / noise : Math.signum(gain);
	}

	@Override
	public String toString() {
		final String text = String.format(Locale.ROOT, "%s %s: %d held-out particles gain %+.1f ± %.1f in log-likelihood by it", block,
			kept ? "kept" : "put back", particles, gain, noise);
		return changeNoise > 0 ? text + String.format(Locale.ROOT, ", %+.1f ± %.1f since before", change, changeNoise) : text;
	}
}
