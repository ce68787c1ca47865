package org.mforfiji.run;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

import org.mforfiji.refine.Damping;
import org.mforfiji.refine.EnvelopeFit;

/**
 * Weights relative to the best, as M has them: scales over the largest; B-factors less the largest (of what is damped least in
 * any direction) among units whose scale is more than 0.7 of that; none above 1 and 0. (M takes the largest scale of series only
 * among those with B above −30 Å², and cuts those above it off: where few are, that makes good ones equal, so all count here.)
 */
final class WeightNormalisation {

	/** B-factors of tilts are not above this times the exposure, as M reads them. */
	static final double WEAKEST_B_PER_DOSE = -3;

	private static final double GOOD_SCALE = 0.7;

	private final List<EnvelopeFit.Estimate> estimates;
	private final double quantile;
	private final double topScale;
	private final double topBfactor;

	/** @param quantile 1 for the best of all, less for one that few outliers do not set */
	WeightNormalisation(final List<EnvelopeFit.Estimate> estimates, final double quantile) {
		this.estimates = estimates;
		this.quantile = quantile;
		topScale = top(e -> e.scale(), e -> true);
		topBfactor = top(e -> e.bfactor() + e.delta(), e -> e.scale() > GOOD_SCALE * topScale);
	}

	private double top(final ToDoubleFunction<Damping> value, final Predicate<Damping> counts) {
		final boolean images = estimates.stream().anyMatch(EnvelopeFit.Estimate::images);
		final double[] values = estimates.stream().filter(e -> e.images() || !images).map(EnvelopeFit.Estimate::damping).filter(
			counts).mapToDouble(value).sorted().toArray();
		return values.length == 0 ? Double.NEGATIVE_INFINITY : values[(int) Math.ceil(quantile * values.length) - 1];
	}

	/**
	 * A unit's weight.
	 *
	 * @param weakest largest B-factor that it may have, Å²
	 */
	FittedWeight weight(final int unit, final String name, final double weakest) {
		final EnvelopeFit.Estimate estimate = estimates.get(unit);
		final Damping damping = estimate.damping();
		final double weight = Math.min(1, damping.scale() / topScale);
		final double bfactor = Math.min(0, Math.min(weakest, damping.bfactor() - topBfactor)) + 0.0;
		final double[] errors = estimate.errors();
		final double deltaError = errors[2] == 0 && errors[3] == 0 ? 0 : Math.hypot(errors[2], errors[3]) / Math.sqrt(2);
		// An axis along which the signal would grow with frequency is none.
		final double delta = Math.max(0, Math.min(damping.delta(), -bfactor));
		return new FittedWeight(name, weight, weight * errors[0], bfactor, errors[1], delta, deltaError, delta == 0 ? 0 : damping
			.angleDeg(), estimate.images());
	}
}
