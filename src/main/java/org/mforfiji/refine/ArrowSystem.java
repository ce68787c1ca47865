package org.mforfiji.refine;

import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.mforfiji.base.Parallel;

/**
 * The damped normal equations (H + K + λ·diag(H + K))·δ = b − K·x of an item, K being the priors' precision and x the
 * deviation from their centre, solved by eliminating the poses: S = A_gg − Σ_p A_gp·A_pp⁻¹·A_pg (Schur complement over the
 * shared parameters), then the poses by back-substitution. Parts that are not refined are left out.
 */
final class ArrowSystem {

	private final NormalEquations equations;
	private final PriorPrecision prior;
	private final boolean poses;
	private final double lambda;
	private final Parallel parallel;
	private final int edge;
	private final int warps;
	private final int dense;
	private final int particles;
	private final PoseLayout layout;

	/** Right-hand sides b − K·x. */
	private final double[] poseRight;
	private final double[] sharedRight;
	/** Diagonals of H + K. */
	private final double[] poseDiagonal;
	private final double[] sharedDiagonal;
	/** Cholesky factors of the damped pose blocks. */
	private final PoseCholesky[] factor;
	/** Per particle and tilt L⁻¹·Bᵀ, n×2 column-major: x column, then y column. */
	private final double[][][] reduced;
	/** Per particle L⁻¹ of the dense parameters' couplings, n numbers each. */
	private final double[][] reducedDense;
	private LinearSolverDense<DMatrixRMaj> schur;

	private final double[] poseStep;
	private final double[] sharedStep;

	ArrowSystem(final NormalEquations equations, final PriorPrecision prior, final ItemState state, final boolean poses,
		final double lambda, final Parallel parallel)
	{
		this.equations = equations;
		this.prior = prior;
		this.poses = poses;
		this.lambda = lambda;
		this.parallel = parallel;
		edge = 2 * equations.nodes;
		warps = edge * equations.tilts;
		dense = equations.dense;
		particles = equations.poseMatrix.length;
		poseRight = equations.poseRight.clone();
		sharedRight = equations.sharedRight.clone();
		final double[] poseDeviation = state.poseDeviation(), shared = state.sharedValues();
		layout = equations.poses;
		poseDiagonal = new double[poseRight.length];
		for (int p = 0; p < particles; p++) {
			final int n = layout.size(p), first = layout.first(p);
			for (int r = 0; r < n; r++) {
				poseRight[first + r] -= prior.poses().times(layout.samples(p), poseDeviation, first, r);
				poseDiagonal[first + r] = equations.poseMatrix[p][(n + 1) * r] + prior.poses().precision(layout.samples(p), r, r);
			}
		}
		sharedDiagonal = new double[sharedRight.length];
		for (int i = 0; i < sharedRight.length; i++) {
			sharedRight[i] -= prior.times(shared, warps, i);
			sharedDiagonal[i] = diagonal(i);
		}
		factor = new PoseCholesky[particles];
		reduced = new double[particles][equations.tilts][];
		reducedDense = new double[particles][];
		factorise();
		final Solution step = solve(poseRight, sharedRight);
		poseStep = step.pose();
		sharedStep = step.shared();
	}

	private double diagonal(final int i) {
		if (i >= warps) return equations.denseMatrix[(i - warps) * (dense + 1)] + prior.layout().precision(prior.priors(), i -
			warps, i - warps);
		final int node = i % equations.nodes;
		return equations.warpMatrix[i / edge][i % edge * (edge + 1)] + prior.warp(node, node);
	}

	/** Step of the poses; zeros if they are not refined. */
	double[] poseStep() {
		return poseStep;
	}

	/** Step of the shared parameters. */
	double[] sharedStep() {
		return sharedStep;
	}

	/** Decrease of the total energy, less that of held-out particles, that the quadratic model predicts for the step. */
	double predictedDecrease() {
		double sum = 0;
		for (int p = 0; p < particles; p++)
			for (int i = layout.first(p); i < layout.first(p) + layout.size(p) && !equations.heldOut[p]; i++)
				sum += poseStep[i] * (poseRight[i] + lambda * poseDiagonal[i] * poseStep[i]);
		for (int i = 0; i < sharedStep.length; i++)
			sum += sharedStep[i] * (sharedRight[i] + lambda * sharedDiagonal[i] * sharedStep[i]);
		return sum / 2;
	}

