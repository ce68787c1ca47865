package org.mforfiji.geometry;

import java.util.Arrays;

/**
 * Where a particle of a tilt series lies in each tilt image, how it is turned there, and at what defocus, as M computes it.
 * For tilt t and a position p in the tomogram (Å, corner origin), with V the size of the volume and I that of the image:
 *
 * <pre>
 * q  = p − V/2 + warp(p/V, ω_t)                                      volume warp, ω = normalised dose
 * r  = T_t·q                  T_t = Rz(axis_t)·Ry(−(angle_t + levelY))·Rx(levelX)
 * P' = r.xy + offset_t + I/2
 * P  = P' − movement(P'/I, τ_t)                                      image warp, τ = t/(N − 1)
 * defocus = grid(p.x/V.x, p.y/V.y, τ_t) + 10⁻⁴·r.z                   r.z with inverted angles if they are inverted
 * orientation = C_t·T_t       C_t = Rz(gz)·Ry(gy)·Rx(gx)             stage angles g at (p.x/V.x, p.y/V.y, τ_t)
 * </pre>
 *
 * The stage angles turn the particle and do not move it. Immutable and safe for many threads; evaluation allocates next to
 * nothing. Matrices are row-major.
 */
public final class TiltSeriesGeometry {

	private static final double UM_PER_A = 1e-4;

	private final TiltSeriesGeometryBuilder given;
	private final double[][] tiltMatrices;
	/** The row of the rotation that gives the height of a particle in Å, per tilt. */
	private final double[][] heightRows;
	private final double[] doseFractions;
	private final PlaneSpline[] moveX;
	private final PlaneSpline[] moveY;
	private final PlaneSpline[] defocus;
	private final PlaneSpline[][] stage;

	/**
	 * A particle's place in a tilt image.
	 *
	 * @param x Å from the left border of the image
	 * @param y Å from the border of row 0
	 * @param defocusUm defocus in µm, positive for underfocus
	 */
	public record Projection(double x, double y, double defocusUm) {}

	TiltSeriesGeometry(final TiltSeriesGeometryBuilder given) {
		this.given = given;
		final int n = given.angles.length;
		tiltMatrices = new double[n][];
		heightRows = new double[n][];
		for (int t = 0; t < n; t++) {
			tiltMatrices[t] = tilted(given, t, 1);
			final double[] seen = given.anglesInverted ? tilted(given, t, -1) : tiltMatrices[t];
			heightRows[t] = new double[] { seen[6], seen[7], given.anglesInverted ? -seen[8] : seen[8] };
		}
		doseFractions = fractions(given.dose);
		moveX = planes(given.movementX, n);
		moveY = planes(given.movementY, n);
		defocus = planes(given.defocus, n);
		stage = new PlaneSpline[][] { planes(given.angleX, n), planes(given.angleY, n), planes(given.angleZ, n) };
	}

	/** The same series with another image warp; what does not depend on it is shared. */
	private TiltSeriesGeometry(final TiltSeriesGeometry other, final TiltSeriesGeometryBuilder given) {
		this.given = given;
		tiltMatrices = other.tiltMatrices;
		heightRows = other.heightRows;
		doseFractions = other.doseFractions;
		moveX = planes(given.movementX, tiltMatrices.length);
		moveY = planes(given.movementY, tiltMatrices.length);
		defocus = other.defocus;
		stage = other.stage;
	}

	private static double[] tilted(final TiltSeriesGeometryBuilder given, final int t, final int sign) {
		return Rotations.multiply(Rotations.fromEulerDeg(0, sign * (given.angles[t] + given.levelAngleY),
			-given.axisAngles[t]), Rotations.rotX(sign * given.levelAngleX));
	}

	private static double[] fractions(final double[] dose) {
		final double min = Arrays.stream(dose).min().orElse(0);
		final double range = Arrays.stream(dose).max().orElse(0) - min;
		return Arrays.stream(dose).map(d -> range > 0 ? (d - min) / range : 0).toArray();
	}

