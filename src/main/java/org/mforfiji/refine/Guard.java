package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.PassRequest;
import org.mforfiji.engine.PassResult;
import org.mforfiji.engine.Reference;
import org.mforfiji.population.Particle;

/**
 * Judges an item's refined blocks of shared parameters by the particles that were held out of their fit: each block is taken
 * away, the poses of these particles are fitted anew with and without it, and the difference of their log-likelihoods is held
 * against its own noise, which is taken from the spread of the differences of single images. A block that fits noise lowers
 * the likelihood of images that had no part in the fit. A block that was there before must not be worse than it was, either.
 */
final class Guard {

	/** Newton steps of the held-out poses for each alternative. */
	private static final int STEPS = 2;

	private final Engine engine;
	private final Priors priors;
	private final boolean poses;
	private final Parallel parallel;
	private final List<SpeciesShare> jury = new ArrayList<>();
	private int particles;
	/** Particle of each image, over all species. */
	private final int[] member;
	/** Images looked at, for the account of the work. */
	private long images;

	/**
	 * @param engine compares images
	 * @param state the refined item
	 * @param references of every species and half-set, with the band and gains of the last step
	 * @param priors of the poses
	 * @param poses whether poses are refined
	 */
	Guard(final Engine engine, final ItemState state, final Reference[][] references, final Priors priors, final boolean poses,
		final Parallel parallel)
	{
		this.engine = engine;
		this.priors = priors;
		this.poses = poses;
		this.parallel = parallel;
		for (int s = 0; s < references.length; s++)
			add(state.shares.get(s), references[s], state.model().doseFractions());
		final List<Integer> members = new ArrayList<>();
		int first = 0;
		for (final SpeciesShare share : jury) {
			for (int i = 0; i < share.stack.size(); i++)
				members.add(first + share.stack.particle(i));
			first += share.particles.size();
		}
		member = members.stream().mapToInt(p -> p).toArray();
	}

	private void add(final SpeciesShare share, final Reference[] references, final double[] doseFractions) {
		final int[] index = new int[share.particles.size()];
		int count = 0;
		for (int p = 0; p < index.length; p++)
			index[p] = share.heldOut[p] ? count++ : -1;
		if (count == 0) return;
		final ParticleStack.Builder builder = ParticleStack.builder(share.stack.box(), share.stack.pixelSize());
		final List<Integer> chosen = new ArrayList<>();
		for (int i = 0; i < share.stack.size(); i++) {
			final int p = index[share.stack.particle(i)];
			if (p < 0) continue;
			chosen.add(i);
			builder.add(new ParticleStack.Image(p, share.stack.tilt(i), share.stack.x(i), share.stack.y(i), share.stack.values(
				i)));
		}
		final int[] images = chosen.stream().mapToInt(i -> i).toArray();
		final List<Particle> members = new ArrayList<>(share.refined());
		for (int p = index.length - 1; p >= 0; p--)
			if (index[p] < 0) members.remove(p);
		jury.add(new SpeciesShare(new SpeciesInput(share.name, members, builder.build()), Arrays.stream(references).map(r -> r.of(
			images)).toArray(Reference[]::new), doseFractions));
		particles += count;
	}

	/** Number of images compared so far. */
	long images() {
		return images;
	}

	/**
	 * Judges every block that the refined model holds. One that was there before is held against its former value too, with
	 * {@link Judgement#allowance}; on a finer grid than it was fitted on then, in proportion. How much of the allowance the block
	 * really took up is known no better than to itself.
	 *
	 * @param refined the model
	 * @param start the item before, on the same grids
	 * @param others gives the undamped system of the other particles at the refined state
	 */
	Findings judge(final ImagingModel refined, final ImagingModel start, final Supplier<ArrowSystem> others) {
		final Map<SharedBlock, Judgement> findings = new EnumMap<>(SharedBlock.class);
		final Fit with = fitted(refined);
		DMatrixRMaj own = null, covariance = null;
		for (final SharedBlock block : refined.sharedBlocks()) {
			final Difference absent = difference(with, fitted(refined.withoutEffectOf(block)));
			if (!start.acts(block)) {
				findings.put(block, Judgement.of(block.toString(), absent.gain, absent.noise, particles));
				continue;
			}
			if (own == null) {
				own = information(refined, with);
				covariance = others.get().sharedCovariance();
			}
			final Difference before = difference(with, fitted(refined.withBlockOf(block, start)));
			final int[] range = refined.range(block);
			final double grown = Math.min(1, start.parametersBefore(block) / (double) (range[1] - range[0]));
			final double allowance = grown * Judgement.allowance(own, covariance, IntStream.range(range[0], range[1]));
			findings.put(block, Judgement.of(block.toString(), absent.gain, absent.noise, particles, before.gain + allowance, Math
				.hypot(before.noise, allowance)));
		}
		return new Findings(findings, dispensable(refined, with, findings));
	}

