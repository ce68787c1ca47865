package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Fits the odd aberrations that all series of a data source share. The phase is δ = Σ c·φ(k) with the pure powers
 * k·(sin, cos) α, k³·(sin 3, sin, cos, cos 3) α and k⁵·(sin 5, sin 3, sin, cos, cos 3, cos 5) α, so that terms of different
 * order do not hold each other's. As they look alike within a band, the highest order is judged first, and a lower one is never
 * put back for it. E = Σ [ −2a·Re(X̄Y·exp(−iδ)) + a²·|Y|² ].
 */
public final class OddFit {

	/** Coefficients of M's odd Zernike terms up to fifth order. */
	public static final int COEFFICIENTS = 12;
	private static final int FIRST_OF_FIFTH = 6;
	private static final double WIDTH_RADIANS = 2;
	private static final double LEAST_GAIN = 4.5;
	private static final double LEAST_SIGNAL = 5;
	/** Of noise; more than for a series, as the references' own noise, which all images share, is not in it. */
	private static final double DEVIATIONS = 5;
	private static final int STEPS = 12;
	private static final String KEPT = "; kept";
	private static final String PUT_BACK = "; put back";
	private static final double[] BANDS = { 0.5, 0.75, 1, 1 };

	private final List<OddStatistics> species;
	private final double highest;
	private final double[][][] phi;
	private float[][] gains;

	OddFit(final List<OddStatistics> species) {
		this.species = species;
		highest = species.stream().mapToDouble(OddStatistics::highest).max().orElseThrow();
		phi = new double[species.size()][][];
		for (int s = 0; s < phi.length; s++) {
			phi[s] = new double[species.get(s).size()][];
			for (int j = 0; j < phi[s].length; j++)
				phi[s][j] = basis(species.get(s).kx(j), species.get(s).ky(j));
		}
	}

	/**
	 * The result.
	 *
	 * @param powers change of the coefficients of the pure powers, radians·Åⁿ
	 * @param sigma their standard deviations; 0 for what was not kept
	 * @param zernike change of M's coefficients, radians; all zero if nothing was kept
	 * @param zernikeSigma their standard deviations
	 * @param line what was kept, for people
	 */
	public record Result(double[] powers, double[] sigma, double[] zernike, double[] zernikeSigma, String line) {

		/** Whether anything was kept. */
		public boolean changed() {
			return Arrays.stream(zernike).anyMatch(c -> c != 0);
		}
	}

	/**
	 * Fits.
	 *
	 * @param pool statistics of all series, added up per species
	 * @param jury the same of particles that take no part in the fit and judge it; empty for no judgement
	 * @param options which orders
	 */
	public static Result fit(final List<OddStatistics> pool, final List<OddStatistics> jury, final CtfOptions options) {
		return new OddFit(pool).fit(jury.isEmpty() ? null : new OddFit(jury), options);
	}

	/** Adds statistics to those of the same species; the pool is a list by species of the run, with null where there are none. */
	public static void pool(final List<OddStatistics> pool, final List<OddStatistics> series) {
		for (final OddStatistics one : series) {
			while (pool.size() <= one.species())
				pool.add(null);
			pool.set(one.species(), OddStatistics.sum(pool.get(one.species()), one));
		}
	}

	private static double[] basis(final double kx, final double ky) {
		final double k = Math.hypot(kx, ky), a = Math.atan2(ky, kx), k3 = k * k * k, k5 = k3 * k * k;
		return new double[] { k * Math.sin(a), k * Math.cos(a), k3 * Math.sin(3 * a), k3 * Math.sin(a), k3 * Math.cos(a), k3 * Math
			.cos(3 * a), k5 * Math.sin(5 * a), k5 * Math.sin(3 * a), k5 * Math.sin(a), k5 * Math.cos(a), k5 * Math.cos(3 * a), k5 *
				Math.cos(5 * a) };
	}

	private static int order(final int i) {
		return i < 2 ? 1 : i < FIRST_OF_FIFTH ? 3 : 5;
	}

