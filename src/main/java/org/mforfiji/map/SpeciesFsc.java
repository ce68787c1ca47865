package org.mforfiji.map;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * The resolution of a species: shell correlation of its half-maps within its mask, the mask's growth and edge being
 * three half-periods of the resolution that is sought. It is found in passes, each growing the mask by the resolution
 * of the one before: a soft ball of the species' diameter, then the mask twice. The result depends on the half-maps,
 * the mask and the diameter alone, not on the resolution of an earlier iteration.
 */
public final class SpeciesFsc {

	private static final double BALL_EDGE = 16;
	private static final int MASK_PASSES = 2;

	private SpeciesFsc() {}

	/**
	 * Curves and the mask they were measured in.
	 *
	 * @param curves of the last pass
	 * @param softMask of the last pass
	 * @param passes resolution in Å of each pass in order
	 */
	public record Result(FscCurves curves, Volume softMask, double[] passes) {

		/** Resolution in Å. */
		public double resolution() {
			return curves.resolution();
		}
	}

	/**
	 * Measures.
	 *
	 * @param binaryMask tight mask of 0 and 1; null for none, whereupon the soft ball decides
	 * @param diameter of the particle in Å
	 */
	public static Result compute(final Volume half1, final Volume half2, final Volume binaryMask, final double diameter,
		final Parallel parallel) {
		Volume soft = ball(half1.nx(), diameter / half1.pixelSize());
		FscCurves curves = FourierShellCorrelation.compute(half1, half2, soft, parallel);
		if (binaryMask == null) return new Result(curves, soft, new double[] { curves.resolution() });
		final double[] passes = new double[1 + MASK_PASSES];
		passes[0] = curves.resolution();
		final Volume mask = binaryMask.withPixelSize(half1.pixelSize());
		for (int pass = 1; pass <= MASK_PASSES; pass++) {
			final int edge = Masks.fscEdge(mask.nx(), mask.pixelSize(), passes[pass - 1]);
			final boolean same = pass > 1 && edge == Masks.fscEdge(mask.nx(), mask.pixelSize(), passes[pass - 2]);
			if (!same) {
				soft = Masks.soft(mask, edge, edge, parallel);
				curves = FourierShellCorrelation.compute(half1, half2, soft, parallel);
			}
			passes[pass] = curves.resolution();
		}
		return new Result(curves, soft, passes);
	}

	/**
	 * The soft ball of a diameter in voxels, with a cosine edge of 16 voxels; in small boxes the edge shrinks so that
	 * it ends within the box.
	 */
	static Volume ball(final int n, final double diameter) {
		final double radius = Math.min(diameter / 2, n / 2.0 - 2);
		return Masks.sphere(n, radius, Math.min(BALL_EDGE, Math.max(1, n / 2.0 - 1 - radius)));
	}
}
