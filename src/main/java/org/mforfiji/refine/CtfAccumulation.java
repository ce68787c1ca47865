package org.mforfiji.refine;

import java.util.List;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Turns;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;
import org.mforfiji.optics.RadialWeight;

/**
 * Makes the {@link CtfStatistics} of one species in one tilt: cuts each particle's box, as it is, at its refined position,
 * predicts it from the reference and adds up. Pixels are divided among the threads and images are added in their order, so
 * that results do not depend on the number of threads; only a few boxes are in memory at a time.
 */
final class CtfAccumulation {

	private static final int BATCH = 32;
	private static final int BLOCK = 512;
	/** Room for defocus changes in the box without aliasing, µm. */
	private static final double DEFOCUS_ROOM_UM = 0.3;

	private final CtfImages share;
	private final Ctf ctf;
	private final HalfPlane pixels;
	private final double pixelSize;
	private final int from;
	private final int to;
	private final int rings;
	/** Per pixel in use: frequency in cycles of the reference's box, 1/Å² and phase of the odd aberrations in turns. */
	private final float[] kx;
	private final float[] ky;
	private final float[] k2;
	private final float[] odd;
	/** Exposure amplitude over noise power, and its square over noise power; both by N². */
	private final float[] amplitude;
	private final float[] power;
	private final double[][] sums;
	private final boolean hasOdd;

	/**
	 * @param ctf the tilt's CTF at the height for which d is 0
	 * @param envelope its exposure weight
	 * @param noise its noise
	 * @param odd whether imaginary parts are wanted
	 */
	CtfAccumulation(final CtfImages share, final Ctf ctf, final RadialWeight envelope, final NoiseRings noise,
		final boolean imaginary)
	{
		this.share = share;
		this.ctf = ctf;
		pixelSize = share.pixelSize();
		final int box = boxSize(share, ctf);
		pixels = HalfPlane.of(box);
		rings = (int) Math.floor(share.highest() * box * pixelSize + 1e-6);
		from = pixels.within((int) Math.ceil(share.lowest() * box * pixelSize - 1e-6));
		to = pixels.within(rings);
		final int count = to - from;
		kx = new float[count];
		ky = new float[count];
		k2 = new float[count];
		odd = new float[count];
		amplitude = new float[count];
		power = new float[count];
		sums = new double[imaginary ? 7 : 5][count];
		hasOdd = fill(envelope, noise);
	}

	/** Edge of the box that holds a particle of the species and what the CTF carries out of it in the band. */
	static int boxSize(final CtfImages share, final Ctf ctf) {
		final double px = share.pixelSize();
		final Ctf widest = ctf.withDefocusUm(ctf.defocusUm() + (ctf.defocusUm() < 0 ? -1 : 1) * DEFOCUS_ROOM_UM);
		return FftSizes.goodSize(Math.max(share.box(), widest.aliasFreeBox(share.highest(), share.diameterA(),
			px)));
	}

	/** Fills the tables; whether there is a phase of odd aberrations. */
	private boolean fill(final RadialWeight envelope, final NoiseRings noise) {
		final double step = 1 / (pixels.n() * pixelSize), cycles = (double) share.box() / pixels.n();
		final double area = (double) pixels.n() * pixels.n(), ringWidth = noise.box() * pixelSize;
		boolean any = false;
		for (int i = 0; i < kx.length; i++) {
			final double fx = pixels.kx(from + i) * step, fy = pixels.ky(from + i) * step, square = fx * fx + fy * fy;
			kx[i] = (float) (pixels.kx(from + i) * cycles);
			ky[i] = (float) (pixels.ky(from + i) * cycles);
			k2[i] = (float) square;
			odd[i] = (float) (ctf.oddPhase(fx, fy) / (2 * Math.PI));
			final double w = envelope.amplitude(square) * ctf.envelope(fx, fy), s = area * noise.at(Math.sqrt(square) * ringWidth);
			amplitude[i] = (float) (w / s);
			power[i] = (float) (w * w / s);
			any |= odd[i] != 0;
		}
		return any;
	}

	/** Adds images of the stack, cut from a prepared tilt. */
	CtfAccumulation add(final List<Integer> images, final PreparedTilt tilt, final Parallel parallel) {
		final ParticleCutter cutter = ParticleCutter.raw(tilt.image(), pixels.n(), rings);
		for (int first = 0; first < images.size(); first += BATCH) {
			final List<Integer> batch = images.subList(first, Math.min(images.size(), first + BATCH));
			final float[][] data = new float[batch.size()][];
			parallel.loop(batch.size(), b -> {
				final double[] at = share.at(batch.get(b));
				data[b] = cutter.spectrum(at[0] * tilt.rounding()[0], at[1] * tilt.rounding()[1]);
			});
			add(batch, data, parallel);
		}
		return this;
	}

