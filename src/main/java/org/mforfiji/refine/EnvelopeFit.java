package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits a {@link Damping} to each of several units (tilts, series, places) that share one curve per species: the slope of the
 * signal of unit u in ring r is a(r)·s_u·exp((B_u + …)·k²/4), a free in every ring. All are found together at the highest
 * posterior probability: the Gaussian likelihood of the sums with a prior around each unit's expected damping, whose width is
 * that of the units themselves (empirical Bayes). A unit without information stays at its expectation. Slopes that lie far off,
 * in units of their standard deviation, count less (Huber).
 */
public final class EnvelopeFit {

	/** Standard deviations by which a ring of all units must show signal; the band ends before the first two in a row that do not. */
	private static final double SIGNIFICANT = 3;
	/** Leading parameters, scale and B, whose common part is one with the curves. */
	private static final int COMMON = 2;
	private static final int EPOCHS = 60;
	private static final double CONVERGED = 2e-3;
	/** Widths of the prior before the data's word, which count as much as so many units: few units cannot tell a width. */
	private static final double[] FIRST_WIDTH = { 0.3, 100, 50, 50 };
	private static final double FIRST_UNITS = 2;
	private static final double[] LARGEST_WIDTH = { 0.7, 200, 200, 200 };

	private final List<Unit> units;
	private final int parameters;
	private final int[] firstRing;
	private final int[] endRing;
	private final double[][] curve;
	private final EnvelopeUnit[] fits;
	private final double[] widths = FIRST_WIDTH.clone();

	/**
	 * What is to be fitted.
	 *
	 * @param sums of each species' images; null for a species without any
	 * @param expected damping without the data's word
	 */
	public record Unit(List<SlopeSums> sums, Damping expected) {}

	/**
	 * What was found for a unit.
	 *
	 * @param damping relative to the other units
	 * @param errors standard deviations of log scale, B, B_cos and B_sin against the mean of all units; of what was not
	 *          fitted 0
	 * @param images whether the unit has images at all
	 */
	public record Estimate(Damping damping, double[] errors, boolean images) {}

	/**
	 * The fit.
	 *
	 * @param estimates by unit
	 * @param resolution Å to which there was signal to fit, by species; infinite for none
	 * @param scatter scatter of slopes about the fit over that expected, at least 1; errors hold it
	 */
	public record Result(List<Estimate> estimates, double[] resolution, double scatter) {

		/** Whether there was any signal. */
		public boolean hasSignal() {
			return Arrays.stream(resolution).anyMatch(Double::isFinite);
		}
	}

	private EnvelopeFit(final List<Unit> units, final double minResolution, final boolean anisotropic) {
		this.units = units;
		parameters = anisotropic ? Damping.PARAMETERS : 2;
		final int species = units.get(0).sums().size();
		firstRing = new int[species];
		endRing = new int[species];
		curve = new double[species][];
		fits = new EnvelopeUnit[units.size()];
		for (int u = 0; u < fits.length; u++)
			fits[u] = new EnvelopeUnit(units.get(u), parameters);
		for (int s = 0; s < species; s++)
			band(s, 1 / (minResolution * minResolution));
		for (final EnvelopeUnit fit : fits)
			fit.band(firstRing, endRing);
	}

	/**
	 * Fits.
	 *
	 * @param units at least one; the same species in each
	 * @param minResolution Å from which slopes are looked at
	 * @param anisotropic whether B-factors may depend on direction
	 */
	public static Result fit(final List<Unit> units, final double minResolution, final boolean anisotropic) {
		return new EnvelopeFit(units, minResolution, anisotropic).run();
	}

	private void band(final int s, final double from) {
		final SlopeSums any = units.stream().map(unit -> unit.sums().get(s)).filter(sums -> sums != null).findFirst().orElse(null);
		curve[s] = new double[any == null ? 0 : any.rings()];
		if (any == null) return;
		while (firstRing[s] < any.rings() && any.k2(firstRing[s]) < from)
			firstRing[s]++;
		endRing[s] = firstRing[s];
		while (endRing[s] < any.rings() && (significance(s, endRing[s]) > SIGNIFICANT || endRing[s] + 1 < any.rings() && significance(
			s, endRing[s] + 1) > SIGNIFICANT))
			endRing[s]++;
	}

	private double significance(final int s, final int ring) {
		final double[] sums = sums(s, ring);
		return sums[1] > 0 ? sums[0] * Math.sqrt(2 / sums[1]) : 0;
	}

	private double[] sums(final int s, final int ring) {
		final double[] total = new double[2];
		for (final EnvelopeUnit fit : fits)
			fit.addTo(total, s, ring);
		return total;
	}

