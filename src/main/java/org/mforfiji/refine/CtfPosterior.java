package org.mforfiji.refine;

import java.util.List;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.mforfiji.base.Parallel;

/**
 * Posterior of a series' parameters: the sum of its tilts' negative log-likelihoods and the prior, and the search for its
 * minimum by Newton steps (Fisher's matrix where the Hessian is not positive) with Levenberg's damping.
 */
final class CtfPosterior {

	private static final int MAX_STEPS = 25;
	private static final double ENOUGH = 1e-4;

	private final List<CtfObjective> tilts;
	private final CtfParameters parameters;
	private final DMatrixRMaj precision;
	private final double[] centre;
	private final float[][] gains;
	private final Parallel parallel;

	/**
	 * @param prior centre and width
	 * @param gains of the references, by species and ring
	 */
	CtfPosterior(final List<CtfObjective> tilts, final CtfParameters parameters, final Prior prior, final float[][] gains,
		final Parallel parallel)
	{
		this.tilts = tilts;
		this.parameters = parameters;
		precision = prior.precision;
		centre = prior.centre;
		this.gains = gains;
		this.parallel = parallel;
	}

	/**
	 * A Gaussian prior.
	 *
	 * @param precision inverse covariance
	 * @param centre where it is centred
	 */
	record Prior(DMatrixRMaj precision, double[] centre) {

		/** Half the square of the distance from the centre, in standard deviations, of some parameters' part. */
		double energy(final double[] x, final int[] members) {
			double sum = 0;
			for (final int i : members)
				for (final int j : members)
					sum += 0.5 * precision.get(i, j) * (x[i] - centre[i]) * (x[j] - centre[j]);
			return sum;
		}
	}

	/** Value, gradient and matrices with the prior in them, at some parameters. */
	record At(double[] x, double value, DMatrixRMaj gradient, DMatrixRMaj hessian, DMatrixRMaj fisher) {}

	At at(final double[] x) {
		final double[][] theta = parameters.theta(x);
		final int[] terms = parameters.terms();
		final CtfObjective.Local[] locals = new CtfObjective.Local[tilts.size()];
		parallel.loop(locals.length, t -> locals[t] = tilts.get(t).evaluate(gains, theta[t], terms));
		final int n = x.length;
		final DMatrixRMaj hessian = precision.copy(), fisher = precision.copy(), gradient = new DMatrixRMaj(n, 1);
		final double[] deviation = x.clone();
		for (int i = 0; i < n; i++)
			deviation[i] -= centre[i];
		CommonOps_DDRM.mult(precision, DMatrixRMaj.wrap(n, 1, deviation), gradient);
		double value = 0;
		for (int i = 0; i < n; i++)
			value += 0.5 * deviation[i] * gradient.get(i);
		for (int t = 0; t < locals.length; t++) {
			value += locals[t].value();
			for (int a = 0; a < terms.length; a++) {
				final int i = parameters.index(t, terms[a]);
				gradient.add(i, 0, locals[t].gradient()[a]);
				for (int b = 0; b < terms.length; b++) {
					final int j = parameters.index(t, terms[b]);
					hessian.add(i, j, locals[t].hessian()[a * terms.length + b]);
					fisher.add(i, j, locals[t].fisher()[a * terms.length + b]);
				}
			}
		}
		return new At(x, value, gradient, hessian, fisher);
	}

	/** The minimum near x. */
	At minimum(final double[] x) {
		At best = at(x);
		double lambda = 1e-3;
		for (int step = 0; step < MAX_STEPS; step++) {
			final double[] change = change(best, lambda);
			final double predicted = predicted(best, change);
			if (predicted < ENOUGH) break;
			final double[] next = x.clone();
			for (int i = 0; i < next.length; i++)
				next[i] = best.x[i] + change[i];
			final At tried = at(next);
			if (tried.value < best.value) {
				final boolean done = best.value - tried.value < ENOUGH;
				best = tried;
				lambda = Math.max(1e-6, lambda / 10);
				if (done) break;
			}
			else lambda = Math.max(1e-2, 10 * lambda);
		}
		return best;
	}

	private static double predicted(final At at, final double[] change) {
		double sum = 0;
		for (int i = 0; i < change.length; i++)
			sum -= 0.5 * change[i] * at.gradient.get(i);
		return sum;
	}

	private static double[] change(final At at, final double lambda) {
		final DMatrixRMaj solution = DampedSystem.solve(at.hessian, at.fisher, lambda, at.gradient);
		final double[] change = new double[at.x.length];
		for (int i = 0; i < change.length; i++)
			change[i] = -solution.get(i);
		return change;
	}
}
