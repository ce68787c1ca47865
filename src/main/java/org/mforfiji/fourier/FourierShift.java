package org.mforfiji.fourier;

/**
 * Moves the content of an image or map by any number of voxels: multiplies its half-complex spectrum by exp(−2πi
 * k·s/n). A Nyquist coefficient stands for +n/2 and −n/2 and gets the mean of both factors, cos(π·s), which keeps the
 * image real.
 */
final class FourierShift {

	private final int[] size;
	private final float[][] factors = new float[3][];

	/**
	 * @param size {nx, ny, nz}
	 * @param shift voxels along x, y, z; content moves towards larger indices
	 */
	FourierShift(final int[] size, final double[] shift) {
		this.size = size.clone();
		for (int axis = 0; axis < 3; axis++)
			factors[axis] = factors(size[axis], shift[axis]);
	}

	private static float[] factors(final int n, final double shift) {
		final float[] table = new float[2 * n];
		for (int i = 0; i < n; i++) {
			final int k = i <= n / 2 ? i : i - n;
			final double phase = -2 * Math.PI * k * shift / n;
			table[2 * i] = (float) Math.cos(phase);
			table[2 * i + 1] = 2 * i == n ? 0 : (float) Math.sin(phase);
		}
		return table;
	}

	/**
	 * Multiplies a spectrum, of which only the first {@code columns} columns are stored.
	 *
	 * @param spectrum [nz][ny][columns] complex values
	 */
	void apply(final float[] spectrum, final int columns) {
		int at = 0;
		for (int z = 0; z < size[2]; z++)
			for (int y = 0; y < size[1]; y++) {
				final float zRe = factors[2][2 * z];
				final float zIm = factors[2][2 * z + 1];
				final float yRe = factors[1][2 * y];
				final float yIm = factors[1][2 * y + 1];
				final float re = zRe * yRe - zIm * yIm;
				final float im = zRe * yIm + zIm * yRe;
				for (int x = 0; x < columns; x++, at += 2) {
					final float fRe = re * factors[0][2 * x] - im * factors[0][2 * x + 1];
					final float fIm = re * factors[0][2 * x + 1] + im * factors[0][2 * x];
					final float value = spectrum[at];
					spectrum[at] = value * fRe - spectrum[at + 1] * fIm;
					spectrum[at + 1] = value * fIm + spectrum[at + 1] * fRe;
				}
			}
	}
}
