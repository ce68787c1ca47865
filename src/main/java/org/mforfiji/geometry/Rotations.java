package org.mforfiji.geometry;

import java.util.Random;

/**
 * Rotation matrices, 3×3, row-major in {@code double[9]}, acting on column vectors in right-handed coordinates, and the
 * Euler angles (rot, tilt, psi) of RELION and M. Angles are in degrees where the name says so, rotation vectors in
 * radians. Stateless; results are always new arrays.
 */
public final class Rotations {

	/** Below this sine of the tilt angle (16 single-precision steps) rot and psi cannot be told apart. */
	private static final double POLE = 16 * 1.1920929e-7;

	private Rotations() {}

	/** The identity. */
	public static double[] identity() {
		return new double[] { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
	}

	/** Active rotation about x: takes y towards z for positive angles. */
	public static double[] rotX(final double deg) {
		final double c = cosDeg(deg);
		final double s = sinDeg(deg);
		return new double[] { 1, 0, 0, 0, c, -s, 0, s, c };
	}

	/** Active rotation about y: takes z towards x for positive angles. */
	public static double[] rotY(final double deg) {
		final double c = cosDeg(deg);
		final double s = sinDeg(deg);
		return new double[] { c, 0, s, 0, 1, 0, -s, 0, c };
	}

	/** Active rotation about z: takes x towards y for positive angles. */
	public static double[] rotZ(final double deg) {
		final double c = cosDeg(deg);
		final double s = sinDeg(deg);
		return new double[] { c, -s, 0, s, c, 0, 0, 0, 1 };
	}

	/** As {@link #fromEulerDeg(double, double, double)}, of {rot, tilt, psi}. */
	public static double[] fromEulerDeg(final double[] euler) {
		return fromEulerDeg(euler[0], euler[1], euler[2]);
	}

	/** The same angle, by whole turns, within half a turn of a reference: trajectories are interpolated without wrapping. */
	public static double nearestDeg(final double angle, final double reference) {
		return angle - 360 * Math.rint((angle - reference) / 360);
	}

	/**
	 * The matrix E(rot, tilt, psi) = Rz(−psi)·Ry(−tilt)·Rz(−rot) that takes coordinates of the map to coordinates of the
	 * image or tomogram; RELION's matrix A.
	 */
	public static double[] fromEulerDeg(final double rot, final double tilt, final double psi) {
		final double cr = cosDeg(rot);
		final double sr = sinDeg(rot);
		final double ct = cosDeg(tilt);
		final double st = sinDeg(tilt);
		final double cp = cosDeg(psi);
		final double sp = sinDeg(psi);
		return new double[] { //
			cp * ct * cr - sp * sr, cp * ct * sr + sp * cr, -cp * st, //
			-sp * ct * cr - cp * sr, -sp * ct * sr + cp * cr, sp * st, //
			st * cr, st * sr, ct };
	}

	/**
	 * Euler angles of a rotation matrix, the inverse of {@link #fromEulerDeg}.
	 *
	 * @return {rot, tilt, psi} with tilt in [0, 180], rot and psi in (−180, 180]; rot = 0 where tilt is 0 or 180. The
	 *         angles fit each other also where rounding has left the matrix not quite orthonormal close to a pole.
	 */
	public static double[] toEulerDeg(final double[] m) {
		final double s = Math.hypot(m[2], m[5]);
		final double rot;
		final double tilt;
		final double psi;
		if (s > POLE) {
			psi = Math.atan2(m[5], -m[2]);
			tilt = Math.atan2(s, m[8]);
			final double sp = Math.sin(psi);
			final double cp = Math.cos(psi);
			rot = Math.atan2(-(sp * m[0] + cp * m[3]), sp * m[1] + cp * m[4]);
		}
		else {
			rot = 0;
			tilt = m[8] > 0 ? 0 : Math.PI;
			psi = m[8] > 0 ? Math.atan2(-m[3], m[0]) : Math.atan2(m[3], -m[0]);
		}
		return new double[] { Math.toDegrees(rot), Math.toDegrees(tilt), Math.toDegrees(psi) };
	}

	/**
	 * Of all Euler angles of a rotation those nearest to others, so that the way between the two can be interpolated angle by
	 * angle: up to whole turns, and as (rot, tilt, psi) or (rot + 180, −tilt, psi + 180). At a pole, where the matrix gives
	 * only the sum or difference of rot and psi, rot stays.
	 *
	 * @param near {rot, tilt, psi} in degrees
	 */
	public static double[] toEulerDeg(final double[] m, final double[] near) {
		final double[] euler = toEulerDeg(m);
		if (Math.hypot(m[2], m[5]) <= POLE) {
			euler[0] = near[0];
			euler[2] += m[8] > 0 ? -near[0] : near[0];
		}
		final double[] same = unwrapped(euler, near);
		final double[] other = unwrapped(new double[] { euler[0] + 180, -euler[1], euler[2] + 180 }, near);
		return distance(same, near) <= distance(other, near) ? same : other;
	}

	private static double[] unwrapped(final double[] euler, final double[] near) {
		final double[] unwrapped = new double[3];
		for (int c = 0; c < 3; c++)
			unwrapped[c] = nearestDeg(euler[c], near[c]);
		return unwrapped;
	}

	private static double distance(final double[] a, final double[] b) {
		return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
	}

	/** The product a·b: b is applied first. */
	public static double[] multiply(final double[] a, final double[] b) {
		final double[] c = new double[9];
		for (int row = 0; row < 9; row += 3)
			for (int column = 0; column < 3; column++)
				c[row + column] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
		return c;
	}

	/** The transpose, which is the inverse rotation. */
	public static double[] transpose(final double[] a) {
		return new double[] { a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8] };
	}

