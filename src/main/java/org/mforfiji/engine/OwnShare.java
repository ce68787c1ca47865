package org.mforfiji.engine;

/**
 * What one image itself holds of the half-map that it is compared with.
 *
 * @param slice its contribution to the slice at the pose where it was inserted, interleaved, over the pixels of the band, in
 *          the frame of the particle
 * @param power three numbers a ring, which tell how much the image agrees with its own contribution: with p = |D|²·(factor
 *          of the pixel from the image to the map), Re(conj(D)·o) but for the mask, the sums of p, p·cos 2α and p·sin 2α, α being
 *          the direction of the pixel
 * @param rotation rotation with which it was inserted, as in {@link ImagePoses}
 * @param shiftX shift with which it was inserted, Å
 * @param shiftY shift with which it was inserted, Å
 * @param mask of the map
 */
public record OwnShare(float[] slice, float[] power, double[] rotation, double shiftX, double shiftY, MaskMoments mask) {

	/** Numbers a ring in {@link #power}. */
	public static final int HARMONICS = 3;
}
