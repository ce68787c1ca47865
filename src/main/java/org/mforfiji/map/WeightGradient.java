package org.mforfiji.map;

import org.mforfiji.base.Parallel;
import org.mforfiji.fourier.Fft3D;

/**
 * Undoes what a steep weight does near the origin. A voxel's sum is (ρ·F)∗Λ, with ρ the weight carried by all samples
 * and Λ the trilinear tent, and its weight ρ∗Λ; their ratio is F∗Λ only where ρ hardly changes within a voxel's reach.
 * Between the origin and the first maximum of the transfer functions it rises manyfold, and every voxel takes its value
 * from too far outside.
 * <p>
 * With V(k) the mean of ρ∗Λ over shells, taken as constant beyond the first {@link #lastShell} ones: F = S⁻¹[V·(D/W)] /
 * S⁻¹[V], S⁻¹ being the division by the tent's transform in real space. Where V is constant this is the plain gridding
 * correction.
 */
final class WeightGradient {

	private static final int LAST_SHELL = 16;
	private static final double LEAST = 0.01;
	private static final float CLAMP = 3;

	private final int n;
	private final double[] radius;
	private final double[] logarithm;

	/** @param sums with a complete plane x = 0 */
	WeightGradient(final BackProjector sums) {
		n = sums.n();
		final int last = lastShell(n);
		radius = new double[last + 1];
		logarithm = new double[last + 1];
		final double[] weight = new double[last + 1];
		final int[] count = new int[last + 1];
		for (int z = -last; z <= last; z++)
			for (int y = -last; y <= last; y++)
				for (int x = 0; x <= last; x++) {
					final double r = Math.sqrt(x * x + y * y + z * z);
					final int shell = (int) Math.round(r);
					if (shell > last) continue;
					radius[shell] += r;
					weight[shell] += sums.sums()[BackProjector.VALUES * sums.space().index(x, y, z) + 2];
					count[shell]++;
				}
		final double end = weight[last] / count[last];
		for (int s = 0; s <= last; s++) {
			radius[s] /= count[s];
			logarithm[s] = end > 0 ? Math.log(Math.max(LEAST, weight[s] / count[s] / end)) : 0;
		}
	}

	/** Shells whose weight is followed: 16, in small boxes a quarter of the edge. */
	static int lastShell(final int n) {
		return Math.min(LAST_SHELL, n / 4);
	}

	/** V at a radius in cycles per box, 1 beyond the last shell. */
	double at(final double r) {
		int s = 0;
		while (s < radius.length && radius[s] <= r)
			s++;
		if (s == radius.length) return 1;
		final double share = (r - radius[s - 1]) / (radius[s] - radius[s - 1]);
		return Math.exp(logarithm[s - 1] + share * (logarithm[s] - logarithm[s - 1]));
	}

	/** V for every squared radius of a half-complex n-cube. */
	private float[] table() {
		final float[] table = new float[3 * (n / 2) * (n / 2) + 1];
		for (int i = 0; i < table.length; i++)
			table[i] = (float) at(Math.sqrt(i));
		return table;
	}

	/**
	 * The map of D/W.
	 *
	 * @param spectrum D/W as half-complex n-cube with the centre voxel as origin of the map; destroyed
	 * @param correction what S⁻¹ divides by in real space, a positive n-cube
	 */
	float[] map(final float[] spectrum, final float[] correction, final Parallel parallel) {
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] table = table();
		forEach(parallel, (i, square, sign) -> {
			spectrum[i] *= table[square];
			spectrum[i + 1] *= table[square];
		});
		final float[] real = fft.inverse(spectrum, parallel);
		divide(real, correction, parallel);
		final float[] corrected = fft.forward(real, parallel);
		deconvolve(spectrum, real, correction, table, parallel);
		forEach(parallel, (i, square, sign) -> {
			corrected[i] /= spectrum[i];
			corrected[i + 1] /= spectrum[i];
		});
		fft.inverse(corrected, real, parallel);
		return real;
	}

	/**
	 * S⁻¹[V] in the real parts of a half-complex spectrum, held within a factor of three of V so that it stays
	 * positive.
	 */
	private void deconvolve(final float[] spectrum, final float[] real, final float[] correction, final float[] table,
		final Parallel parallel) {
		final Fft3D fft = new Fft3D(n, n, n);
		forEach(parallel, (i, square, sign) -> {
			spectrum[i] = sign * table[square];
			spectrum[i + 1] = 0;
		});
		fft.inverse(spectrum, real, parallel);
		divide(real, correction, parallel);
		fft.forward(real, spectrum, parallel);
		forEach(parallel, (i, square, sign) -> {
			final float v = table[square];
			spectrum[i] = Math.max(v / CLAMP, Math.min(CLAMP * v, sign * spectrum[i]));
		});
	}

	/** Receives the index of a coefficient's real part, its squared radius, and (−1)^(x+y+z). */
	private interface Coefficient {

		void accept(int index, int square, int sign);
	}

	private void forEach(final Parallel parallel, final Coefficient body) {
		final int row = n / 2 + 1;
		parallel.loop(n, plane -> {
			final int z = Math.min(plane, n - plane);
			for (int line = 0; line < n; line++) {
				final int y = Math.min(line, n - line);
				for (int x = 0; x < row; x++)
					body.accept(2 * ((plane * n + line) * row + x), x * x + y * y + z * z, (x + y + z & 1) == 0 ? 1
						: -1);
			}
		});
	}

	private void divide(final float[] real, final float[] by, final Parallel parallel) {
		parallel.loop(n, z -> {
			for (int i = z * n * n; i < (z + 1) * n * n; i++)
				real[i] /= by[i];
		});
	}
}
