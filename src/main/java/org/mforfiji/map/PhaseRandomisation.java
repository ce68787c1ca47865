package org.mforfiji.map;

import org.mforfiji.base.Parallel;

/**
 * Makes the phases of a half-complex spectrum random beyond a shell, amplitudes kept: every coefficient is turned by an
 * angle that is drawn for it alone and is opposite for its Friedel mate, so that the spectrum stays that of a real map.
 * The angles follow from the seed and the coefficient's place, not from any order of work.
 */
final class PhaseRandomisation {

	private final int n;
	private final long seed;

	/**
	 * @param n edge of the cube
	 * @param seed starts the sequence; another seed gives independent phases
	 */
	PhaseRandomisation(final int n, final long seed) {
		this.n = n;
		this.seed = mix(seed);
	}

	/** Turns all coefficients with radius ≥ fromShell (cycles per box), in place. */
	void apply(final float[] spectrum, final int fromShell, final Parallel parallel) {
		final int row = n / 2 + 1;
		parallel.loop(n, z -> {
			for (int y = 0; y < n; y++)
				for (int x = 0; x < row; x++) {
					final long ky = Math.min(y, n - y);
					final long kz = Math.min(z, n - z);
					if (x * x + ky * ky + kz * kz >= (long) fromShell * fromShell) turn(spectrum, x, y, z);
				}
		});
	}

	private void turn(final float[] spectrum, final int x, final int y, final int z) {
		final int i = 2 * ((z * n + y) * (n / 2 + 1) + x);
		final boolean ownPlane = x == 0 || 2 * x == n;
		final long here = place(y, z);
		final long mate = ownPlane ? place(Math.floorMod(-y, n), Math.floorMod(-z, n)) : here;
		final double uniform = (mix(seed + (Math.min(here, mate) * (n / 2 + 1) +
			x) * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53;
		if (ownPlane && here == mate) {
			if (uniform < 0.5) spectrum[i] = -spectrum[i];
			return;
		}
		final double angle = 2 * Math.PI * uniform;
		final float cos = (float) Math.cos(angle);
		final float sin = (float) (here > mate ? -Math.sin(angle) : Math.sin(angle));
		final float re = spectrum[i];
		spectrum[i] = re * cos - spectrum[i + 1] * sin;
		spectrum[i + 1] = re * sin + spectrum[i + 1] * cos;
	}

	private long place(final int y, final int z) {
		return (long) z * n + y;
	}

	/** The finaliser of SplitMix64: spreads the bits of a counter. */
	private static long mix(final long value) {
		long z = value;
		z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
		z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
		return z ^ z >>> 31;
	}
}