	private Result run() {
		double scatter = 1;
		if (hasBand()) {
			for (int epoch = 0; epoch < EPOCHS; epoch++) {
				updateCurves();
				double moved = 0;
				for (final EnvelopeUnit fit : fits)
					moved = Math.max(moved, fit.step(curve, widths));
				centre();
				updateWidths();
				if (moved < CONVERGED) break;
			}
			updateCurves();
			scatter = scatter();
		}
		return new Result(estimates(scatter), resolutions(), scatter);
	}

	private boolean hasBand() {
		for (int s = 0; s < curve.length; s++)
			if (endRing[s] > firstRing[s]) return true;
		return false;
	}

	private void updateCurves() {
		for (int s = 0; s < curve.length; s++)
			for (int r = firstRing[s]; r < endRing[s]; r++) {
				final double[] sums = sums(s, r);
				curve[s][r] = sums[1] > 0 ? Math.max(0, sums[0] / sums[1]) : 0;
			}
	}

	/**
	 * What is common to all units in scale and B belongs to the curves: the mean deviation from expectation, by information,
	 * is taken out. A common anisotropy stays: the curves have none.
	 */
	private void centre() {
		final SmallSymmetric information = new SmallSymmetric(COMMON);
		final double[] weighted = new double[COMMON];
		for (final EnvelopeUnit fit : fits) {
			final double[] deviation = fit.deviation();
			for (int i = 0; i < COMMON; i++)
				for (int j = 0; j < COMMON; j++) {
					if (j <= i) information.add(i, j, fit.information().at(i, j));
					weighted[i] += fit.information().at(i, j) * deviation[j];
				}
		}
		final double[] mean = Arrays.copyOf(information.solve(weighted), parameters);
		for (final EnvelopeUnit fit : fits)
			fit.shift(mean);
	}

	/** Mean squares of deviations, with their own uncertainty. */
	private void updateWidths() {
		final double[] sum = new double[parameters];
		int counted = 0;
		for (final EnvelopeUnit fit : fits) {
			if (!fit.hasImages()) continue;
			counted++;
			final SmallSymmetric covariance = fit.posterior(widths, 1).inverse();
			for (int i = 0; i < parameters; i++)
				sum[i] += fit.deviation()[i] * fit.deviation()[i] + covariance.at(i, i);
		}
		for (int i = 0; i < parameters; i++)
			widths[i] = Math.min(LARGEST_WIDTH[i], Math.sqrt((sum[i] + FIRST_UNITS * FIRST_WIDTH[i] * FIRST_WIDTH[i]) / (counted +
				FIRST_UNITS)));
		if (parameters > 2) widths[2] = widths[3] = Math.sqrt((widths[2] * widths[2] + widths[3] * widths[3]) / 2);
	}

	private double scatter() {
		final double[] sums = new double[2];
		for (final EnvelopeUnit fit : fits)
			fit.addScatter(sums, curve);
		final double free = sums[1] - (double) parameters * fits.length;
		return free > 10 ? Math.max(1, Math.sqrt(sums[0] / free)) : 1;
	}

	private List<Estimate> estimates(final double scatter) {
		final SmallSymmetric all = new SmallSymmetric(COMMON);
		final List<SmallSymmetric> posteriors = new ArrayList<>();
		for (final EnvelopeUnit fit : fits) {
			final SmallSymmetric posterior = fit.posterior(widths, scatter);
			posteriors.add(posterior);
			for (int i = 0; i < COMMON; i++)
				for (int j = 0; j <= i; j++)
					all.add(i, j, posterior.at(i, j));
		}
		final SmallSymmetric ofMean = all.inverse();
		final List<Estimate> estimates = new ArrayList<>();
		for (int u = 0; u < fits.length; u++) {
			final SmallSymmetric covariance = posteriors.get(u).inverse();
			final double[] errors = new double[Damping.PARAMETERS];
			for (int i = 0; i < parameters; i++)
				errors[i] = Math.sqrt(Math.max(0, covariance.at(i, i) - (i < COMMON ? ofMean.at(i, i) : 0)));
			estimates.add(new Estimate(fits[u].damping(), errors, fits[u].hasImages()));
		}
		return estimates;
	}

	private double[] resolutions() {
		final double[] resolutions = new double[curve.length];
		for (int s = 0; s < resolutions.length; s++) {
			final int species = s, last = endRing[s] - 1;
			resolutions[s] = last < firstRing[s] ? Double.POSITIVE_INFINITY : 1 / Math.sqrt(units.stream().map(unit -> unit.sums()
				.get(species)).filter(sums -> sums != null).findFirst().orElseThrow().k2(last));
		}
		return resolutions;
	}
}
