package org.mforfiji.refine;

/**
 * Noise power of one pixel by spatial frequency: ring r of a box of n pixels is the frequency r/(n·px).
 *
 * @param power by ring, 1 for white noise. Shared, not to be changed
 * @param box n
 */
record NoiseRings(float[] power, int box) {

	/** The power at a ring, between rings by a straight line. */
	double at(final double ring) {
		final int low = (int) Math.min(ring, power.length - 1), high = Math.min(low + 1, power.length - 1);
		return power[low] + Math.min(1, ring - low) * (power[high] - power[low]);
	}
}
