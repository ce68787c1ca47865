package org.mforfiji.fourier;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * The independent Fourier pixels of a real n×n image within the Nyquist circle, sorted by ring (the whole part of the
 * radius) and along each ring by angle: a frequency band is a prefix of the list, and neighbours in the list are
 * neighbours in Fourier space, which is what the caches of a slice kernel want. Of the column kx = 0 only ky ≥ 0 is listed (the others are its complex conjugates);
 * kx = n/2 is left out, since it lies on the circle. Immutable and shared: {@link #of(int)} returns one object per n.
 */
public final class HalfPlane {

	private static final ConcurrentMap<Integer, HalfPlane> CACHE = new ConcurrentHashMap<>();

	private final int n;
	private final int[] kx;
	private final int[] ky;
	private final float[] radius;
	private final int[] within;

	private HalfPlane(final int n) {
		this.n = n;
		final int limit = n / 2;
		final int[][] pixels = IntStream.rangeClosed(-limit, limit).boxed().flatMap(y -> IntStream.range(0, limit).filter(
			x -> x * x + y * y < limit * limit && (x > 0 || y >= 0)).mapToObj(x -> new int[] { x, y })).toArray(int[][]::new);
		Arrays.sort(pixels, Comparator.<int[]> comparingInt(p -> (int) Math.sqrt(p[0] * p[0] + p[1] * p[1])).thenComparingDouble(
			p -> Math.atan2(p[1], p[0])).thenComparingInt(p -> p[0]));
		kx = new int[pixels.length];
		ky = new int[pixels.length];
		radius = new float[pixels.length];
		within = new int[limit + 2];
		for (int j = 0; j < pixels.length; j++) {
			kx[j] = pixels[j][0];
			ky[j] = pixels[j][1];
			radius[j] = (float) Math.sqrt(kx[j] * kx[j] + ky[j] * ky[j]);
		}
		for (int j = 0; j < pixels.length; j++)
			within[(int) radius[j] + 1]++;
		for (int r = 1; r < within.length; r++)
			within[r] += within[r - 1];
	}

	/** The pixels of an n×n image; n even. */
	public static HalfPlane of(final int n) {
		return CACHE.computeIfAbsent(n, HalfPlane::new);
	}

	/** Edge of the image in pixels. */
	public int n() {
		return n;
	}

	/** Number of pixels listed. */
	public int size() {
		return kx.length;
	}

	/** Number of leading pixels with radius &lt; r; r is cut to [0, n/2]. Ring r is the range [within(r), within(r + 1)). */
	public int within(final int r) {
		return within[Math.max(0, Math.min(r, n / 2))];
	}

	/** Column of pixel j, cycles per box, 0 ≤ kx &lt; n/2. */
	public int kx(final int j) {
		return kx[j];
	}

	/** Row of pixel j, cycles per box, −n/2 &lt; ky &lt; n/2. */
	public int ky(final int j) {
		return ky[j];
	}

	/** Radius of pixel j, cycles per box. */
	public float radius(final int j) {
		return radius[j];
	}

	/** Columns of all pixels, a copy. */
	public int[] columns() {
		return kx.clone();
	}

	/** Rows of all pixels, a copy. */
	public int[] rows() {
		return ky.clone();
	}

	/** Index of the real part of pixel j in a half-complex n×n spectrum (see {@code Fft2D}). */
	public int spectrumIndex(final int j) {
		final int row = ky[j] < 0 ? ky[j] + n : ky[j];
		return 2 * (row * (n / 2 + 1) + kx[j]);
	}

	/** Copies the listed pixels of a half-complex spectrum into an interleaved array, the first {@code count} of them. */
	public void gather(final float[] spectrum, final int count, final float[] target, final int offset) {
		for (int j = 0; j < count; j++) {
			final int s = spectrumIndex(j);
			target[offset + 2 * j] = spectrum[s];
			target[offset + 2 * j + 1] = spectrum[s + 1];
		}
	}

	/** Spreads {@code count} listed pixels into a half-complex spectrum of zeros, with the conjugates of column 0. */
	public float[] scatter(final float[] values, final int offset, final int count) {
		final float[] spectrum = new float[2 * n * (n / 2 + 1)];
		scatter(values, offset, count, spectrum);
		return spectrum;
	}

	/** As {@link #scatter(float[], int, int)}, into a given spectrum; what was in it is overwritten. */
	public void scatter(final float[] values, final int offset, final int count, final float[] spectrum) {
		Arrays.fill(spectrum, 0);
		for (int j = 0; j < count; j++) {
			final int s = spectrumIndex(j);
			spectrum[s] = values[offset + 2 * j];
			spectrum[s + 1] = values[offset + 2 * j + 1];
			if (kx[j] == 0 && ky[j] > 0) {
				final int mate = 2 * (n - ky[j]) * (n / 2 + 1);
				spectrum[mate] = spectrum[s];
				spectrum[mate + 1] = -spectrum[s + 1];
			}
		}
	}
}
