package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.PassRequest;
import org.mforfiji.engine.PassResult;
import org.mforfiji.engine.Reference;

/**
 * Refines one item (tilt series or particle series) against fixed references: image warp and particle poses move jointly by
 * Levenberg–Marquardt steps on the normal equations of one fused pass each. A pass both checks the last step and prepares
 * the next, so that a refinement of N steps needs N + 2 passes, the first of which fits amplitudes and, where a warp is
 * refined, searches each tilt's common shift.
 */
public final class ItemRefinement {

	private static final double FIRST_LAMBDA = 0.1;
	/** Stop when a step gains less than this share of the first step's gain. */
	private static final double ENOUGH = 0.01;
	/** Most steps after a block was put back. */
	private static final int SETTLING = 2;

	private final Engine engine;
	private final RefineOptions options;
	private final Parallel parallel;
	private final Monitor monitor;

	private ItemState state;
	private Priors priors;
	private Reference[][] references;
	private float[][][] gains;
	private int passes;
	private final List<String> lines = new ArrayList<>();
	private final List<Judgement> judgements = new ArrayList<>();

	/**
	 * @param engine computes the passes
	 * @param options what to refine
	 * @param parallel threads for the solver
	 * @param monitor progress and cancel
	 */
	public ItemRefinement(final Engine engine, final RefineOptions options, final Parallel parallel, final Monitor monitor) {
		this.engine = engine;
		this.options = options;
		this.parallel = parallel;
		this.monitor = monitor;
	}

	/** Refines without a judge: all particles take part in everything. */
	public ItemResult refine(final ImagingModel model, final List<SpeciesInput> inputs, final List<SpeciesReference> species) {
		return refine(model, inputs, species, HeldOut.none(inputs));
	}

	/**
	 * Refines; the inputs are not changed.
	 *
	 * @param model the item's imaging at the start, its warp grid of the size that is to be refined
	 * @param inputs every species' share
	 * @param species references of the same species, in the same order
	 * @param heldOut particles that judge what all particles share
	 */
	public ItemResult refine(final ImagingModel model, final List<SpeciesInput> inputs, final List<SpeciesReference> species,
		final HeldOut heldOut)
	{
		final long start = System.nanoTime();
		final List<SpeciesShare> shares = new ArrayList<>();
		for (int s = 0; s < inputs.size(); s++)
			shares.add(inputs.get(s).share(engine, model, species.get(s), heldOut.of().get(s)));
		state = new ItemState(model, shares);
		priors = options.priors();
		references = shares.stream().map(s -> s.references).toArray(Reference[][]::new);
		final double coarse = firstPass();
		final Course course = steps();
		if (heldOut.count() > 0 && !state.model().sharedBlocks().isEmpty()) judge(course, model);
		final ItemResult.Errors errors = new ErrorBars(state, options.particles(), parallel).of(undamped(
			course));
		return new ItemResult(state.model(), shares.stream().map(SpeciesShare::refined).toList(), errors, new ItemResult.Report(
			passes, course.accepted, course.rejected, course.improvement, gains.length == 0 ? new float[0] : gains[0][0], priors,
			coarse, (System.nanoTime() - start) / 1e9, List.copyOf(lines), List.copyOf(judgements)));
	}

	/** Fits amplitudes and searches common shifts; returns the largest shift. */
	private double firstPass() {
		final boolean search = options.coarseSearch() && state.model().warpSize().isPresent();
		final int shares = state.shares.size();
		gains = new float[shares][][];
		final CoarseSearch coarse = search ? new CoarseSearch(state.model().tilts(), options.coarseRangeA(), resolution()) : null;
		passes++;
		for (int s = 0; s < shares; s++) {
			final SpeciesShare share = state.shares.get(s);
			final PassResult result = engine.evaluate(PassRequest.compare(share.stack, state.imagePoses(share), share.halfSet,
				references[s], search ? state.model().tilts() : 0).withHeldOut(share.heldOut));
			setGains(s, result);
			if (search) coarse.add(share.stack, result.crossSpectra(), gains[s][0], parallel);
		}
		return search ? applyShifts(coarse) : 0;
	}

	private double resolution() {
		return state.shares.stream().mapToDouble(s -> s.stack.box() * s.stack.pixelSize() / s.references[0].band()).min()
			.orElse(10);
	}

