package org.mforfiji.engine.cpu;

import java.util.Arrays;

import org.mforfiji.engine.LocalParameters;

/**
 * The course of the slice kernel: pixels go in blocks through a sequence of simple loops, which subclasses write with
 * plain or with vector arithmetic. Separate loops keep many loads from the volume in flight, which is what the time goes
 * into when neighbouring images have different orientations. The formulas are derived in docs/algorithm.md, section 4.
 */
abstract class BlockKernel implements SliceKernel {

	/** Number of distinct sums behind gradient and curvature by the pose, in the order of {@link #finish}. */
	static final int POSE_SUMS = 19;
	/** Sums of each parameter of the magnification: gradient; with shifts x, y; with turns x, y, z; with itself and those after it. */
	static final int SCALE_SUMS = 9;
	static final int SUMS = POSE_SUMS + 3 * SCALE_SUMS;

	@Override
	public final void compare(final SliceTask task) {
		run(task, false);
		energy(task);
	}

	@Override
	public final void linearise(final SliceTask task) {
		Arrays.fill(task.sums, 0);
		run(task, true);
		complete(task);
		finish(task);
	}

	/** Frequencies, taps' index and the place between taps, of all pixels with padding. */
	abstract void locate(SliceTask task, PixelBlock block);

	/** Phase factors of the image's shift. */
	abstract void phases(SliceTask task, PixelBlock block);

	/** Interpolates the real (0) or imaginary (1) part, in place. */
	abstract void interpolate(PixelBlock block, int part);

	/** As {@link #interpolate}, with the slopes along the volume's axes. */
	abstract void slopes(PixelBlock block, int part);

	/** Takes the own contribution off the value. */
	abstract void removeOwn(PixelBlock block);

	/** Applies the phases to the data, and makes the terms of the ring sums. */
	abstract void match(PixelBlock block);

	/** Derivatives along the view and for the turn in the plane. */
	abstract void derivatives(SliceTask task, PixelBlock block);

	/** Adds to the sums behind gradient and curvature. */
	abstract void accumulate(SliceTask task, PixelBlock block);

	/** Derivatives by the three parameters of the magnification, without their change of the mean amplitude. */
	abstract void scales(SliceTask task, PixelBlock block);

	/** Adds to the sums of a parameter of the magnification. */
	abstract void accumulateScale(SliceTask task, PixelBlock block, int parameter);

	/** Adds what {@link #accumulate} has not yet added to the task's sums. */
	abstract void complete(SliceTask task);

	@Override
	public final void slice(final SliceTask task, final int count, final float[] out) {
		final PixelBlock block = task.block;
		final float[] re = block.taps[PixelBlock.VALUE], im = block.taps[PixelBlock.VALUE + 1];
		for (int from = 0; from < count; from += PixelBlock.SIZE) {
			block.select(from, count);
			locate(task, block);
			fetch(task, block);
			interpolate(block, 0);
			interpolate(block, 1);
			for (int i = 0, j = from; i < block.size; i++, j++) {
				out[2 * j] = re[i];
				out[2 * j + 1] = im[i] * block.fold[i];
			}
		}
	}

	private void run(final SliceTask task, final boolean linearise) {
		final PixelBlock block = task.block;
		final int end = task.pixels.within(task.rings);
		for (int from = 0; from < end; from += PixelBlock.SIZE) {
			block.select(from, end);
			block.image(task);
			locate(task, block);
			fetch(task, block);
			for (int part = 0; part < 2; part++)
				if (linearise) slopes(block, part);
				else interpolate(block, part);
			if (block.own != null) removeOwn(block);
			phases(task, block);
			match(block);
			sumRings(task, block);
			if (task.crossSpectrum != null) addCrossSpectrum(task, block);
			if (!linearise) continue;
			derivatives(task, block);
			accumulate(task, block);
			if (task.parameters != LocalParameters.MAGNIFICATION) continue;
			scales(task, block);
			for (int parameter = 0; parameter < 3; parameter++)
				accumulateScale(task, block, parameter);
		}
	}

	private static void fetch(final SliceTask task, final PixelBlock block) {
		Arrays.fill(block.index, block.size, block.padded, 0);
		for (int row = 0; row < 4; row++)
			fetch(task.volume, 2 * task.nx * ((row & 1) + (row >> 1) * task.ny), block, row);
	}

	/** Loads one of the 4 rows of taps. Plain loads are as fast as gathers. */
	private static void fetch(final float[] volume, final int offset, final PixelBlock block, final int row) {
		final float[] t0 = block.taps[4 * row], t1 = block.taps[4 * row + 1];
		final float[] t2 = block.taps[4 * row + 2], t3 = block.taps[4 * row + 3];
		final int[] index = block.index;
		for (int i = 0; i < block.padded; i++) {
			final int at = index[i] + offset;
			t0[i] = volume[at];
			t1[i] = volume[at + 1];
			t2[i] = volume[at + 2];
			t3[i] = volume[at + 3];
		}
	}

