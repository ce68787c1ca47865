package org.mforfiji.io.relion;

import org.mforfiji.geometry.Rotations;

/**
 * How a tilt image sees the tomogram: x = rotation · p + translation, where the first two components are the position in
 * the image and the third is the height along the beam.
 *
 * @param rotation 3×3, row-major: tomogram to image axes. Shared, not to be changed
 * @param translationA Å. Shared, not to be changed
 * @param centred whether p counts from the middle of the tomogram and x from the middle of the image, as in RELION 5's
 *          tilt series; else both count from the corner, as in {@code rlnTomoProjX} and its companions
 */
public record TiltProjection(double[] rotation, double[] translationA, boolean centred) {

	/**
	 * RELION 5's alignment of a tilt image: the tomogram is turned about x, then y, then z and then shifted in the image.
	 *
	 * @param xTiltDeg {@code rlnTomoXTilt}
	 * @param yTiltDeg {@code rlnTomoYTilt}
	 * @param zRotDeg {@code rlnTomoZRot}
	 * @param xShiftA {@code rlnTomoXShiftAngst}
	 * @param yShiftA {@code rlnTomoYShiftAngst}
	 */
	public static TiltProjection ofAngles(final double xTiltDeg, final double yTiltDeg, final double zRotDeg,
		final double xShiftA, final double yShiftA)
	{
		final double[] rotation = Rotations.multiply(Rotations.rotZ(zRotDeg), Rotations.multiply(Rotations.rotY(yTiltDeg),
			Rotations.rotX(xTiltDeg)));
		return new TiltProjection(rotation, new double[] { xShiftA, yShiftA, 0 }, true);
	}

	/**
	 * The three angles of RELION 5 that make this rotation.
	 *
	 * @return x tilt and y tilt and z rotation in degrees; at a y tilt of ±90° the x tilt is 0
	 */
	public double[] anglesDeg() {
		final double[] r = rotation;
		final double sine = Math.max(-1, Math.min(1, -r[6]));
		final boolean upright = Math.abs(sine) > 1 - 1e-12;
		final double x = upright ? 0 : Math.atan2(r[7], r[8]);
		final double z = upright ? Math.atan2(-r[1], r[4]) : Math.atan2(r[3], r[0]);
		return new double[] { Math.toDegrees(x), Math.toDegrees(Math.asin(sine)), Math.toDegrees(z) };
	}

	/**
	 * Where a point is seen.
	 *
	 * @param positionA x, y, z in Å, from the middle or the corner of the tomogram as {@link #centred()} says
	 * @return x, y in the image, from its middle or corner likewise, and the height along the beam, all in Å
	 */
	public double[] apply(final double[] positionA) {
		final double[] seen = Rotations.apply(rotation, positionA);
		for (int axis = 0; axis < 3; axis++)
			seen[axis] += translationA[axis];
		return seen;
	}
}
