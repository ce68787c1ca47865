package org.mforfiji.geometry;

import java.util.Arrays;

import org.mforfiji.base.MException;

/**
 * The numbers that describe a {@link TiltSeriesGeometry}, to be set one by one. Needed are {@link #angles}, {@link
 * #volumeSize} and {@link #imageSize}; lists not given are zeros, grids not given are a single 0. Not safe for several
 * threads at once.
 */
public final class TiltSeriesGeometryBuilder {

	double[] angles;
	double[] axisAngles;
	double[] axisOffsetX;
	double[] axisOffsetY;
	double[] dose;
	double levelAngleX;
	double levelAngleY;
	boolean anglesInverted;
	double[] volumeSize;
	double[] imageSize;
	CubicGrid movementX = CubicGrid.constant(0);
	CubicGrid movementY = CubicGrid.constant(0);
	LinearGrid4D volumeWarpX = LinearGrid4D.constant(0);
	LinearGrid4D volumeWarpY = LinearGrid4D.constant(0);
	LinearGrid4D volumeWarpZ = LinearGrid4D.constant(0);
	CubicGrid angleX = CubicGrid.constant(0);
	CubicGrid angleY = CubicGrid.constant(0);
	CubicGrid angleZ = CubicGrid.constant(0);
	CubicGrid defocus = CubicGrid.constant(0);

	TiltSeriesGeometryBuilder() {}

	TiltSeriesGeometryBuilder(final TiltSeriesGeometryBuilder other) {
		angles = other.angles;
		axisAngles = other.axisAngles;
		axisOffsetX = other.axisOffsetX;
		axisOffsetY = other.axisOffsetY;
		dose = other.dose;
		levelAngleX = other.levelAngleX;
		levelAngleY = other.levelAngleY;
		anglesInverted = other.anglesInverted;
		volumeSize = other.volumeSize;
		imageSize = other.imageSize;
		movementX = other.movementX;
		movementY = other.movementY;
		volumeWarpX = other.volumeWarpX;
		volumeWarpY = other.volumeWarpY;
		volumeWarpZ = other.volumeWarpZ;
		angleX = other.angleX;
		angleY = other.angleY;
		angleZ = other.angleZ;
		defocus = other.defocus;
	}

	/** The stage angle of each tilt, degrees, as stored (hand not applied). */
	public TiltSeriesGeometryBuilder angles(final double[] value) {
		angles = value.clone();
		return this;
	}

	/** The angle of the tilt axis in each image, degrees. */
	public TiltSeriesGeometryBuilder axisAngles(final double[] value) {
		axisAngles = value.clone();
		return this;
	}

	/** The offset of each image along x, Å. */
	public TiltSeriesGeometryBuilder axisOffsetX(final double[] value) {
		axisOffsetX = value.clone();
		return this;
	}

	/** The offset of each image along y, Å. */
	public TiltSeriesGeometryBuilder axisOffsetY(final double[] value) {
		axisOffsetY = value.clone();
		return this;
	}

	/** The exposure before each tilt, e⁻/Å². */
	public TiltSeriesGeometryBuilder dose(final double[] value) {
		dose = value.clone();
		return this;
	}

	/** Levelling angle about x, degrees. */
	public TiltSeriesGeometryBuilder levelAngleX(final double value) {
		levelAngleX = value;
		return this;
	}

	/** Levelling angle about y, degrees. */
	public TiltSeriesGeometryBuilder levelAngleY(final double value) {
		levelAngleY = value;
		return this;
	}

	/** Whether the defocus gradient is that of inverted tilt angles. */
	public TiltSeriesGeometryBuilder anglesInverted(final boolean value) {
		anglesInverted = value;
		return this;
	}

	/** The size {x, y, z} of the tomogram, Å. */
	public TiltSeriesGeometryBuilder volumeSize(final double[] value) {
		volumeSize = value.clone();
		return this;
	}