	private static void sumRings(final SliceTask task, final PixelBlock block) {
		final int last = block.first + block.size;
		int ring = (int) task.pixels.radius(block.first);
		for (int from = block.first; from < last; ring++) {
			final int to = Math.min(last, task.pixels.within(ring + 1));
			task.cross[ring] += sum(block.cross, from - block.first, to - block.first);
			task.power[ring] += sum(block.power, from - block.first, to - block.first);
			from = to;
		}
	}

	private static float sum(final float[] terms, final int from, final int to) {
		float a = 0, b = 0, c = 0, d = 0;
		int i = from;
		for (; i + 3 < to; i += 4) {
			a += terms[i];
			b += terms[i + 1];
			c += terms[i + 2];
			d += terms[i + 3];
		}
		for (; i < to; i++)
			a += terms[i];
		return a + b + (c + d);
	}

	private static void addCrossSpectrum(final SliceTask task, final PixelBlock block) {
		final float[] dr = block.data[0], di = block.data[1];
		final float[] yr = block.taps[PixelBlock.VALUE], yi = block.taps[PixelBlock.VALUE + 1];
		for (int i = 0, j = block.first; i < block.size; i++, j++) {
			final float a = task.pixelGain[j];
			task.crossSpectrum[2 * j] += a * (yr[i] * dr[i] + yi[i] * di[i]);
			task.crossSpectrum[2 * j + 1] += a * (yr[i] * di[i] - yi[i] * dr[i]) * block.fold[i];
		}
	}

	/** Value of the energy from the ring sums. */
	private static void energy(final SliceTask t) {
		double e = 0;
		for (int ring = 0; ring < t.rings; ring++)
			e += t.gain[ring] * (t.gain[ring] * t.power[ring] - 2 * t.cross[ring]);
		t.terms[0] = e;
	}

	/** Turns the distinct sums into gradient and curvature for shifts in Å, rotations in radians and magnifications. */
	private static void finish(final SliceTask t) {
		energy(t);
		final double[] s = t.sums;
		final double f = t.unit();
		final double[] out = t.terms;
		// b = 2 Σ Re(conj(D − C2·Y)·dY); dY/ds = −i f k Y gives Re(conj(r)·(−i Y)) = r_r·Y_i − r_i·Y_r
		out[1] = 2 * f * s[0];
		out[2] = 2 * f * s[1];
		out[3] = 2 * s[2];
		out[4] = 2 * s[3];
		out[5] = 2 * s[4];
		final Triangle h = new Triangle(out, t.parameters);
		// s_x
		h.set(0, 0, f * f * s[5]);
		h.set(0, 1, f * f * s[6]);
		h.set(0, 2, -f * s[9]);
		h.set(0, 3, f * s[8]);
		h.set(0, 4, f * s[11]);
		// s_y
		h.set(1, 1, f * f * s[7]);
		h.set(1, 2, -f * s[10]);
		h.set(1, 3, f * s[9]);
		h.set(1, 4, f * s[12]);
		// w_x
		h.set(2, 2, s[15]);
		h.set(2, 3, -s[14]);
		h.set(2, 4, -s[17]);
		// w_y, w_z
		h.set(3, 3, s[13]);
		h.set(3, 4, s[16]);
		h.set(4, 4, s[18]);
		if (t.parameters == LocalParameters.MAGNIFICATION) finishScales(t, h, f);
	}

	private static void finishScales(final SliceTask t, final Triangle h, final double f) {
		for (int m = 0; m < 3; m++) {
			final int at = POSE_SUMS + m * SCALE_SUMS;
			t.terms[6 + m] = 2 * t.sums[at];
			h.set(0, 5 + m, f * t.sums[at + 1]);
			h.set(1, 5 + m, f * t.sums[at + 2]);
			h.set(2, 5 + m, -t.sums[at + 3]);
			h.set(3, 5 + m, t.sums[at + 4]);
			h.set(4, 5 + m, t.sums[at + 5]);
			for (int other = m; other < 3; other++)
				h.set(5 + m, 5 + other, t.sums[at + 6 + other - m]);
		}
	}

	/** The curvature among the terms; its elements are twice the sums. */
	private record Triangle(double[] terms, LocalParameters parameters) {

		private void set(final int row, final int column, final double sum) {
			terms[1 + parameters.count() + parameters.index(row, column)] = 2 * sum;
		}
	}
}
