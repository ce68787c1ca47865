package org.mforfiji.refine;

import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.PassResult;

/**
 * Gauss–Newton normal equations of an item's poses and shared parameters, H·δ = b, assembled from the local gradients and
 * curvatures of its images. The matrix is an arrow: the poses' part is block-diagonal (n×n per particle, n = 6·T), the image
 * warp's part block-diagonal (one block per tilt), and an image couples its particle with the nodes of its tilt through
 * w·B, w being the nodes' weights and B a 2×n matrix that is kept per image. Stage angles and volume warp are few and are
 * kept dense. Shared parameters are ordered: image warp, then {@link DeformationLayout}.
 */
final class NormalEquations {

	/** Local parameters of an image that its pose moves; those of its magnification come after them. */
	private static final int POSE = LocalParameters.POSE.count();

	/** By particle, whether it follows the shared parameters without having a say in them. */
	final boolean[] heldOut;
	final int nodes;
	final int tilts;
	/** Order of the pose parameters. */
	final PoseLayout poses;
	/** Per particle: n×n matrix; right-hand side of all. */
	final double[][] poseMatrix;
	final double[] poseRight;
	/** Number of stage angles and nodes of the volume warp. */
	final int dense;
	/** Right-hand side of all shared parameters. */
	final double[] sharedRight;
	/** Per tilt: (2·nodes)² matrix. */
	final double[][] warpMatrix;
	/** Dense parameters: their own matrix; per tilt (2·nodes)×dense with the warp; per particle dense×n with the pose. */
	final double[] denseMatrix;
	final double[][] denseWarp;
	final double[][] densePose;
	/** Per particle and tilt: B (2×n) and node weights; null where there is no image. */
	final double[][][] coupling;
	final double[][][] weights;

	private NormalEquations(final ItemState state) {
		heldOut = state.heldOut();
		poses = state.poses();
		tilts = state.model().tilts();
		nodes = state.model().warpSize().nodes();
		dense = state.model().layout().size();
		final int particles = poses.particles();
		poseMatrix = new double[particles][];
		poseRight = new double[poses.total()];
		warpMatrix = new double[tilts][4 * nodes * nodes];
		sharedRight = new double[2 * nodes * tilts + dense];
		denseMatrix = new double[dense * dense];
		denseWarp = new double[tilts][2 * nodes * dense];
		densePose = new double[particles][];
		for (int p = 0; p < particles; p++) {
			poseMatrix[p] = new double[poses.size(p) * poses.size(p)];
			densePose[p] = new double[poses.size(p) * dense];
		}
		coupling = new double[particles][tilts][];
		weights = new double[particles][tilts][];
	}

	/** Assembles from one pass result per species. */
	static NormalEquations assemble(final ItemState state, final PassResult[] results) {
		final NormalEquations equations = new NormalEquations(state);
		for (int s = 0; s < results.length; s++) {
			final SpeciesShare share = state.shares.get(s);
			for (int i = 0; i < share.stack.size(); i++)
				equations.add(state, share, state.firstParticle(s) + share.stack.particle(i), i, results[s]);
		}
		return equations;
	}

	private void add(final ItemState state, final SpeciesShare share, final int particle, final int i,
		final PassResult result)
	{
		final int tilt = share.stack.tilt(i);
		final double[] position = share.position(i);
		final double[] jacobian = share.bySamples(localJacobian(state.model(), position, tilt), i);
		final Local local = new Local(result, i);
		final double[] hj = product(local, jacobian);
		addPose(particle, jacobian, hj, local);
		final double[] w = state.model().warpWeights(position, tilt);
		if (dense > 0) addDense(particle, tilt, jacobian, local, w, state.model().deformationDerivatives(position, tilt));
		if (nodes == 0) return;
		if (!heldOut[particle]) addWarp(tilt, w, local);
		coupling[particle][tilt] = java.util.Arrays.copyOf(hj, 2 * poses.size(particle));
		weights[particle][tilt] = w;
	}

