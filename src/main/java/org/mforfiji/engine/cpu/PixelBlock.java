package org.mforfiji.engine.cpu;

import java.util.Arrays;

/**
 * Work space of a {@link BlockKernel} for a block of neighbouring pixels: one array per quantity, so that each step is a
 * plain loop over arrays that fit the first cache. A pixel whose sample lies in the half of the volume that is not
 * stored is replaced by its Friedel mate: frequency, data and own contribution are those of −k, and no later step needs
 * to know.
 */
final class PixelBlock {

	/** Pixels in a block; a multiple of {@link #LANES}. */
	static final int SIZE = 128;
	/** Longest vector that a kernel may use; blocks are padded to it with pixels of weight 0. */
	static final int LANES = 16;
	/** Columns of {@link #taps}: 4 rows of the volume with 4 floats each. */
	static final int COLUMNS = 16;
	/** The columns that receive the interpolated value (real part) and its slopes; imaginary parts are in the next. */
	static final int VALUE = 0;
	static final int SLOPE_X = 2;
	static final int SLOPE_Y = 4;
	static final int SLOPE_Z = 8;

	/** Pixel of the task that is pixel 0 of the block, the number of pixels, and the same with padding. */
	int first;
	int size;
	int padded;

	/** Frequency (cycles per box) and −1 where it was turned into the stored half, else 1. */
	final float[] kx = new float[SIZE];
	final float[] ky = new float[SIZE];
	final float[] fold = new float[SIZE];
	/** Index of the first tap in the volume and the place between taps. */
	final int[] index = new int[SIZE];
	final float[] fx = new float[SIZE];
	final float[] fy = new float[SIZE];
	final float[] fz = new float[SIZE];
	/**
	 * Columns of taps: (x, x+1) × (real, imaginary) at (y, z), (y+1, z), (y, z+1), (y+1, z+1). Interpolation leaves the
	 * prediction with gain 1, and its slopes along the volume's axes, in some of the columns.
	 */
	final float[][] taps = new float[COLUMNS][SIZE];
	/** Derivatives by a frequency along the view, and by a turn in the plane of the image; [0] real, [1] imaginary. */
	final float[][] depth = new float[2][SIZE];
	final float[][] turn = new float[2][SIZE];
	/** Derivatives by the three parameters of the magnification; [2·parameter] real, [2·parameter + 1] imaginary. */
	final float[][] scale = new float[6][SIZE];
	/** Phase factor of the shift, and the data times it. */
	final float[] cos = new float[SIZE];
	final float[] sin = new float[SIZE];
	final float[][] data = new float[2][SIZE];
	/** Terms of the sums by ring. */
	final float[] cross = new float[SIZE];
	final float[] power = new float[SIZE];
	/** Sums over the image by lane, {@link #LANES} floats each. */
	final float[] sums = new float[BlockKernel.SUMS * LANES];

	/** Where the block's D (interleaved), its C2 and own contribution (interleaved, or null) are. */
	float[] image;
	int imageAt;
	float[] weights;
	int weightsAt;
	float[] own;
	int ownAt;

	private final float[] tail = new float[3 * SIZE];
	private final float[] ownTail = new float[2 * SIZE];

	/** Chooses the pixels from {@code from} on, up to {@code end}. */
	void select(final int from, final int end) {
		first = from;
		size = Math.min(SIZE, end - from);
		padded = (size + LANES - 1) / LANES * LANES;
	}

	/** Finds the image and its own contribution at the chosen pixels. */
	void image(final SliceTask task) {
		image = task.values;
		imageAt = 2 * first;
		weights = task.values;
		weightsAt = 2 * task.count + first;
		if (padded > size) {
			Arrays.fill(tail, 0);
			System.arraycopy(image, imageAt, tail, 0, 2 * size);
			System.arraycopy(weights, weightsAt, tail, 2 * SIZE, size);
			image = tail;
			imageAt = 0;
			weights = tail;
			weightsAt = 2 * SIZE;
		}
		own = first < task.ownCount ? task.own : null;
		ownAt = 2 * first;
		if (own != null && first + padded > task.ownCount) {
			Arrays.fill(ownTail, 0);
			System.arraycopy(own, ownAt, ownTail, 0, 2 * Math.min(size, task.ownCount - first));
			own = ownTail;
			ownAt = 0;
		}
	}
}
