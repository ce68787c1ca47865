package org.mforfiji.refine;

import java.util.List;

/**
 * The negative log-likelihood of one tilt's images as a function of the changes θ of its γ, with exact first and second
 * derivatives, from the tilt's {@link CtfStatistics}. Thread-safe.
 */
final class CtfObjective {

	private final CtfBasis basis;
	private final List<CtfStatistics> statistics;

	CtfObjective(final CtfBasis basis, final List<CtfStatistics> statistics) {
		this.basis = basis;
		this.statistics = statistics;
	}

	/**
	 * Value and derivatives by the active terms.
	 *
	 * @param value E up to a constant
	 * @param gradient dE/dθ
	 * @param hessian d²E/dθ², row-major
	 * @param fisher the Hessian that is expected of images that agree with the model
	 */
	record Local(double value, double[] gradient, double[] hessian, double[] fisher) {}

	/** Whether the tilt has no images. */
	boolean isEmpty() {
		return statistics.isEmpty();
	}

	/** E alone. */
	double value(final float[][] gains, final double[] theta) {
		return evaluate(gains, theta, new int[0]).value;
	}

	/**
	 * E and its derivatives.
	 *
	 * @param gains by species and ring
	 * @param theta change by term of {@link CtfBasis}
	 * @param active terms by which to differentiate
	 */
	Local evaluate(final float[][] gains, final double[] theta, final int[] active) {
		final int n = active.length;
		final double[] gradient = new double[n], hessian = new double[n * n], fisher = new double[n * n];
		final double[] phi = new double[CtfBasis.SIZE];
		double value = 0;
		for (final CtfStatistics s : statistics) {
			final float[] gain = gains[s.species()];
			for (int i = 0; i < s.size(); i++) {
				basis.at(s.kx(i), s.ky(i), phi);
				final double g = gamma(s, i, theta, phi), a = gain[Math.min(s.ring(i), gain.length - 1)], aa = a * a;
				final double sin = Math.sin(g), cos = Math.cos(g), ss = sin * sin, cc = cos * cos, sc = sin * cos;
				final double ass = aa * s.sum(CtfStatistics.ASS, i), asc = aa * s.sum(CtfStatistics.ASC, i), acc = aa * s.sum(
					CtfStatistics.ACC, i);
				final double bs = a * s.sum(CtfStatistics.BS, i), bc = a * s.sum(CtfStatistics.BC, i);
				value += 2 * (bs * sin + bc * cos) + ass * ss + 2 * asc * sc + acc * cc;
				if (n == 0) continue;
				final double first = 2 * (bs * cos - bc * sin + (ass - acc) * sc + asc * (cc - ss));
				final double second = 2 * (-bs * sin - bc * cos + (ass - acc) * (cc - ss) - 4 * asc * sc);
				final double expected = 2 * (ass * cc - 2 * asc * sc + acc * ss);
				for (int r = 0; r < n; r++) {
					final double p = phi[active[r]];
					gradient[r] += first * p;
					for (int c = r; c < n; c++) {
						final double pq = p * phi[active[c]];
						hessian[r * n + c] += second * pq;
						fisher[r * n + c] += expected * pq;
					}
				}
			}
		}
		for (int r = 0; r < n; r++)
			for (int c = 0; c < r; c++) {
				hessian[r * n + c] = hessian[c * n + r];
				fisher[r * n + c] = fisher[c * n + r];
			}
		return new Local(value, gradient, hessian, fisher);
	}

	/**
	 * By how much one choice is likelier than another.
	 *
	 * @param gain difference of the log-likelihoods
	 * @param variance what the images' noise makes of it
	 */
	record Difference(double gain, double variance) {}

	/** Compares θ with what was before; the noise of Re(X̄·U)/S is |U|²/(2S) in every pixel. */
	Difference difference(final float[][] gains, final double[] theta, final double[] before) {
		final double[] phi = new double[CtfBasis.SIZE];
		double variance = 0;
		for (final CtfStatistics s : statistics) {
			final float[] gain = gains[s.species()];
			for (int i = 0; i < s.size(); i++) {
				basis.at(s.kx(i), s.ky(i), phi);
				final double is = gamma(s, i, theta, phi), was = gamma(s, i, before, phi), a = gain[Math.min(s.ring(i), gain.length - 1)];
				final double sin = Math.sin(is) - Math.sin(was), cos = Math.cos(is) - Math.cos(was);
				variance += 2 * a * a * (s.sum(CtfStatistics.ASS, i) * sin * sin + 2 * s.sum(CtfStatistics.ASC, i) * sin * cos + s.sum(
					CtfStatistics.ACC, i) * cos * cos);
			}
		}
		return new Difference(value(gains, before) - value(gains, theta), variance);
	}

	/**
	 * Adds to the sums by species and ring from which gains follow.
	 *
	 * @param cross Σ Re(X̄·Y) with gain 1
	 * @param power Σ |Y|² with gain 1
	 */
	void addRings(final double[] theta, final double[][] cross, final double[][] power) {
		final double[] phi = new double[CtfBasis.SIZE];
		for (final CtfStatistics s : statistics) {
			final double[] c = cross[s.species()], p = power[s.species()];
			for (int i = 0; i < s.size(); i++) {
				basis.at(s.kx(i), s.ky(i), phi);
				final double g = gamma(s, i, theta, phi), sin = Math.sin(g), cos = Math.cos(g);
				final int ring = Math.min(s.ring(i), c.length - 1);
				c[ring] -= s.sum(CtfStatistics.BS, i) * sin + s.sum(CtfStatistics.BC, i) * cos;
				p[ring] += s.sum(CtfStatistics.ASS, i) * sin * sin + 2 * s.sum(CtfStatistics.ASC, i) * sin * cos + s.sum(
					CtfStatistics.ACC, i) * cos * cos;
			}
		}
	}

	private static double gamma(final CtfStatistics s, final int i, final double[] theta, final double[] phi) {
		double g = s.gamma(i);
		for (int l = 0; l < theta.length; l++)
			g += theta[l] * phi[l];
		return g;
	}
}
