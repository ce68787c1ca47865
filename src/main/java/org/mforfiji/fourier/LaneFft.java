package org.mforfiji.fourier;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The Fourier transforms of many lines of n complex values side by side: element j of all lines is one array, and every
 * step is a loop over neighbouring lines, which the compiler turns into vector instructions. For n without large prime
 * factors (boxes of species have any even size), up to a length at which the lines fit the caches. Immutable.
 */
final class LaneFft {

	/** Longest line for which this is faster than one line after the other. */
	private static final int LONGEST = 1024;

	/** Largest prime factor: the work per element grows with it. */
	private static final int LARGEST_FACTOR = 127;

	private static final ConcurrentMap<Integer, LaneFft> PLANS = new ConcurrentHashMap<>();

	private final int n;
	/** Factors in the order of the passes. */
	private final int[] factors;
	/** cos and sin of 2πk/n. */
	private final float[] cos;
	private final float[] sin;
	/** Where coefficient k is left. */
	private final int[] place;

	private LaneFft(final int n) {
		this.n = n;
		cos = new float[n];
		sin = new float[n];
		for (int k = 0; k < n; k++) {
			cos[k] = (float) Math.cos(2 * Math.PI * k / n);
			sin[k] = (float) Math.sin(2 * Math.PI * k / n);
		}
		factors = factors(n);
		place = new int[n];
		for (int k = 0; k < n; k++)
			place[k] = reversed(k);
	}

	/** Whether lines of n values can be transformed, and are worth it. */
	static boolean suits(final int n) {
		return n > 1 && n <= LONGEST && factors(n)[0] <= LARGEST_FACTOR;
	}

	/** The transform of lines of n values. */
	static LaneFft of(final int n) {
		return PLANS.computeIfAbsent(n, LaneFft::new);
	}

	/** 4 as often as possible, and the prime factors of the rest, odd ones first and the largest before all. */
	private static int[] factors(final int n) {
		final int[] found = new int[Integer.SIZE];
		int at = found.length, rest = n;
		for (; rest % 4 == 0; rest /= 4)
			found[--at] = 4;
		if (rest % 2 == 0) {
			// after those of 4
			System.arraycopy(found, at, found, at - 1, found.length - at);
			found[found.length - 1] = 2;
			at--;
			rest /= 2;
		}
		for (int factor = 3; rest > 1; factor += 2)
			for (; rest % factor == 0; rest /= factor)
				found[--at] = factor;
		return Arrays.copyOfRange(found, at, found.length);
	}

	/** This thread's work space for such lines; contents are arbitrary. */
	Lanes lanes() {
		return Lanes.of(n, 2 * factors[0]);
	}

	/** The number whose digits, to the bases of the factors, are those of k in reverse. */
	private int reversed(final int k) {
		int at = 0, rest = k, step = n;
		for (final int factor : factors) {
			step /= factor;
			at += rest % factor * step;
			rest /= factor;
		}
		return at;
	}

	/** The element in which {@link #transform} leaves coefficient k. */
	int place(final int k) {
		return place[k];
	}

	/**
	 * Transforms in place: F(k) = Σ f(j)·exp(−2πi jk/n), or the inverse times n.
	 *
	 * @param lanes re[j] and im[j] hold the parts of element j of all lines
	 * @param width number of lines
	 */
	void transform(final Lanes lanes, final int width, final boolean forward) {
		// the inverse is the same with real and imaginary parts exchanged
		final float[][] re = forward ? lanes.re : lanes.im, im = forward ? lanes.im : lanes.re;
		int step = n;
		for (final int factor : factors) {
			final int turn = n / step;
			step /= factor;
			for (int j = 0; j < step; j++)
				for (int first = j; first < n; first += factor * step) {
					if (factor == 2) {
						sumAndDifference(re[first], re[first + step], width);
						sumAndDifference(im[first], im[first + step], width);
					}
					else if (factor == 4) four(re, im, first, step, width);
					else combine(re, im, lanes.spare, first, step, factor, width);
					for (int k = 1; j > 0 && k < factor; k++)
						turn(re[first + k * step], im[first + k * step], j * k * turn, width);
				}
		}
	}

