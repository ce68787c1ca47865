package org.mforfiji.fourier;

/**
 * Fourier transforms along contiguous lines of n real values, to and from n/2+1 complex coefficients (interleaved).
 * Thread-safe; starts no threads.
 */
abstract class RealLines {

	final int n;

	RealLines(final int n) {
		this.n = n;
	}

	/** The fastest kind for lines of n values. */
	static RealLines of(final int n) {
		final RealLines single = n > 1 && Integer.bitCount(n) == 1 ? new BinaryRealLines(n) : new PairedRealLines(n);
		return LaneFft.suits(n) ? new LaneRealLines(n, single) : single;
	}

	/** Floats from the spectrum of one line to that of the next. */
	final int stride() {
		return 2 * (n / 2 + 1);
	}

	/**
	 * Transforms consecutive lines, unnormalised.
	 *
	 * @param real holds {@code lines·n} values from {@code from} on
	 * @param spectrum takes {@code lines·stride()} floats from {@code to} on
	 */
	abstract void forward(float[] real, int from, int lines, float[] spectrum, int to);

	/** The inverse of {@link #forward}, unnormalised times {@code scale}; destroys the spectrum. */
	abstract void inverse(float[] spectrum, int from, int lines, float[] real, int to, float scale);
}