	/** The size {x, y} of the tilt images, Å. */
	public TiltSeriesGeometryBuilder imageSize(final double[] value) {
		imageSize = value.clone();
		return this;
	}

	/** The image warp along x over (x, y) of the image and tilt, Å. */
	public TiltSeriesGeometryBuilder movementX(final CubicGrid value) {
		movementX = value;
		return this;
	}

	/** The image warp along y over (x, y) of the image and tilt, Å. */
	public TiltSeriesGeometryBuilder movementY(final CubicGrid value) {
		movementY = value;
		return this;
	}

	/** The volume warp along x over (x, y, z) of the tomogram and normalised dose, Å. */
	public TiltSeriesGeometryBuilder volumeWarpX(final LinearGrid4D value) {
		volumeWarpX = value;
		return this;
	}

	/** The volume warp along y, Å. */
	public TiltSeriesGeometryBuilder volumeWarpY(final LinearGrid4D value) {
		volumeWarpY = value;
		return this;
	}

	/** The volume warp along z, Å. */
	public TiltSeriesGeometryBuilder volumeWarpZ(final LinearGrid4D value) {
		volumeWarpZ = value;
		return this;
	}

	/** The stage angle about x over (x, y) of the tomogram and tilt, degrees. */
	public TiltSeriesGeometryBuilder angleX(final CubicGrid value) {
		angleX = value;
		return this;
	}

	/** The stage angle about y, degrees. */
	public TiltSeriesGeometryBuilder angleY(final CubicGrid value) {
		angleY = value;
		return this;
	}

	/** The stage angle about z, degrees. */
	public TiltSeriesGeometryBuilder angleZ(final CubicGrid value) {
		angleZ = value;
		return this;
	}

	/** The defocus over (x, y) of the tomogram and tilt, µm. */
	public TiltSeriesGeometryBuilder defocus(final CubicGrid value) {
		defocus = value;
		return this;
	}

	/**
	 * The geometry of these numbers.
	 *
	 * @throws MException if there is no tilt, lists differ in length, a size is missing or not above 0, or a number is not
	 *           finite
	 */
	public TiltSeriesGeometry build() {
		if (angles == null || angles.length == 0) throw new MException("A tilt series has no tilt angles", "",
			"Give one angle for each tilt");
		final TiltSeriesGeometryBuilder whole = new TiltSeriesGeometryBuilder(this);
		requireFinite("tilt angle", angles);
		whole.axisAngles = perTilt("tilt axis angles", axisAngles);
		whole.axisOffsetX = perTilt("x offsets", axisOffsetX);
		whole.axisOffsetY = perTilt("y offsets", axisOffsetY);
		whole.dose = perTilt("doses", dose);
		requireFinite("levelling angle", levelAngleX, levelAngleY);
		requireSize("volume", volumeSize, 3);
		requireSize("image", imageSize, 2);
		return new TiltSeriesGeometry(whole);
	}

	private double[] perTilt(final String what, final double[] values) {
		if (values == null) return new double[angles.length];
		if (values.length != angles.length) throw new MException("A tilt series of " + angles.length + " tilts has " +
			values.length + " " + what, "", "Give one for each tilt");
		requireFinite("number among the " + what, values);
		return values;
	}

	private static void requireFinite(final String what, final double... values) {
		for (int t = 0; t < values.length; t++)
			if (!Double.isFinite(values[t])) throw new MException("The " + what + " " + values[t] + " is not a finite number",
				values.length == 1 ? "" : "tilt " + t + ", counted from 0", "");
	}

	private static void requireSize(final String what, final double[] size, final int dimensions) {
		final boolean good = size != null && size.length == dimensions && Arrays.stream(size).allMatch(s -> s > 0 &&
			Double.isFinite(s));
		if (!good) throw new MException("The size " + Arrays.toString(size) + " of the " + what +
			" of a tilt series is not " + dimensions + " positive lengths in Å", "", "");
	}
}
