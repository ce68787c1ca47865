package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.fourier.HalfPlane;

/**
 * Inserts the images of a source into a range of z planes. The pixels are visited row by row, so that those falling
 * into the planes are a range of kx known beforehand, and each voxel receives its contributions in an order (image,
 * row, sign, kx) that does not depend on how the planes are divided.
 */
final class SliceInsertion {

	private static final int CHECK_EVERY = 64;

	private final int n;
	private final HalfSpace space;
	private final SliceSource source;
	/** Number in the half plane of pixel kx of row ky, at [ky + n/2][kx]; −1 where there is none. */
	private final int[][] pixelAt;
	private final float[] ramp;

	SliceInsertion(final int n, final HalfSpace space, final SliceSource source) {
		this.n = n;
		this.space = space;
		this.source = source;
		this.pixelAt = table(n);
		this.ramp = ramp(n);
	}

	/** The ramp for every pixel; the origin, its own mate, counts half in each half space. */
	private static float[] ramp(final int n) {
		final HalfPlane pixels = HalfPlane.of(n);
		final float[] ramp = new float[pixels.size()];
		for (int j = 0; j < ramp.length; j++)
			ramp[j] = (float) BackProjector.ramp(pixels.radius(j)) * (pixels.radius(j) == 0 ? 0.5f : 1);
		return ramp;
	}

	private static int[][] table(final int n) {
		final HalfPlane pixels = HalfPlane.of(n);
		final int[] length = new int[n + 1];
		for (int j = 0; j < pixels.size(); j++)
			length[pixels.ky(j) + n / 2] = Math.max(length[pixels.ky(j) + n / 2], pixels.kx(j) + 1);
		final int[][] table = new int[n + 1][];
		for (int row = 0; row <= n; row++) {
			table[row] = new int[length[row]];
			java.util.Arrays.fill(table[row], -1);
		}
		for (int j = 0; j < pixels.size(); j++)
			table[pixels.ky(j) + n / 2][pixels.kx(j)] = j;
		return table;
	}

	/** Adds all images to the planes with array index from ≤ z &lt; to. */
	void insert(final float[] sums, final int from, final int to, final Monitor monitor) {
		final Slab slab = new Slab(sums, from, to);
		for (int i = 0; i < source.size(); i++) {
			if (i % CHECK_EVERY == 0) monitor.checkCancelled();
			slab.insert(i);
		}
	}

	/** The work of one task: its planes and, of the image at hand, rotation, phases and arrays. */
	private final class Slab {

		private final float[] sums;
		private final int from;
		private final int to;
		private final int row = BackProjector.VALUES * space.nx();
		private final int plane = row * space.ny();
		private final double limit = (double) space.radius() * space.radius();
		private final double[] rotation = new double[9];
		private final double[] shift = new double[2];
		private final double[] phaseX = new double[n];
		private final double[] phaseY = new double[n];
		private float[] data;
		private float[] weights;
		private int dataOffset;
		private int weightOffset;
		private int count;
		private float re;
		private float im;
		private float weight;

		Slab(final float[] sums, final int from, final int to) {
			this.sums = sums;
			this.from = from;
			this.to = to;
		}

		void insert(final int image) {
			source.rotation(image, rotation);
			source.shiftPixels(image, shift);
			data = source.data(image);
			weights = source.weights(image);
			dataOffset = source.dataOffset(image);
			weightOffset = source.weightOffset(image);
			count = source.pixels(image);
			if (!Double.isFinite(rotation[0] + rotation[4] + rotation[8] + shift[0] + shift[1])) throw new MException(
				"The pose of an image is not a number", "image " + image, "");
			powers(shift[0], phaseX);
			powers(shift[1], phaseY);
			for (int ky = -n / 2; ky <= n / 2; ky++)
				if (pixelAt[ky + n / 2].length > 0) {
					insertRow(ky, 1);
					insertRow(ky, -1);
				}
		}

		/** exp(2πi·k·s/n) for k = 0 … n/2−1, interleaved. */
		private void powers(final double s, final double[] out) {
			final double cos = Math.cos(2 * Math.PI * s / n);
			final double sin = Math.sin(2 * Math.PI * s / n);
			out[0] = 1;
			out[1] = 0;
			for (int k = 2; k < n; k += 2) {
				out[k] = out[k - 2] * cos - out[k - 1] * sin;
				out[k + 1] = out[k - 2] * sin + out[k - 1] * cos;
			}
		}

