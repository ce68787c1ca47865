package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.mforfiji.base.Parallel;

/**
 * Fits the contrast transfer of a series to its statistics. A group of parameters is kept only if the posterior without it
 * is worse by more than noise makes it: with the group's share R = S⁻¹·H of the data in its posterior curvature S, noise alone
 * improves the posterior by ½·tr R ± √(½·tr R²); the limit is three standard deviations above, and at least 4.5 (3 σ of one
 * parameter); and if the particles that had no part in the fit find themselves likelier with it ({@link CtfJury}). A tilt of whose defocus the images tell less than a tenth of what is known stays where it was.
 */
final class CtfFit {

	private static final double LEAST_GAIN = 4.5;
	/** Signal over noise, in standard deviations, below which nothing is fitted. */
	private static final double LEAST_SIGNAL = 5;
	private static final double LEAST_SHARE = 0.1;
	private static final double LEAST_DEFOCUS_UM = 0.005;
	private static final int ROUNDS = 4;

	private final CtfSeries series;
	private final List<CtfObjective> tilts;
	private final CtfOptions options;
	private final Parallel parallel;

	private float[][] gains;
	private double defocusUm;
	private final List<String> lines = new ArrayList<>();
	private final List<Judgement> judgements = new ArrayList<>();

	CtfFit(final CtfSeries series, final CtfOptions options, final Parallel parallel) {
		this.series = series;
		tilts = series.tilts();
		this.options = options;
		this.parallel = parallel;
		defocusUm = options.search() ? CtfParameters.SEARCHED_UM : CtfParameters.DEFOCUS_UM;
	}

	/**
	 * What the fit gives.
	 *
	 * @param theta changes by tilt and term of {@link CtfBasis}
	 * @param sigma their standard deviations; 0 where nothing was fitted or kept
	 * @param kept groups that are kept
	 * @param gains of the references, by species and ring
	 * @param improvement gain of log-likelihood with priors
	 * @param judgements what the held-out particles say of what was fitted
	 * @param lines what happened, for people
	 */
	record Result(double[][] theta, double[][] sigma, Set<CtfGroup> kept, float[][] gains, double improvement,
		List<Judgement> judgements, List<String> lines)
	{}

	/** Groups that the options ask for; what is the same as another group is left to that. */
	private Set<CtfGroup> asked() {
		final Set<CtfGroup> groups = EnumSet.noneOf(CtfGroup.class);
		if (options.freesDefocus()) groups.add(CtfGroup.DEFOCUS);
		if (options.defocus()) groups.add(CtfGroup.ASTIGMATISM);
		if (options.phase()) groups.add(CtfGroup.PHASE);
		if (options.cs() || options.zernike4()) groups.add(CtfGroup.CS);
		if (options.zernike2() && !options.defocus()) groups.add(CtfGroup.SECOND);
		if (options.zernike4()) groups.add(CtfGroup.FOURTH);
		if (options.zernike2() && options.defocus()) lines.add(
			"even aberrations of second order are a common change of defocus and astigmatism, and are left to these");
		if (options.zernike4() && !options.cs()) lines.add(
			"the isotropic even aberration of fourth order is the spherical aberration, and is refined as that");
		return groups;
	}

	Result fit() {
		double[][] theta = new double[tilts.size()][CtfBasis.SIZE];
		Set<CtfGroup> groups = asked();
		final double signal = fitGains(theta);
		if (signal < LEAST_SIGNAL) {
			lines.add(String.format(Locale.ROOT, "the images do not show the references (%.1f σ): nothing is refined", Math.max(0,
				signal)));
			groups = EnumSet.noneOf(CtfGroup.class);
		}
		if (groups.isEmpty()) return new Result(theta, new double[theta.length][CtfBasis.SIZE], groups, gains, 0, judgements, lines);
		final CtfParameters all = parameters(groups);
		for (int round = 0; round < ROUNDS; round++) {
			if (groups.contains(CtfGroup.DEFOCUS) && round < 2) search(theta);
			final CtfPosterior.At at = posterior(all).minimum(all.vector(theta));
			theta = all.theta(at.x());
			if (groups.contains(CtfGroup.DEFOCUS)) adaptPrior(all, at);
			fitGains(theta);
		}
		return eliminate(groups, theta);
	}

	private CtfParameters parameters(final Set<CtfGroup> groups) {
		return new CtfParameters(groups, series.dose(), series.highest());
	}

	private CtfPosterior posterior(final CtfParameters parameters) {
		return new CtfPosterior(tilts, parameters, prior(parameters), gains, parallel);
	}

	private CtfPosterior.Prior prior(final CtfParameters parameters) {
		return new CtfPosterior.Prior(parameters.precision(defocusUm), parameters.vector(series.imported()));
	}

