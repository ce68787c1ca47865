package org.mforfiji.geometry;

import org.mforfiji.base.MException;

/**
 * Monotone piecewise cubic Hermite interpolation (PCHIP, Fritsch and Carlson) of samples that lie uniformly on [0, 1]:
 * the path of a particle's coordinate or angle over exposure. One sample is a constant, two are a straight line; outside
 * [0, 1] the cubic of the end interval goes on. It never overshoots the samples inside [0, 1].
 */
public final class Pchip {

	private Pchip() {}

	/**
	 * Values of the curve through the samples.
	 *
	 * @param samples at least one value; sample i belongs to i/(n − 1)
	 * @param at places to evaluate, 0 for the first sample, 1 for the last
	 * @throws MException if there is no sample
	 */
	public static double[] evaluate(final double[] samples, final double[] at) {
		final double[] slopes = slopes(samples);
		final double[] values = new double[at.length];
		for (int i = 0; i < at.length; i++)
			values[i] = value(samples, slopes, at[i]);
		return values;
	}

	/**
	 * The same curve with another number of samples. One sample takes the value at 0, which is the first sample and not the
	 * mean, as M does.
	 *
	 * @param n new number of samples, at least 1
	 */
	public static double[] resample(final double[] samples, final int n) {
		if (n < 1) throw new MException("A trajectory cannot have " + n + " samples", "", "Give at least 1");
		final double[] at = new double[n];
		for (int i = 1; i < n; i++)
			at[i] = (double) i / (n - 1);
		return evaluate(samples, at);
	}

	/**
	 * How the curve at a place depends on each sample: the derivative of {@link #evaluate} by it. With two samples these are the
	 * weights of the straight line. The curve has kinks in its samples where a secant changes its sign: there the slope
	 * counts as fixed, and where the curve is constant as half of what it is on a straight line.
	 *
	 * @return one number for each sample; they add up to 1
	 */
	public static double[] weights(final double[] samples, final double at) {
		final double[] weights = new double[samples.length];
		final int intervals = samples.length - 1;
		if (intervals == 0) {
			weights[0] = 1;
			return weights;
		}
		final double u = at * intervals;
		final int i = (int) Math.max(0, Math.min(intervals - 1, Math.floor(u)));
		final double t = u - i, s = 1 - t, right = t * t * (3 - 2 * t);
		weights[i] += 1 - right;
		weights[i + 1] += right;
		addSlope(samples, i, t * s * s, weights);
		addSlope(samples, i + 1, -t * t * s, weights);
		return weights;
	}

	/** Adds a multiple of the derivatives of slope i by the samples. */
	private static void addSlope(final double[] y, final int i, final double factor, final double[] sum) {
		final int n = y.length;
		if (n == 2) addSecant(0, 1, factor, sum);
		else if (i == 0) addEnd(y, 0, 1, factor, sum);
		else if (i == n - 1) addEnd(y, n - 1, -1, factor, sum);
		else {
			final double before = y[i] - y[i - 1], after = y[i + 1] - y[i], both = before + after;
			final boolean constant = before == 0 && after == 0;
			if (!constant && before * after <= 0) return;
			addSecant(i - 1, i, factor * (constant ? 0.25 : 2 * after * after / (both * both)), sum);
			addSecant(i, i + 1, factor * (constant ? 0.25 : 2 * before * before / (both * both)), sum);
		}
	}

	/** The slope at an end, from which samples go on in a direction (1 or −1). */
	private static void addEnd(final double[] y, final int end, final int direction, final double factor, final double[] sum) {
		final double outer = direction * (y[end + direction] - y[end]);
		final double inner = direction * (y[end + 2 * direction] - y[end + direction]);
		final double slope = 1.5 * outer - 0.5 * inner;
		if (Math.signum(slope) != Math.signum(outer)) return;
		final boolean limited = Math.signum(outer) != Math.signum(inner) && Math.abs(slope) > 3 * Math.abs(outer);
		final int low = Math.min(end, end + direction), next = low + direction;
		addSecant(low, low + 1, factor * (limited ? 3 : 1.5), sum);
		if (!limited) addSecant(next, next + 1, -0.5 * factor, sum);
	}

	private static void addSecant(final int from, final int to, final double factor, final double[] sum) {
		sum[from] -= factor;
		sum[to] += factor;
	}

	private static double value(final double[] samples, final double[] slopes, final double at) {
		final int intervals = samples.length - 1;
		if (intervals == 0) return samples[0];
		final double u = at * intervals;
		final int i = (int) Math.max(0, Math.min(intervals - 1, Math.floor(u)));
		final double t = u - i;
		final double s = 1 - t;
		final double secant = samples[i + 1] - samples[i];
		return samples[i] + secant * t * t * (3 - 2 * t) + t * s * (slopes[i] * s - slopes[i + 1] * t);
	}

	/** Derivatives at the samples, per sample interval. */
	private static double[] slopes(final double[] y) {
		final int n = y.length;
		if (n == 0) throw new MException("A trajectory has no samples", "", "Give at least one sample");
		final double[] slopes = new double[n];
		if (n == 2) slopes[0] = slopes[1] = y[1] - y[0];
		if (n < 3) return slopes;
		for (int i = 1; i < n - 1; i++) {
			final double before = y[i] - y[i - 1];
			final double after = y[i + 1] - y[i];
			slopes[i] = before * after <= 0 ? 0 : 2 / (1 / before + 1 / after);
		}
		slopes[0] = endSlope(y[1] - y[0], y[2] - y[1]);
		slopes[n - 1] = endSlope(y[n - 1] - y[n - 2], y[n - 2] - y[n - 3]);
		return slopes;
	}

	/** Three-point end slope, limited to keep the curve monotone. */
	private static double endSlope(final double outer, final double inner) {
		final double slope = 1.5 * outer - 0.5 * inner;
		if (Math.signum(slope) != Math.signum(outer)) return 0;
		if (Math.signum(outer) != Math.signum(inner) && Math.abs(slope) > 3 * Math.abs(outer)) return 3 * outer;
		return slope;
	}
}