	private static PlaneSpline[] planes(final CubicGrid grid, final int tilts) {
		final PlaneSpline[] planes = new PlaneSpline[tilts];
		for (int t = 0; t < tilts; t++)
			planes[t] = t > 0 && grid.nz() == 1 ? planes[0] : grid.plane(tau(t, tilts));
		return planes;
	}

	private static double tau(final int t, final int tilts) {
		return tilts > 1 ? (double) t / (tilts - 1) : 0;
	}

	/** A new description, empty but for neutral values. */
	public static TiltSeriesGeometryBuilder builder() {
		return new TiltSeriesGeometryBuilder();
	}

	/** A description with all values of this series, to be changed. */
	public TiltSeriesGeometryBuilder toBuilder() {
		return new TiltSeriesGeometryBuilder(given);
	}

	/** Number of tilts. */
	public int tilts() {
		return tiltMatrices.length;
	}

	/** The third coordinate of grids over tilts: t/(N − 1) in stored order, 0 for a series of one tilt. */
	public double tau(final int t) {
		return tau(t, tilts());
	}

	/** (dose − min)/(max − min) per tilt: the time of the volume warp and of trajectories; all 0 if the doses are equal. */
	public double[] doseFractions() {
		return doseFractions.clone();
	}

	/**
	 * Where a particle lies in tilt image t, and its defocus there. The factors of M for rounded sizes of binned images are
	 * not applied.
	 *
	 * @param positionA place in the tomogram, Å, corner origin
	 */
	public Projection project(final double[] positionA, final int t) {
		final double[] q = displaced(positionA, t);
		final double[] m = tiltMatrices[t];
		final double[] h = heightRows[t];
		final double x = m[0] * q[0] + m[1] * q[1] + m[2] * q[2] + given.axisOffsetX[t] + 0.5 * given.imageSize[0];
		final double y = m[3] * q[0] + m[4] * q[1] + m[5] * q[2] + given.axisOffsetY[t] + 0.5 * given.imageSize[1];
		final double u = x / given.imageSize[0];
		final double v = y / given.imageSize[1];
		final double height = h[0] * q[0] + h[1] * q[1] + h[2] * q[2];
		final double defocusUm = defocus[t].value(positionA[0] / given.volumeSize[0], positionA[1] / given.volumeSize[1]) +
			UM_PER_A * height;
		return new Projection(x - moveX[t].value(u, v), y - moveY[t].value(u, v), defocusUm);
	}

	/**
	 * The place in tilt image t before the image warp is subtracted, which is where the image warp is looked up.
	 *
	 * @return {X', Y'}, Å, corner origin; divided by the image size they are the coordinates for {@link CubicGrid#planeWeights}
	 */
	public double[] unwarped(final double[] positionA, final int t) {
		final double[] q = displaced(positionA, t);
		final double[] m = tiltMatrices[t];
		return new double[] { //
			m[0] * q[0] + m[1] * q[1] + m[2] * q[2] + given.axisOffsetX[t] + 0.5 * given.imageSize[0], //
			m[3] * q[0] + m[4] * q[1] + m[5] * q[2] + given.axisOffsetY[t] + 0.5 * given.imageSize[1] };
	}

	/** The position from the centre of the volume, with the volume warp added. */
	private double[] displaced(final double[] p, final int t) {
		final double[] size = given.volumeSize;
		final double x = p[0] / size[0];
		final double y = p[1] / size[1];
		final double z = p[2] / size[2];
		final double w = doseFractions[t];
		return new double[] { //
			p[0] - 0.5 * size[0] + given.volumeWarpX.value(x, y, z, w), //
			p[1] - 0.5 * size[1] + given.volumeWarpY.value(x, y, z, w), //
			p[2] - 0.5 * size[2] + given.volumeWarpZ.value(x, y, z, w) };
	}

	/**
	 * The derivative of the place in tilt image t by the particle's position: (I − ∂movement/∂P')·[T_t]₂ₓ₃·(I + ∂warp/∂p).
	 *
	 * @return ∂(x, y)/∂p, 2×3, row-major, Å per Å
	 */
	public double[] projectionJacobian(final double[] positionA, final int t) {
		return product(displacementJacobian(positionA, t), warpJacobian(positionA, t));
	}