	private void setGains(final int s, final PassResult result) {
		gains[s] = Gains.fit(result);
		for (int half = 0; half < 2; half++)
			references[s][half] = references[s][half].withGain(gains[s][half]);
	}

	private double applyShifts(final CoarseSearch coarse) {
		final int nodes = state.model().warpSize().nodes();
		final double[] shared = state.sharedValues();
		final double[] step = new double[shared.length];
		double largest = 0;
		for (int t = 0; t < state.model().tilts(); t++) {
			final double[] mean = new double[2];
			for (int i = 0; i < 2 * nodes; i++)
				mean[i / nodes] += shared[2 * nodes * t + i] / nodes;
			final double[] shift = coarse.best(t, mean, priors.warpCommonA());
			largest = Math.max(largest, Math.hypot(shift[0], shift[1]));
			for (int i = 0; i < 2 * nodes; i++)
				step[2 * nodes * t + i] = -shift[i / nodes];
		}
		state.apply(new double[state.poses().total()], step);
		return largest;
	}

	/** The course of the steps. */
	private static final class Course {

		private PassResult[] last;
		/** Of the last pass that was kept. */
		private NormalEquations equations;
		/** Their system without damping, once it was asked for. */
		private ArrowSystem undamped;
		/** Whether priors have been estimated. */
		private boolean adapted;
		private int accepted;
		private int rejected;
		private double improvement;
		private double lambda = FIRST_LAMBDA;
		private double firstGain;
	}

	private Course steps() {
		final Course course = new Course();
		course.last = linearise(0);
		if (!state.model().warpCandidates().isEmpty() || !state.model().volumeWarpCandidates().isEmpty()) chooseGrids(course);
		if (course.equations == null) course.equations = NormalEquations.assemble(state, course.last);
		while (course.accepted < options.subIterations() && passes < options.maxPasses()) {
			monitor.checkCancelled();
			if (!course.adapted && options.adaptPriors()) adaptPriors(course);
			if (!step(course)) break;
		}
		return course;
	}

	/** Puts the warps on the grids that the data speak for; a pass is needed again if that moved something. */
	private void chooseGrids(final Course course) {
		final WarpGridChoice choice = new WarpGridChoice(state, options, parallel, course.last);
		final WarpGridChoice.Choice chosen = choice.choose();
		lines.add(choice.describe(chosen));
		state.resize(chosen.grids());
		if (chosen.moves()) course.last = linearise(0);
		else {
			course.equations = chosen.equations();
			if (options.adaptPriors()) adapted(course, chosen.priors());
		}
	}

	/** One step; false if no further step is worth its pass. */
	private boolean step(final Course course) {
		final ArrowSystem system = system(course.equations, priors, course.lambda);
		final int[] rings = rings(course.accepted);
		final double before = energy(course.last, rings);
		final ItemState.Snapshot snapshot = state.apply(system.poseStep(), system.sharedStep());
		final PassResult[] next = linearise(course.accepted + 1);
		final double gain = before - energy(next, rings);
		final double ratio = gain / system.predictedDecrease();
		lines.add(String.format(Locale.ROOT, "step %d: log-likelihood %+.1f (predicted %+.1f, λ %.2g)", course.accepted + 1, gain,
			system.predictedDecrease(), course.lambda));
		if (!(gain > 0)) {
			state.restore(snapshot);
			course.rejected++;
			course.lambda = 5 * Math.max(course.lambda, 0.02);
			return system.predictedDecrease() > 0.1;
		}
		course.lambda = ratio < 0.25 ? 4 * course.lambda : ratio > 0.6 ? Math.max(1e-4, course.lambda / 6) : course.lambda;
		if (course.accepted == 0) course.firstGain = gain;
		course.accepted++;
		course.improvement += gain;
		stand(course, next);
		for (int s = 0; s < next.length; s++)
			setGains(s, next[s]);
		return gain > ENOUGH * course.firstGain || course.accepted < options.subIterations() && options.firstFraction() < 1;
	}

	/** One pass with derivatives, in the band of step k (counted from 0). */
	private PassResult[] linearise(final int k) {
		passes++;
		final Reference[][] banded = banded(rings(k));
		final PassResult[] results = new PassResult[state.shares.size()];
		for (int s = 0; s < results.length; s++) {
			final SpeciesShare share = state.shares.get(s);
			results[s] = engine.evaluate(PassRequest.linearise(share.stack, state.imagePoses(share), share.halfSet, banded[s])
				.withDerivatives(state.model().localParameters()).withHeldOut(share.heldOut));
		}
		return results;
	}

