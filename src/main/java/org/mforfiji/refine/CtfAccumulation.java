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
		fill(envelope, noise);
	}

	/** Edge of the box that holds a particle of the species and what the CTF carries out of it in the band. */
	static int boxSize(final CtfImages share, final Ctf ctf) {
		final double px = share.pixelSize();
		final Ctf widest = ctf.withDefocusUm(ctf.defocusUm() + (ctf.defocusUm() < 0 ? -1 : 1) * DEFOCUS_ROOM_UM);
		return FftSizes.goodSize(Math.max(share.box(), widest.aliasFreeBox(share.highest(), share.diameterA(),
			px)));
	}

	private void fill(final RadialWeight envelope, final NoiseRings noise) {
		final double step = 1 / (pixels.n() * pixelSize), cycles = (double) share.box() / pixels.n();
		final double area = (double) pixels.n() * pixels.n(), ringWidth = noise.box() * pixelSize;
		for (int i = 0; i < kx.length; i++) {
			final double fx = pixels.kx(from + i) * step, fy = pixels.ky(from + i) * step, square = fx * fx + fy * fy;
			kx[i] = (float) (pixels.kx(from + i) * cycles);
			ky[i] = (float) (pixels.ky(from + i) * cycles);
			k2[i] = (float) square;
			odd[i] = (float) (ctf.oddPhase(fx, fy) / (2 * Math.PI));
			final double w = envelope.amplitude(square) * ctf.envelope(fx, fy), s = area * noise.at(Math.sqrt(square) * ringWidth);
			amplitude[i] = (float) (w / s);
			power[i] = (float) (w * w / s);
		}
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
			final Work work = new Work();
			for (int i = 0; i < seen.length; i++)
				add(seen[i], data[i], BLOCK * block, Math.min(kx.length, BLOCK * (block + 1)), work);
		});
	}

	/** An image: rotation, reference, turns of γ per 1/Å² that its height adds, and weight of its place. */
	private record Seen(double[] rotation, FourierVolume reference, float turns, Envelope place) {}

	/** Arrays for one block of pixels. */
	private static final class Work {

		private final float[] cos = new float[BLOCK];
		private final float[] sin = new float[BLOCK];
		private final float[] oddCos = new float[BLOCK];
		private final float[] oddSin = new float[BLOCK];
		private final float[] slice = new float[2 * BLOCK];
	}

	private void add(final Seen seen, final float[] data, final int first, final int end, final Work work) {
		for (int i = first; i < end; i++) {
			work.sin[i - first] = seen.turns * k2[i];
			work.oddSin[i - first] = odd[i];
		}
		Turns.cosSin(work.sin, end - first, work.cos, work.sin);
		Turns.cosSin(work.oddSin, end - first, work.oddCos, work.oddSin);
		final boolean placed = !seen.place.equals(Envelope.NONE), imaginary = sums.length > CtfStatistics.BS_IMAGINARY;
		seen.reference.values(kx, ky, first, end, seen.rotation, work.slice);
		final double[] ass = sums[CtfStatistics.ASS], asc = sums[CtfStatistics.ASC], acc = sums[CtfStatistics.ACC];
		final double[] bs = sums[CtfStatistics.BS], bc = sums[CtfStatistics.BC];
		for (int i = first; i < end; i++) {
			final double c = work.cos[i - first], s = work.sin[i - first], w = placed ? seen.place.amplitude(k2[i]) : 1;
			final double oc = work.oddCos[i - first], os = work.oddSin[i - first];
			final double vr = work.slice[2 * (i - first)], vi = work.slice[2 * (i - first) + 1], a = w * w * power[i] * (vr * vr + vi * vi), b = w * amplitude[i];
			final double xr = data[2 * (from + i)] * oc - data[2 * (from + i) + 1] * os, xi = data[2 * (from + i)] * os + data[2 *
				(from + i) + 1] * oc;
			final double re = b * (xr * vr + xi * vi);
			ass[i] += a * c * c;
			asc[i] += a * c * s;
			acc[i] += a * s * s;
			bs[i] += re * c;
			bc[i] += re * s;
			if (!imaginary) continue;
			final double im = b * (xr * vi - xi * vr);
			sums[CtfStatistics.BS_IMAGINARY][i] += im * c;
			sums[CtfStatistics.BC_IMAGINARY][i] += im * s;
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
