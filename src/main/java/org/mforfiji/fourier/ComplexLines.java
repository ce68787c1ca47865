package org.mforfiji.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Fourier transforms of many parallel lines of complex values whose elements lie a stride apart (columns): one after the
 * other, blocks of neighbouring lines being copied to a contiguous buffer, so that every cache line is read once.
 * Thread-safe; starts no threads.
 */
final class ComplexLines {

	/** Neighbouring lines treated together: 8 complex floats are one cache line. */
	private static final int BLOCK = 8;

	private final int n;
	private final FloatFFT_1D fft;

	ComplexLines(final int n) {
		this.n = n;
		fft = LinePlan.of(n);
	}

	/**
	 * Transforms {@code lines} neighbouring lines in place, unnormalised in both directions.
	 *
	 * @param data interleaved complex values
	 * @param offset index of the first value of the first line
	 * @param lines number of lines; line l begins at {@code offset + 2·l}
	 * @param stride floats from one element of a line to the next
	 */
	void transform(final float[] data, final int offset, final int lines, final int stride, final boolean forward) {
		if (n == 1) return;
		final float[] buffer = new float[2 * n * Math.min(BLOCK, lines)];
		for (int first = 0; first < lines; first += BLOCK) {
			final int count = Math.min(BLOCK, lines - first);
			load(data, offset + 2 * first, count, stride, buffer);
			for (int l = 0; l < count; l++)
				if (forward) fft.complexForward(buffer, 2 * n * l);
				else fft.complexInverse(buffer, 2 * n * l, false);
			store(data, offset + 2 * first, count, stride, buffer);
		}
	}

	private void load(final float[] data, final int offset, final int count, final int stride, final float[] buffer) {
		for (int i = 0; i < n; i++) {
			final int from = offset + i * stride;
			for (int l = 0; l < count; l++) {
				buffer[2 * (n * l + i)] = data[from + 2 * l];
				buffer[2 * (n * l + i) + 1] = data[from + 2 * l + 1];
			}
		}
	}

	private void store(final float[] data, final int offset, final int count, final int stride, final float[] buffer) {
		for (int i = 0; i < n; i++) {
			final int to = offset + i * stride;
			for (int l = 0; l < count; l++) {
				data[to + 2 * l] = buffer[2 * (n * l + i)];
				data[to + 2 * l + 1] = buffer[2 * (n * l + i) + 1];
			}
		}
	}
}