	/** References of every species and half-set in so many rings. */
	private Reference[][] banded(final int[] rings) {
		return IntStream.range(0, rings.length).mapToObj(s -> new Reference[] { references[s][0].withBand(rings[s]),
			references[s][1].withBand(rings[s]) }).toArray(Reference[][]::new);
	}

	/** Rings of step k per species: the fraction rises linearly from the first step to the last. */
	private int[] rings(final int k) {
		final int last = Math.max(1, options.subIterations() - 1);
		final double fraction = options.subIterations() == 1 ? 1 : options.firstFraction() + (1 - options.firstFraction()) * Math
			.min(1, k / (double) last);
		return state.shares.stream().mapToInt(s -> (int) Math.max(Math.min(5, s.references[0].band()), Math.round(fraction *
			s.references[0].band()))).toArray();
	}

	/**
	 * Asks the held-out particles about every block, and puts back those that do not help them. Blocks can stand in for each
	 * other: where some that do not help alone help together, one goes and the others are judged anew without it.
	 */
	private void judge(final Course course, final ImagingModel start) {
		double work = 0;
		boolean again = true;
		while (again && !state.model().sharedBlocks().isEmpty()) {
			final Guard guard = new Guard(engine, state, banded(rings(course.accepted)), priors, options.particles(), parallel);
			final Guard.Findings found = guard.judge(state.model(), start, () -> undamped(course));
			work += guard.images() / (double) state.shares.stream().mapToInt(share -> share.stack.size()).sum();
			again = found.judgements().entrySet().stream().anyMatch(each -> !each.getValue().kept() && !found.dispensable().contains(
				each.getKey()));
			for (final Map.Entry<SharedBlock, Judgement> each : found.judgements().entrySet())
				if (!again || found.dispensable().contains(each.getKey())) note(each.getValue());
			if (!found.dispensable().isEmpty()) putBack(course, found.dispensable(), start);
		}
		passes += (int) Math.round(work);
	}

	private void note(final Judgement judgement) {
		judgements.add(judgement);
		lines.add(judgement.toString());
	}

	private void putBack(final Course course, final Set<SharedBlock> blocks, final ImagingModel start) {
		ImagingModel model = state.model();
		for (final SharedBlock block : blocks)
			model = model.withBlockOf(block, start);
		state.become(model.fixing(blocks));
		settle(course);
	}

	/** Goes on from where a pass was made. */
	private void stand(final Course course, final PassResult[] pass) {
		course.last = pass;
		course.equations = NormalEquations.assemble(state, pass);
		course.undamped = null;
	}

	private ArrowSystem undamped(final Course course) {
		if (course.undamped == null) course.undamped = system(course.equations, priors, 0);
		return course.undamped;
	}

	/** Lets poses and the blocks that are left find their places again. */
	private void settle(final Course course) {
		course.lambda = FIRST_LAMBDA;
		stand(course, linearise(course.accepted));
		if (!options.particles() && state.model().sharedBlocks().isEmpty()) return;
		for (int k = 0; k < SETTLING && step(course); k++)
			monitor.checkCancelled();
	}

	private double energy(final PassResult[] results, final int[] rings) {
		final PriorPrecision prior = PriorPrecision.of(priors, state);
		double sum = prior.poses().energy(state.poses(), state.fittedDeviation()) + prior.energy(state.sharedValues());
		for (int s = 0; s < results.length; s++)
			sum += results[s].energy(rings[s], gains[s]);
		return sum;
	}

	private ArrowSystem system(final NormalEquations equations, final Priors with, final double lambda) {
		return new ArrowSystem(equations, PriorPrecision.of(with, state), state, options
			.particles(), lambda, parallel);
	}

	private void adaptPriors(final Course course) {
		adapted(course, new PriorEstimation(state, options.priors()).estimate(priors, with -> system(course.equations, with, 0)));
	}

	private void adapted(final Course course, final Priors estimated) {
		priors = estimated;
		course.adapted = true;
		lines.add("priors: " + priors.describe(state.model().layout(), state.poses()));
	}
}
