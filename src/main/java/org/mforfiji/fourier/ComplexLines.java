package org.mforfiji.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Fourier transforms of many parallel lines of complex values whose elements lie a stride apart (columns): side by side
 * where there are many and {@link LaneFft} suits, else one after the other, blocks of neighbouring lines being copied to a
 * contiguous buffer, so that every cache line is read once. Thread-safe; starts no threads.
 */
final class ComplexLines {

	/** Neighbouring lines treated together: 8 complex floats are one cache line. */
	private static final int BLOCK = 8;

	private final int n;
	private final FloatFFT_1D fft;
	/** Null where one line after the other is better for any number of them. */
	private final LaneFft lanes;

	ComplexLines(final int n) {
		this.n = n;
		fft = LinePlan.of(n);
		lanes = LaneFft.suits(n) ? LaneFft.of(n) : null;
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
		if (lanes != null && lines >= Lanes.MANY) {
			transformTogether(data, offset, lines, stride, forward);
			return;
		}
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

	private void transformTogether(final float[] data, final int offset, final int lines, final int stride,
		final boolean forward)
	{
		final Lanes work = lanes.lanes();
		final int width = Lanes.width(lines);
		for (int first = 0; first < lines; first += width) {
			final int count = Math.min(width, lines - first);
			for (int i = 0; i < n; i++) {
				final float[] re = work.re[i], im = work.im[i];
				for (int l = 0, from = offset + i * stride + 2 * first; l < count; l++, from += 2) {
					re[l] = data[from];
					im[l] = data[from + 1];
				}
			}
			lanes.transform(work, count, forward);
			for (int i = 0; i < n; i++) {
				final float[] re = work.re[lanes.place(i)], im = work.im[lanes.place(i)];
				for (int l = 0, to = offset + i * stride + 2 * first; l < count; l++, to += 2) {
					data[to] = re[l];
					data[to + 1] = im[l];
				}
			}
		}
	}
}
