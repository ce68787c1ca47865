package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * Images of one tilt, made directly in Fourier space from a known contrast transfer: particles of random orientation and
 * height, with noise of variance N²·S in every pixel.
 */
final class SyntheticTransfer implements CtfImages {

	static final int BOX = 48;
	static final double PIXEL = 2.5;
	static final double NOISE_POWER = 1.7;
	static final Envelope ENVELOPE = new Envelope(-30, 0.9);

	private static FourierVolume map;

	final Ctf stored;
	final Ctf truth;
	final int particles;
	final double signal;
	private final double[][] rotations;
	private final double[] heights;
	private final long seed;
	private final Random random;

	/** @param signal factor of the map in the images */
	SyntheticTransfer(final Ctf stored, final Ctf truth, final int particles, final double signal, final long seed) {
		this.stored = stored;
		this.truth = truth;
		this.particles = particles;
		this.signal = signal;
		this.seed = seed;
		random = new Random(seed);
		rotations = new double[particles][];
		heights = new double[particles];
		for (int p = 0; p < particles; p++) {
			rotations[p] = Rotations.random(random);
			heights[p] = 0.05 * random.nextGaussian();
		}
	}

	static synchronized FourierVolume map() {
		if (map == null) {
			final Volume volume = Volume.cube(BOX, PIXEL);
			final Random random = new Random(3);
			for (int blob = 0; blob < 40; blob++) {
				final double[] at = { 4 * random.nextGaussian(), 4 * random.nextGaussian(), 4 * random.nextGaussian() };
				for (int i = 0; i < volume.data().length; i++) {
					final double dx = i % BOX - BOX / 2 - at[0], dy = i / BOX % BOX - BOX / 2 - at[1], dz = i / BOX / BOX - BOX / 2 -
						at[2];
					volume.data()[i] += (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * 0.8 * 0.8));
				}
			}
			map = FourierVolume.of(volume, 2, BOX / 2.0);
		}
		return map;
	}

	/** Statistics of the images, and the images themselves into {@code keep} if it is there. */
	CtfStatistics statistics(final boolean imaginary, final List<float[]> keep) {
		final float[] power = new float[BOX];
		Arrays.fill(power, (float) NOISE_POWER);
		try (Parallel parallel = new Parallel(2)) {
			final CtfAccumulation sums = new CtfAccumulation(this, stored, ENVELOPE, new NoiseRings(power, BOX), imaginary);
			final HalfPlane pixels = sums.pixels();
			final float[][] data = new float[particles][];
			for (int p = 0; p < particles; p++)
				data[p] = image(pixels, p);
			sums.add(IntStream.range(0, particles).boxed().toList(), data, parallel);
			if (keep != null) keep.addAll(List.of(data));
			return sums.statistics();
		}
	}

	private float[] image(final HalfPlane pixels, final int p) {
		final int n = pixels.n();
		final double step = 1 / (n * PIXEL), sd = n * Math.sqrt(NOISE_POWER / 2);
		final Ctf ctf = truth.withDefocusUm(truth.defocusUm() + heights[p]);
		final float[] data = new float[2 * pixels.size()], value = new float[2];
		for (int j = 0; j < pixels.size(); j++) {
			prediction(pixels, p, j, value);
			final double kx = pixels.kx(j) * step, ky = pixels.ky(j) * step;
			final double c = signal * ctf.value(kx, ky), psi = ctf.oddPhase(kx, ky);
			data[2 * j] = (float) (c * (value[0] * Math.cos(psi) + value[1] * Math.sin(psi)) + sd * random.nextGaussian());
			data[2 * j + 1] = (float) (c * (value[1] * Math.cos(psi) - value[0] * Math.sin(psi)) + sd * random.nextGaussian());
		}
		return data;
	}

	/** w·V at pixel j of the box, for particle p. */
	void prediction(final HalfPlane pixels, final int p, final int j, final float[] value) {
		final double scale = (double) BOX / pixels.n(), step = 1 / (pixels.n() * PIXEL);
		final double kx = pixels.kx(j) * scale, ky = pixels.ky(j) * scale;
		final double[] r = rotations[p];
		map().value(new double[] { kx * r[0] + ky * r[3], kx * r[1] + ky * r[4], kx * r[2] + ky * r[5] }, value);
		final double w = ENVELOPE.amplitude(Math.pow(pixels.kx(j) * step, 2) + Math.pow(pixels.ky(j) * step, 2));
		value[0] *= (float) w;
		value[1] *= (float) w;
	}

	double height(final int p) {
		return heights[p];
	}

	/** The objective of the same images with another contrast transfer in the metadata. */
	CtfObjective storedAs(final Ctf other) {
		final SyntheticTransfer same = new SyntheticTransfer(other, truth, particles, signal, seed);
		return objectives(List.of(same)).get(0);
	}

	/** Objectives of several tilts. */
	static List<CtfObjective> objectives(final List<SyntheticTransfer> tilts) {
		final List<CtfObjective> objectives = new ArrayList<>();
		for (final SyntheticTransfer tilt : tilts)
			objectives.add(new CtfObjective(new CtfBasis(tilt.stored.wavelength()), List.of(tilt.statistics(false, null))));
		return objectives;
	}

	@Override
	public int index() {
		return 0;
	}

	@Override
	public int box() {
		return BOX;
	}

	@Override
	public double pixelSize() {
		return PIXEL;
	}

	@Override
	public double diameterA() {
		return 60;
	}

	@Override
	public double lowest() {
		return 1 / 20.;
	}

	@Override
	public double highest() {
		return 20 / (BOX * PIXEL);
	}

	@Override
	public double[] at(final int image) {
		throw new UnsupportedOperationException();
	}

	@Override
	public double[] rotation(final int image) {
		return rotations[image].clone();
	}

	@Override
	public FourierVolume reference(final int image) {
		return map();
	}

	@Override
	public double defocusUm(final int image) {
		return stored.defocusUm() + heights[image];
	}

	@Override
	public Envelope place(final int image) {
		return Envelope.NONE;
	}
}
