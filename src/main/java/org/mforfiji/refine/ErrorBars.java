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
		final double[][] position = new double[n][3], angle = new double[n][3], projected = new double[n][2 * tilts];
		final int[] firstImage = new int[n + 1];
		for (int i = 0; i < share.stack.size(); i++)
			firstImage[share.stack.particle(i) + 1]++;
		for (int p = 0; p < n; p++)
			firstImage[p + 1] += firstImage[p];
		parallel.loop(n, p -> {
			final int global = state.first(s) / 6 + p;
			final PosteriorCovariance.Particle blocks = covariance.particle(global);
			for (int c = 0; c < 3; c++) {
				position[p][c] = poses ? Math.sqrt(Math.max(0, blocks.own()[7 * c])) : 0;
				angle[p][c] = poses ? Math.toDegrees(Math.sqrt(Math.max(0, blocks.own()[7 * (c + 3)]))) : 0;
			}
			Arrays.fill(projected[p], Double.NaN);
			for (int i = firstImage[p]; i < firstImage[p + 1]; i++) {
				final int tilt = share.stack.tilt(i);
				final double[] at = share.position(i), jacobian = state.model().jacobian(at, tilt);
				final SharedDerivatives derivatives = state.model().deformationDerivatives(at, tilt);
				for (int axis = 0; axis < 2; axis++)
					projected[p][2 * tilt + axis] = Math.sqrt(Math.max(0, covariance.projectedVariance(global, blocks, tilt, axis,
						jacobian, derivatives)));
			}
		});
		return new ItemResult.PoseErrors(position, angle, projected);
	}
}
