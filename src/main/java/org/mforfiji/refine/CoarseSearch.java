package org.mforfiji.refine;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;

/**
 * Finds a common shift of each tilt by exhaustive search, before the solver's quadratic model is trusted: the summed
 * cross-correlation of all the tilt's particles with their predictions, plus the warp's prior, on a grid of shifts.
 */
final class CoarseSearch {

	/** A shift is taken only if it is better than none by this much in the log-likelihood: more than chance finds among 10³ shifts. */
	private static final double SIGNIFICANT = 7;

	private final int steps;
	private final double stepA;
	private final double[][] score;

	/** @param resolution Å of the band in use, from which the step follows */
	CoarseSearch(final int tilts, final double rangeA, final double resolution) {
		stepA = Math.min(1, resolution / 8);
		steps = (int) Math.ceil(rangeA / stepA);
		score = new double[tilts][(2 * steps + 1) * (2 * steps + 1)];
	}

	/** Adds one species' cross spectra, per tilt, over the pixels of its band, computed with gain 1; the gains come here. */
	void add(final ParticleStack stack, final float[][] spectra, final float[] gain, final Parallel parallel) {
		parallel.loop(score.length, t -> {
			if (spectra[t] == null) return;
			for (int j = 0; j < spectra[t].length; j++)
				spectra[t][j] *= gain[(int) stack.pixels().radius(j / 2)];
			correlate(stack, spectra[t], score[t]);
		});
	}

	/** 2 Σ Re(X·exp(2πi k·s/(n·px))) for every shift s, first along x, then along y. */
	private void correlate(final ParticleStack stack, final float[] spectrum, final double[] target) {
		final int count = spectrum.length / 2, n = stack.box(), width = 2 * steps + 1;
		final double unit = 2 * Math.PI / (n * stack.pixelSize());
		for (int ix = 0; ix < width; ix++) {
			final double sx = (ix - steps) * stepA * unit;
			final double[] rows = new double[2 * (n + 1)];
			for (int j = 0; j < count; j++) {
				final double phase = stack.pixels().kx(j) * sx, cos = Math.cos(phase), sin = Math.sin(phase);
				final int row = 2 * (stack.pixels().ky(j) + n / 2);
				rows[row] += spectrum[2 * j] * cos - spectrum[2 * j + 1] * sin;
				rows[row + 1] += spectrum[2 * j] * sin + spectrum[2 * j + 1] * cos;
			}
			for (int iy = 0; iy < width; iy++) {
				final double sy = (iy - steps) * stepA * unit;
				double sum = 0;
				for (int ky = -n / 2; ky <= n / 2; ky++) {
					final int row = 2 * (ky + n / 2);
					sum += rows[row] * Math.cos(ky * sy) - rows[row + 1] * Math.sin(ky * sy);
				}
				target[iy * width + ix] += 2 * sum;
			}
		}
	}

	/**
	 * The best shift of the particles in a tilt, Å (x, y); zero if none is significantly better.
	 *
	 * @param warpMean mean of the tilt's warp nodes now, per axis, Å: the warp is the negative of the shift
	 * @param sigma prior standard deviation of the tilt's common shift, Å
	 */
	double[] best(final int tilt, final double[] warpMean, final double sigma) {
		final int width = 2 * steps + 1;
		final double none = score[tilt][steps * width + steps] - prior(0, 0, warpMean, sigma);
		double highest = none + SIGNIFICANT;
		double[] shift = { 0, 0 };
		for (int iy = 0; iy < width; iy++)
			for (int ix = 0; ix < width; ix++) {
				final double x = (ix - steps) * stepA, y = (iy - steps) * stepA;
				final double value = score[tilt][iy * width + ix] - prior(x, y, warpMean, sigma);
				if (value > highest) {
					highest = value;
					shift = new double[] { x, y };
				}
			}
		return shift;
	}

	private static double prior(final double x, final double y, final double[] warpMean, final double sigma) {
		final double wx = warpMean[0] - x, wy = warpMean[1] - y;
		return (wx * wx + wy * wy) / (2 * sigma * sigma);
	}
}
