package org.mforfiji.engine.cpu;

import static org.mforfiji.base.Turns.WHOLE;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_X;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Y;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Z;
import static org.mforfiji.engine.cpu.PixelBlock.VALUE;

import org.mforfiji.base.Turns;

/**
 * The slice kernel in plain Java, for any Java virtual machine. Loops are written so that the compiler can turn those
 * without branches and sums into vector instructions.
 */
final class ScalarSliceKernel extends BlockKernel {

	@Override
	public String name() {
		return "scalar";
	}

	@Override
	void locate(final SliceTask t, final PixelBlock b) {
		final float[] m = t.rotation;
		final float p = t.padding, foldX = m[0] * p, foldY = m[3] * p;
		for (int i = 0, j = b.first; i < b.padded; i++, j++) {
			final float fold = foldX * t.kx[j] + foldY * t.ky[j] < 0 ? -1 : 1;
			b.fold[i] = fold;
			b.kx[i] = fold * t.kx[j];
			b.ky[i] = fold * t.ky[j];
		}
		// not needed otherwise before phases() and match()
		final float[] x = b.cos, y = b.sin, z = b.cross;
		coordinate(b, foldX, foldY, 0, x, b.fx);
		coordinate(b, m[1] * p, m[4] * p, t.centre, y, b.fy);
		coordinate(b, m[2] * p, m[5] * p, t.centre, z, b.fz);
		final int nx = t.nx, ny = t.ny;
		final int[] index = b.index;
		for (int i = 0; i < b.padded; i++)
			index[i] = 2 * (((int) z[i] * ny + (int) y[i]) * nx + (int) x[i]);
	}

	/** Array coordinate along one axis: its floor (or one less on a whole number) and what is left. */
	private static void coordinate(final PixelBlock b, final float alongX, final float alongY, final float origin,
		final float[] whole, final float[] rest)
	{
		final float[] kx = b.kx, ky = b.ky;
		for (int i = 0; i < b.padded; i++) {
			final float q = alongX * kx[i] + alongY * ky[i] + origin;
			final float w = q - 0.5f + WHOLE - WHOLE;
			whole[i] = w;
			rest[i] = q - w;
		}
	}

	@Override
	void phases(final SliceTask t, final PixelBlock b) {
		final float turnX = t.turnX, turnY = t.turnY;
		final float[] kx = b.kx, ky = b.ky, turns = b.sin;
		for (int i = 0; i < b.padded; i++)
			turns[i] = kx[i] * turnX + ky[i] * turnY;
		Turns.cosSin(turns, b.padded, b.cos, b.sin);
	}

	@Override
	void interpolate(final PixelBlock b, final int part) {
		final float[][] t = b.taps;
		for (int row = part; row < PixelBlock.COLUMNS; row += 4)
			mix(t[row], t[row + 2], b.fx, b.padded);
		mix(t[part], t[part + 4], b.fy, b.padded);
		mix(t[part + 8], t[part + 12], b.fy, b.padded);
		mix(t[part], t[part + 8], b.fz, b.padded);
	}

	@Override
	void slopes(final PixelBlock b, final int part) {
		final float[][] t = b.taps;
		for (int row = part; row < PixelBlock.COLUMNS; row += 4)
			split(t[row], t[row + 2], b.fx, b.padded);
		mix(t[part + 2], t[part + 6], b.fy, b.padded);
		mix(t[part + 10], t[part + 14], b.fy, b.padded);
		split(t[part], t[part + 4], b.fy, b.padded);
		split(t[part + 8], t[part + 12], b.fy, b.padded);
		mix(t[part + 2], t[part + 10], b.fz, b.padded);
		mix(t[part + 4], t[part + 12], b.fz, b.padded);
		split(t[part], t[part + 8], b.fz, b.padded);
	}

	/** Moves {@code low} by the fraction f towards {@code high}. */
	private static void mix(final float[] low, final float[] high, final float[] f, final int count) {
		for (int i = 0; i < count; i++)
			low[i] += f[i] * (high[i] - low[i]);
	}

	/** As {@link #mix}, and leaves the difference in {@code high}. */
	private static void split(final float[] low, final float[] high, final float[] f, final int count) {
		for (int i = 0; i < count; i++) {
			final float slope = high[i] - low[i];
			low[i] += f[i] * slope;
			high[i] = slope;
		}
	}