	/** M's coefficients of the same phase: k³ sin α = (Z(3,−1) + 2·Z(1,−1))/3, and so on. */
	static double[] zernike(final double[] c) {
		return new double[] { c[0] + 2 * c[3] / 3 + 0.5 * c[8], c[1] + 2 * c[4] / 3 + 0.5 * c[9], c[2] + 0.8 * c[7], c[3] / 3 + 0.4 *
			c[8], c[4] / 3 + 0.4 * c[9], c[5] + 0.8 * c[10], c[6], 0.2 * c[7], 0.1 * c[8], 0.1 * c[9], 0.2 * c[10], c[11] };
	}

	private Result fit(final OddFit jury, final CtfOptions options) {
		final List<int[]> groups = new ArrayList<>();
		if (options.zernike3()) groups.add(IntStream.range(0, FIRST_OF_FIFTH).toArray());
		if (options.zernike5()) groups.add(IntStream.range(FIRST_OF_FIFTH, COEFFICIENTS).toArray());
		double[] c = new double[COEFFICIENTS];
		final double signal = fitGains(c);
		if (signal < LEAST_SIGNAL) return nothing(String.format(Locale.ROOT, "the images do not show the references (%.1f σ)", Math
			.max(0, signal)));
		final StringBuilder dropped = new StringBuilder();
		while (!groups.isEmpty()) {
			final int[] free = groups.stream().flatMapToInt(Arrays::stream).toArray();
			c = converge(c, free);
			final double best = at(c, free, 1).value;
			final int highestOrder = groups.size() - 1;
			final double margin = without(free, judged(groups.get(highestOrder)), c) - best - limit(free, judged(groups.get(
				highestOrder)), c);
			final String verdict = margin < 0 ? String.format(Locale.ROOT, "; %s put back, %.1f short of what tells it from noise", name(
				groups.get(highestOrder)), -margin) : jury == null ? "" : verdict(jury, groups, c);
			if (verdict.isEmpty() || verdict.startsWith(KEPT)) return kept(c, free, verdict + dropped);
			dropped.append(verdict);
			for (final int i : groups.remove(highestOrder))
				c[i] = 0;
		}
		return nothing(dropped.substring(2));
	}

	/** What held-out particles say of the group of highest order, the others being there, and of all together. */
	private String verdict(final OddFit jury, final List<int[]> groups, final double[] c) {
		final int[] highestOrder = groups.get(groups.size() - 1);
		final double[] without = c.clone();
		for (final int i : highestOrder)
			without[i] = 0;
		final double[] one = gain(jury, c, without), all = gain(jury, c, new double[c.length]);
		final boolean kept = one[0] > 0 && all[0] > 0;
		final String text = String.format(Locale.ROOT, "%s: held-out particles gain %+.1f ± %.1f in log-likelihood by %s", kept ? KEPT
			: PUT_BACK, one[0], one[1], name(highestOrder));
		return groups.size() == 1 ? text : text + String.format(Locale.ROOT, ", %+.1f ± %.1f by all odd aberrations", all[0], all[1]);
	}

	/** Log-likelihood that a jury gains by one phase instead of another, and its standard deviation. */
	private double[] gain(final OddFit jury, final double[] c, final double[] other) {
		double gain = 0, variance = 0;
		for (int s = 0; s < jury.species.size(); s++) {
			final OddStatistics one = jury.species.get(s);
			for (int j = 0; j < one.size(); j++) {
				final double a = gain(one.species(), one.ring(j)), is = phase(c, jury.phi[s][j]), was = phase(other, jury.phi[s][j]);
				final double re = Math.cos(is) - Math.cos(was), im = Math.sin(is) - Math.sin(was);
				gain += 2 * a * (one.re(j) * re + one.im(j) * im);
				variance += 2 * a * a * one.power(j) * (re * re + im * im);
			}
		}
		return new double[] { gain, Math.sqrt(variance) };
	}

	private double gain(final int species, final int ring) {
		for (int s = 0; s < gains.length; s++)
			if (this.species.get(s).species() == species) return gains[s][Math.min(ring, gains[s].length - 1)];
		return 0;
	}

	private static String name(final int[] group) {
		return group[0] == 0 ? "first and third order" : "fifth order";
	}