		/**
		 * Inserts the pixels of a row whose place (sign 1) or whose mate's place (sign −1) has x ≥ 0 and lies in the
		 * planes.
		 */
		private void insertRow(final int ky, final int sign) {
			final int[] pixels = pixelAt[ky + n / 2];
			final double stepX = sign * rotation[0];
			final double stepY = sign * rotation[1];
			final double stepZ = sign * rotation[2];
			final double startZ = sign * ky * rotation[5] + space.radius() + 1;
			final double endZ = startZ + stepZ * (pixels.length - 1);
			if (Math.max(startZ, endZ) < from - 1 - 1e-6 || Math.min(startZ, endZ) > to + 1e-6) return;
			final double startX = sign * ky * rotation[3];
			final double startY = sign * ky * rotation[4];
			final double low = Math.max(Math.max(0, lower(stepX, startX, 0)), lower(stepZ, startZ, from - 1));
			final double high = Math.min(Math.min(pixels.length - 1, upper(stepX, startX, 0)), upper(stepZ, startZ,
				from - 1));
			final int first = (int) Math.max(0, Math.ceil(Math.max(low, lower(-stepZ, -startZ, -to)) - 1e-6));
			final int last = (int) Math.floor(Math.min(Math.min(high, upper(-stepZ, -startZ, -to)) + 1e-6,
				pixels.length - 1));
			for (int kx = first; kx <= last; kx++) {
				final int j = pixels[kx];
				if (j < 0 || j >= count) continue;
				final double x = startX + kx * stepX;
				final double y = startY + kx * stepY;
				final double z = startZ + kx * stepZ;
				if (x < 0 || sign < 0 && x == 0 || outside(x, y, z)) continue;
				load(j, kx, ky, sign);
				spread(x, y + space.radius() + 1, z);
			}
		}

		private boolean outside(final double x, final double y, final double z) {
			final double centred = z - space.radius() - 1;
			return x * x + y * y + centred * centred >= limit;
		}

		/** Least k with start + k·step ≥ bound, for real k. */
		private double lower(final double step, final double start, final double bound) {
			if (step > 0) return (bound - start) / step;
			return step == 0 && start < bound ? n : 0;
		}

		/** Greatest k with start + k·step ≥ bound, for real k. */
		private double upper(final double step, final double start, final double bound) {
			if (step < 0) return (bound - start) / step;
			return step == 0 && start < bound ? -1 : n;
		}

		/** Takes the values of pixel j, moved back by the image's shift and times the ramp. */
		private void load(final int j, final int kx, final int ky, final int sign) {
			final float scale = ramp[j];
			final int y = 2 * Math.abs(ky);
			final double phaseIm = ky < 0 ? -phaseY[y + 1] : phaseY[y + 1];
			final float cos = (float) (phaseX[2 * kx] * phaseY[y] - phaseX[2 * kx + 1] * phaseIm) * scale;
			final float sin = (float) (phaseX[2 * kx] * phaseIm + phaseX[2 * kx + 1] * phaseY[y]) * scale;
			final float dataRe = data[dataOffset + 2 * j];
			final float dataIm = data[dataOffset + 2 * j + 1];
			re = dataRe * cos - dataIm * sin;
			im = sign * (dataRe * sin + dataIm * cos);
			weight = weights[weightOffset + j] * scale;
		}

		/** Adds the pixel's values to its neighbours in the planes; x, y, z are array coordinates. */
		private void spread(final double x, final double y, final double z) {
			final int x0 = (int) x;
			final int y0 = (int) y;
			final int z0 = (int) z;
			final float fx = (float) (x - x0);
			final float fy = (float) (y - y0);
			final float fz = (float) (z - z0);
			final int i = z0 * plane + y0 * row + BackProjector.VALUES * x0;
			if (z0 >= from && z0 < to) spread(i, fx, fy, 1 - fz);
			if (z0 + 1 >= from && z0 + 1 < to) spread(i + plane, fx, fy, fz);
		}

		private void spread(final int i, final float fx, final float fy, final float share) {
			add(i, (1 - fx) * (1 - fy) * share);
			add(i + BackProjector.VALUES, fx * (1 - fy) * share);
			add(i + row, (1 - fx) * fy * share);
			add(i + row + BackProjector.VALUES, fx * fy * share);
		}

		private void add(final int i, final float share) {
			sums[i] += share * re;
			sums[i + 1] += share * im;
			sums[i + 2] += share * weight;
		}
	}
}
