package org.mforfiji.engine.cpu;

/**
 * The slice kernel in plain Java. Per pixel: 8 complex taps, value and gradient of the interpolant, and 14 distinct sums;
 * the formulas are derived in docs/algorithm.md, section 4. Pixels are visited ring by ring; sums are single precision
 * within a ring and double precision over rings.
 */
final class ScalarSliceKernel implements SliceKernel {

	@Override
	public String name() {
		return "scalar";
	}

	@Override
	public void compare(final SliceTask t) {
		for (int ring = 0; ring < t.rings; ring++)
			compareRing(t, ring);
		energy(t);
	}

	@Override
	public void linearise(final SliceTask t) {
		final double[] sums = new double[SUMS];
		for (int ring = 0; ring < t.rings; ring++)
			lineariseRing(t, ring, sums);
		finish(t, sums);
	}

	/** Value of the energy from the ring sums. */
	static void energy(final SliceTask t) {
		double e = 0;
		for (int ring = 0; ring < t.rings; ring++)
			e += t.gain[ring] * (t.gain[ring] * t.power[ring] - 2 * t.cross[ring]);
		t.terms[0] = e;
	}

	private static void compareRing(final SliceTask t, final int ring) {
		final float[] v = t.volume;
		final float[] values = t.values;
		final int count = t.count, nx = t.nx, ny = t.ny, c = t.centre, half = t.pixels.n() / 2;
		final float p = t.padding;
		final float r0 = t.rotation[0] * p, r1 = t.rotation[1] * p, r2 = t.rotation[2] * p;
		final float r3 = t.rotation[3] * p, r4 = t.rotation[4] * p, r5 = t.rotation[5] * p;
		final float a = t.gain[ring];
		float cross = 0, power = 0;
		for (int j = t.pixels.within(ring), end = t.pixels.within(ring + 1); j < end; j++) {
			final float kx = t.kx[j], ky = t.ky[j];
			float qx = r0 * kx + r3 * ky, qy = r1 * kx + r4 * ky, qz = r2 * kx + r5 * ky;
			final float fold = qx < 0 ? -1 : 1;
			// array coordinates, positive, so that truncation is floor
			qx *= fold;
			qy = qy * fold + c;
			qz = qz * fold + c;
			final int x0 = (int) qx, y0 = (int) qy, z0 = (int) qz;
			final float fx = qx - x0, fy = qy - y0, fz = qz - z0;
			final int i00 = 2 * ((z0 * ny + y0) * nx + x0);
			final int i10 = i00 + 2 * nx, i01 = i00 + 2 * nx * ny, i11 = i01 + 2 * nx;
			final float re = lerp(lerp(lerp(v[i00], v[i00 + 2], fx), lerp(v[i10], v[i10 + 2], fx), fy), lerp(lerp(v[i01],
				v[i01 + 2], fx), lerp(v[i11], v[i11 + 2], fx), fy), fz);
			final float im = lerp(lerp(lerp(v[i00 + 1], v[i00 + 3], fx), lerp(v[i10 + 1], v[i10 + 3], fx), fy), lerp(lerp(
				v[i01 + 1], v[i01 + 3], fx), lerp(v[i11 + 1], v[i11 + 3], fx), fy), fz) * fold;
			float yr = re, yi = im;
			if (j < t.ownCount) {
				yr -= t.own[2 * j];
				yi -= t.own[2 * j + 1];
			}
			final int cx = (int) kx, cy = (int) ky + half;
			final float er = t.cosX[cx] * t.cosY[cy] - t.sinX[cx] * t.sinY[cy];
			final float ei = t.cosX[cx] * t.sinY[cy] + t.sinX[cx] * t.cosY[cy];
			final float dr = values[2 * j] * er - values[2 * j + 1] * ei;
			final float di = values[2 * j] * ei + values[2 * j + 1] * er;
			cross += dr * yr + di * yi;
			power += values[2 * count + j] * (yr * yr + yi * yi);
			if (t.crossSpectrum != null) {
				t.crossSpectrum[2 * j] += a * (yr * dr + yi * di);
				t.crossSpectrum[2 * j + 1] += a * (yr * di - yi * dr);
			}
		}
		t.cross[ring] = cross;
		t.power[ring] = power;
	}

