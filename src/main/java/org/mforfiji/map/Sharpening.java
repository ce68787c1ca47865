package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

/**
 * The filtered and the sharpened map of two half-maps: their mean times the weight √(2·FSC/(1 + FSC)) of Rosenthal and
 * Henderson (J. Mol. Biol. 333, 2003, 721–745), a low-pass that ends one shell beyond the resolution, and for the
 * sharpened map exp(−B/4·k²) with B from a Guinier fit.
 */
public final class Sharpening {

	private static final double LEAST_FSC = 1e-4;
	private static final int LEAST_POINTS = 3;

	private Sharpening() {}

	/**
	 * Result of sharpening.
	 *
	 * @param filtered weighted and low-passed mean of the half-maps
	 * @param sharpened the same times exp(−B/4·k²)
	 * @param bFactor B in Å², negative where amplitudes fall with frequency; 0 if fewer than three shells lie in the
	 *          fit's range
	 * @param fitQuality squared correlation of the Guinier fit, 0 to 1; NaN without one
	 */
	public record Result(Volume filtered, Volume sharpened, double bFactor, double fitQuality) {}

	/**
	 * Where the Guinier fit begins and ends.
	 *
	 * @param fromResolution Å; shells at strictly finer resolution take part
	 * @param toResolution Å; shells at this or coarser resolution take part. At most that of the map: beyond it the
	 *          amplitudes are noise.
	 */
	public record FitRange(double fromResolution, double toResolution) {

		/** From 10 Å to the resolution of the curves. */
		public static FitRange of(final FscCurves curves) {
			return new FitRange(10, curves.resolution());
		}

		/** From 10 Å to Nyquist, as in M: every shell whose weight has not ended yet. */
		public static FitRange asInM(final FscCurves curves) {
			return new FitRange(10, 2 * curves.pixelSize());
		}
	}

	/** A straight line: ln amplitude = intercept + slope·k², with the squared correlation of its points. */
	record Line(double intercept, double slope, double quality, int points) {}

	/** As {@link #sharpen(Volume, Volume, FscCurves, FitRange, Parallel)}, fitted from 10 Å to the resolution. */
	public static Result sharpen(final Volume half1, final Volume half2, final FscCurves curves,
		final Parallel parallel) {
		return sharpen(half1, half2, curves, FitRange.of(curves), parallel);
	}

	/**
	 * Filters and sharpens.
	 *
	 * @param half1 first half-map, unmasked
	 * @param half2 second half-map
	 * @param curves their shell correlations
	 */
	public static Result sharpen(final Volume half1, final Volume half2, final FscCurves curves, final FitRange range,
		final Parallel parallel) {
		Masks.requireSame(half1, half2);
		if (!half1.isCube() || half1.nx() != curves.box())
			throw new MException("The shell correlation is of a box of " + curves.box() +
			" voxels, the half-maps have " + half1.nx(), "", "");
		final Volume mean = mean(half1, half2);
		final double[] weight = fscWeight(curves.corrected());
		final Line fit = guinier(amplitudes(mean, parallel), weight, curves, range);
		final double b = fit.points() < LEAST_POINTS ? 0 : 4 * fit.slope();
		final double[] lowPass = lowPass(curves);
		final double[] filter = new double[curves.shells()];
		final double[] sharp = new double[curves.shells()];
		for (int s = 0; s < filter.length; s++) {
			final double k = s / (curves.box() * curves.pixelSize());
			filter[s] = weight[s] * lowPass[s];
			sharp[s] = filter[s] * Math.exp(-b / 4 * k * k);
		}
		return new Result(ShellFilter.apply(mean, filter, parallel), ShellFilter.apply(mean, sharp, parallel), b,
			fit.points() < LEAST_POINTS
			? Double.NaN : fit.quality());
	}

	/** √(2F/(1 + F)) of a corrected correlation, zero from its first value below 1e-4 on, the first shells apart. */
	public static double[] fscWeight(final double[] corrected) {
		final double[] weight = new double[corrected.length];
		for (int s = 0; s < corrected.length && (s < FscCurves.FIRST_SHELL || corrected[s] >= LEAST_FSC); s++) {
			final double correlation = Math.max(0, corrected[s]);
			weight[s] = Math.sqrt(2 * correlation / (1 + correlation));
		}
		return weight;
	}

	/** 1 up to the shell of the resolution, then down by halves to 0 two shells on. */
	static double[] lowPass(final FscCurves curves) {
		final int start = (int) (FscCurves.crossing(curves.corrected(), FscCurves.THRESHOLD) + 0.5) - 1;
		final double[] out = new double[curves.shells()];
		for (int s = 0; s < out.length; s++)
			out[s] = 1 - Math.max(0, Math.min(1, (s - start) / 2.0));
		return out;
	}

	private static Line guinier(final double[] amplitudes, final double[] weight, final FscCurves curves,
		final FitRange range) {
		final int shells = amplitudes.length;
		final double[] x = new double[shells];
		final double[] y = new double[shells];
		int points = 0;
		for (int s = 1; s < shells; s++) {
			final double resolution = curves.box() * curves.pixelSize() / s;
			if (!(resolution < range.fromResolution()) || resolution < range.toResolution() || weight[s] <= 0) continue;
			x[points] = 1 / (resolution * resolution);
			y[points++] = Math.log(Math.max(1e-20, amplitudes[s] * weight[s]));
		}
		return fit(java.util.Arrays.copyOf(x, points), java.util.Arrays.copyOf(y, points));
	}

	/** Least-squares line through points. */
	static Line fit(final double[] x, final double[] y) {
		final double meanX = java.util.Arrays.stream(x).average().orElse(0);
		final double meanY = java.util.Arrays.stream(y).average().orElse(0);
		double xx = 0;
		double xy = 0;
		double yy = 0;
		for (int i = 0; i < x.length; i++) {
			xx += (x[i] - meanX) * (x[i] - meanX);
			xy += (x[i] - meanX) * (y[i] - meanY);
			yy += (y[i] - meanY) * (y[i] - meanY);
		}
		final double slope = xx > 0 ? xy / xx : 0;
		return new Line(meanY - slope * meanX, slope, xx > 0 && yy > 0 ? xy * xy / (xx * yy) : Double.NaN, x.length);
	}

	private static double[] amplitudes(final Volume map, final Parallel parallel) {
		final Fft3D fft = new Fft3D(map.nx(), map.nx(), map.nx());
		final float[] spectrum = fft.forward(map.data(), parallel);
		final ShellSums sums = ShellSums.of(spectrum, spectrum, map.nx(), parallel);
		final double[] out = new double[sums.count.length];
		for (int s = 0; s < out.length; s++)
			out[s] = sums.amplitudeA[s] / sums.count[s];
		return out;
	}

	/** Half the sum of two maps. */
	static Volume mean(final Volume a, final Volume b) {
		final float[] out = new float[a.data().length];
		for (int i = 0; i < out.length; i++)
			out[i] = 0.5f * (a.data()[i] + b.data()[i]);
		return new Volume(out, a.nx(), a.ny(), a.nz(), a.pixelSize());
	}
}
