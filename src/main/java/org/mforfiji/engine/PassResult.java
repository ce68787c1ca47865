package org.mforfiji.engine;

/**
 * What a pass returns, E being the negative log-likelihood up to a constant and l = (s_x, s_y, w_x, w_y, w_z) the local
 * parameters of an image: shift in Å and rotation vector in radians, applied on the left, R → exp([w]×)·R.
 *
 * @param value E per image over the band
 * @param gradient b = −dE/dl per image, 5 numbers each; empty if not asked for
 * @param curvature Gauss–Newton matrix h of E per image, 15 numbers each: upper triangle by rows; empty if not asked for
 * @param cross per half-set and ring Σ Re(conj(D)·Y₁), Y₁ being the prediction with gain 1
 * @param power per half-set and ring Σ C2·|Y₁|²
 * @param crossSpectra per tilt Σ conj(Y)·D over its images, interleaved, over the pixels of the band, the
 *          transform of the sum of cross-correlation images; empty if not asked for
 */
public record PassResult(double[] value, double[] gradient, double[] curvature, double[][] cross, double[][] power,
	float[][] crossSpectra)
{

	/** Numbers in a gradient. */
	public static final int PARAMETERS = 5;

	/** Numbers in the upper triangle of a curvature matrix. */
	public static final int TRIANGLE = 15;

	/** Index of element (row, column) of the symmetric 5×5 matrix in its upper triangle. */
	public static int index(final int row, final int column) {
		final int r = Math.min(row, column);
		final int c = Math.max(row, column);
		return r * (9 - r) / 2 + c;
	}

	/** E over the leading {@code rings} rings with the given gains, from the ring sums. */
	public double energy(final int rings, final float[][] gain) {
		double sum = 0;
		for (int half = 0; half < cross.length; half++)
			for (int r = 0; r < Math.min(rings, cross[half].length); r++)
				sum += gain[half][r] * (gain[half][r] * power[half][r] - 2 * cross[half][r]);
		return sum;
	}
}
