package org.mforfiji.map;

/**
 * The images that a {@link BackProjector} inserts: Fourier coefficients of particle images, in the order of the
 * {@link org.mforfiji.fourier.HalfPlane} of the box. Called from many threads at once and more than once per image, so
 * answers must not change and should cost nothing.
 */
public interface SliceSource {

	/** Number of images. */
	int size();

	/** Number of leading pixels of image i to insert. */
	int pixels(int i);

	/**
	 * Array with the interleaved coefficients of image i (data times amplitude over noise power), starting at
	 * {@link #dataOffset}.
	 */
	float[] data(int i);

	/** Index in {@link #data} of the real part of the first pixel of image i. */
	int dataOffset(int i);

	/**
	 * Array with the weights of image i (squared amplitude over noise power, real), starting at {@link #weightOffset}.
	 */
	float[] weights(int i);

	/** Index in {@link #weights} of the first pixel of image i. */
	int weightOffset(int i);

	/**
	 * Writes the rotation R of image i, row-major: it turns the map into the view along z; pixel (kx, ky) lies at
	 * Rᵀ·(kx, ky, 0).
	 */
	void rotation(int i, double[] out9);

	/**
	 * Writes by how many pixels (x, y) the image shows the particle away from its centre pixel n/2; insertion moves it
	 * back.
	 */
	void shiftPixels(int i, double[] out2);
}