	/** Fits the gains; returns the strength of the signal in standard deviations of noise. */
	private double fitGains(final double[][] theta) {
		final int[] rings = series.rings();
		final double[][] cross = new double[rings.length][], power = new double[rings.length][];
		for (int s = 0; s < rings.length; s++) {
			cross[s] = new double[rings[s]];
			power[s] = new double[rings[s]];
		}
		for (int t = 0; t < tilts.size(); t++)
			tilts.get(t).addRings(theta[t], cross, power);
		gains = new float[rings.length][];
		double allCross = 0, allPower = 0;
		for (int s = 0; s < rings.length; s++) {
			gains[s] = Gains.fit(cross[s], power[s]);
			for (int r = 0; r < rings[s]; r++) {
				allCross += cross[s][r];
				allPower += power[s][r];
			}
		}
		return allPower > 0 ? allCross / Math.sqrt(allPower / 2) : 0;
	}

	/** Moves each tilt's defocus to the best place of a grid, if the images tell it from the place next to the stored value. */
	private void search(final double[][] theta) {
		final double range = options.search() ? CtfParameters.SEARCHED_UM : 2 * defocusUm;
		final double finest = 1 / (4e4 * series.wavelength() * series.highest() * series.highest());
		final int half = (int) Math.ceil(range / finest);
		parallel.loop(theta.length, t -> {
			if (!tilts.get(t).isEmpty()) theta[t][CtfBasis.DEFOCUS] = range / half * best(t, theta[t], range / half, half);
		});
	}

	/** Best step of the grid, from −half to half. */
	private int best(final int t, final double[] theta, final double step, final int half) {
		final double[] trial = theta.clone(), values = new double[2 * half + 1];
		int lowest = 0;
		for (int i = 0; i < values.length; i++) {
			trial[CtfBasis.DEFOCUS] = (i - half) * step;
			values[i] = tilts.get(t).value(gains, trial) + 0.5 * Math.pow((trial[CtfBasis.DEFOCUS] - series
				.imported()[t][CtfBasis.DEFOCUS]) / defocusUm, 2);
			if (values[i] < values[lowest]) lowest = i;
		}
		int near = (int) Math.rint(theta[CtfBasis.DEFOCUS] / step) + half;
		near = Math.max(0, Math.min(2 * half, near));
		while (true) {
			final int left = Math.max(0, near - 1), right = Math.min(2 * half, near + 1);
			final int next = values[left] < values[right] ? left : right;
			if (values[next] >= values[near]) break;
			near = next;
		}
		return (values[near] - values[lowest] > LEAST_GAIN + Math.log(values.length) ? lowest : near) - half;
	}

	/** Empirical Bayes: the mean square of the estimates and their variance, never wider than at the start. */
	private void adaptPrior(final CtfParameters parameters, final CtfPosterior.At at) {
		final DMatrixRMaj covariance = DampedSystem.inverse(at.fisher());
		double sum = 0;
		int count = 0;
		for (int t = 0; t < tilts.size(); t++) {
			if (tilts.get(t).isEmpty()) continue;
			final int i = parameters.index(t, CtfBasis.DEFOCUS);
			sum += Math.pow(at.x()[i] - series.imported()[t][CtfBasis.DEFOCUS], 2) + covariance.get(i, i);
			count++;
		}
		if (count == 0) return;
		defocusUm = Math.max(LEAST_DEFOCUS_UM, Math.min(options.search() ? CtfParameters.SEARCHED_UM : CtfParameters.DEFOCUS_UM,
			Math.sqrt(sum / count)));
	}

	/**
	 * Puts back what does not improve the posterior beyond noise, until all that is left does: of terms that look alike the one
	 * of higher order first.
	 */
	private Result eliminate(final Set<CtfGroup> asked, final double[][] start) {
		final Set<CtfGroup> groups = EnumSet.copyOf(asked);
		double[][] theta = start;
		while (!groups.isEmpty()) {
			final CtfParameters parameters = parameters(groups);
			final CtfPosterior.At at = posterior(parameters).minimum(parameters.vector(theta));
			final DMatrixRMaj covariance = DampedSystem.inverse(at.fisher());
			final CtfPosterior.Prior prior = prior(parameters);
			CtfGroup last = null;
			double margin = 0;
			for (final CtfGroup group : groups) {
				final double gain = without(groups, group, at.x(), parameters) - at.value(), limit = limit(parameters
					.members(group, false), covariance, prior.precision());
				if (gain < limit) {
					last = group;
					margin = gain - limit;
				}
			}
			final Set<CtfGroup> drop = last != null ? EnumSet.of(last) : condemned(groups, new CtfJury.Fit(parameters, prior, at,
				covariance, gains));
			if (drop.isEmpty()) return keep(parameters, at, covariance, groups);
			if (last != null) lines.add(String.format(Locale.ROOT, "%s put back: %.1f short of what tells it from noise", last,
				-margin));
			groups.removeAll(drop);
			theta = parameters.theta(at.x());
		}
		final double[][] nothing = new double[tilts.size()][CtfBasis.SIZE];
		fitGains(nothing);
		return new Result(nothing, new double[tilts.size()][CtfBasis.SIZE], groups, gains, 0, judgements, lines);
	}