	/** The rotated vector m·v. */
	public static double[] apply(final double[] m, final double[] v) {
		return new double[] { m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2], m[6] * v[0] +
			m[7] * v[1] + m[8] * v[2] };
	}

	/**
	 * The active rotation exp([w]×) about the axis w by |w| radians (Rodrigues' formula), accurate for any length of w.
	 *
	 * @param w rotation vector, radians
	 */
	public static double[] exp(final double[] w) {
		final double x = w[0];
		final double y = w[1];
		final double z = w[2];
		final double angle = Math.sqrt(x * x + y * y + z * z);
		final double half = 0.5 * angle;
		final double sinc = angle < 1e-9 ? 1 : Math.sin(angle) / angle;
		final double halfSinc = half < 1e-9 ? 1 : Math.sin(half) / half;
		final double versine = 0.5 * halfSinc * halfSinc;
		return new double[] { //
			1 - versine * (y * y + z * z), versine * x * y - sinc * z, versine * x * z + sinc * y, //
			versine * x * y + sinc * z, 1 - versine * (x * x + z * z), versine * y * z - sinc * x, //
			versine * x * z - sinc * y, versine * y * z + sinc * x, 1 - versine * (x * x + y * y) };
	}

	/**
	 * The rotation vector of a rotation matrix, the inverse of {@link #exp}; well defined up to the sign of the axis for
	 * half turns.
	 *
	 * @return w in radians, |w| ≤ π
	 */
	public static double[] log(final double[] m) {
		final double[] q = quaternion(m);
		final double sign = q[0] < 0 ? -1 : 1;
		final double sine = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
		final double factor = sign * (sine < 1e-12 ? 2 / Math.abs(q[0]) : 2 * Math.atan2(sine, Math.abs(q[0])) / sine);
		return new double[] { factor * q[1], factor * q[2], factor * q[3] };
	}

	/** The angle of the rotation that leads from a to b, degrees in [0, 180]. */
	public static double angleBetweenDeg(final double[] a, final double[] b) {
		final double[] w = log(multiply(transpose(a), b));
		return Math.toDegrees(Math.sqrt(w[0] * w[0] + w[1] * w[1] + w[2] * w[2]));
	}

	/** A rotation drawn uniformly from all rotations. */
	public static double[] random(final Random random) {
		double w;
		double x;
		double y;
		double z;
		double norm;
		do {
			w = random.nextGaussian();
			x = random.nextGaussian();
			y = random.nextGaussian();
			z = random.nextGaussian();
			norm = Math.sqrt(w * w + x * x + y * y + z * z);
		}
		while (norm < 1e-6);
		return fromQuaternion(w / norm, x / norm, y / norm, z / norm);
	}

	private static double[] fromQuaternion(final double w, final double x, final double y, final double z) {
		return new double[] { //
			1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y), //
			2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x), //
			2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y) };
	}

	/** {w, x, y, z}, computed around the largest component so that half turns lose no digits. */
	private static double[] quaternion(final double[] m) {
		final double trace = m[0] + m[4] + m[8];
		if (trace >= Math.max(m[0], Math.max(m[4], m[8]))) {
			final double r = 2 * Math.sqrt(Math.max(0, 1 + trace));
			return new double[] { 0.25 * r, (m[7] - m[5]) / r, (m[2] - m[6]) / r, (m[3] - m[1]) / r };
		}
		if (m[0] >= m[4] && m[0] >= m[8]) {
			final double r = 2 * Math.sqrt(Math.max(0, 1 + m[0] - m[4] - m[8]));
			return new double[] { (m[7] - m[5]) / r, 0.25 * r, (m[1] + m[3]) / r, (m[2] + m[6]) / r };
		}
		if (m[4] >= m[8]) {
			final double r = 2 * Math.sqrt(Math.max(0, 1 + m[4] - m[0] - m[8]));
			return new double[] { (m[2] - m[6]) / r, (m[1] + m[3]) / r, 0.25 * r, (m[5] + m[7]) / r };
		}
		final double r = 2 * Math.sqrt(Math.max(0, 1 + m[8] - m[0] - m[4]));
		return new double[] { (m[3] - m[1]) / r, (m[2] + m[6]) / r, (m[5] + m[7]) / r, 0.25 * r };
	}

	private static double cosDeg(final double deg) {
		return Math.cos(Math.toRadians(deg));
	}

	private static double sinDeg(final double deg) {
		return Math.sin(Math.toRadians(deg));
	}
}
