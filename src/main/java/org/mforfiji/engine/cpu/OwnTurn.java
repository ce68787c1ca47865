package org.mforfiji.engine.cpu;

import java.util.Arrays;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.OwnShare;

/**
 * What an image's own share of the slice does when the image is turned. The share itself, as it was where the image was
 * inserted, is taken off the slice; but in the map it stays behind, so that the slice at another rotation holds it less and
 * less, which would hold the image where it was put. The expected difference of Σ Re(conj(D)·o) is a sum over rings and
 * directions (docs/algorithm.md, 3.2): with Δ the change of the rotation matrix, c and S centre and covariance of the mask, u the
 * displacement of its centre in the image and Q = (2π/n)²·ΔSΔᵀ, a pixel k keeps cos(k·u)·exp(−½·kᵀQk) of its share. Work
 * space of one thread.
 */
final class OwnTurn {

	/** Directions over half a ring. */
	private static final int DIRECTIONS = 8;
	private static final double[] COS = new double[DIRECTIONS];
	private static final double[] SIN = new double[DIRECTIONS];
	static {
		for (int d = 0; d < DIRECTIONS; d++) {
			COS[d] = Math.cos(Math.PI * (d + 0.5) / DIRECTIONS);
			SIN[d] = Math.sin(Math.PI * (d + 0.5) / DIRECTIONS);
		}
	}

	/** Phase per Å and per voxel, and cycle per box. */
	private final double perA;
	private final double perVoxel;
	private final double[] now = new double[9];
	/** Rows of a 2×3 matrix: the change of the rotation. */
	private final double[] change = new double[6];
	private final double[] derivative = new double[6];
	/** Displacement of the mask's centre as a phase a cycle, of the image alone, and Q (xx, xy, yy). */
	private final double[] u = new double[2];
	private final double[] u0 = new double[2];
	private final double[] q = new double[3];
	/** Change of Σ Re(conj(D)·o) by ring. */
	private final double[] rings;
	/** Its derivatives, gains in it, by u, u0 and Q. */
	private final double[] byU = new double[2];
	private final double[] byU0 = new double[2];
	private final double[] byQ = new double[3];

	/**
	 * @param box edge n, pixels
	 * @param unit phase per Å and cycle per box, 2π/(n·px)
	 */
	OwnTurn(final int box, final double unit) {
		perA = unit;
		perVoxel = 2 * Math.PI / box;
		rings = new double[box / 2 + 1];
	}

	/** Takes it out of the ring sums, the value and, as far as there is one, the gradient of the task's image i. */
	void remove(final SliceTask task, final OwnShare own, final ImagePoses poses, final int i) {
		poses.rotation(i, now);
		final double x = poses.shiftX(i) - own.shiftX(), y = poses.shiftY(i) - own.shiftY();
		boolean same = x == 0 && y == 0;
		for (int e = 0; e < 6; e++) {
			change[e] = now[e] - own.rotation()[e];
			same &= change[e] == 0;
		}
		if (same) return;
		u0[0] = perA * x;
		u0[1] = perA * y;
		final double[] centre = own.mask().centre();
		for (int a = 0; a < 2; a++)
			u[a] = u0[a] + perVoxel * dot(change, a, centre);
		quadratic(own.mask().covariance());
		final int count = Math.min(task.rings, own.power().length / OwnShare.HARMONICS);
		sum(own, task.gain, count);
		double value = 0;
		for (int r = 0; r < count; r++) {
			task.cross[r] -= rings[r];
			value += task.gain[r] * rings[r];
		}
		task.terms[0] += 2 * value;
		gradient(task.terms, own, task.parameters.count());
	}

	private void quadratic(final double[] covariance) {
		final double f = perVoxel * perVoxel;
		q[0] = f * form(change, 0, covariance, change, 0);
		q[1] = f * form(change, 0, covariance, change, 1);
		q[2] = f * form(change, 1, covariance, change, 1);
	}

	private void sum(final OwnShare own, final float[] gain, final int count) {
		Arrays.fill(rings, 0, count, 0);
		Arrays.fill(byU, 0);
		Arrays.fill(byU0, 0);
		Arrays.fill(byQ, 0);
		for (int d = 0; d < DIRECTIONS; d++)
			direction(own, gain, count, COS[d], SIN[d]);
	}