	/** Logarithm of the determinant of the damped matrix. */
	double logDeterminant() {
		double sum = 0;
		for (int p = 0; poses && p < particles; p++)
			sum += factor[p].logDeterminant();
		if (warps + dense == 0) return sum;
		final CholeskyDecomposition_F64<? extends DMatrix> decomposition = schur.getDecomposition();
		final DMatrix triangle = decomposition.getT(null);
		for (int i = 0; i < warps + dense; i++)
			sum += 2 * Math.log(Math.abs(triangle.get(i, i)));
		return sum;
	}

	private void factorise() {
		if (poses) parallel.loop(particles, this::eliminate);
		if (warps + dense == 0) return;
		final DMatrixRMaj matrix = reducedMatrix();
		schur = LinearSolverFactory_DDRM.chol(matrix.numRows);
		if (!schur.setA(matrix)) throw PoseCholesky.notPositive();
	}

	/** Solves the damped system for any right-hand side. */
	Solution solve(final double[] pose, final double[] shared) {
		double[] sharedSolution = new double[shared.length];
		if (shared.length > 0) {
			final DMatrixRMaj right = new DMatrixRMaj(shared.length, 1, true, reducedRight(pose, shared));
			final DMatrixRMaj solution = new DMatrixRMaj(shared.length, 1);
			schur.solve(right, solution);
			sharedSolution = solution.data;
		}
		final double[] poseSolution = new double[pose.length];
		if (poses) for (int p = 0; p < particles; p++)
			backSubstitute(p, pose, sharedSolution, poseSolution);
		return new Solution(poseSolution, sharedSolution);
	}

	/** Poses' and shared parameters' part of a solution. */
	record Solution(double[] pose, double[] shared) {}

	/** Cholesky factor of a particle's damped block and L⁻¹ of its couplings. */
	private void eliminate(final int p) {
		final int n = layout.size(p), samples = layout.samples(p);
		final double[] a = equations.poseMatrix[p].clone();
		for (int r = 0; r < n; r++)
			for (int c = r % PoseLayout.POSE; c <= r; c += PoseLayout.POSE)
				a[r * n + c] += prior.poses().precision(samples, r, c) + (c == r ? lambda * poseDiagonal[layout.first(p) + r] : 0);
		factor[p] = PoseCholesky.of(a, n);
		for (int t = 0; t < equations.tilts; t++) {
			final double[] b = equations.coupling[p][t];
			if (b == null) continue;
			final double[] columns = b.clone();
			factor[p].forward(columns, 0);
			factor[p].forward(columns, n);
			reduced[p][t] = columns;
		}
		reducedDense[p] = equations.densePose[p].clone();
		for (int e = 0; e < dense; e++)
			factor[p].forward(reducedDense[p], n * e);
	}

	/** The damped matrix of the shared parameters with the poses eliminated. */
	private DMatrixRMaj reducedMatrix() {
		final int size = warps + dense;
		final DMatrixRMaj matrix = new DMatrixRMaj(size, size);
		parallel.loop(edge > 0 ? equations.tilts : 0, t -> fillRow(matrix, t));
		parallel.loop(dense, e -> fillDense(matrix, e));
		for (int r = 0; r < size; r++)
			for (int c = r + 1; c < size; c++)
				matrix.data[r * size + c] = matrix.data[c * size + r];
		return matrix;
	}

	/** Block row t of the lower triangle. */
	private void fillRow(final DMatrixRMaj matrix, final int t) {
		final int size = matrix.numCols, nodes = equations.nodes;
		for (int r = 0; r < edge; r++) {
			final int row = (t * edge + r) * size + t * edge;
			for (int c = 0; c < edge; c++)
				matrix.data[row + c] = equations.warpMatrix[t][r * edge + c] + (r / nodes == c / nodes ? prior.warp(r % nodes, c %
					nodes) : 0);
			matrix.data[row + r] += lambda * sharedDiagonal[t * edge + r];
		}
		if (!poses) return;
		for (int other = 0; other <= t; other++)
			for (int p = 0; p < particles; p++)
				if (!equations.heldOut[p] && reduced[p][t] != null && reduced[p][other] != null) subtract(matrix, p, t, other);
	}

	/** Subtracts particle p's part from block (t, other): the 2×2 product of reduced couplings times w·wᵀ. */
	private void subtract(final DMatrixRMaj matrix, final int p, final int t, final int other) {
		final int size = matrix.numCols, nodes = equations.nodes, own = layout.size(p);
		final double[] u = reduced[p][t], v = reduced[p][other];
		final double[] wt = equations.weights[p][t], wo = equations.weights[p][other];
		for (int a = 0; a < 2; a++)
			for (int b = 0; b < 2; b++) {
				final double product = factor[p].dot(u, own * a, v, own * b);
				for (int n = 0; n < nodes; n++) {
					final double f = product * wt[n];
					final int row = (t * edge + a * nodes + n) * size + other * edge + b * nodes;
					for (int m = 0; m < nodes; m++)
						matrix.data[row + m] -= f * wo[m];
				}
			}
	}

