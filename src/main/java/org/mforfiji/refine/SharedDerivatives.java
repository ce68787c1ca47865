package org.mforfiji.refine;

import org.mforfiji.engine.LocalParameters;

/**
 * How an image's {@link LocalParameters} depend on the item's shared parameters beside the image
 * warp; parameters without influence are left out.
 *
 * @param index which parameters
 * @param columns dl/d(parameter), {@link #STRIDE} numbers each
 */
public record SharedDerivatives(int[] index, double[] columns) {

	/** Numbers from a column to the next: as many as there can be local parameters. */
	static final int STRIDE = LocalParameters.MAGNIFICATION.count();

	static final SharedDerivatives NONE = new SharedDerivatives(new int[0], new double[0]);

	/** Number of parameters. */
	public int size() {
		return index.length;
	}

	/** Derivative of local parameter r by the shared parameter {@code index[e]}. */
	double slope(final int e, final int r) {
		return columns[e * STRIDE + r];
	}
}