	/**
	 * The block of highest order that the jury does not let pass, or the last of all if it does not let all together pass; empty if
	 * all pass.
	 */
	private Set<CtfGroup> condemned(final Set<CtfGroup> groups, final CtfJury.Fit fit) {
		if (series.jury().particles() == 0) return Set.of();
		Set<CtfGroup> last = Set.of(), condemned = Set.of();
		Judgement worst = null;
		final List<Judgement> passed = new ArrayList<>();
		for (final Set<CtfGroup> each : CtfGroup.BLOCKS) {
			final Set<CtfGroup> block = EnumSet.copyOf(each);
			block.retainAll(groups);
			if (block.isEmpty()) continue;
			last = block;
			final Judgement judgement = series.jury().judge(block, fit, parallel);
			if (judgement.kept()) passed.add(judgement);
			else {
				condemned = block;
				worst = judgement;
			}
		}
		if (worst == null && passed.size() > 1) {
			final Judgement all = series.jury().judge(fit, parallel);
			if (!all.kept()) {
				condemned = last;
				worst = all;
			}
		}
		judgements.addAll(worst == null ? passed : List.of(worst));
		return condemned;
	}

	/** The least posterior without a group, which stays as it is stored. */
	private double without(final Set<CtfGroup> groups, final CtfGroup group, final double[] x,
		final CtfParameters parameters)
	{
		final Set<CtfGroup> rest = EnumSet.copyOf(groups);
		rest.remove(group);
		final double held = prior(parameters).energy(new double[x.length], parameters.members(group, false));
		if (rest.isEmpty()) return held + stored();
		final CtfParameters fewer = parameters(rest);
		return held + posterior(fewer).minimum(fewer.vector(parameters.theta(x))).value();
	}

	/** Negative log-likelihood of the stored contrast transfer. */
	private double stored() {
		double value = 0;
		for (final CtfObjective tilt : tilts)
			value += tilt.value(gains, new double[CtfBasis.SIZE]);
		return value;
	}

	/** What noise can improve the posterior by through a group. */
	private static double limit(final int[] own, final DMatrixRMaj covariance, final DMatrixRMaj precision) {
		final DMatrixRMaj block = new DMatrixRMaj(own.length, own.length), prior = new DMatrixRMaj(own.length, own.length), share =
			new DMatrixRMaj(own.length, own.length);
		CommonOps_DDRM.extract(covariance, own, own.length, own, own.length, block);
		CommonOps_DDRM.extract(precision, own, own.length, own, own.length, prior);
		CommonOps_DDRM.mult(block, prior, share);
		double mean = 0, variance = 0;
		for (int i = 0; i < own.length; i++)
			for (int j = 0; j < own.length; j++) {
				final double r = (i == j ? 1 : 0) - share.get(i, j), rt = (i == j ? 1 : 0) - share.get(j, i);
				if (i == j) mean += 0.5 * r;
				variance += 0.5 * r * rt;
			}
		return Math.max(LEAST_GAIN, mean + 3 * Math.sqrt(Math.max(0, variance)));
	}

	private Result keep(final CtfParameters parameters, final CtfPosterior.At at, final DMatrixRMaj covariance,
		final Set<CtfGroup> groups)
	{
		final double[][] theta = parameters.theta(at.x()), sigma = new double[tilts.size()][CtfBasis.SIZE];
		for (int t = 0; t < theta.length; t++)
			for (final int term : parameters.terms()) {
				final int i = parameters.index(t, term);
				sigma[t][term] = Math.sqrt(covariance.get(i, i));
			}
		if (groups.contains(CtfGroup.DEFOCUS)) for (int t = 0; t < theta.length; t++)
			if (1 - Math.pow(sigma[t][CtfBasis.DEFOCUS] / defocusUm, 2) < LEAST_SHARE) theta[t][CtfBasis.DEFOCUS] = 0;
		final double before = stored() + prior(parameters).energy(new double[at.x().length], IntStream.range(0, at.x().length)
			.toArray());
		return new Result(theta, sigma, Collections.unmodifiableSet(groups), gains, before - at.value(), judgements, lines);
	}
}