	/** Row of dense parameter e of the lower triangle. */
	private void fillDense(final DMatrixRMaj matrix, final int e) {
		final int row = (warps + e) * matrix.numCols, nodes = equations.nodes;
		for (int t = 0; t < equations.tilts; t++)
			for (int i = 0; i < edge; i++)
				matrix.data[row + t * edge + i] = equations.denseWarp[t][i * dense + e];
		for (int f = 0; f <= e; f++)
			matrix.data[row + warps + f] = equations.denseMatrix[e * dense + f] + prior.layout().precision(prior.priors(), e, f);
		matrix.data[row + warps + e] += lambda * sharedDiagonal[warps + e];
		for (int p = 0; poses && p < particles; p++) {
			if (equations.heldOut[p]) continue;
			final int own = layout.size(p);
			for (int t = 0; t < equations.tilts && edge > 0; t++) {
				if (reduced[p][t] == null) continue;
				for (int a = 0; a < 2; a++) {
					final double product = factor[p].dot(reducedDense[p], own * e, reduced[p][t], own * a);
					for (int n = 0; n < nodes; n++)
						matrix.data[row + t * edge + a * nodes + n] -= product * equations.weights[p][t][n];
				}
			}
			for (int f = 0; f <= e; f++)
				matrix.data[row + warps + f] -= factor[p].dot(reducedDense[p], own * e, reducedDense[p], own * f);
		}
	}

	/** The shared parameters' right-hand side less the poses' part. */
	private double[] reducedRight(final double[] pose, final double[] shared) {
		final double[] right = shared.clone();
		if (!poses) return right;
		for (int p = 0; p < particles; p++) {
			if (equations.heldOut[p]) continue;
			final int own = layout.size(p);
			final double[] y = java.util.Arrays.copyOfRange(pose, layout.first(p), layout.first(p) + own);
			factor[p].forward(y, 0);
			for (int t = 0; t < equations.tilts; t++) {
				if (reduced[p][t] == null) continue;
				for (int a = 0; a < 2; a++) {
					final double product = factor[p].dot(reduced[p][t], own * a, y, 0);
					for (int n = 0; n < equations.nodes; n++)
						right[t * edge + a * equations.nodes + n] -= product * equations.weights[p][t][n];
				}
			}
			for (int e = 0; e < dense; e++)
				right[warps + e] -= factor[p].dot(reducedDense[p], own * e, y, 0);
		}
		return right;
	}

	private void backSubstitute(final int p, final double[] pose, final double[] shared, final double[] solution) {
		final int own = layout.size(p), first = layout.first(p);
		final double[] y = java.util.Arrays.copyOfRange(pose, first, first + own);
		for (int t = 0; t < equations.tilts && edge > 0; t++) {
			final double[] b = equations.coupling[p][t];
			if (b == null) continue;
			for (int a = 0; a < 2; a++) {
				double displacement = 0;
				for (int n = 0; n < equations.nodes; n++)
					displacement += equations.weights[p][t][n] * shared[t * edge + a * equations.nodes + n];
				for (int c = 0; c < own; c++)
					y[c] -= b[own * a + c] * displacement;
			}
		}
		for (int e = 0; e < dense; e++)
			for (int c = 0; c < own; c++)
				y[c] -= equations.densePose[p][own * e + c] * shared[warps + e];
		factor[p].solve(y);
		System.arraycopy(y, 0, solution, first, own);
	}

	/** What the data alone say of the shared parameters, the poses being fitted: the Schur complement less the priors. */
	DMatrixRMaj information() {
		final DMatrixRMaj matrix = reducedMatrix();
		final int size = matrix.numCols;
		for (int r = 0; r < size; r++)
			for (int c = 0; c < size; c++)
				matrix.data[r * size + c] -= prior.shared(warps, r, c);
		return matrix;
	}

	/** Covariance of the shared parameters, for λ = 0. */
	DMatrixRMaj sharedCovariance() {
		final DMatrixRMaj inverse = new DMatrixRMaj(sharedRight.length, sharedRight.length);
		if (sharedRight.length > 0) schur.invert(inverse);
		return inverse;
	}

	/** Covariance of the solution, for λ = 0. */
	PosteriorCovariance covariance() {
		return new PosteriorCovariance(equations, poses ? factor : null, sharedCovariance());
	}
}
