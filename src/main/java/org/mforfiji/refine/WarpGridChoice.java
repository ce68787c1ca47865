package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.PassResult;

/**
 * Chooses the grid of an item's image warp by the evidence for each, at the quadratic model of one pass: the likelihood of the
 * data with all parameters integrated out, log Z = max(log-likelihood + log-prior) + ½·log|K| − ½·log|H + K|, with priors as
 * the data speak for under that grid. The local derivatives of images do not depend on the grid, so that all candidates are
 * judged by the same pass.
 */
final class WarpGridChoice {

	/** A finer grid must be that much likelier, in units of log-likelihood. */
	private static final double LEAST_GAIN = 3;

	private final ItemState state;
	private final RefineOptions options;
	private final Parallel parallel;
	private final List<String> judged = new ArrayList<>();

	WarpGridChoice(final ItemState state, final RefineOptions options, final Parallel parallel) {
		this.state = state;
		this.options = options;
		this.parallel = parallel;
	}

	/** The grid to use, from a pass at the present state; coarser ones are preferred. */
	GridSize choose(final PassResult[] pass) {
		GridSize best = null;
		double most = 0;
		for (final GridSize size : state.model().warpCandidates()) {
			final double evidence = evidence(size, pass);
			judged.add(String.format(Locale.ROOT, "%s %.1f", size, evidence));
			if (best != null && evidence < most + LEAST_GAIN) continue;
			best = size;
			most = evidence;
		}
		return best;
	}

	/** What was found, for the log. */
	String describe(final GridSize chosen) {
		return "image warp auto: " + chosen + " (log-evidence " + String.join(", ", judged) + ")";
	}

	private double evidence(final GridSize size, final PassResult[] pass) {
		final ItemState resized = new ItemState(state.model().withWarpSize(size), state.shares);
		final NormalEquations equations = NormalEquations.assemble(resized, pass);
		Priors priors = options.priors();
		if (options.adaptPriors()) priors = new PriorEstimation(resized, options.priors()).estimate(priors, with -> system(resized,
			equations, with));
		final PriorPrecision precision = PriorPrecision.of(priors, resized);
		final ArrowSystem system = system(resized, equations, priors);
		final int particles = options.particles() ? resized.poseParameters() / 6 : 0;
		return system.predictedDecrease() - precision.energy(resized.poseDeviation(), resized.sharedValues()) + (precision
			.logDeterminant(particles, resized.model().tilts()) - system.logDeterminant()) / 2;
	}

	private ArrowSystem system(final ItemState at, final NormalEquations equations, final Priors priors) {
		return new ArrowSystem(equations, PriorPrecision.of(priors, at), at, options.particles(), 0, parallel);
	}
}