	private static Result nothing(final String why) {
		return new Result(new double[COEFFICIENTS], new double[COEFFICIENTS], new double[COEFFICIENTS], new double[COEFFICIENTS],
			"odd aberrations stay as they were: " + why);
	}

	private Result kept(final double[] c, final int[] free, final CharSequence dropped) {
		final DMatrixRMaj covariance = DampedSystem.inverse(at(c, free, 1).fisher);
		final double[] sigma = new double[COEFFICIENTS];
		for (int i = 0; i < free.length; i++)
			sigma[free[i]] = Math.sqrt(covariance.get(i, i));
		final double k3 = Math.pow(highest, 3), k5 = Math.pow(highest, 5);
		final StringBuilder line = new StringBuilder("odd aberrations changed, radians at ").append(String.format(Locale.ROOT,
			"%.2f Å: ", 1 / highest));
		if (sigma[2] > 0) line.append(String.format(Locale.ROOT, "coma %.3f, %.3f ± %.3f, trefoil %.3f, %.3f ± %.3f", k3 * c[4], k3 *
			c[3], k3 * sigma[4], k3 * c[5], k3 * c[2], k3 * sigma[5]));
		if (sigma[6] > 0) line.append(String.format(Locale.ROOT, "%sfifth order up to %.3f ± %.3f", sigma[2] > 0 ? ", " : "", k5 *
			IntStream.range(FIRST_OF_FIFTH, COEFFICIENTS).mapToDouble(i -> Math.abs(c[i])).max().orElse(0), k5 * sigma[6]));
		return new Result(c, sigma, zernike(c), zernikeSigma(free, covariance), line.append(dropped).toString());
	}

	/** Standard deviations of M's coefficients from the covariance of those of the pure powers that were fitted. */
	private static double[] zernikeSigma(final int[] free, final DMatrixRMaj covariance) {
		final double[][] byPower = new double[free.length][];
		for (int i = 0; i < free.length; i++) {
			final double[] unit = new double[COEFFICIENTS];
			unit[free[i]] = 1;
			byPower[i] = zernike(unit);
		}
		final double[] sigma = new double[COEFFICIENTS];
		for (int z = 0; z < COEFFICIENTS; z++) {
			double variance = 0;
			for (int i = 0; i < free.length; i++)
				for (int j = 0; j < free.length; j++)
					variance += byPower[i][z] * byPower[j][z] * covariance.get(i, j);
			sigma[z] = Math.sqrt(variance);
		}
		return sigma;
	}

	/** Minimum with the gains fitted, over a growing band. */
	private double[] converge(final double[] start, final int[] free) {
		double[] c = start.clone();
		for (final double band : BANDS) {
			c = minimum(c, free, band);
			fitGains(c);
		}
		return minimum(c, free, 1);
	}

	/** What a group is judged by: first order alone is a shift that poses have left, and no aberration. */
	private static int[] judged(final int[] group) {
		return Arrays.stream(group).filter(i -> order(i) > 1).toArray();
	}

	private double without(final int[] free, final int[] dropped, final double[] c) {
		final double[] fewer = c.clone();
		for (final int i : dropped)
			fewer[i] = 0;
		final int[] rest = Arrays.stream(free).filter(i -> Arrays.binarySearch(dropped, i) < 0).toArray();
		return at(minimum(fewer, rest, 1), rest, 1).value;
	}

	/** What noise can improve the posterior by through a group, as in {@link CtfFit}, to five standard deviations. */
	private double limit(final int[] free, final int[] group, final double[] c) {
		final DMatrixRMaj covariance = DampedSystem.inverse(at(c, free, 1).fisher);
		double mean = 0, variance = 0;
		final int first = Arrays.binarySearch(free, group[0]);
		for (int i = 0; i < group.length; i++)
			for (int j = 0; j < group.length; j++) {
				final double one = i == j ? 1 : 0;
				final double r = one - covariance.get(first + i, first + j) * precision(group[j]), rt = one - covariance.get(first + j,
					first + i) * precision(group[i]);
				if (i == j) mean += 0.5 * r;
				variance += 0.5 * r * rt;
			}
		return Math.max(LEAST_GAIN, mean + DEVIATIONS * Math.sqrt(Math.max(0, variance)));
	}

