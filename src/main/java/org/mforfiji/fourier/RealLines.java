package org.mforfiji.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Fourier transforms along contiguous lines of n real values, to and from n/2+1 complex coefficients (interleaved). Thread-safe; starts
 * no threads.
 */
final class RealLines {

	private final int n;
	private final FloatFFT_1D fft;

	RealLines(final int n) {
		this.n = n;
		this.fft = new FloatFFT_1D(n);
	}

	/** Transforms the line of n values at {@code from} into n/2+1 coefficients at {@code to}, unnormalised. */
	void forward(final float[] real, final int from, final float[] spectrum, final int to) {
		System.arraycopy(real, from, spectrum, to, n);
		if (n > 1) fft.realForward(spectrum, to);
		final int last = to + 2 * (n / 2);
		if (n == 1) spectrum[to + 1] = 0;
		else if ((n & 1) == 0) {
			spectrum[last] = spectrum[to + 1];
			spectrum[last + 1] = 0;
		}
		else spectrum[last + 1] = spectrum[to + 1];
		spectrum[to + 1] = 0;
	}

	/** The inverse of {@link #forward}, normalised by 1/n and multiplied by {@code scale}; destroys the line's spectrum. */
	void inverse(final float[] spectrum, final int from, final float[] real, final int to, final float scale) {
		final int last = from + 2 * (n / 2);
		if (n > 1) {
			spectrum[from + 1] = (n & 1) == 0 ? spectrum[last] : spectrum[last + 1];
			fft.realInverse(spectrum, from, true);
		}
		for (int x = 0; x < n; x++)
			real[to + x] = spectrum[from + x] * scale;
	}
}
