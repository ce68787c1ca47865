package org.mforfiji.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Two lines go through one complex transform, as its real and imaginary part: for lengths that are no power of two
 * that is faster than JTransforms' real transform, and for those with large prime factors a hundred times more
 * accurate.
 */
final class PairedRealLines extends RealLines {

	private final FloatFFT_1D fft;

	PairedRealLines(final int n) {
		super(n);
		this.fft = LinePlan.of(n);
	}

	@Override
	void forward(final float[] real, final int from, final int lines, final float[] spectrum, final int to) {
		final float[] pair = new float[2 * n];
		for (int l = 0; l + 1 < lines; l += 2) {
			final int first = from + l * n;
			for (int x = 0; x < n; x++) {
				pair[2 * x] = real[first + x];
				pair[2 * x + 1] = real[first + n + x];
			}
			fft.complexForward(pair);
			separate(pair, spectrum, to + l * stride());
		}
		if ((lines & 1) == 0) return;
		final int last = from + (lines - 1) * n;
		for (int x = 0; x < n; x++) {
			pair[2 * x] = real[last + x];
			pair[2 * x + 1] = 0;
		}
		fft.complexForward(pair);
		System.arraycopy(pair, 0, spectrum, to + (lines - 1) * stride(), stride() > 2 * n ? 2 * n : stride());
		spectrum[to + (lines - 1) * stride() + 1] = 0;
	}

	/** With C = A + iB: A(k) = (C(k) + C*(n−k))/2, B(k) = (C(k) − C*(n−k))/2i. */
	private void separate(final float[] pair, final float[] spectrum, final int to) {
		final int second = to + stride();
		spectrum[to] = pair[0];
		spectrum[to + 1] = 0;
		spectrum[second] = pair[1];
		spectrum[second + 1] = 0;
		for (int k = 1; k <= n / 2; k++) {
			final float re = 0.5f * pair[2 * k];
			final float im = 0.5f * pair[2 * k + 1];
			final float mateRe = 0.5f * pair[2 * (n - k)];
			final float mateIm = 0.5f * pair[2 * (n - k) + 1];
			spectrum[to + 2 * k] = re + mateRe;
			spectrum[to + 2 * k + 1] = im - mateIm;
			spectrum[second + 2 * k] = im + mateIm;
			spectrum[second + 2 * k + 1] = mateRe - re;
		}
	}

	@Override
	void inverse(final float[] spectrum, final int from, final int lines, final float[] real, final int to,
		final float scale) {
		final float[] pair = new float[2 * n];
		for (int l = 0; l < lines; l += 2) {
			final boolean two = l + 1 < lines;
			join(spectrum, from + l * stride(), two, pair);
			fft.complexInverse(pair, false);
			final int first = to + l * n;
			for (int x = 0; x < n; x++)
				real[first + x] = pair[2 * x] * scale;
			if (two) for (int x = 0; x < n; x++)
				real[first + n + x] = pair[2 * x + 1] * scale;
		}
	}

	/** C(k) = A(k) + iB(k) and C(n−k) = A*(k) + iB*(k). */
	private void join(final float[] spectrum, final int from, final boolean two, final float[] pair) {
		final int second = two ? from + stride() : from;
		final float weight = two ? 1 : 0;
		pair[0] = spectrum[from];
		pair[1] = weight * spectrum[second];
		for (int k = 1; k <= n / 2; k++) {
			final float re = spectrum[from + 2 * k];
			final float im = 2 * k == n ? 0 : spectrum[from + 2 * k + 1];
			final float secondRe = weight * spectrum[second + 2 * k];
			final float secondIm = 2 * k == n ? 0 : weight * spectrum[second + 2 * k + 1];
			pair[2 * (n - k)] = re + secondIm;
			pair[2 * (n - k) + 1] = secondRe - im;
			pair[2 * k] = re - secondIm;
			pair[2 * k + 1] = im + secondRe;
		}
	}
}
