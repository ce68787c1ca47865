package org.mforfiji.engine.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_X;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Y;
import static org.mforfiji.engine.cpu.PixelBlock.SLOPE_Z;
import static org.mforfiji.engine.cpu.PixelBlock.VALUE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The part of {@link VectorSliceKernel} that concerns the magnification of images. */
final class VectorScales {

	private static final VectorSpecies<Float> LANES = VectorSliceKernel.LANES;
	private static final int L = LANES.length();
	private static final int WIDTH = PixelBlock.LANES;

	private VectorScales() {}

	/** Derivatives by the three parameters of the magnification. */
	static void derivatives(final SliceTask t, final PixelBlock b) {
		final float p = t.padding;
		final FloatVector r0 = broadcast(LANES, t.rotation[0] * p), r1 = broadcast(LANES, t.rotation[1] * p);
		final FloatVector r2 = broadcast(LANES, t.rotation[2] * p), r3 = broadcast(LANES, t.rotation[3] * p);
		final FloatVector r4 = broadcast(LANES, t.rotation[4] * p), r5 = broadcast(LANES, t.rotation[5] * p);
		for (int part = 0; part < 2; part++) {
			final float[][] s = b.taps;
			final float[] both = b.scale[part], apart = b.scale[2 + part], across = b.scale[4 + part];
			for (int i = 0, j = b.first; i < b.padded; i += L, j += L) {
				final FloatVector kx = fromArray(LANES, b.kx, i), ky = fromArray(LANES, b.ky, i);
				final FloatVector v = fromArray(LANES, s[part + VALUE], i);
				final FloatVector x = fromArray(LANES, s[part + SLOPE_X], i);
				final FloatVector y = fromArray(LANES, s[part + SLOPE_Y], i);
				final FloatVector z = fromArray(LANES, s[part + SLOPE_Z], i);
				final FloatVector gx = z.fma(r2, y.fma(r1, x.mul(r0))), gy = z.fma(r5, y.fma(r4, x.mul(r3)));
				final FloatVector xx = gx.mul(kx), yy = gy.mul(ky);
				xx.add(yy).sub(v.mul(fromArray(LANES, t.pixelSlope[0], j))).intoArray(both, i);
				xx.sub(yy).sub(v.mul(fromArray(LANES, t.pixelSlope[1], j))).intoArray(apart, i);
				gx.fma(ky, gy.mul(kx)).sub(v.mul(fromArray(LANES, t.pixelSlope[2], j))).intoArray(across, i);
			}
		}
	}

	/** Adds to the sums of one of them. */
	static void accumulate(final SliceTask t, final PixelBlock b, final int parameter) {
		addScale(t, b, parameter);
		addScaleWithTurns(t, b, parameter);
		for (int other = parameter; other < 3; other++)
			addScales(t, b, parameter, other);
	}

	/** Gradient of a parameter of the magnification and its curvature with the shifts. */
	private static void addScale(final SliceTask t, final PixelBlock b, final int m) {
		final int at = (BlockKernel.POSE_SUMS + m * BlockKernel.SCALE_SUMS) * WIDTH;
		final float[] real = b.scale[2 * m], imaginary = b.scale[2 * m + 1];
		FloatVector gradient = fromArray(LANES, b.sums, at);
		FloatVector sx = fromArray(LANES, b.sums, at + WIDTH), sy = fromArray(LANES, b.sums, at + 2 * WIDTH);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector mr = fromArray(LANES, real, i), mi = fromArray(LANES, imaginary, i);
			final FloatVector yr = fromArray(LANES, b.taps[VALUE], i), yi = fromArray(LANES, b.taps[VALUE + 1], i);
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector c = fromArray(LANES, b.weights, b.weightsAt + i).mul(a);
			final FloatVector rr = fromArray(LANES, b.data[0], i).sub(c.mul(yr)), ri = fromArray(LANES, b.data[1], i).sub(c.mul(
				yi));
			gradient = rr.mul(mr).add(ri.mul(mi)).fma(a, gradient);
			final FloatVector u = yi.mul(mr).sub(yr.mul(mi)).mul(c).mul(a);
			sx = fromArray(LANES, b.kx, i).fma(u, sx);
			sy = fromArray(LANES, b.ky, i).fma(u, sy);
		}
		gradient.intoArray(b.sums, at);
		sx.intoArray(b.sums, at + WIDTH);
		sy.intoArray(b.sums, at + 2 * WIDTH);
	}

	/** Curvature of a parameter of the magnification with the turns. */
	private static void addScaleWithTurns(final SliceTask t, final PixelBlock b, final int m) {
		final int at = (BlockKernel.POSE_SUMS + m * BlockKernel.SCALE_SUMS) * WIDTH;
		final float[] real = b.scale[2 * m], imaginary = b.scale[2 * m + 1];
		FloatVector wx = fromArray(LANES, b.sums, at + 3 * WIDTH), wy = fromArray(LANES, b.sums, at + 4 * WIDTH);
		FloatVector wz = fromArray(LANES, b.sums, at + 5 * WIDTH);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector mr = fromArray(LANES, real, i), mi = fromArray(LANES, imaginary, i);
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector ca = fromArray(LANES, b.weights, b.weightsAt + i).mul(a).mul(a);
			final FloatVector e = fromArray(LANES, b.depth[0], i).mul(mr).add(fromArray(LANES, b.depth[1], i).mul(mi)).mul(ca);
			wx = fromArray(LANES, b.ky, i).fma(e, wx);
			wy = fromArray(LANES, b.kx, i).fma(e, wy);
			wz = fromArray(LANES, b.turn[0], i).mul(mr).add(fromArray(LANES, b.turn[1], i).mul(mi)).fma(ca, wz);
		}
		wx.intoArray(b.sums, at + 3 * WIDTH);
		wy.intoArray(b.sums, at + 4 * WIDTH);
		wz.intoArray(b.sums, at + 5 * WIDTH);
	}

	/** Curvature of two parameters of the magnification. */
	private static void addScales(final SliceTask t, final PixelBlock b, final int m, final int n) {
		final int at = (BlockKernel.POSE_SUMS + m * BlockKernel.SCALE_SUMS + 6 + n - m) * WIDTH;
		FloatVector sum = fromArray(LANES, b.sums, at);
		for (int i = 0; i < b.padded; i += L) {
			final FloatVector a = fromArray(LANES, t.pixelGain, b.first + i);
			final FloatVector ca = fromArray(LANES, b.weights, b.weightsAt + i).mul(a).mul(a);
			final FloatVector re = fromArray(LANES, b.scale[2 * m], i).mul(fromArray(LANES, b.scale[2 * n], i));
			final FloatVector im = fromArray(LANES, b.scale[2 * m + 1], i).mul(fromArray(LANES, b.scale[2 * n + 1], i));
			sum = re.add(im).fma(ca, sum);
		}
		sum.intoArray(b.sums, at);
	}
}
