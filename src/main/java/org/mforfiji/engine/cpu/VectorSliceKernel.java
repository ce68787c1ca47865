package org.mforfiji.engine.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_X;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Y;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Z;
import static org.mforfiji.engine.cpu.PixelBlock.VALUE;

import java.util.Arrays;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import org.mforfiji.base.Turns;
import org.mforfiji.engine.LocalParameters;

/**
 * The slice kernel with the Vector API, an incubator module of the Java virtual machine: this class can be loaded only
 * where that module is. On JDK 17 every operation makes an object where the compiler loses sight of a vector, and all is
 * ten times slower; hence short loops, vectors that stay within one method, and one shape of vectors only.
 */
final class VectorSliceKernel extends BlockKernel {

	private static final int WIDTH = PixelBlock.LANES;
	/** The longest vectors of the machine, or the longest that a block is padded for. */
	static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED.length() > WIDTH
		? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
	private static final int L = LANES.length();
	/** With fewer, plain Java is as fast; and processors that have as many also multiply and add in one step. */
	private static final int LEAST_LANES = 8;
	/** 2²³: the bits of x + 2²³ end with x rounded to a whole number. */
	private static final float FRACTIONLESS = 8388608f;
	private static final int WHOLE_BITS = 0x7fffff;
	/** To separate interleaved numbers: two vectors, each of which gives half of the result. */
	private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(LANES, lane -> 2 * lane % L);
	private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(LANES, lane -> (2 * lane + 1) % L);
	private static final VectorMask<Float> SECOND_HALF = secondHalf();

	VectorSliceKernel() {
		if (L < LEAST_LANES) throw new UnsupportedOperationException("vectors of " + L + " floats");
	}

	private static VectorMask<Float> secondHalf() {
		final boolean[] lanes = new boolean[L];
		Arrays.fill(lanes, L / 2, L, true);
		return VectorMask.fromArray(LANES, lanes, 0);
	}

	@Override
	public String name() {
		return L + "-lane vector";
	}

	@Override
	void locate(final SliceTask t, final PixelBlock b) {
		final float p = t.padding;
		final float r0 = t.rotation[0] * p, r1 = t.rotation[1] * p, r2 = t.rotation[2] * p;
		final float r3 = t.rotation[3] * p, r4 = t.rotation[4] * p, r5 = t.rotation[5] * p;
		final int nx = t.nx, ny = t.ny;
		final FloatVector centre = broadcast(LANES, t.centre), plus = broadcast(LANES, 1), minus = broadcast(LANES, -1);
		final FloatVector shift = broadcast(LANES, FRACTIONLESS);
		for (int i = 0, j = b.first; i < b.padded; i += L, j += L) {
			FloatVector kx = fromArray(LANES, t.kx, j), ky = fromArray(LANES, t.ky, j);
			FloatVector qx = kx.mul(r0).add(ky.mul(r3));
			final FloatVector fold = plus.blend(minus, qx.compare(LT, 0f));
			kx = kx.mul(fold);
			ky = ky.mul(fold);
			// array coordinates, not negative
			qx = qx.mul(fold);
			final FloatVector qy = kx.mul(r1).add(ky.mul(r4)).add(centre), qz = kx.mul(r2).add(ky.mul(r5)).add(centre);
			fold.intoArray(b.fold, i);
			kx.intoArray(b.kx, i);
			ky.intoArray(b.ky, i);
			FloatVector x = qx.add(shift).sub(shift), y = qy.add(shift).sub(shift), z = qz.add(shift).sub(shift);
			x = x.blend(x.sub(plus), x.compare(GT, qx));
			y = y.blend(y.sub(plus), y.compare(GT, qy));
			z = z.blend(z.sub(plus), z.compare(GT, qz));
			qx.sub(x).intoArray(b.fx, i);
			qy.sub(y).intoArray(b.fy, i);
			qz.sub(z).intoArray(b.fz, i);
			final IntVector ix = x.add(shift).reinterpretAsInts().and(WHOLE_BITS);
			final IntVector iy = y.add(shift).reinterpretAsInts().and(WHOLE_BITS);
			final IntVector iz = z.add(shift).reinterpretAsInts().and(WHOLE_BITS);
			iz.mul(ny).add(iy).mul(nx).add(ix).mul(2).intoArray(b.index, i);
		}
	}

