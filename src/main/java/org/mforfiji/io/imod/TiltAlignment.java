package org.mforfiji.io.imod;

import org.mforfiji.base.MException;

/**
 * How the images of a tilt series are placed; all arrays have one value per tilt, in the order of the series.
 *
 * @param anglesDeg stage tilt
 * @param axisAnglesDeg direction of the tilt axis in the image
 * @param offsetsX image-space offset along x, Å
 * @param offsetsY image-space offset along y, Å
 * @param used whether the tilt is used
 */
public record TiltAlignment(double[] anglesDeg, double[] axisAnglesDeg, double[] offsetsX, double[] offsetsY,
	boolean[] used) {

	public TiltAlignment {
		if (axisAnglesDeg.length != anglesDeg.length || offsetsX.length != anglesDeg.length ||
			offsetsY.length != anglesDeg.length ||
			used.length != anglesDeg.length) throw new MException("The lists of a tilt series have different lengths",
				"",
				"Give one value per tilt in each");
	}

	/** A deep copy with another selection. */
	TiltAlignment copy(final boolean[] newUsed) {
		return new TiltAlignment(anglesDeg.clone(), axisAnglesDeg.clone(), offsetsX.clone(), offsetsY.clone(),
			newUsed.clone());
	}
}
