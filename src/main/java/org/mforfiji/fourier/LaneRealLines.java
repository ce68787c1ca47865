package org.mforfiji.fourier;

/** Many lines at once with {@link LaneFft}, each pair of lines as real and imaginary part; few lines one after the other. */
final class LaneRealLines extends RealLines {

	private final LaneFft fft;
	private final RealLines few;

	LaneRealLines(final int n, final RealLines few) {
		super(n);
		this.few = few;
		fft = LaneFft.of(n);
	}

	@Override
	void forward(final float[] real, final int from, final int lines, final float[] spectrum, final int to) {
		if (lines < 2 * Lanes.MANY) {
			few.forward(real, from, lines, spectrum, to);
			return;
		}
		final Lanes work = fft.lanes();
		final int pairs = lines / 2, width = Lanes.width(pairs);
		for (int first = 0; first < pairs; first += width) {
			final int count = Math.min(width, pairs - first);
			load(real, from + 2 * first * n, count, work);
			fft.transform(work, count, true);
			for (int k = 0; k <= n / 2; k++)
				separate(work, k, count, spectrum, to + 2 * first * stride() + 2 * k);
		}
		if (lines % 2 != 0) few.forward(real, from + (lines - 1) * n, 1, spectrum, to + (lines - 1) * stride());
	}

	/** Through a buffer whose lines are a little longer, since lines a power of two apart drive each other out of caches. */
	private void load(final float[] real, final int from, final int count, final Lanes work) {
		final float[] rows = work.rows;
		final int stride = n + Lanes.GAP;
		for (int l = 0; l < 2 * count; l++)
			System.arraycopy(real, from + l * n, rows, l * stride, n);
		for (int x = 0; x < n; x++) {
			final float[] re = work.re[x], im = work.im[x];
			for (int l = 0, i = x; l < count; l++, i += 2 * stride) {
				re[l] = rows[i];
				im[l] = rows[i + stride];
			}
		}
	}

	/** With C = A + iB: A(k) = (C(k) + C*(n−k))/2, B(k) = (C(k) − C*(n−k))/2i. */
	private void separate(final Lanes work, final int k, final int count, final float[] spectrum, final int to) {
		final int mate = fft.place(k == 0 ? 0 : n - k);
		final float[] re = work.re[fft.place(k)], im = work.im[fft.place(k)], mateRe = work.re[mate], mateIm = work.im[mate];
		final int next = stride();
		for (int l = 0, i = to; l < count; l++, i += 2 * next) {
			spectrum[i] = 0.5f * (re[l] + mateRe[l]);
			spectrum[i + 1] = 0.5f * (im[l] - mateIm[l]);
			spectrum[i + next] = 0.5f * (im[l] + mateIm[l]);
			spectrum[i + next + 1] = 0.5f * (mateRe[l] - re[l]);
		}
	}

	@Override
	void inverse(final float[] spectrum, final int from, final int lines, final float[] real, final int to, final float scale) {
		if (lines < 2 * Lanes.MANY) {
			few.inverse(spectrum, from, lines, real, to, scale);
			return;
		}
		final Lanes work = fft.lanes();
		final int pairs = lines / 2, width = Lanes.width(pairs);
		for (int first = 0; first < pairs; first += width) {
			final int count = Math.min(width, pairs - first);
			for (int k = 0; k <= n / 2; k++)
				join(spectrum, from + 2 * first * stride() + 2 * k, k, count, work);
			fft.transform(work, count, false);
			store(work, count, scale, real, to + 2 * first * n);
		}
		if (lines % 2 != 0) few.inverse(spectrum, from + (lines - 1) * stride(), 1, real, to + (lines - 1) * n, scale);
	}

	/** C(k) = A(k) + iB(k) and C(n−k) = A*(k) + iB*(k). */
	private void join(final float[] spectrum, final int from, final int k, final int count, final Lanes work) {
		final float[] re = work.re[k], im = work.im[k];
		final int next = stride();
		if (k == 0 || 2 * k == n) {
			for (int l = 0, i = from; l < count; l++, i += 2 * next) {
				re[l] = spectrum[i];
				im[l] = spectrum[i + next];
			}
			return;
		}
		final float[] mateRe = work.re[n - k], mateIm = work.im[n - k];
		for (int l = 0, i = from; l < count; l++, i += 2 * next) {
			final float ar = spectrum[i], ai = spectrum[i + 1], br = spectrum[i + next], bi = spectrum[i + next + 1];
			re[l] = ar - bi;
			im[l] = ai + br;
			mateRe[l] = ar + bi;
			mateIm[l] = br - ai;
		}
	}

	private void store(final Lanes work, final int count, final float scale, final float[] real, final int to) {
		final float[] rows = work.rows;
		final int stride = n + Lanes.GAP;
		for (int x = 0; x < n; x++) {
			final float[] re = work.re[fft.place(x)], im = work.im[fft.place(x)];
			for (int l = 0, i = x; l < count; l++, i += 2 * stride) {
				rows[i] = re[l] * scale;
				rows[i + stride] = im[l] * scale;
			}
		}
		for (int l = 0; l < 2 * count; l++)
			System.arraycopy(rows, l * stride, real, to + l * n, n);
	}
}
