package org.mforfiji.optics;

/** By how much the amplitudes of an image are damped at a spatial frequency, the same in all directions. */
@FunctionalInterface
public interface RadialWeight {

	/** Factor at a squared spatial frequency (1/Å²). */
	double amplitude(double k2);
}