	/** The transform of an odd number of elements from {@code first} on, {@code step} apart. */
	private void combine(final float[][] re, final float[][] im, final float[][] spare, final int first, final int step,
		final int factor, final int width)
	{
		final int half = factor / 2, last = first + factor * step;
		for (int j = 1; j <= half; j++) {
			sumAndDifference(re[first + j * step], re[last - j * step], width);
			sumAndDifference(im[first + j * step], im[last - j * step], width);
		}
		for (int k = 1; k <= half; k++) {
			// F(k) = u − iv, F(factor − k) = u + iv
			final float[] ur = spare[4 * k - 4], ui = spare[4 * k - 3], vr = spare[4 * k - 2], vi = spare[4 * k - 1];
			System.arraycopy(re[first], 0, ur, 0, width);
			System.arraycopy(im[first], 0, ui, 0, width);
			Arrays.fill(vr, 0, width, 0);
			Arrays.fill(vi, 0, width, 0);
			for (int j = 1; j <= half; j++) {
				final int angle = j * k * (n / factor) % n;
				addMultiple(ur, cos[angle], re[first + j * step], width);
				addMultiple(ui, cos[angle], im[first + j * step], width);
				addMultiple(vr, sin[angle], re[last - j * step], width);
				addMultiple(vi, sin[angle], im[last - j * step], width);
			}
			sumAndDifference(ur, vi, width);
			sumAndDifference(ui, vr, width);
		}
		for (int k = 1; k <= half; k++) {
			addMultiple(re[first], 1, re[first + k * step], width);
			addMultiple(im[first], 1, im[first + k * step], width);
			exchange(re, first + k * step, spare, 4 * k - 4);
			exchange(im, last - k * step, spare, 4 * k - 3);
			exchange(im, first + k * step, spare, 4 * k - 2);
			exchange(re, last - k * step, spare, 4 * k - 1);
		}
	}

	private static void exchange(final float[][] a, final int i, final float[][] b, final int j) {
		final float[] kept = a[i];
		a[i] = b[j];
		b[j] = kept;
	}

	/** (a, b) → (a + b, a − b). */
	private static void sumAndDifference(final float[] a, final float[] b, final int width) {
		for (int l = 0; l < width; l++) {
			final float x = a[l], y = b[l];
			a[l] = x + y;
			b[l] = x - y;
		}
	}

	private static void addMultiple(final float[] sum, final float factor, final float[] a, final int width) {
		for (int l = 0; l < width; l++)
			sum[l] += factor * a[l];
	}

	/** Multiplies by exp(−2πi k/n). */
	private void turn(final float[] re, final float[] im, final int k, final int width) {
		final float c = cos[k], s = sin[k];
		for (int l = 0; l < width; l++) {
			final float x = re[l], y = im[l];
			re[l] = x * c + y * s;
			im[l] = y * c - x * s;
		}
	}

	/** The transform of four elements; arrays change places. */
	private static void four(final float[][] re, final float[][] im, final int first, final int step, final int width) {
		final int b = first + step, c = first + 2 * step, d = first + 3 * step;
		sums(re[first], re[b], re[c], re[d], width);
		sums(im[first], im[b], im[c], im[d], width);
		// b − id and b + id, whose parts come to lie crosswise
		sumAndDifference(re[b], im[d], width);
		sumAndDifference(im[b], re[d], width);
		final float[] lastIm = im[b];
		im[b] = re[d];
		re[d] = im[d];
		im[d] = lastIm;
	}

	/** (a, b, c, d) → (a + b + c + d, a − c, a − b + c − d, b − d). */
	private static void sums(final float[] a, final float[] b, final float[] c, final float[] d, final int width) {
		for (int l = 0; l < width; l++) {
			final float x = a[l] + c[l], y = b[l] + d[l], u = a[l] - c[l], v = b[l] - d[l];
			a[l] = x + y;
			b[l] = u;
			c[l] = x - y;
			d[l] = v;
		}
	}
}
