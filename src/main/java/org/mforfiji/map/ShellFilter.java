package org.mforfiji.map;

import java.util.function.DoubleUnaryOperator;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

/** Multiplies the Fourier transform of a map by a function of the radius. */
public final class ShellFilter {

	private ShellFilter() {}

	/**
	 * Multiplies by a curve given at whole shells, linearly interpolated; zero beyond its last shell.
	 *
	 * @param curve factor at shell 0, 1, … cycles per box
	 */
	public static Volume apply(final Volume map, final double[] curve, final Parallel parallel) {
		final double[] copy = curve.clone();
		return apply(map, radius -> at(copy, radius), parallel);
	}

	/**
	 * Multiplies by a function of the radius in cycles per box; the corners beyond n/2 get the function's value there
	 * as well.
	 *
	 * @param map a cube; left as it is
	 */
	public static Volume apply(final Volume map, final DoubleUnaryOperator factor, final Parallel parallel) {
		if (!map.isCube()) throw new MException("A map of " + map.nx() + "×" + map.ny() + "×" + map.nz() +
			" voxels cannot be filtered by shells",
			"", "Give a cube");
		final int n = map.nx();
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] spectrum = fft.forward(map.data(), parallel);
		final float[] table = table(n, factor);
		final int row = n / 2 + 1;
		parallel.loop(n, plane -> {
			final int z = Math.min(plane, n - plane);
			for (int line = 0; line < n; line++) {
				final int y = Math.min(line, n - line);
				final int at = 2 * (plane * n + line) * row;
				for (int x = 0; x < row; x++) {
					final float scale = table[x * x + y * y + z * z];
					spectrum[at + 2 * x] *= scale;
					spectrum[at + 2 * x + 1] *= scale;
				}
			}
		});
		return new Volume(fft.inverse(spectrum, parallel), n, n, n, map.pixelSize());
	}

	/** The factor for every squared radius. */
	private static float[] table(final int n, final DoubleUnaryOperator factor) {
		final float[] table = new float[3 * (n / 2) * (n / 2) + 1];
		for (int square = 0; square < table.length; square++)
			table[square] = (float) factor.applyAsDouble(Math.sqrt(square));
		return table;
	}

	/** Linear interpolation in a curve over shells; zero beyond its end. */
	static double at(final double[] curve, final double radius) {
		final int low = (int) radius;
		if (low >= curve.length) return 0;
		final double high = low + 1 < curve.length ? curve[low + 1] : 0;
		return low + 1 == curve.length && radius > low ? 0 : curve[low] + (radius - low) * (high - curve[low]);
	}
}