	@Override
	void phases(final SliceTask t, final PixelBlock b) {
		final float turnX = t.turnX, turnY = t.turnY;
		final FloatVector whole = broadcast(LANES, Turns.WHOLE), one = broadcast(LANES, 1);
		final FloatVector s0 = broadcast(LANES, Turns.S0), s1 = broadcast(LANES, Turns.S1);
		final FloatVector s2 = broadcast(LANES, Turns.S2), s3 = broadcast(LANES, Turns.S3);
		final FloatVector c0 = broadcast(LANES, Turns.C0), c1 = broadcast(LANES, Turns.C1);
		final FloatVector c2 = broadcast(LANES, Turns.C2), c3 = broadcast(LANES, Turns.C3);
		final FloatVector s4 = broadcast(LANES, Turns.S4), c4 = broadcast(LANES, Turns.C4);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector turns = fromArray(LANES, b.kx, i).mul(turnX).add(fromArray(LANES, b.ky, i).mul(turnY));
			final FloatVector f = turns.sub(turns.add(whole).sub(whole)), f2 = f.mul(f);
			final FloatVector s = s4.fma(f2, s3).fma(f2, s2).fma(f2, s1).fma(f2, s0).mul(f);
			final FloatVector c = c4.fma(f2, c3).fma(f2, c2).fma(f2, c1).fma(f2, c0);
			final FloatVector twice = s.add(s);
			one.sub(twice.mul(s)).intoArray(b.cos, i);
			twice.mul(c).intoArray(b.sin, i);
		}
	}

	@Override
	void interpolate(final PixelBlock b, final int part) {
		final float[][] t = b.taps;
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector fx = fromArray(LANES, b.fx, i), fy = fromArray(LANES, b.fy, i);
			final FloatVector fz = fromArray(LANES, b.fz, i);
			final FloatVector v00 = fromArray(LANES, t[part], i), v10 = fromArray(LANES, t[part + 4], i);
			final FloatVector v01 = fromArray(LANES, t[part + 8], i), v11 = fromArray(LANES, t[part + 12], i);
			final FloatVector a00 = fromArray(LANES, t[part + 2], i).sub(v00).fma(fx, v00);
			final FloatVector a10 = fromArray(LANES, t[part + 6], i).sub(v10).fma(fx, v10);
			final FloatVector a01 = fromArray(LANES, t[part + 10], i).sub(v01).fma(fx, v01);
			final FloatVector a11 = fromArray(LANES, t[part + 14], i).sub(v11).fma(fx, v11);
			final FloatVector b0 = a10.sub(a00).fma(fy, a00), b1 = a11.sub(a01).fma(fy, a01);
			b1.sub(b0).fma(fz, b0).intoArray(t[part + VALUE], i);
		}
	}

	@Override
	void slopes(final PixelBlock b, final int part) {
		final float[][] t = b.taps;
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector fx = fromArray(LANES, b.fx, i), fy = fromArray(LANES, b.fy, i);
			final FloatVector fz = fromArray(LANES, b.fz, i);
			final FloatVector v00 = fromArray(LANES, t[part], i), v10 = fromArray(LANES, t[part + 4], i);
			final FloatVector v01 = fromArray(LANES, t[part + 8], i), v11 = fromArray(LANES, t[part + 12], i);
			final FloatVector d00 = fromArray(LANES, t[part + 2], i).sub(v00);
			final FloatVector d10 = fromArray(LANES, t[part + 6], i).sub(v10);
			final FloatVector d01 = fromArray(LANES, t[part + 10], i).sub(v01);
			final FloatVector d11 = fromArray(LANES, t[part + 14], i).sub(v11);
			final FloatVector a00 = d00.fma(fx, v00), a01 = d01.fma(fx, v01);
			final FloatVector e0 = d10.fma(fx, v10).sub(a00), e1 = d11.fma(fx, v11).sub(a01);
			final FloatVector b0 = e0.fma(fy, a00), z = e1.fma(fy, a01).sub(b0);
			z.fma(fz, b0).intoArray(t[part + VALUE], i);
			z.intoArray(t[part + SLOPE_Z], i);
			e1.sub(e0).fma(fz, e0).intoArray(t[part + SLOPE_Y], i);
			final FloatVector x0 = d10.sub(d00).fma(fy, d00), x1 = d11.sub(d01).fma(fy, d01);
			x1.sub(x0).fma(fz, x0).intoArray(t[part + SLOPE_X], i);
		}
	}

	@Override
	void removeOwn(final PixelBlock b) {
		final float[] yr = b.taps[VALUE], yi = b.taps[VALUE + 1];
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector first = fromArray(LANES, b.own, b.ownAt + 2 * i);
			final FloatVector second = fromArray(LANES, b.own, b.ownAt + 2 * i + L);
			final FloatVector re = first.rearrange(EVEN).blend(second.rearrange(EVEN), SECOND_HALF);
			final FloatVector im = first.rearrange(ODD).blend(second.rearrange(ODD), SECOND_HALF);
			fromArray(LANES, yr, i).sub(re).intoArray(yr, i);
			fromArray(LANES, yi, i).sub(im.mul(fromArray(LANES, b.fold, i))).intoArray(yi, i);
		}
	}

	@Override
	void match(final PixelBlock b) {
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector first = fromArray(LANES, b.image, b.imageAt + 2 * i);
			final FloatVector second = fromArray(LANES, b.image, b.imageAt + 2 * i + L);
			final FloatVector re = first.rearrange(EVEN).blend(second.rearrange(EVEN), SECOND_HALF);
			final FloatVector stored = first.rearrange(ODD).blend(second.rearrange(ODD), SECOND_HALF);
			final FloatVector im = stored.mul(fromArray(LANES, b.fold, i));
			final FloatVector cos = fromArray(LANES, b.cos, i), sin = fromArray(LANES, b.sin, i);
			final FloatVector dr = re.mul(cos).sub(im.mul(sin)), di = re.mul(sin).add(im.mul(cos));
			dr.intoArray(b.data[0], i);
			di.intoArray(b.data[1], i);
			final FloatVector yr = fromArray(LANES, b.taps[VALUE], i), yi = fromArray(LANES, b.taps[VALUE + 1], i);
			dr.mul(yr).add(di.mul(yi)).intoArray(b.cross, i);
			yr.mul(yr).add(yi.mul(yi)).mul(fromArray(LANES, b.weights, b.weightsAt + i)).intoArray(b.power, i);
		}
	}

	@Override
	void derivatives(final SliceTask t, final PixelBlock b) {
		final float p = t.padding;
		final float r0 = t.rotation[0] * p, r1 = t.rotation[1] * p, r2 = t.rotation[2] * p;
		final float r3 = t.rotation[3] * p, r4 = t.rotation[4] * p, r5 = t.rotation[5] * p;
		final FloatVector r6 = broadcast(LANES, t.rotation[6] * p), r7 = broadcast(LANES, t.rotation[7] * p);
		final FloatVector r8 = broadcast(LANES, t.rotation[8] * p);
		for (int part = 0; part < 2; part++) {
			final float[][] s = b.taps;
			final float[] depth = b.depth[part], turn = b.turn[part];
			for (int i = 0; i < b.padded; i += L) {
				final FloatVector kx = fromArray(LANES, b.kx, i), ky = fromArray(LANES, b.ky, i);
				final FloatVector x = fromArray(LANES, s[part + SLOPE_X], i);
				final FloatVector y = fromArray(LANES, s[part + SLOPE_Y], i);
				final FloatVector z = fromArray(LANES, s[part + SLOPE_Z], i);
				z.fma(r8, y.fma(r7, x.mul(r6))).intoArray(depth, i);
				final FloatVector tx = ky.mul(r0).sub(kx.mul(r3)), ty = ky.mul(r1).sub(kx.mul(r4));
				final FloatVector tz = ky.mul(r2).sub(kx.mul(r5));
				tz.fma(z, ty.fma(y, tx.mul(x))).intoArray(turn, i);
			}
		}
	}

	@Override
	void accumulate(final SliceTask t, final PixelBlock b) {
		addGradient(t, b);
		addShifts(t, b);
		addTilts(t, b);
	}

	/** Gradient, and curvature of the turn in the plane with the shifts and with itself. */
	private static void addGradient(final SliceTask t, final PixelBlock b) {
		FloatVector ax = fromArray(LANES, b.sums, 0 * WIDTH), ay = fromArray(LANES, b.sums, 1 * WIDTH);
		FloatVector bx = fromArray(LANES, b.sums, 2 * WIDTH);
		FloatVector by = fromArray(LANES, b.sums, 3 * WIDTH), bz = fromArray(LANES, b.sums, 4 * WIDTH);
		FloatVector dx = fromArray(LANES, b.sums, 11 * WIDTH);
		FloatVector dy = fromArray(LANES, b.sums, 12 * WIDTH), zz = fromArray(LANES, b.sums, 18 * WIDTH);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector kx = fromArray(LANES, b.kx, i), ky = fromArray(LANES, b.ky, i);
			final FloatVector yr = fromArray(LANES, b.taps[VALUE], i), yi = fromArray(LANES, b.taps[VALUE + 1], i);
			final FloatVector zr = fromArray(LANES, b.turn[0], i), zi = fromArray(LANES, b.turn[1], i);
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector c = fromArray(LANES, b.weights, b.weightsAt + i).mul(a), ca = c.mul(a);
			// residual times gain
			final FloatVector rr = fromArray(LANES, b.data[0], i).sub(c.mul(yr)).mul(a);
			final FloatVector ri = fromArray(LANES, b.data[1], i).sub(c.mul(yi)).mul(a);
			final FloatVector s = rr.mul(yi).sub(ri.mul(yr));
			ax = kx.fma(s, ax);
			ay = ky.fma(s, ay);
			final FloatVector q = rr.mul(fromArray(LANES, b.depth[0], i)).add(ri.mul(fromArray(LANES, b.depth[1], i)));
			bx = bx.sub(ky.mul(q));
			by = kx.fma(q, by);
			bz = rr.fma(zr, ri.fma(zi, bz));
			final FloatVector v = yi.mul(zr).sub(yr.mul(zi)).mul(ca);
			dx = kx.fma(v, dx);
			dy = ky.fma(v, dy);
			zz = zr.mul(zr).add(zi.mul(zi)).fma(ca, zz);
		}
		ax.intoArray(b.sums, 0 * WIDTH);
		ay.intoArray(b.sums, 1 * WIDTH);
		bx.intoArray(b.sums, 2 * WIDTH);
		by.intoArray(b.sums, 3 * WIDTH);
		bz.intoArray(b.sums, 4 * WIDTH);
		dx.intoArray(b.sums, 11 * WIDTH);
		dy.intoArray(b.sums, 12 * WIDTH);
		zz.intoArray(b.sums, 18 * WIDTH);
	}

	/** Curvature of the shifts, with themselves and with tilts. */
	private static void addShifts(final SliceTask t, final PixelBlock b) {
		FloatVector wxx = fromArray(LANES, b.sums, 5 * WIDTH), wxy = fromArray(LANES, b.sums, 6 * WIDTH);
		FloatVector wyy = fromArray(LANES, b.sums, 7 * WIDTH);
		FloatVector cxx = fromArray(LANES, b.sums, 8 * WIDTH), cxy = fromArray(LANES, b.sums, 9 * WIDTH);
		FloatVector cyy = fromArray(LANES, b.sums, 10 * WIDTH);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector kx = fromArray(LANES, b.kx, i), ky = fromArray(LANES, b.ky, i);
			final FloatVector yr = fromArray(LANES, b.taps[VALUE], i), yi = fromArray(LANES, b.taps[VALUE + 1], i);
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector ca = fromArray(LANES, b.weights, b.weightsAt + i).mul(a).mul(a);
			final FloatVector w = yr.mul(yr).add(yi.mul(yi)).mul(ca), wx = w.mul(kx);
			wxx = kx.fma(wx, wxx);
			wxy = ky.fma(wx, wxy);
			wyy = ky.mul(ky).fma(w, wyy);
			final FloatVector pr = fromArray(LANES, b.depth[0], i), pi = fromArray(LANES, b.depth[1], i);
			final FloatVector u = yi.mul(pr).sub(yr.mul(pi)).mul(ca), ux = u.mul(kx);
			cxx = kx.fma(ux, cxx);
			cxy = ky.fma(ux, cxy);
			cyy = ky.mul(ky).fma(u, cyy);
		}
		wxx.intoArray(b.sums, 5 * WIDTH);
		wxy.intoArray(b.sums, 6 * WIDTH);
		wyy.intoArray(b.sums, 7 * WIDTH);
		cxx.intoArray(b.sums, 8 * WIDTH);
		cxy.intoArray(b.sums, 9 * WIDTH);
		cyy.intoArray(b.sums, 10 * WIDTH);
	}

	/** Curvature of the tilts, with themselves and with the turn in the plane. */
	private static void addTilts(final SliceTask t, final PixelBlock b) {
		FloatVector gxx = fromArray(LANES, b.sums, 13 * WIDTH), gxy = fromArray(LANES, b.sums, 14 * WIDTH);
		FloatVector gyy = fromArray(LANES, b.sums, 15 * WIDTH);
		FloatVector ex = fromArray(LANES, b.sums, 16 * WIDTH), ey = fromArray(LANES, b.sums, 17 * WIDTH);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector kx = fromArray(LANES, b.kx, i), ky = fromArray(LANES, b.ky, i);
			final FloatVector pr = fromArray(LANES, b.depth[0], i), pi = fromArray(LANES, b.depth[1], i);
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector ca = fromArray(LANES, b.weights, b.weightsAt + i).mul(a).mul(a);
			final FloatVector g = pr.mul(pr).add(pi.mul(pi)).mul(ca), gx = g.mul(kx);
			gxx = kx.fma(gx, gxx);
			gxy = ky.fma(gx, gxy);
			gyy = ky.mul(ky).fma(g, gyy);
			final FloatVector e = pr.mul(fromArray(LANES, b.turn[0], i)).add(pi.mul(fromArray(LANES, b.turn[1], i)))
				.mul(ca);
			ex = kx.fma(e, ex);
			ey = ky.fma(e, ey);
		}
		gxx.intoArray(b.sums, 13 * WIDTH);
		gxy.intoArray(b.sums, 14 * WIDTH);
		gyy.intoArray(b.sums, 15 * WIDTH);
		ex.intoArray(b.sums, 16 * WIDTH);
		ey.intoArray(b.sums, 17 * WIDTH);
	}

	@Override
	void scales(final SliceTask t, final PixelBlock b) {
		VectorScales.derivatives(t, b);
	}

	@Override
	void accumulateScale(final SliceTask t, final PixelBlock b, final int parameter) {
		VectorScales.accumulate(t, b, parameter);
	}

	@Override
	void complete(final SliceTask t) {
		final float[] lanes = t.block.sums;
		final int used = t.parameters == LocalParameters.MAGNIFICATION ? SUMS : POSE_SUMS;
		for (int s = 0; s < used; s++)
			for (int lane = 0; lane < L; lane++)
				t.sums[s] += lanes[s * WIDTH + lane];
		Arrays.fill(lanes, 0);
	}
}
