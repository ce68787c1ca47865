package org.mforfiji.refine;

/**
 * How an image's local parameters l = (s_x, s_y, w_x, w_y, w_z) depend on the item's shared parameters beside the image
 * warp; parameters without influence are left out.
 *
 * @param index which parameters
 * @param columns dl/d(parameter), five numbers each
 */
public record SharedDerivatives(int[] index, double[] columns) {

	static final SharedDerivatives NONE = new SharedDerivatives(new int[0], new double[0]);

	/** Number of parameters. */
	public int size() {
		return index.length;
	}
}
