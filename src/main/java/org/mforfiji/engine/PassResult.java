package org.mforfiji.engine;

/**
 * What a pass returns, E being the negative log-likelihood up to a constant and l the {@link LocalParameters} of an image.
 *
 * @param parameters the local parameters by which derivatives were taken
 * @param value E per image over the band
 * @param gradient b = −dE/dl per image, one after the other; empty if not asked for
 * @param curvature Gauss–Newton matrix h of E per image, upper triangle by rows; empty if not asked for
 * @param cross per group and ring Σ Re(conj(D)·Y₁), Y₁ being the prediction with gain 1; groups 0 and 1 are the half-sets,
 *          2 and 3 the particles of each that are held out
 * @param power per group and ring Σ C2·|Y₁|²
 * @param crossSpectra per tilt Σ conj(Y)·D over its images, interleaved, over the pixels of the band, the
 *          transform of the sum of cross-correlation images, own shares taken as if no image had turned; empty if not asked for
 */
public record PassResult(LocalParameters parameters, double[] value, double[] gradient, double[] curvature, double[][] cross,
	double[][] power, float[][] crossSpectra)
{

	/** Element a of the gradient of an image. */
	public double gradient(final int image, final int a) {
		return gradient[image * parameters.count() + a];
	}

	/** Element (a, b) of the curvature of an image. */
	public double curvature(final int image, final int a, final int b) {
		return curvature[image * parameters.triangle() + parameters.index(a, b)];
	}

	/** The same with other gradients. */
	public PassResult withGradient(final double[] other) {
		return new PassResult(parameters, value, other, curvature, cross, power, crossSpectra);
	}

	/** E of the particles that are not held out, over the leading {@code rings} rings with the gains of each half-set. */
	public double energy(final int rings, final float[][] gain) {
		double sum = 0;
		for (int half = 0; half < 2; half++)
			for (int r = 0; r < Math.min(rings, cross[half].length); r++)
				sum += gain[half][r] * (gain[half][r] * power[half][r] - 2 * cross[half][r]);
		return sum;
	}
}
