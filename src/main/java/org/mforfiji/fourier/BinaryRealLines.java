package org.mforfiji.fourier;

import org.jtransforms.fft.FloatFFT_1D;

/** Lines whose length is a power of two, from 2 on, with JTransforms' real transform. */
final class BinaryRealLines extends RealLines {

	private final FloatFFT_1D fft;

	BinaryRealLines(final int n) {
		super(n);
		this.fft = LinePlan.of(n);
	}

	@Override
	void forward(final float[] real, final int from, final int lines, final float[] spectrum, final int to) {
		for (int l = 0; l < lines; l++) {
			final int first = to + l * stride();
			System.arraycopy(real, from + l * n, spectrum, first, n);
			fft.realForward(spectrum, first);
			spectrum[first + n] = spectrum[first + 1];
			spectrum[first + n + 1] = 0;
			spectrum[first + 1] = 0;
		}
	}

	/** Without its own scaling, JTransforms' inverse of these lengths gives n/2 times the values. */
	@Override
	void inverse(final float[] spectrum, final int from, final int lines, final float[] real, final int to,
		final float scale) {
		for (int l = 0; l < lines; l++) {
			final int first = from + l * stride();
			spectrum[first + 1] = spectrum[first + n];
			fft.realInverse(spectrum, first, false);
			for (int x = 0; x < n; x++)
				real[to + l * n + x] = spectrum[first + x] * 2 * scale;
		}
	}
}
