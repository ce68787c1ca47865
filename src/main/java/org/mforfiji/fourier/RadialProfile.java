package org.mforfiji.fourier;

/**
 * Mean power of a spectrum in rings (images) or shells (maps). Shell i holds the coefficients whose frequency, in
 * cycles per longest edge, rounds to i; those beyond the Nyquist frequency of that edge are left out. Immutable.
 */
public final class RadialProfile {

	private final double[] power;
	private final double[] counts;

	private RadialProfile(final double[] power, final double[] counts) {
		this.power = power;
		this.counts = counts;
	}

	/**
	 * The profile of |F|².
	 *
	 * @param spectrum half-complex, as {@link Fft2D} and {@link Fft3D} make it
	 * @param nx edges of the image or map; nz is 1 for an image
	 */
	public static RadialProfile of(final float[] spectrum, final int nx, final int ny, final int nz) {
		FftSizes.requireLength(spectrum, FftSizes.spectrumLength(nx, ny, nz), "spectrum");
		final int n = Math.max(nx, Math.max(ny, nz));
		final double[] sums = new double[n / 2 + 1];
		final double[] counts = new double[n / 2 + 1];
		int at = 0;
		for (int z = 0; z < nz; z++)
			for (int y = 0; y < ny; y++) {
				final double fz = (double) Math.min(z, nz - z) * n / nz;
				final double fy = (double) Math.min(y, ny - y) * n / ny;
				for (int x = 0; x <= nx / 2; x++, at += 2) {
					final double fx = (double) x * n / nx;
					final int shell = (int) Math.rint(Math.sqrt(fx * fx + fy * fy + fz * fz));
					if (shell > n / 2) continue;
					final int weight = x == 0 || 2 * x == nx ? 1 : 2;
					final double re = spectrum[at];
					final double im = spectrum[at + 1];
					sums[shell] += weight * (re * re + im * im);
					counts[shell] += weight;
				}
			}
		for (int i = 0; i < sums.length; i++)
			if (counts[i] > 0) sums[i] /= counts[i];
		return new RadialProfile(sums, counts);
	}

	/** Number of shells: longest edge / 2 + 1. */
	public int shells() {
		return power.length;
	}

	/** Mean |F|² in a shell; 0 where it is empty. */
	public double power(final int shell) {
		return power[shell];
	}

	/** Mean |F|² of all shells. */
	public double[] power() {
		return power.clone();
	}

	/** Number of coefficients in a shell, conjugates counted. */
	public double count(final int shell) {
		return counts[shell];
	}
}