	/** Number of distinct sums of {@link #lineariseRing}. */
	static final int SUMS = 19;

	private static void lineariseRing(final SliceTask t, final int ring, final double[] sums) {
		final float[] v = t.volume;
		final float[] values = t.values;
		final float[] m = t.rotation;
		final int count = t.count, nx = t.nx, ny = t.ny, c = t.centre, half = t.pixels.n() / 2;
		final float p = t.padding;
		final float r0 = m[0] * p, r1 = m[1] * p, r2 = m[2] * p, r3 = m[3] * p, r4 = m[4] * p, r5 = m[5] * p;
		final float a = t.gain[ring];
		final float r6 = m[6] * p * a, r7 = m[7] * p * a, r8 = m[8] * p * a;
		float cross = 0, power = 0;
		float ax = 0, ay = 0, bx = 0, by = 0, bz = 0;
		float wxx = 0, wxy = 0, wyy = 0, cxx = 0, cxy = 0, cyy = 0, dx = 0, dy = 0, gxx = 0, gxy = 0, gyy = 0, ex = 0, ey = 0, zz = 0;
		for (int j = t.pixels.within(ring), end = t.pixels.within(ring + 1); j < end; j++) {
			final float kx = t.kx[j], ky = t.ky[j];
			float qx = r0 * kx + r3 * ky, qy = r1 * kx + r4 * ky, qz = r2 * kx + r5 * ky;
			final float fold = qx < 0 ? -1 : 1;
			// array coordinates, positive, so that truncation is floor
			qx *= fold;
			qy = qy * fold + c;
			qz = qz * fold + c;
			final int x0 = (int) qx, y0 = (int) qy, z0 = (int) qz;
			final float fx = qx - x0, fy = qy - y0, fz = qz - z0;
			final int i00 = 2 * ((z0 * ny + y0) * nx + x0);
			final int i10 = i00 + 2 * nx, i01 = i00 + 2 * nx * ny, i11 = i01 + 2 * nx;
			// real parts: value and gradient of the interpolant
			float d00 = v[i00 + 2] - v[i00], d10 = v[i10 + 2] - v[i10], d01 = v[i01 + 2] - v[i01], d11 = v[i11 + 2] - v[i11];
			float a00 = v[i00] + fx * d00, a01 = v[i01] + fx * d01;
			float e0 = v[i10] + fx * d10 - a00, e1 = v[i11] + fx * d11 - a01;
			float b0 = a00 + fy * e0, gz = a01 + fy * e1 - b0;
			final float re = b0 + fz * gz;
			final float gxr = lerp(lerp(d00, d10, fy), lerp(d01, d11, fy), fz) * fold;
			final float gyr = lerp(e0, e1, fz) * fold, gzr = gz * fold;
			// imaginary parts
			d00 = v[i00 + 3] - v[i00 + 1];
			d10 = v[i10 + 3] - v[i10 + 1];
			d01 = v[i01 + 3] - v[i01 + 1];
			d11 = v[i11 + 3] - v[i11 + 1];
			a00 = v[i00 + 1] + fx * d00;
			a01 = v[i01 + 1] + fx * d01;
			e0 = v[i10 + 1] + fx * d10 - a00;
			e1 = v[i11 + 1] + fx * d11 - a01;
			b0 = a00 + fy * e0;
			final float gzi = a01 + fy * e1 - b0;
			final float im = (b0 + fz * gzi) * fold;
			final float gxi = lerp(lerp(d00, d10, fy), lerp(d01, d11, fy), fz), gyi = lerp(e0, e1, fz);

			float yr = re, yi = im;
			if (j < t.ownCount) {
				yr -= t.own[2 * j];
				yi -= t.own[2 * j + 1];
			}
			final int cx = (int) kx, cy = (int) ky + half;
			final float er = t.cosX[cx] * t.cosY[cy] - t.sinX[cx] * t.sinY[cy];
			final float ei = t.cosX[cx] * t.sinY[cy] + t.sinX[cx] * t.cosY[cy];
			final float dr = values[2 * j] * er - values[2 * j + 1] * ei;
			final float di = values[2 * j] * ei + values[2 * j + 1] * er;
			final float c2 = values[2 * count + j];
			cross += dr * yr + di * yi;
			power += c2 * (yr * yr + yi * yi);
			yr *= a;
			yi *= a;
			final float rr = dr - c2 * yr, ri = di - c2 * yi;
			// derivative along the view (lab z) and for the turn in the plane
			final float pr = r6 * gxr + r7 * gyr + r8 * gzr, pi = r6 * gxi + r7 * gyi + r8 * gzi;
			final float t0 = (ky * r0 - kx * r3) * a, t1 = (ky * r1 - kx * r4) * a, t2 = (ky * r2 - kx * r5) * a;
			final float zr = t0 * gxr + t1 * gyr + t2 * gzr, zi = t0 * gxi + t1 * gyi + t2 * gzi;
			final float s = rr * yi - ri * yr;
			ax += kx * s;
			ay += ky * s;
			final float b = rr * pr + ri * pi;
			bx -= ky * b;
			by += kx * b;
			bz += rr * zr + ri * zi;
			final float kxx = kx * kx, kxy = kx * ky, kyy = ky * ky;
			final float w = c2 * (yr * yr + yi * yi);
			wxx += kxx * w;
			wxy += kxy * w;
			wyy += kyy * w;
			final float q = c2 * (yi * pr - yr * pi);
			cxx += kxx * q;
			cxy += kxy * q;
			cyy += kyy * q;
			final float d = c2 * (yi * zr - yr * zi);
			dx += kx * d;
			dy += ky * d;
			final float g = c2 * (pr * pr + pi * pi);
			gxx += kxx * g;
			gxy += kxy * g;
			gyy += kyy * g;
			final float e = c2 * (pr * zr + pi * zi);
			ex += kx * e;
			ey += ky * e;
			zz += c2 * (zr * zr + zi * zi);
		}
		t.cross[ring] = cross;
		t.power[ring] = power;
		add(sums, ax, ay, bx, by, bz, wxx, wxy, wyy, cxx, cxy, cyy, dx, dy, gxx, gxy, gyy, ex, ey, zz);
	}

