package org.mforfiji.refine;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.mforfiji.base.Parallel;

/**
 * The particles of a series that take no part in the fit of its contrast transfer and judge it: what is refined must make their
 * images likelier than what was there before. It stands out of the noise of the images that it was fitted to already.
 *
 * @param tilts their statistics, by tilt
 * @param particles number of them; with none there is no judgement
 */
record CtfJury(List<CtfObjective> tilts, int particles) {

	/** Change of a parameter, in widths of its prior, from which on it counts as refined before. */
	private static final double REFINED = 1e-3;

	/** Nobody. */
	static final CtfJury NONE = new CtfJury(List.of(), 0);

	/** A fit to be judged: its parameters, prior, posterior and its covariance, and gains. */
	record Fit(CtfParameters parameters, CtfPosterior.Prior prior, CtfPosterior.At at, DMatrixRMaj covariance, float[][] gains) {}

	/** Judges all groups of the fit together. */
	Judgement judge(final Fit fit, final Parallel parallel) {
		return judge("contrast transfer", IntStream.range(0, fit.parameters.size()).toArray(), fit, parallel);
	}

	/**
	 * Judges a block of groups of the fit, all others being as they are fitted. A block that had been refined before must be better than what was
	 * imported, and not worse than before; as the jury had a part in that, it is allowed tr(S·Σ), S being the block's rows of its own
	 * information and Σ of the fit's covariance.
	 */
	Judgement judge(final Set<CtfGroup> block, final Fit fit, final Parallel parallel) {
		return judge(block.stream().map(CtfGroup::toString).collect(Collectors.joining(" and ")), block.stream().flatMapToInt(
			group -> Arrays.stream(fit.parameters.members(group, false))).toArray(), fit, parallel);
	}

	private Judgement judge(final String name, final int[] members, final Fit fit, final Parallel parallel) {
		final double[] now = fit.at.x(), before = now.clone(), imported = now.clone();
		boolean refined = false;
		for (final int i : members) {
			before[i] = 0;
			imported[i] = fit.prior.centre()[i];
			refined |= Math.abs(imported[i]) * Math.sqrt(fit.prior.precision().get(i, i)) > REFINED;
		}
		final double[] since = difference(fit, before);
		if (!refined) return new Judgement(name, since[0], since[1], particles, 0, 0, since[0] > 0);
		final double[] absent = difference(fit, imported);
		final double change = since[0] + share(fit, members, parallel);
		return new Judgement(name, absent[0], absent[1], particles, change, since[1], absent[0] > 0 && change > -since[1]);
	}

	/** By how much the fit is likelier than another choice of parameters, and the standard deviation of that. */
	private double[] difference(final Fit fit, final double[] other) {
		final double[][] is = fit.parameters.theta(fit.at.x()), was = fit.parameters.theta(other);
		double gain = 0, variance = 0;
		for (int t = 0; t < tilts.size(); t++) {
			final CtfObjective.Difference difference = tilts.get(t).difference(fit.gains, is[t], was[t]);
			gain += difference.gain();
			variance += difference.variance();
		}
		return new double[] { gain, Math.sqrt(variance) };
	}

	private double share(final Fit fit, final int[] members, final Parallel parallel) {
		final int n = fit.parameters.size();
		return Judgement.allowance(new CtfPosterior(tilts, fit.parameters, new CtfPosterior.Prior(new DMatrixRMaj(n, n),
			new double[n]), fit.gains, parallel).at(fit.at.x()).fisher(), fit.covariance, Arrays.stream(members));
	}
}