	/** Adds all rings in one direction; phases and attenuation go from ring to ring by products. */
	private void direction(final OwnShare own, final float[] gain, final int count, final double c, final double s) {
		final double share = own.mask().share() / DIRECTIONS;
		final double cos2 = 2 * share * (c * c - s * s), sin2 = 4 * share * c * s;
		final double phase = c * u[0] + s * u[1], phase0 = c * u0[0] + s * u0[1];
		final double width = c * c * q[0] + 2 * c * s * q[1] + s * s * q[2];
		final double stepRe = Math.cos(phase), stepIm = Math.sin(phase);
		final double step0Re = Math.cos(phase0), step0Im = Math.sin(phase0);
		double re = Math.cos(phase / 2), im = Math.sin(phase / 2), re0 = Math.cos(phase0 / 2), im0 = Math.sin(phase0 / 2);
		double keep = Math.exp(-width / 8), ratio = Math.exp(-width);
		final double faster = ratio;
		double sumU = 0, sumU0 = 0, sumQ = 0;
		for (int r = 0; r < count; r++) {
			final double p = share * own.power()[3 * r] + cos2 * own.power()[3 * r + 1] + sin2 * own.power()[3 * r + 2];
			final double kept = p * keep * re, k = r + 0.5, a = gain[r] * k;
			rings[r] += kept - p * re0;
			sumU -= a * p * keep * im;
			sumU0 += a * p * im0;
			sumQ -= a * k * kept / 2;
			final double t = re * stepRe - im * stepIm, t0 = re0 * step0Re - im0 * step0Im;
			im = re * stepIm + im * stepRe;
			im0 = re0 * step0Im + im0 * step0Re;
			re = t;
			re0 = t0;
			keep *= ratio;
			ratio *= faster;
		}
		byU[0] += c * sumU;
		byU[1] += s * sumU;
		byU0[0] += c * sumU0;
		byU0[1] += s * sumU0;
		byQ[0] += c * c * sumQ;
		byQ[1] += 2 * c * s * sumQ;
		byQ[2] += s * s * sumQ;
	}

	private void gradient(final double[] terms, final OwnShare own, final int parameters) {
		final double f = 2 * perVoxel * perVoxel;
		final double[] centre = own.mask().centre(), covariance = own.mask().covariance();
		for (int p = 0; p < Math.min(2, parameters); p++)
			terms[1 + p] -= 2 * perA * (byU[p] + byU0[p]);
		for (int p = 2; p < parameters; p++) {
			differentiate(p);
			final double slope = perVoxel * (byU[0] * dot(derivative, 0, centre) + byU[1] * dot(derivative, 1, centre)) + f *
				(byQ[0] * form(derivative, 0, covariance, change, 0) + byQ[1] / 2 * (form(derivative, 0, covariance, change, 1) +
					form(derivative, 1, covariance, change, 0)) + byQ[2] * form(derivative, 1, covariance, change, 1));
			terms[1 + p] -= 2 * slope;
		}
	}

	/** Derivative of the leading two rows of the matrix by a local parameter: turns about x, y, z, then magnification. */
	private void differentiate(final int parameter) {
		for (int e = 0; e < 3; e++) {
			final double x = now[e], y = now[3 + e], z = now[6 + e];
			derivative[e] = switch (parameter) {
				case 2 -> 0;
				case 3 -> z;
				case 4 -> -y;
				case 7 -> y;
				default -> x;
			};
			derivative[3 + e] = switch (parameter) {
				case 2 -> -z;
				case 3 -> 0;
				case 5 -> y;
				case 6 -> -y;
				default -> x;
			};
		}
	}

	private static double dot(final double[] rows, final int row, final double[] vector) {
		return rows[3 * row] * vector[0] + rows[3 * row + 1] * vector[1] + rows[3 * row + 2] * vector[2];
	}

	private static double form(final double[] left, final int row, final double[] matrix, final double[] right,
		final int column)
	{
		double sum = 0;
		for (int a = 0; a < 3; a++)
			for (int b = 0; b < 3; b++)
				sum += left[3 * row + a] * matrix[3 * a + b] * right[3 * column + b];
		return sum;
	}
}
