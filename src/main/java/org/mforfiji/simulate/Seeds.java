package org.mforfiji.simulate;

import java.util.Random;

/**
 * Independent streams of random numbers from one seed: each use (a purpose and the numbers of a series, tilt, …) has its
 * own stream, so that nothing depends on the order or the thread in which things are made.
 */
final class Seeds {

	private final long seed;

	Seeds(final long seed) {
		this.seed = seed;
	}

	/** The stream of a purpose and its indices; the same arguments give the same numbers. */
	Random stream(final String purpose, final int... indices) {
		long state = mix(seed);
		for (int i = 0; i < purpose.length(); i++)
			state = mix(state ^ purpose.charAt(i));
		for (final int index : indices)
			state = mix(state ^ (index + 0x100000000L));
		return new Random(state);
	}

	/** The finaliser of SplitMix64 after one step of its counter. */
	private static long mix(final long value) {
		long z = value + 0x9e3779b97f4a7c15L;
		z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
		z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
		return z ^ z >>> 31;
	}
}
