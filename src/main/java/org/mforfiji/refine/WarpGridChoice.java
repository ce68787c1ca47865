package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.PassResult;

/**
 * Chooses the grid of an item's image warp by the evidence for each, at the quadratic model of one pass: the likelihood of the
 * data with all parameters integrated out, log Z = max(log-likelihood + log-prior) + ½·log|K| − ½·log|H + K|, with priors as
 * the data speak for under that grid. The local derivatives of images do not depend on the grid, so that all candidates are
 * judged by the same pass; where resampling moves images, gradients are taken along by the curvature.
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

	/** The grid to use, from a pass at the present state; coarser ones are preferred, and finer ones not tried in vain. */
	GridSize choose(final PassResult[] pass) {
		GridSize best = null;
		double most = 0;
		for (final GridSize size : state.model().warpCandidates()) {
			final double evidence = evidence(size, pass);
			judged.add(String.format(Locale.ROOT, "%s %.1f", size, evidence));
			if (best != null && evidence < most - LEAST_GAIN) break;
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
		final PassResult[] there = new PassResult[pass.length];
		double moved = 0;
		for (int s = 0; s < pass.length; s++) {
			there[s] = pass[s].withGradient(pass[s].gradient().clone());
			moved += move(state.shares.get(s), resized, there[s]);
		}
		final NormalEquations equations = NormalEquations.assemble(resized, there);
		Priors priors = options.priors();
		if (options.adaptPriors()) priors = new PriorEstimation(resized, options.priors()).estimate(priors, with -> system(resized,
			equations, with));
		final PriorPrecision precision = PriorPrecision.of(priors, resized);
		final ArrowSystem system = system(resized, equations, priors);
		final PosePrior poses = precision.poses();
		final double spread = options.particles() ? poses.logDeterminant(resized.poses()) : 0;
		return moved + system.predictedDecrease() - poses.energy(resized.poses(), resized.poseDeviation()) - precision.energy(
			resized.sharedValues()) + (spread + precision.logDeterminant(resized.model().tilts()) - system.logDeterminant()) / 2;
	}

	/** Takes gradients along to where resampling puts the images, by the quadratic model; returns the gain of log-likelihood. */
	private double move(final SpeciesShare share, final ItemState resized, final PassResult pass) {
		final ImagePoses from = state.imagePoses(share), to = resized.imagePoses(share);
		double gain = 0;
		for (int i = 0; i < share.stack.size(); i++) {
			final double[] shift = { to.shiftX(i) - from.shiftX(i), to.shiftY(i) - from.shiftY(i) };
			final int local = pass.parameters().count();
			for (int a = 0; a < 2; a++)
				gain += shift[a] * pass.gradient(i, a);
			for (int r = 0; r < local; r++)
				for (int a = 0; a < 2; a++) {
					final double change = pass.curvature(i, r, a) * shift[a];
					pass.gradient()[i * local + r] -= change;
					if (r < 2) gain -= shift[r] * change / 2;
				}
		}
		return gain;
	}

	private ArrowSystem system(final ItemState at, final NormalEquations equations, final Priors priors) {
		return new ArrowSystem(equations, PriorPrecision.of(priors, at), at, options.particles(), 0, parallel);
	}
}