	@Override
	void removeOwn(final PixelBlock b) {
		final float[] yr = b.taps[VALUE], yi = b.taps[VALUE + 1], own = b.own, fold = b.fold;
		for (int i = 0, at = b.ownAt; i < b.padded; i++, at += 2) {
			yr[i] -= own[at];
			yi[i] -= own[at + 1] * fold[i];
		}
	}

	@Override
	void match(final PixelBlock b) {
		final float[] image = b.image, dr = b.data[0], di = b.data[1], fold = b.fold, cos = b.cos, sin = b.sin;
		for (int i = 0, at = b.imageAt; i < b.padded; i++, at += 2) {
			final float re = image[at], im = image[at + 1] * fold[i];
			dr[i] = re * cos[i] - im * sin[i];
			di[i] = re * sin[i] + im * cos[i];
		}
		final float[] yr = b.taps[VALUE], yi = b.taps[VALUE + 1], weights = b.weights, cross = b.cross, power = b.power;
		for (int i = 0; i < b.padded; i++)
			cross[i] = dr[i] * yr[i] + di[i] * yi[i];
		for (int i = 0, w = b.weightsAt; i < b.padded; i++)
			power[i] = weights[w + i] * (yr[i] * yr[i] + yi[i] * yi[i]);
	}

	@Override
	void derivatives(final SliceTask t, final PixelBlock b) {
		final float p = t.padding;
		final float r0 = t.rotation[0] * p, r1 = t.rotation[1] * p, r2 = t.rotation[2] * p;
		final float r3 = t.rotation[3] * p, r4 = t.rotation[4] * p, r5 = t.rotation[5] * p;
		final float r6 = t.rotation[6] * p, r7 = t.rotation[7] * p, r8 = t.rotation[8] * p;
		final float[] kx = b.kx, ky = b.ky;
		for (int part = 0; part < 2; part++) {
			final float[] x = b.taps[SLOPE_X + part], y = b.taps[SLOPE_Y + part];
			final float[] z = b.taps[SLOPE_Z + part], depth = b.depth[part], turn = b.turn[part];
			for (int i = 0; i < b.padded; i++)
				depth[i] = r6 * x[i] + r7 * y[i] + r8 * z[i];
			for (int i = 0; i < b.padded; i++)
				turn[i] = ky[i] * (r0 * x[i] + r1 * y[i] + r2 * z[i]);
			for (int i = 0; i < b.padded; i++)
				turn[i] -= kx[i] * (r3 * x[i] + r4 * y[i] + r5 * z[i]);
		}
	}

	@Override
	void accumulate(final SliceTask t, final PixelBlock b) {
		final float[] pr = b.depth[0], pi = b.depth[1], zr = b.turn[0], zi = b.turn[1];
		float ax = 0, ay = 0, bx = 0, by = 0, bz = 0, wxx = 0, wxy = 0, wyy = 0, cxx = 0, cxy = 0, cyy = 0;
		float dx = 0, dy = 0, gxx = 0, gxy = 0, gyy = 0, ex = 0, ey = 0, zz = 0;
		for (int i = 0; i < b.size; i++) {
			final float a = t.pixelGain[b.first + i], c = a * b.weights[b.weightsAt + i], ca = a * c;
			final float kx = b.kx[i], ky = b.ky[i], yr = b.taps[VALUE][i], yi = b.taps[VALUE + 1][i];
			// residual times gain
			final float rr = a * (b.data[0][i] - c * yr), ri = a * (b.data[1][i] - c * yi);
			final float s = rr * yi - ri * yr;
			ax += kx * s;
			ay += ky * s;
			final float q = rr * pr[i] + ri * pi[i];
			bx -= ky * q;
			by += kx * q;
			bz += rr * zr[i] + ri * zi[i];
			final float w = ca * (yr * yr + yi * yi);
			wxx += kx * kx * w;
			wxy += kx * ky * w;
			wyy += ky * ky * w;
			final float u = ca * (yi * pr[i] - yr * pi[i]);
			cxx += kx * kx * u;
			cxy += kx * ky * u;
			cyy += ky * ky * u;
			final float v = ca * (yi * zr[i] - yr * zi[i]);
			dx += kx * v;
			dy += ky * v;
			final float g = ca * (pr[i] * pr[i] + pi[i] * pi[i]);
			gxx += kx * kx * g;
			gxy += kx * ky * g;
			gyy += ky * ky * g;
			final float e = ca * (pr[i] * zr[i] + pi[i] * zi[i]);
			ex += kx * e;
			ey += ky * e;
			zz += ca * (zr[i] * zr[i] + zi[i] * zi[i]);
		}
		final double[] sums = t.sums;
		sums[0] += ax;
		sums[1] += ay;
		sums[2] += bx;
		sums[3] += by;
		sums[4] += bz;
		sums[5] += wxx;
		sums[6] += wxy;
		sums[7] += wyy;
		sums[8] += cxx;
		sums[9] += cxy;
		sums[10] += cyy;
		sums[11] += dx;
		sums[12] += dy;
		sums[13] += gxx;
		sums[14] += gxy;
		sums[15] += gyy;
		sums[16] += ex;
		sums[17] += ey;
		sums[18] += zz;
	}