	/** The blocks that can go together: all that did not help if they do not help together, else the one that helped least. */
	private Set<SharedBlock> dispensable(final ImagingModel refined, final Fit with, final Map<SharedBlock, Judgement> findings) {
		final Set<SharedBlock> idle = EnumSet.noneOf(SharedBlock.class);
		ImagingModel without = refined;
		for (final Map.Entry<SharedBlock, Judgement> found : findings.entrySet()) {
			if (found.getValue().kept()) continue;
			idle.add(found.getKey());
			without = without.withoutEffectOf(found.getKey());
		}
		if (idle.size() < 2) return idle;
		final Difference together = difference(with, fitted(without));
		return Judgement.of("", together.gain, together.noise, particles).kept() ? Set.of(Collections.min(idle, Comparator
			.comparingDouble(block -> findings.get(block).score()))) : idle;
	}

	/**
	 * What was found.
	 *
	 * @param judgements of every block
	 * @param dispensable blocks to put back now; others that did not help have to be judged again without these
	 */
	record Findings(Map<SharedBlock, Judgement> judgements, Set<SharedBlock> dispensable) {}

	/** What the held-out particles themselves say of the shared parameters. */
	private DMatrixRMaj information(final ImagingModel model, final Fit fit) {
		final ItemState state = new ItemState(model, jury);
		return new ArrowSystem(NormalEquations.assemble(state, fit.pass), PriorPrecision.of(priors, state), state, poses, 0, parallel)
			.information();
	}

	/** Gain as the difference of energies; its noise as the root of the sum of squared deviations of single images. */
	private static Difference difference(final Fit with, final Fit without) {
		double gain = Arrays.stream(without.priors).sum() - Arrays.stream(with.priors).sum(), mean = 0, squares = 0;
		final int n = with.images.length;
		for (int i = 0; i < n; i++) {
			final double difference = without.images[i] - with.images[i];
			gain += difference;
			mean += difference / n;
			squares += difference * difference;
		}
		return new Difference(gain, Math.sqrt(Math.max(0, squares - n * mean * mean)));
	}

	/** Log-likelihood that a block gains, and its noise. */
	private record Difference(double gain, double noise) {}

	/** Least energies of the held-out images and of their particles' priors, and a pass near by. */
	private record Fit(double[] images, double[] priors, PassResult[] pass) {}

	/** The least energy over the poses, of each particle for itself, with the imaging as given. */
	private Fit fitted(final ImagingModel model) {
		final ItemState state = new ItemState(model.fixing(Set.copyOf(model.sharedBlocks())), jury);
		final ItemState.Snapshot begin = state.snapshot();
		PassResult[] pass = compare(state, model.localParameters());
		final Fit best = fit(state, pass);
		for (int k = 0; poses && k < STEPS; k++) {
			final ArrowSystem system = new ArrowSystem(NormalEquations.assemble(state, pass), PriorPrecision.of(priors, state), state,
				true, 0, parallel);
			state.apply(system.poseStep(), system.sharedStep());
			pass = compare(state, model.localParameters());
			take(fit(state, pass), best);
		}
		state.restore(begin);
		return best;
	}

	/** Takes particles over into the best fit that are better in another: one that a step leads astray counts as it was. */
	private void take(final Fit other, final Fit best) {
		final double[] change = new double[particles];
		for (int p = 0; p < particles; p++)
			change[p] = other.priors[p] - best.priors[p];
		for (int i = 0; i < other.images.length; i++)
			change[member[i]] += other.images[i] - best.images[i];
		for (int p = 0; p < particles; p++)
			if (change[p] < 0) best.priors[p] = other.priors[p];
		for (int i = 0; i < other.images.length; i++)
			if (change[member[i]] < 0) best.images[i] = other.images[i];
	}

	private PassResult[] compare(final ItemState state, final LocalParameters parameters) {
		final PassResult[] results = new PassResult[jury.size()];
		for (int s = 0; s < results.length; s++) {
			final SpeciesShare share = jury.get(s);
			results[s] = engine.evaluate(PassRequest.linearise(share.stack, state.imagePoses(share), share.halfSet,
				share.references).withDerivatives(parameters));
			images += share.stack.size();
		}
		return results;
	}

	private Fit fit(final ItemState state, final PassResult[] pass) {
		final PosePrior prior = PriorPrecision.of(priors, state).poses();
		final double[] deviation = state.poseDeviation();
		return new Fit(Arrays.stream(pass).flatMapToDouble(p -> Arrays.stream(p.value())).toArray(), IntStream.range(0, particles)
			.mapToDouble(p -> prior.energy(state.poses(), deviation, p)).toArray(), pass);
	}
}
