package org.mforfiji.run;

import java.util.Locale;

/**
 * The weight that was estimated for a tilt, a series, a tilt of a series, or a place.
 *
 * @param name of what it is for
 * @param weight relative to the best, 0 … 1
 * @param weightError standard deviation
 * @param bfactor relative to the best, Å², negative for damping, as it acts: of tilts at most −3 × exposure
 * @param bfactorError standard deviation, Å²
 * @param delta anisotropy of the B-factor, Å²
 * @param deltaError standard deviation of its two components, Å²
 * @param angleDeg direction in which damping is weakest, degrees
 * @param measured whether there were images to tell; else the weight is as expected from exposure and tilt angle, or that of
 *          the nearest place
 */
public record FittedWeight(String name, double weight, double weightError, double bfactor, double bfactorError, double delta,
	double deltaError, double angleDeg, boolean measured)
{

	/** The same name with another's values. */
	FittedWeight like(final FittedWeight other) {
		return new FittedWeight(name, other.weight, other.weightError, other.bfactor, other.bfactorError, other.delta,
			other.deltaError, other.angleDeg, false);
	}

	@Override
	public String toString() {
		final String anisotropy = delta == 0 && deltaError == 0 ? "" : String.format(Locale.ROOT,
			", anisotropy %.0f ± %.0f Å² at %.0f°", delta, deltaError, angleDeg);
		return String.format(Locale.ROOT, "%s: weight %.3f ± %.3f, B-factor %d ± %.0f Å²%s%s", name, weight, weightError, Math.round(
			bfactor), bfactorError, anisotropy, measured ? "" : " (no images)");
	}
}
