package org.mforfiji.engine;

/**
 * Where the particle of every image of a {@link ParticleStack} is now: rotation of the map into the image and shift in the
 * image since extraction.
 */
public final class ImagePoses {

	private final double[] rotations;
	private final double[] shifts;

	/** Room for {@code images} poses, all zero. */
	public ImagePoses(final int images) {
		rotations = new double[9 * images];
		shifts = new double[2 * images];
	}

	/**
	 * Sets the pose of one image.
	 *
	 * @param i image
	 * @param rotation 3×3, row-major, map coordinates to image coordinates. Its first two rows may carry the magnification of
	 *          the image; derivatives by the rotation then take the magnification for 1, which is wrong by its deviation only
	 * @param x displacement from the position at extraction, Å
	 * @param y displacement from the position at extraction, Å
	 */
	public void set(final int i, final double[] rotation, final double x, final double y) {
		System.arraycopy(rotation, 0, rotations, 9 * i, 9);
		shifts[2 * i] = x;
		shifts[2 * i + 1] = y;
	}

	/** Number of images. */
	public int size() {
		return shifts.length / 2;
	}

	/** Element e of the rotation of image i, row-major. */
	public double rotation(final int i, final int e) {
		return rotations[9 * i + e];
	}

	/** Copies the rotation of image i. */
	public void rotation(final int i, final double[] target) {
		System.arraycopy(rotations, 9 * i, target, 0, 9);
	}

	/** Shift along x, Å. */
	public double shiftX(final int i) {
		return shifts[2 * i];
	}

	/** Shift along y, Å. */
	public double shiftY(final int i) {
		return shifts[2 * i + 1];
	}
}