	@Override
	void scales(final SliceTask t, final PixelBlock b) {
		final float p = t.padding;
		final float r0 = t.rotation[0] * p, r1 = t.rotation[1] * p, r2 = t.rotation[2] * p;
		final float r3 = t.rotation[3] * p, r4 = t.rotation[4] * p, r5 = t.rotation[5] * p;
		final float[] kx = b.kx, ky = b.ky;
		for (int part = 0; part < 2; part++) {
			final float[] x = b.taps[SLOPE_X + part], y = b.taps[SLOPE_Y + part], z = b.taps[SLOPE_Z + part];
			final float[] both = b.scale[part], apart = b.scale[2 + part], across = b.scale[4 + part];
			final float[] value = b.taps[VALUE + part];
			for (int i = 0, j = b.first; i < b.padded; i++, j++) {
				final float gx = r0 * x[i] + r1 * y[i] + r2 * z[i], gy = r3 * x[i] + r4 * y[i] + r5 * z[i];
				both[i] = gx * kx[i] + gy * ky[i] - t.pixelSlope[0][j] * value[i];
				apart[i] = gx * kx[i] - gy * ky[i] - t.pixelSlope[1][j] * value[i];
				across[i] = gx * ky[i] + gy * kx[i] - t.pixelSlope[2][j] * value[i];
			}
		}
	}

	@Override
	void accumulateScale(final SliceTask t, final PixelBlock b, final int parameter) {
		final float[] mr = b.scale[2 * parameter], mi = b.scale[2 * parameter + 1];
		final float[] pr = b.depth[0], pi = b.depth[1], zr = b.turn[0], zi = b.turn[1];
		float gradient = 0, sx = 0, sy = 0, wx = 0, wy = 0, wz = 0;
		for (int i = 0; i < b.size; i++) {
			final float a = t.pixelGain[b.first + i], c = a * b.weights[b.weightsAt + i], ca = a * c;
			final float kx = b.kx[i], ky = b.ky[i], yr = b.taps[VALUE][i], yi = b.taps[VALUE + 1][i];
			gradient += a * ((b.data[0][i] - c * yr) * mr[i] + (b.data[1][i] - c * yi) * mi[i]);
			final float u = ca * (yi * mr[i] - yr * mi[i]);
			sx += kx * u;
			sy += ky * u;
			final float e = ca * (pr[i] * mr[i] + pi[i] * mi[i]);
			wx += ky * e;
			wy += kx * e;
			wz += ca * (zr[i] * mr[i] + zi[i] * mi[i]);
		}
		final int at = POSE_SUMS + parameter * SCALE_SUMS;
		final double[] sums = t.sums;
		sums[at] += gradient;
		sums[at + 1] += sx;
		sums[at + 2] += sy;
		sums[at + 3] += wx;
		sums[at + 4] += wy;
		sums[at + 5] += wz;
		for (int other = parameter; other < 3; other++)
			sums[at + 6 + other - parameter] += product(t, b, parameter, other);
	}

	private static float product(final SliceTask t, final PixelBlock b, final int m, final int n) {
		final float[] mr = b.scale[2 * m], mi = b.scale[2 * m + 1], nr = b.scale[2 * n], ni = b.scale[2 * n + 1];
		float sum = 0;
		for (int i = 0; i < b.size; i++) {
			final float a = t.pixelGain[b.first + i];
			sum += a * a * b.weights[b.weightsAt + i] * (mr[i] * nr[i] + mi[i] * ni[i]);
		}
		return sum;
	}

	@Override
	void complete(final SliceTask t) {
		// nothing is held back
	}
}