	/** Adds the sums of a ring to the sums of the image. */
	static void add(final double[] sums, final float... ring) {
		for (int i = 0; i < SUMS; i++)
			sums[i] += ring[i];
	}

	/** Turns the distinct sums into gradient and curvature for shifts in Å and rotations in radians. */
	static void finish(final SliceTask t, final double[] s) {
		energy(t);
		final double f = t.unit();
		final double[] out = t.terms;
		// b = 2 Σ Re(conj(D − C2·Y)·dY); dY/ds = −i f k Y gives Re(conj(r)·(−i Y)) = r_r·Y_i − r_i·Y_r
		out[1] = 2 * f * s[0];
		out[2] = 2 * f * s[1];
		out[3] = 2 * s[2];
		out[4] = 2 * s[3];
		out[5] = 2 * s[4];
		final double[] h = { f * f * s[5], f * f * s[6], -f * s[9], f * s[8], f * s[11], // s_x row
			f * f * s[7], -f * s[10], f * s[9], f * s[12], // s_y row
			s[15], -s[14], -s[17], // w_x row
			s[13], s[16], // w_y row
			s[18] };
		for (int i = 0; i < h.length; i++)
			out[6 + i] = 2 * h[i];
	}

	private static float lerp(final float a, final float b, final float f) {
		return a + f * (b - a);
	}
}