	/**
	 * Adds images whose spectra are given.
	 *
	 * @param data interleaved, the particle in the origin, over the leading pixels of the box's half plane
	 */
	void add(final List<Integer> images, final float[][] data, final Parallel parallel) {
		final double slope = -0.5e4 * ctf.wavelength();
		final Seen[] seen = images.stream().map(i -> new Seen(share.rotation(i), share.reference(i), (float) (slope * (share.defocusUm(i) -
			ctf.defocusUm())), share.place(i))).toArray(Seen[]::new);
		final int blocks = (kx.length + BLOCK - 1) / BLOCK;
		parallel.loop(blocks, block -> {
			final int first = BLOCK * block, end = Math.min(kx.length, first + BLOCK);
			final Work work = new Work(sums.length);
			for (int i = 0; i < seen.length; i++)
				add(seen[i], data[i], first, end, work);
			for (int kind = 0; kind < sums.length; kind++)
				for (int i = first; i < end; i++)
					sums[kind][i] += work.sums[kind][i - first];
		});
	}

	/** An image: rotation, reference, turns of γ per 1/Å² that its height adds, and weight of its place. */
	private record Seen(double[] rotation, FourierVolume reference, float turns, Envelope place) {}

	/** Arrays for one block of pixels; in them few images are added up in single precision. */
	private static final class Work {

		private final float[][] sums;
		private final float[] cos = new float[BLOCK];
		private final float[] sin = new float[BLOCK];
		private final float[] oddCos = new float[BLOCK];
		private final float[] oddSin = new float[BLOCK];
		private final float[] slice = new float[2 * BLOCK];
		/** Image, prediction, and the terms of the sums. */
		private final float[] xr = new float[BLOCK];
		private final float[] xi = new float[BLOCK];
		private final float[] vr = new float[BLOCK];
		private final float[] vi = new float[BLOCK];

		private Work(final int kinds) {
			sums = new float[kinds][BLOCK];
		}
	}

	private void add(final Seen seen, final float[] data, final int first, final int end, final Work work) {
		final int count = end - first;
		seen.reference.values(kx, ky, first, end, seen.rotation, work.slice);
		for (int i = 0, j = 2 * (from + first); i < count; i++, j += 2) {
			work.vr[i] = work.slice[2 * i];
			work.vi[i] = work.slice[2 * i + 1];
			work.xr[i] = data[j];
			work.xi[i] = data[j + 1];
		}
		if (hasOdd) turnOdd(first, count, work);
		if (!seen.place.equals(Envelope.NONE)) for (int i = 0; i < count; i++) {
			final float w = (float) seen.place.amplitude(k2[first + i]);
			work.vr[i] *= w;
			work.vi[i] *= w;
		}
		for (int i = 0; i < count; i++)
			work.sin[i] = seen.turns * k2[first + i];
		Turns.cosSin(work.sin, count, work.cos, work.sin);
		addReal(first, count, work);
		if (sums.length > CtfStatistics.BS_IMAGINARY) addImaginary(first, count, work);
	}

	/** Takes the phase of the odd aberrations off the image. */
	private void turnOdd(final int first, final int count, final Work work) {
		System.arraycopy(odd, first, work.oddSin, 0, count);
		Turns.cosSin(work.oddSin, count, work.oddCos, work.oddSin);
		for (int i = 0; i < count; i++) {
			final float re = work.xr[i], im = work.xi[i], c = work.oddCos[i], s = work.oddSin[i];
			work.xr[i] = re * c - im * s;
			work.xi[i] = re * s + im * c;
		}
	}

	private void addReal(final int first, final int count, final Work work) {
		final float[] cos = work.cos, sin = work.sin, xr = work.xr, xi = work.xi, vr = work.vr, vi = work.vi;
		final float[] ass = work.sums[CtfStatistics.ASS], asc = work.sums[CtfStatistics.ASC], acc = work.sums[CtfStatistics.ACC];
		final float[] bs = work.sums[CtfStatistics.BS], bc = work.sums[CtfStatistics.BC];
		for (int i = 0; i < count; i++) {
			final float c = cos[i], s = sin[i], a = power[first + i] * (vr[i] * vr[i] + vi[i] * vi[i]), ac = a * c, as = a * s;
			ass[i] += ac * c;
			asc[i] += ac * s;
			acc[i] += as * s;
		}
		for (int i = 0; i < count; i++) {
			final float re = amplitude[first + i] * (xr[i] * vr[i] + xi[i] * vi[i]);
			bs[i] += re * cos[i];
			bc[i] += re * sin[i];
		}
	}

	private void addImaginary(final int first, final int count, final Work work) {
		final float[] bs = work.sums[CtfStatistics.BS_IMAGINARY], bc = work.sums[CtfStatistics.BC_IMAGINARY];
		for (int i = 0; i < count; i++) {
			final float im = amplitude[first + i] * (work.xr[i] * work.vi[i] - work.xi[i] * work.vr[i]);
			bs[i] += im * work.cos[i];
			bc[i] += im * work.sin[i];
		}
	}

	/** The pixels of the box. */
	HalfPlane pixels() {
		return pixels;
	}

	/** The sums so far. */
	CtfStatistics statistics() {
		final float[][] values = new float[sums.length][kx.length];
		for (int kind = 0; kind < sums.length; kind++)
			for (int i = 0; i < kx.length; i++)
				values[kind][i] = (float) sums[kind][i];
		return new CtfStatistics(pixels, pixelSize, from, share.index(), share.box(), ctf, values);
	}
}
