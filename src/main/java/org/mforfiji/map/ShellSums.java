package org.mforfiji.map;

import org.mforfiji.base.Parallel;

/**
 * Sums over Fourier shells of one or two half-complex spectra of n-cubes. A coefficient at radius r between two shells
 * is split linearly between them; radii of n/2 and beyond are left out. The planes are summed separately and then in
 * order, so the result does not depend on the number of threads.
 */
final class ShellSums {

	final double[] cross;
	final double[] powerA;
	final double[] powerB;
	final double[] amplitudeA;
	final double[] count;

	private ShellSums(final int shells) {
		cross = new double[shells];
		powerA = new double[shells];
		powerB = new double[shells];
		amplitudeA = new double[shells];
		count = new double[shells];
	}

	static ShellSums of(final float[] a, final float[] b, final int n, final Parallel parallel) {
		final ShellSums[] planes = new ShellSums[n];
		parallel.loop(n, z -> {
			planes[z] = new ShellSums(n / 2);
			planes[z].addPlane(a, b, n, z);
		});
		final ShellSums total = new ShellSums(n / 2);
		for (final ShellSums plane : planes)
			total.add(plane);
		return total;
	}

	/** Re Σ a·b* / √(Σ|a|²·Σ|b|²) in every shell; 0 where a map has no power. */
	double[] correlation() {
		final double[] out = new double[cross.length];
		for (int s = 0; s < out.length; s++) {
			final double power = powerA[s] * powerB[s];
			out[s] = power > 0 ? cross[s] / Math.sqrt(power) : 0;
		}
		return out;
	}

	private void addPlane(final float[] a, final float[] b, final int n, final int plane) {
		final int z = Math.min(plane, n - plane);
		final int row = n / 2 + 1;
		for (int line = 0; line < n; line++) {
			final int y = Math.min(line, n - line);
			final int base = 2 * (plane * n + line) * row;
			for (int x = 0; x < row; x++) {
				final double radius = Math.sqrt(x * x + y * y + z * z);
				if (radius < n / 2) addValue(radius, a, b, base + 2 * x);
			}
		}
	}

	private void addValue(final double radius, final float[] a, final float[] b, final int i) {
		final double ab = (double) a[i] * b[i] + (double) a[i + 1] * b[i + 1];
		final double aa = (double) a[i] * a[i] + (double) a[i + 1] * a[i + 1];
		final double bb = (double) b[i] * b[i] + (double) b[i + 1] * b[i + 1];
		final int shell = (int) radius;
		final double upper = radius - shell;
		for (int s = shell; s < Math.min(shell + 2, cross.length); s++) {
			final double share = s == shell ? 1 - upper : upper;
			cross[s] += share * ab;
			powerA[s] += share * aa;
			powerB[s] += share * bb;
			amplitudeA[s] += share * Math.sqrt(aa);
			count[s] += share;
		}
	}

	private void add(final ShellSums other) {
		for (int s = 0; s < cross.length; s++) {
			cross[s] += other.cross[s];
			powerA[s] += other.powerA[s];
			powerB[s] += other.powerB[s];
			amplitudeA[s] += other.amplitudeA[s];
			count[s] += other.count[s];
		}
	}
}
