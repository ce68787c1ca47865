package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.mforfiji.base.Parallel;

/** Turns the posterior covariance of an item into standard deviations per particle and image. */
final class ErrorBars {

	private final ItemState state;
	private final boolean poses;
	private final Parallel parallel;

	ErrorBars(final ItemState state, final boolean poses, final Parallel parallel) {
		this.state = state;
		this.poses = poses;
		this.parallel = parallel;
	}

	/** Standard deviations of all, from the undamped system at the end. */
	ItemResult.Errors of(final ArrowSystem system) {
		final PosteriorCovariance covariance = system.covariance();
		final List<ItemResult.PoseErrors> poses = poses(covariance);
		final GridSize warp = state.model().warpSize();
		final DeformationLayout layout = state.model().layout();
		final int warps = state.warpParameters();
		final List<ItemResult.SharedError> shared = new ArrayList<>();
		for (int t = 0; t < state.model().tilts(); t++)
			for (int axis = 0; axis < 2; axis++)
				for (int n = 0; n < warp.nodes(); n++)
					shared.add(new ItemResult.SharedError("imagewarp_" + DeformationLayout.AXES[axis], t + 1, n % warp.width(), n / warp.width(), 0,
						covariance.sharedSigma((2 * t + axis) * warp.nodes() + n)));
		for (int i = 0; i < layout.size(); i++)
			shared.add(layout.error(i, covariance.sharedSigma(warps + i)));
		return new ItemResult.Errors(poses, shared);
	}

	private List<ItemResult.PoseErrors> poses(final PosteriorCovariance covariance) {
		return IntStream.range(0, state.shares.size()).mapToObj(s -> share(s, covariance)).toList();
	}

	private ItemResult.PoseErrors share(final int s, final PosteriorCovariance covariance) {
		final SpeciesShare share = state.shares.get(s);
		final int n = share.particles.size(), tilts = state.model().tilts();
		final double[][] position = new double[n][3 * share.samples()], angle = new double[n][3 * share.samples()],
			projected = new double[n][2 * tilts];
		final int[] firstImage = new int[n + 1];
		for (int i = 0; i < share.stack.size(); i++)
			firstImage[share.stack.particle(i) + 1]++;
		for (int p = 0; p < n; p++)
			firstImage[p + 1] += firstImage[p];
		parallel.loop(n, p -> {
			final int global = state.firstParticle(s) + p;
			final PosteriorCovariance.Particle blocks = covariance.particle(global);
			for (int c = 0; poses && c < position[p].length; c++) {
				position[p][c] = sigma(blocks.own(), c / 3 * PoseLayout.POSE + c % 3);
				angle[p][c] = Math.toDegrees(sigma(blocks.own(), c / 3 * PoseLayout.POSE + 3 + c % 3));
			}
			Arrays.fill(projected[p], Double.NaN);
			for (int i = firstImage[p]; i < firstImage[p + 1]; i++) {
				final int tilt = share.stack.tilt(i);
				final double[] at = share.position(i), byPose = NormalEquations.localJacobian(state.model(), at, tilt);
				final double[] jacobian = share.bySamples(Arrays.copyOf(byPose, 2 * PoseLayout.POSE), i);
				final SharedDerivatives derivatives = state.model().deformationDerivatives(at, tilt);
				for (int axis = 0; axis < 2; axis++)
					projected[p][2 * tilt + axis] = Math.sqrt(Math.max(0, covariance.projectedVariance(global, blocks, tilt, axis,
						Arrays.copyOfRange(jacobian, axis * jacobian.length / 2, (axis + 1) * jacobian.length / 2), derivatives)));
			}
		});
		return new ItemResult.PoseErrors(position, angle, projected);
	}

	/** Square root of diagonal element i of an n×n matrix. */
	private static double sigma(final double[] covariance, final int i) {
		final int n = (int) Math.round(Math.sqrt(covariance.length));
		return Math.sqrt(Math.max(0, covariance[i * (n + 1)]));
	}
}