	/** d(s_x, s_y, w_x, w_y, w_z)/d(position, rotation vector in the tomogram frame) of the pose in the image, 5×6. */
	static double[] localJacobian(final ImagingModel model, final double[] position, final int tilt) {
		final double[] jacobian = new double[POSE * 6];
		final double[] shift = model.jacobian(position, tilt);
		final double[] turn = model.orientation(position, tilt);
		for (int c = 0; c < 3; c++) {
			jacobian[c] = shift[c];
			jacobian[6 + c] = shift[3 + c];
			for (int r = 0; r < 3; r++)
				jacobian[(2 + r) * 6 + 3 + c] = turn[3 * r + c];
		}
		return jacobian;
	}

	private static double[] product(final Local local, final double[] jacobian) {
		final int n = jacobian.length / POSE;
		final double[] out = new double[POSE * n];
		for (int r = 0; r < POSE; r++)
			for (int k = 0; k < POSE; k++)
				for (int c = 0; c < n; c++)
					out[r * n + c] += local.h(r, k) * jacobian[k * n + c];
		return out;
	}

	private void addPose(final int particle, final double[] jacobian, final double[] hj, final Local local) {
		final double[] matrix = poseMatrix[particle];
		final int n = poses.size(particle), first = poses.first(particle);
		for (int k = 0; k < POSE; k++)
			for (int r = 0; r < n; r++) {
				final double j = jacobian[k * n + r];
				poseRight[first + r] += j * local.gradient(k);
				for (int c = 0; c < n; c++)
					matrix[r * n + c] += j * hj[k * n + c];
			}
	}

	private void addWarp(final int tilt, final double[] w, final Local local) {
		final int edge = 2 * nodes;
		final double[] matrix = warpMatrix[tilt];
		for (int a = 0; a < 2; a++)
			for (int n = 0; n < nodes; n++) {
				sharedRight[tilt * edge + a * nodes + n] += w[n] * local.gradient(a);
				for (int b = 0; b < 2; b++) {
					final double factor = w[n] * local.h(a, b);
					final int row = (a * nodes + n) * edge + b * nodes;
					for (int m = 0; m < nodes; m++)
						matrix[row + m] += factor * w[m];
				}
			}
	}

	/** What a pass found of one image. */
	private static final class Local {

		private final int count;
		private final double[] h;
		private final double[] gradient;
		private final int at;

		Local(final PassResult result, final int image) {
			count = result.parameters().count();
			h = new double[count * count];
			for (int r = 0; r < count; r++)
				for (int c = 0; c < count; c++)
					h[r * count + c] = result.curvature(image, r, c);
			gradient = result.gradient();
			at = image * count;
		}

		double h(final int r, final int c) {
			return h[r * count + c];
		}

		double gradient(final int r) {
			return gradient[at + r];
		}
	}

	private void addDense(final int particle, final int tilt, final double[] jacobian, final Local local, final double[] w,
		final SharedDerivatives d)
	{
		final int first = sharedRight.length - dense, count = local.count, n = poses.size(particle);
		final double[] hd = new double[count];
		for (int e = 0; e < d.size(); e++) {
			final int at = d.index()[e];
			for (int r = 0; r < count; r++) {
				hd[r] = 0;
				for (int k = 0; k < count; k++)
					hd[r] += local.h(r, k) * d.slope(e, k);
			}
			for (int c = 0; c < n; c++)
				for (int k = 0; k < POSE; k++)
					densePose[particle][n * at + c] += jacobian[k * n + c] * hd[k];
			if (heldOut[particle]) continue;
			for (int r = 0; r < count; r++)
				sharedRight[first + at] += d.slope(e, r) * local.gradient(r);
			for (int f = 0; f < d.size(); f++)
				for (int r = 0; r < count; r++)
					denseMatrix[d.index()[f] * dense + at] += d.slope(f, r) * hd[r];
			for (int a = 0; a < 2 && nodes > 0; a++)
				for (int node = 0; node < nodes; node++)
					denseWarp[tilt][(a * nodes + node) * dense + at] += w[node] * hd[a];
		}
	}
}
