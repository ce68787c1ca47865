package org.mforfiji.refine;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Estimates the priors' standard deviations from an item's own data (empirical Bayes): each variance is the mean over its
 * parameters of the squared estimate plus its posterior variance, at the solution of the present quadratic model. Traces of
 * the posterior covariance are estimated with random signs (Hutchinson), which needs solutions of the factorised system only.
 */
final class PriorEstimation {

	private static final int ROUNDS = 3;
	private static final int PROBES = 6;
	/** Never narrower than this, so that a quiet item can still move. */
	private static final Priors FLOOR = new Priors(0.5, 0.3, 0.3, 0.2, 0.1, 0.05, 0.02, 0.15, 0);

	private final ItemState state;
	private final Priors widest;

	PriorEstimation(final ItemState state, final Priors widest) {
		this.state = state;
		this.widest = widest;
	}

	/** A system for given priors, without damping. */
	interface SystemOf {

		ArrowSystem with(Priors priors);
	}

	/** Priors that fit the data at the present linearisation, between a floor and the widest allowed. */
	Priors estimate(final Priors start, final SystemOf systems) {
		Priors priors = start;
		for (int round = 0; round < ROUNDS; round++)
			priors = update(priors, systems.with(priors));
		return priors;
	}

	private Priors update(final Priors priors, final ArrowSystem system) {
		final double[] pose = sum(state.poseDeviation(), system.poseStep());
		final double[] shared = sum(state.sharedValues(), system.sharedStep());
		final Moments moments = new Moments(state.poses(), state.model().warpSize().nodes(), state.model().layout());
		moments.add(pose, pose, shared, shared, 1);
		final Random random = new Random(7);
		for (int probe = 0; probe < PROBES; probe++) {
			final double[] poseSigns = poseSigns(probe, pose.length), sharedSigns = signs(random, shared.length);
			final ArrowSystem.Solution y = system.solve(poseSigns, sharedSigns);
			moments.add(poseSigns, y.pose(), sharedSigns, y.shared(), 1.0 / PROBES);
		}
		return moments.priors(priors, widest);
	}

	private static double[] sum(final double[] a, final double[] b) {
		final double[] out = a.clone();
		for (int i = 0; i < out.length; i++)
			out[i] += b[i];
		return out;
	}

	/** Signs that belong to the particles themselves, so that their order does not matter. */
	private double[] poseSigns(final int probe, final int n) {
		final double[] signs = new double[n];
		for (int s = 0; s < state.shares.size(); s++) {
			final SpeciesShare share = state.shares.get(s);
			for (int p = 0; p < share.particles.size(); p++) {
				final double[] own = signs(new Random(31L * Arrays.hashCode(share.particles.get(p).coordinates()) + probe), 6 * share
					.samples());
				System.arraycopy(own, 0, signs, state.poses().first(state.firstParticle(s) + p), own.length);
			}
		}
		return signs;
	}

	private static double[] signs(final Random random, final int n) {
		final double[] signs = new double[n];
		for (int i = 0; i < n; i++)
			signs[i] = random.nextBoolean() ? 1 : -1;
		return signs;
	}

	/** Sums of products over the groups of parameters that share a variance. */
	private static final class Moments {

		private final PoseLayout particles;
		private final int nodes;
		private final DeformationLayout layout;
		private double position, angle, positionStep, angleStep, common, deviation, stage, volume;
		private int poses, steps, grids;

		Moments(final PoseLayout particles, final int nodes, final DeformationLayout layout) {
			this.particles = particles;
			this.nodes = nodes;
			this.layout = layout;
		}

		void add(final double[] pose, final double[] pose2, final double[] warp, final double[] warp2, final double weight) {
			final int warps = warp.length - layout.size();
			stage += weight * layout.angleMoment(warp, warp2, warps);
			volume += weight * layout.volumeMoment(warp, warp2, warps);
			poses = steps = 0;
			for (int p = 0; p < particles.particles(); p++)
				addPoses(p, pose, pose2, weight);
			grids = nodes == 0 ? 0 : warps / nodes;
			for (int g = 0; g < grids; g++) {
				double mean = 0, mean2 = 0, product = 0;
				for (int n = 0; n < nodes; n++) {
					mean += warp[g * nodes + n] / nodes;
					mean2 += warp2[g * nodes + n] / nodes;
					product += warp[g * nodes + n] * warp2[g * nodes + n];
				}
				common += weight * mean * mean2;
				deviation += weight * (product - nodes * mean * mean2);
			}
		}

		/** The mean over a particle's samples, and the steps between them. */
		private void addPoses(final int p, final double[] pose, final double[] pose2, final double weight) {
			final int first = particles.first(p), samples = particles.samples(p);
			poses += 3;
			steps += 3 * (samples - 1);
			for (int c = 0; c < PoseLayout.POSE; c++) {
				double mean = 0, mean2 = 0, step = 0;
				for (int i = first + c; i < first + particles.size(p); i += PoseLayout.POSE) {
					mean += pose[i] / samples;
					mean2 += pose2[i] / samples;
					final int before = i - PoseLayout.POSE;
					if (before >= first) step += (pose[i] - pose[before]) * (pose2[i] - pose2[before]);
				}
				if (c < 3) {
					position += weight * mean * mean2;
					positionStep += weight * step;
				}
				else {
					angle += weight * mean * mean2;
					angleStep += weight * step;
				}
			}
		}

		Priors priors(final Priors now, final Priors widest) {
			final double node = nodes > 1 ? root(deviation / (grids * (nodes - 1.0))) : now.warpNodeA();
			final double shared = grids > 0 ? root(common / grids - node * node / nodes) : now.warpCommonA();
			return new Priors(limit(shared, FLOOR.warpCommonA(), widest.warpCommonA()), limit(node, FLOOR.warpNodeA(), widest
				.warpNodeA()), width(Priors::positionA, poses, root(position / poses), now, widest), width(Priors::angleDeg, poses, Math
					.toDegrees(root(angle / poses)), now, widest), width(Priors::positionStepA, steps, root(positionStep / steps), now,
						widest), width(Priors::angleStepDeg, steps, Math.toDegrees(root(angleStep / steps)), now, widest), width(
							Priors::stageAngleDeg, layout.angles(), root(stage / layout.angles()), now, widest), width(Priors::volumeWarpA,
								layout.volume(), root(volume * layout.times() / layout.volume()), now, widest), now.magnificationPercent());
		}

		/** A width from so many parameters, within its limits; as it is if there are none. */
		private static double width(final ToDoubleFunction<Priors> which, final int parameters, final double found,
			final Priors now, final Priors widest)
		{
			return parameters == 0 ? which.applyAsDouble(now) : limit(found, which.applyAsDouble(FLOOR), which.applyAsDouble(widest));
		}

		private static double root(final double variance) {
			return Math.sqrt(Math.max(0, variance));
		}

		private static double limit(final double value, final double low, final double high) {
			return Math.max(Math.min(low, high), Math.min(high, value));
		}
	}
}