	/**
	 * The derivative of the place in tilt image t by a displacement of the particle that leaves the place where the volume
	 * warp is looked up, that is by the value of the volume warp: (I − ∂movement/∂P')·[T_t]₂ₓ₃.
	 *
	 * @return ∂(x, y)/∂q, 2×3, row-major, Å per Å
	 */
	public double[] displacementJacobian(final double[] positionA, final int t) {
		final double[] at = unwarped(positionA, t);
		final double sizeX = given.imageSize[0];
		final double sizeY = given.imageSize[1];
		final double u = at[0] / sizeX;
		final double v = at[1] / sizeY;
		final double xx = 1 - moveX[t].slopeX(u, v) / sizeX;
		final double xy = -moveX[t].slopeY(u, v) / sizeY;
		final double yx = -moveY[t].slopeX(u, v) / sizeX;
		final double yy = 1 - moveY[t].slopeY(u, v) / sizeY;
		final double[] m = tiltMatrices[t];
		final double[] jacobian = new double[6];
		for (int axis = 0; axis < 3; axis++) {
			jacobian[axis] = xx * m[axis] + xy * m[3 + axis];
			jacobian[3 + axis] = yx * m[axis] + yy * m[3 + axis];
		}
		return jacobian;
	}

	/**
	 * The derivative of the defocus in tilt image t by the particle's position.
	 *
	 * @return 3 numbers, µm per Å
	 */
	public double[] defocusGradient(final double[] positionA, final int t) {
		final double[] h = heightRows[t];
		final double[] gradient = product(new double[] { UM_PER_A * h[0], UM_PER_A * h[1], UM_PER_A * h[2] }, warpJacobian(
			positionA, t));
		final double u = positionA[0] / given.volumeSize[0];
		final double v = positionA[1] / given.volumeSize[1];
		gradient[0] += defocus[t].slopeX(u, v) / given.volumeSize[0];
		gradient[1] += defocus[t].slopeY(u, v) / given.volumeSize[1];
		return gradient;
	}

	/** I + ∂warp/∂p, 3×3. */
	private double[] warpJacobian(final double[] p, final int t) {
		final double[] size = given.volumeSize;
		final LinearGrid4D[] warps = { given.volumeWarpX, given.volumeWarpY, given.volumeWarpZ };
		final double[] jacobian = Rotations.identity();
		for (int row = 0; row < 3; row++) {
			if (warps[row].size() == 1) continue;
			final double[] f = warps[row].valueAndGradient(p[0] / size[0], p[1] / size[1], p[2] / size[2], doseFractions[t]);
			for (int axis = 0; axis < 3; axis++)
				jacobian[3 * row + axis] += f[axis + 1] / size[axis];
		}
		return jacobian;
	}

	/** Rows of three times a 3×3 matrix. */
	private static double[] product(final double[] rows, final double[] m) {
		final double[] result = new double[rows.length];
		for (int i = 0; i < rows.length; i++) {
			final int row = i - i % 3;
			result[i] = rows[row] * m[i % 3] + rows[row + 1] * m[3 + i % 3] + rows[row + 2] * m[6 + i % 3];
		}
		return result;
	}

	/**
	 * The rotation from the tomogram to tilt image t for a particle at this place: C_t·T_t. A particle of Euler matrix E is
	 * seen as C_t·T_t·E.
	 *
	 * @return 3×3, row-major
	 */
	public double[] orientation(final double[] positionA, final int t) {
		return Rotations.multiply(stageMatrix(positionA, t), tiltMatrices[t]);
	}

	private double[] stageMatrix(final double[] p, final int t) {
		final double u = p[0] / given.volumeSize[0];
		final double v = p[1] / given.volumeSize[1];
		return Rotations.multiply(Rotations.rotZ(stage[2][t].value(u, v)), Rotations.multiply(Rotations.rotY(stage[1][t]
			.value(u, v)), Rotations.rotX(stage[0][t].value(u, v))));
	}

