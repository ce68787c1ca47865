package org.mforfiji.fourier;

import org.mforfiji.base.MException;

/** Sizes of images and maps that transform fast. */
public final class FftSizes {

	private FftSizes() {}

	/** The smallest even size ≥ n whose only prime factors are 2, 3, 5 and 7; at least 2. */
	public static int goodSize(final int n) {
		int size = Math.max(2, n + (n & 1));
		while (!isGood(size))
			size = Math.addExact(size, 2);
		return size;
	}

	/** Whether n ≥ 1 has no prime factor above 7. */
	public static boolean isGood(final int n) {
		int rest = n;
		for (final int factor : new int[] { 2, 3, 5, 7 })
			while (rest > 1 && rest % factor == 0)
				rest /= factor;
		return rest == 1;
	}

	/**
	 * Length of the half-complex spectrum of a real array of {@code nx·ny·nz} values: 2·nz·ny·(nx/2+1) floats.
	 *
	 * @throws MException if an edge is below 1 or the spectrum is larger than one array can be
	 */
	static int spectrumLength(final int nx, final int ny, final int nz) {
		if (nx < 1 || ny < 1 || nz < 1) throw new MException("There is no Fourier transform of " + nx + "×" + ny +
			"×" + nz +
			" values", "", "Give edges of at least 1");
		final double length = 2.0 * nz * ny * (nx / 2 + 1);
		if (length > Integer.MAX_VALUE - 16) throw new MException("A Fourier transform of " + nx + "×" + ny + "×" + nz +
			" values is larger than one array can hold", "", "Use a coarser pixel size or a smaller box");
		return (int) length;
	}

	static void requireLength(final float[] array, final int needed, final String name) {
		if (array.length < needed) throw new MException("The " + name + " holds " + array.length +
			" floats where the transform needs " +
			needed, "", "");
	}
}
