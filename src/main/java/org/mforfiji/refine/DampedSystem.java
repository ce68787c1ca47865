package org.mforfiji.refine;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** The step of a fit of the contrast transfer, (H + λ·diag F)·x = g with Fisher's matrix F, and the covariance at its end. */
final class DampedSystem {

	private DampedSystem() {}

	/** Its solution; with F in the place of H where H so damped is not positive. */
	static DMatrixRMaj solve(final DMatrixRMaj hessian, final DMatrixRMaj fisher, final double lambda,
		final DMatrixRMaj gradient)
	{
		final DMatrixRMaj solution = new DMatrixRMaj(gradient.numRows, 1);
		if (!solve(damped(hessian, fisher, lambda), gradient, solution)) solve(damped(fisher, fisher, lambda), gradient, solution);
		return solution;
	}

	private static DMatrixRMaj damped(final DMatrixRMaj matrix, final DMatrixRMaj scale, final double lambda) {
		final DMatrixRMaj sum = matrix.copy();
		for (int i = 0; i < sum.numRows; i++)
			sum.add(i, i, lambda * scale.get(i, i));
		return sum;
	}

	private static boolean solve(final DMatrixRMaj matrix, final DMatrixRMaj right, final DMatrixRMaj solution) {
		final LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(matrix.numRows);
		if (!solver.setA(matrix)) return false;
		solver.solve(right, solution);
		return true;
	}

	/** Inverse of Fisher's matrix with its prior. */
	static DMatrixRMaj inverse(final DMatrixRMaj matrix) {
		final DMatrixRMaj inverse = new DMatrixRMaj(matrix.numRows, matrix.numCols);
		final LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(matrix.numRows);
		if (!solver.setA(matrix.copy())) throw new IllegalStateException("Fisher's matrix with its prior is not positive");
		solver.invert(inverse);
		return inverse;
	}
}