	/**
	 * How the orientation turns with the stage angles at this place: column a is the rotation vector w, in radians in the
	 * frame of the image, for one degree more of stage angle a, such that the orientation becomes exp([w]×)·C_t·T_t.
	 *
	 * @return 3×3, row-major, radians per degree, columns X, Y, Z
	 */
	public double[] stageAngleJacobian(final double[] positionA, final int t) {
		final double u = positionA[0] / given.volumeSize[0];
		final double v = positionA[1] / given.volumeSize[1];
		final double[] aboutZ = Rotations.rotZ(stage[2][t].value(u, v));
		final double[] axisX = Rotations.apply(aboutZ, Rotations.apply(Rotations.rotY(stage[1][t].value(u, v)), new double[] {
			1, 0, 0 }));
		final double[] axisY = Rotations.apply(aboutZ, new double[] { 0, 1, 0 });
		final double unit = Math.toRadians(1);
		return new double[] { //
			unit * axisX[0], unit * axisY[0], 0, //
			unit * axisX[1], unit * axisY[1], 0, //
			unit * axisX[2], unit * axisY[2], unit };
	}

	/** T_t, the rotation of the centred tomogram into tilt image t, without stage angles; 3×3, a copy. */
	public double[] tiltMatrix(final int t) {
		return tiltMatrices[t].clone();
	}

	/** The same series with another image warp (Å, subtracted from projected places). */
	public TiltSeriesGeometry withImageWarp(final CubicGrid x, final CubicGrid y) {
		return new TiltSeriesGeometry(this, new TiltSeriesGeometryBuilder(given).movementX(x).movementY(y));
	}

	/** The stage angle of each tilt, degrees, as stored (hand not applied); a copy. */
	public double[] angles() {
		return given.angles.clone();
	}

	/** The angle of the tilt axis in each image, degrees; a copy. */
	public double[] axisAngles() {
		return given.axisAngles.clone();
	}

	/** The offset of each image along x, Å; a copy. */
	public double[] axisOffsetX() {
		return given.axisOffsetX.clone();
	}

	/** The offset of each image along y, Å; a copy. */
	public double[] axisOffsetY() {
		return given.axisOffsetY.clone();
	}

	/** The exposure before each tilt, e⁻/Å²; a copy. */
	public double[] dose() {
		return given.dose.clone();
	}

	/** Levelling angle about x, degrees. */
	public double levelAngleX() {
		return given.levelAngleX;
	}

	/** Levelling angle about y, degrees. */
	public double levelAngleY() {
		return given.levelAngleY;
	}

	/** Whether the defocus gradient is that of inverted tilt angles. */
	public boolean anglesInverted() {
		return given.anglesInverted;
	}

	/** The size {x, y, z} of the tomogram, Å; a copy. */
	public double[] volumeSize() {
		return given.volumeSize.clone();
	}

	/** The size {x, y} of the tilt images, Å; a copy. */
	public double[] imageSize() {
		return given.imageSize.clone();
	}

	/** The image warp along x over (x, y) of the image and tilt, Å. */
	public CubicGrid movementX() {
		return given.movementX;
	}

	/** The image warp along y over (x, y) of the image and tilt, Å. */
	public CubicGrid movementY() {
		return given.movementY;
	}

	/** The volume warp along x over (x, y, z) of the tomogram and normalised dose, Å. */
	public LinearGrid4D volumeWarpX() {
		return given.volumeWarpX;
	}

	/** The volume warp along y, Å. */
	public LinearGrid4D volumeWarpY() {
		return given.volumeWarpY;
	}

	/** The volume warp along z, Å. */
	public LinearGrid4D volumeWarpZ() {
		return given.volumeWarpZ;
	}

	/** The stage angle about x over (x, y) of the tomogram and tilt, degrees. */
	public CubicGrid angleX() {
		return given.angleX;
	}

	/** The stage angle about y, degrees. */
	public CubicGrid angleY() {
		return given.angleY;
	}

	/** The stage angle about z, degrees. */
	public CubicGrid angleZ() {
		return given.angleZ;
	}

	/** The defocus over (x, y) of the tomogram and tilt, µm. */
	public CubicGrid defocus() {
		return given.defocus;
	}
}
