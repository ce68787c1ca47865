package org.mforfiji.refine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.PassResult;

/**
 * Chooses the grids of an item's image warp and volume warp by the evidence for each pair, at the quadratic model of one pass:
 * the likelihood of the data with all parameters integrated out, log Z = max(log-likelihood + log-prior) + ½·log|K| −
 * ½·log|H + K|, with priors as the data speak for under those grids. The local derivatives of images do not depend on the
 * grids, so that all candidates are judged by the same pass; where resampling moves images, gradients are taken along by the
 * curvature. One warp can take the other's part, so that the two are chosen in turn until neither changes.
 */
final class WarpGridChoice {

	/** A finer grid must be that much likelier, in units of log-likelihood. */
	private static final double LEAST_GAIN = 3;
	/** Having a volume warp at all must be that much likelier: what is not quadratic has passed for 14 where there was none. */
	private static final double LEAST_OF_VOLUME = 20;
	/** Times that each warp is chosen for the present choice of the other. */
	private static final int ROUNDS = 3;
	/** Å by which images move at least if they move at all. */
	private static final double MOVED = 1e-3;

	private final ItemState state;
	private final RefineOptions options;
	private final Parallel parallel;
	private final PassResult[] pass;
	private final Map<WarpGrids, Double> judged = new LinkedHashMap<>();
	private Choice choice;

	/** @param pass at the present state */
	WarpGridChoice(final ItemState state, final RefineOptions options, final Parallel parallel, final PassResult[] pass) {
		this.state = state;
		this.options = options;
		this.parallel = parallel;
		this.pass = pass;
	}

	/**
	 * Grids and what was found with them.
	 *
	 * @param grids the grids
	 * @param evidence for them
	 * @param equations at the present pass
	 * @param priors as the data speak for
	 * @param moves whether the images' positions change by resampling, so that the equations are true to second order only
	 */
	record Choice(WarpGrids grids, double evidence, NormalEquations equations, Priors priors, boolean moves) {}

	/** The grids to use; coarser ones are preferred. */
	Choice choose() {
		final ImagingModel model = state.model();
		final List<GridSize> images = model.warpCandidates();
		final List<VolumeGridSize> volumes = model.volumeWarpCandidates();
		WarpGrids best = model.warpGrids();
		if (!volumes.isEmpty()) best = best.withVolume(volumes.get(0));
		if (!images.isEmpty()) best = best.withImage(images.get(0));
		if (!images.isEmpty() && !volumes.isEmpty()) {
			final WarpGrids first = image(best, images), second = volume(best, volumes);
			best = evidence(second) > evidence(first) + LEAST_OF_VOLUME ? second : first;
		}
		WarpGrids before = null;
		for (int round = 0; round < ROUNDS && !best.equals(before); round++) {
			before = best;
			best = volume(image(best, images), volumes);
		}
		return judge(best);
	}

	/** The best image warp for a volume warp; finer ones are not tried in vain. */
	private WarpGrids image(final WarpGrids at, final List<GridSize> sizes) {
		WarpGrids best = null;
		for (final GridSize size : sizes) {
			final WarpGrids grids = at.withImage(size);
			final double here = evidence(grids);
			if (best != null && here < evidence(best) - LEAST_GAIN) break;
			if (best == null || here >= evidence(best) + LEAST_GAIN) best = grids;
		}
		return best == null ? at : best;
	}

	/** The best volume warp for an image warp. */
	private WarpGrids volume(final WarpGrids at, final List<VolumeGridSize> sizes) {
		WarpGrids best = null;
		for (final VolumeGridSize size : sizes) {
			final WarpGrids grids = at.withVolume(size);
			final double here = evidence(grids);
			if (best == null || here >= evidence(best) + (best.volume().isCleared() ? LEAST_OF_VOLUME : LEAST_GAIN)) best = grids;
		}
		return best == null ? at : best;
	}

	/** What was found, for the log. */
	String describe(final Choice chosen) {
		final boolean image = !state.model().warpCandidates().isEmpty(), volume = !state.model().volumeWarpCandidates().isEmpty();
		final String found = judged.entrySet().stream().map(e -> (image && volume ? e.getKey().image() + " + " + e.getKey().volume()
			: image ? e.getKey().image() : e.getKey().volume()) + String.format(Locale.ROOT, " %.1f", e.getValue())).collect(Collectors
				.joining(", "));
		return (image ? "image warp auto: " + chosen.grids.image() : "") + (image && volume ? ", " : "") + (volume
			? "volume warp auto: " + chosen.grids.volume() : "") + " (log-evidence " + found + ")";
	}

	private double evidence(final WarpGrids grids) {
		return judged.containsKey(grids) ? judged.get(grids) : judge(grids).evidence;
	}

	private Choice judge(final WarpGrids grids) {
		if (choice != null && choice.grids.equals(grids)) return choice;
		final ItemState resized = new ItemState(state.model().withWarpGrids(grids), state.shares);
		final PassResult[] there = new PassResult[pass.length];
		double moved = 0;
		boolean moves = false;
		for (int s = 0; s < pass.length; s++) {
			there[s] = pass[s].withGradient(pass[s].gradient().clone());
			moved += move(state.shares.get(s), resized, there[s]);
			moves |= moves(state.shares.get(s), resized);
		}
		final NormalEquations equations = NormalEquations.assemble(resized, there);
		Priors priors = options.priors();
		if (options.adaptPriors()) priors = new PriorEstimation(resized, options.priors()).estimate(priors, with -> system(resized,
			equations, with));
		final PriorPrecision precision = PriorPrecision.of(priors, resized);
		final ArrowSystem system = system(resized, equations, priors);
		final PosePrior poses = precision.poses();
		final double spread = options.particles() ? poses.logDeterminant(resized.poses()) : 0;
		final double evidence = moved + system.predictedDecrease() - poses.energy(resized.poses(), resized.poseDeviation()) - precision
			.energy(resized.sharedValues()) + (spread + precision.logDeterminant(resized.model().tilts()) - system.logDeterminant()) / 2;
		judged.put(grids, evidence);
		final Choice found = new Choice(grids, evidence, equations, priors, moves);
		if (choice == null || evidence > choice.evidence) choice = found;
		return found;
	}

	private boolean moves(final SpeciesShare share, final ItemState resized) {
		final ImagePoses from = state.imagePoses(share), to = resized.imagePoses(share);
		return IntStream.range(0, share.stack.size()).anyMatch(i -> Math.hypot(to.shiftX(i) - from.shiftX(i), to.shiftY(i) - from
			.shiftY(i)) > MOVED);
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
