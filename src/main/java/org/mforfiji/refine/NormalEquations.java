package org.mforfiji.refine;

import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.PassResult;

/**
 * Gauss–Newton normal equations of an item's poses and shared parameters, H·δ = b, assembled from the local gradients and
 * curvatures of its images. The matrix is an arrow: the poses' part is block-diagonal (6×6 per particle), the image warp's
 * part block-diagonal (one block per tilt), and an image couples its particle with the nodes of its tilt through
 * w·B, w being the nodes' weights and B a 2×6 matrix that is kept per image. Stage angles and volume warp are few and are
 * kept dense. Shared parameters are ordered: image warp, then {@link DeformationLayout}.
 */
final class NormalEquations {

	/** Local parameters of an image that its pose moves; those of its magnification come after them. */
	private static final int POSE = LocalParameters.POSE.count();

	final int nodes;
	final int tilts;
	/** Per particle: 6×6 matrix and right-hand side. */
	final double[][] poseMatrix;
	final double[] poseRight;
	/** Number of stage angles and nodes of the volume warp. */
	final int dense;
	/** Right-hand side of all shared parameters. */
	final double[] sharedRight;
	/** Per tilt: (2·nodes)² matrix. */
	final double[][] warpMatrix;
	/** Dense parameters: their own matrix; per tilt (2·nodes)×dense with the warp; per particle dense×6 with the pose. */
	final double[] denseMatrix;
	final double[][] denseWarp;
	final double[][] densePose;
	/** Per particle and tilt: B (2×6) and node weights; null where there is no image. */
	final double[][][] coupling;
	final double[][][] weights;

	private NormalEquations(final int particles, final int tilts, final int nodes, final int dense) {
		this.nodes = nodes;
		this.dense = dense;
		this.tilts = tilts;
		poseMatrix = new double[particles][36];
		poseRight = new double[6 * particles];
		warpMatrix = new double[tilts][4 * nodes * nodes];
		sharedRight = new double[2 * nodes * tilts + dense];
		denseMatrix = new double[dense * dense];
		denseWarp = new double[tilts][2 * nodes * dense];
		densePose = new double[particles][6 * dense];
		coupling = new double[particles][tilts][];
		weights = new double[particles][tilts][];
	}

	/** Assembles from one pass result per species. */
	static NormalEquations assemble(final ItemState state, final PassResult[] results) {
		final NormalEquations equations = new NormalEquations(state.poseParameters() / 6, state.model().tilts(), state.model()
			.warpSize().nodes(), state.model().layout().size());
		for (int s = 0; s < results.length; s++) {
			final SpeciesShare share = state.shares.get(s);
			for (int i = 0; i < share.stack.size(); i++)
				equations.add(state, share, state.first(s) / 6 + share.stack.particle(i), i, results[s]);
		}
		return equations;
	}

	private void add(final ItemState state, final SpeciesShare share, final int particle, final int i,
		final PassResult result)
	{
		final int tilt = share.stack.tilt(i);
		final double[] position = share.position(i);
		final double[] jacobian = localJacobian(state.model(), position, tilt);
		final Local local = new Local(result, i);
		final double[] hj = product(local, jacobian);
		addPose(particle, jacobian, hj, local);
		final double[] w = state.model().warpWeights(position, tilt);
		if (dense > 0) addDense(particle, tilt, jacobian, local, w, state.model().deformationDerivatives(position, tilt));
		if (nodes == 0) return;
		addWarp(tilt, w, local);
		coupling[particle][tilt] = java.util.Arrays.copyOf(hj, 12);
		weights[particle][tilt] = w;
	}

	/** d(s_x, s_y, w_x, w_y, w_z)/d(position, rotation vector in the tomogram frame), 5×6. */
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
		final double[] out = new double[POSE * 6];
		for (int r = 0; r < POSE; r++)
			for (int k = 0; k < POSE; k++)
				for (int c = 0; c < 6; c++)
					out[r * 6 + c] += local.h(r, k) * jacobian[k * 6 + c];
		return out;
	}

	private void addPose(final int particle, final double[] jacobian, final double[] hj, final Local local) {
		final double[] matrix = poseMatrix[particle];
		for (int k = 0; k < POSE; k++)
			for (int r = 0; r < 6; r++) {
				final double j = jacobian[k * 6 + r];
				poseRight[6 * particle + r] += j * local.gradient(k);
				for (int c = 0; c < 6; c++)
					matrix[r * 6 + c] += j * hj[k * 6 + c];
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
		final int first = sharedRight.length - dense, count = local.count;
		final double[] hd = new double[count];
		for (int e = 0; e < d.size(); e++) {
			final int at = d.index()[e];
			for (int r = 0; r < count; r++) {
				sharedRight[first + at] += d.slope(e, r) * local.gradient(r);
				hd[r] = 0;
				for (int k = 0; k < count; k++)
					hd[r] += local.h(r, k) * d.slope(e, k);
			}
			for (int f = 0; f < d.size(); f++)
				for (int r = 0; r < count; r++)
					denseMatrix[d.index()[f] * dense + at] += d.slope(f, r) * hd[r];
			for (int c = 0; c < 6; c++)
				for (int k = 0; k < POSE; k++)
					densePose[particle][6 * at + c] += jacobian[k * 6 + c] * hd[k];
			for (int a = 0; a < 2 && nodes > 0; a++)
				for (int n = 0; n < nodes; n++)
					denseWarp[tilt][(a * nodes + n) * dense + at] += w[n] * hd[a];
		}
	}
}