	private double precision(final int i) {
		return Math.pow(Math.pow(highest, order(i)) / WIDTH_RADIANS, 2);
	}

	/** Fits the gains; returns the strength of the signal in standard deviations of noise. */
	double fitGains(final double[] c) {
		gains = new float[species.size()][];
		double allCross = 0, allPower = 0;
		for (int s = 0; s < gains.length; s++) {
			final OddStatistics one = species.get(s);
			final double[] cross = new double[one.ring(one.size() - 1) + 1], power = new double[cross.length];
			for (int j = 0; j < one.size(); j++) {
				final double delta = phase(c, phi[s][j]);
				cross[one.ring(j)] += one.re(j) * Math.cos(delta) + one.im(j) * Math.sin(delta);
				power[one.ring(j)] += one.power(j);
			}
			gains[s] = Gains.fit(cross, power);
			allCross += Arrays.stream(cross).sum();
			allPower += Arrays.stream(power).sum();
		}
		return allPower > 0 ? allCross / Math.sqrt(allPower / 2) : 0;
	}

	private static double phase(final double[] c, final double[] phi) {
		double delta = 0;
		for (int i = 0; i < c.length; i++)
			delta += c[i] * phi[i];
		return delta;
	}

	/** Posterior and its derivatives by the free coefficients. */
	record At(double value, DMatrixRMaj gradient, DMatrixRMaj hessian, DMatrixRMaj fisher) {}

	At at(final double[] c, final int[] free, final double band) {
		final int n = free.length;
		final DMatrixRMaj gradient = new DMatrixRMaj(n, 1), hessian = new DMatrixRMaj(n, n), fisher = new DMatrixRMaj(n, n);
		double value = 0;
		for (int i = 0; i < n; i++) {
			value += 0.5 * precision(free[i]) * c[free[i]] * c[free[i]];
			gradient.set(i, 0, precision(free[i]) * c[free[i]]);
			hessian.set(i, i, precision(free[i]));
			fisher.set(i, i, precision(free[i]));
		}
		for (int s = 0; s < phi.length; s++) {
			final OddStatistics one = species.get(s);
			final int limit = (int) Math.ceil(band * (one.ring(one.size() - 1) + 1));
			for (int j = 0; j < one.size() && one.ring(j) < limit; j++) {
				final double a = gains[s][one.ring(j)], delta = phase(c, phi[s][j]), cos = Math.cos(delta), sin = Math.sin(delta);
				final double along = 2 * a * (one.re(j) * cos + one.im(j) * sin), across = 2 * a * (one.im(j) * cos - one.re(j) * sin);
				final double power = a * a * one.power(j);
				value += power - along;
				for (int p = 0; p < n; p++) {
					gradient.add(p, 0, -across * phi[s][j][free[p]]);
					for (int q = 0; q < n; q++) {
						final double product = phi[s][j][free[p]] * phi[s][j][free[q]];
						hessian.add(p, q, along * product);
						fisher.add(p, q, 2 * power * product);
					}
				}
			}
		}
		return new At(value, gradient, hessian, fisher);
	}

	private double[] minimum(final double[] start, final int[] free, final double band) {
		double[] c = start.clone();
		if (free.length == 0) return c;
		At at = at(c, free, band);
		double lambda = 1e-3;
		for (int step = 0; step < STEPS; step++) {
			final DMatrixRMaj change = DampedSystem.solve(at.hessian, at.fisher, lambda, at.gradient);
			if (0.5 * CommonOps_DDRM.dot(change, at.gradient) < 1e-5) break;
			final double[] next = c.clone();
			for (int i = 0; i < free.length; i++)
				next[free[i]] -= change.get(i);
			final At tried = at(next, free, band);
			if (tried.value < at.value) {
				c = next;
				at = tried;
				lambda = Math.max(1e-6, lambda / 10);
			}
			else lambda = Math.max(1e-2, 10 * lambda);
		}
		return c;
	}
}
