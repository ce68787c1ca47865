package org.mforfiji.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;

/**
 * What every engine must do. A subclass supplies the engine; the truth is a slow implementation in double precision here,
 * whose derivatives are central finite differences.
 */
public abstract class EngineContract {

	private static final int BOX = 32;
	private static final double PIXEL = 3.5;
	private static final int BAND = 13;
	private static final int IMAGES = 70;
	private static final int LOCAL = LocalParameters.MAGNIFICATION.count();

	private final ParticleStack stack = stack(new Random(5));
	private final ImagePoses poses = poses(new Random(6));
	private final int[] halfSet = halfSets();
	private final Reference[] references = { reference(1), reference(2) };

	/** The engine under test with a number of threads. */
	protected abstract Engine engine(int threads);

	@Test
	void valueIsTheLikelihood() {
		try (Engine engine = engine(1)) {
			final PassResult result = engine.evaluate(PassRequest.linearise(stack, poses, halfSet, references));
			for (int i = 0; i < IMAGES; i++)
				assertEquals(energy(i, new double[LOCAL]), result.value()[i], 2e-4 * scale(i), "image " + i);
		}
	}

	@Test
	void gradientAndCurvatureAgreeWithFiniteDifferences() {
		agreesWithFiniteDifferences(LocalParameters.POSE);
	}

	@Test
	void theSameWithMagnification() {
		agreesWithFiniteDifferences(LocalParameters.MAGNIFICATION);
	}

	private void agreesWithFiniteDifferences(final LocalParameters parameters) {
		try (Engine engine = engine(1)) {
			final PassResult result = engine.evaluate(PassRequest.linearise(stack, poses, halfSet, references).withDerivatives(
				parameters));
			int compared = 0;
			for (int i = 0; i < IMAGES; i++) {
				if (touchesKink(i)) continue;
				compared++;
				final double[][] slopes = slopes(i);
				final double[] steps = { 1e-5, 1e-5, 1e-8, 1e-8, 1e-8, 1e-8, 1e-8, 1e-8 };
				for (int a = 0; a < parameters.count(); a++) {
					final double[] up = new double[LOCAL], down = new double[LOCAL];
					up[a] = steps[a];
					down[a] = -steps[a];
					final double numeric = -(energy(i, up) - energy(i, down)) / (2 * steps[a]);
					assertEquals(numeric, result.gradient(i, a), 1e-4 * Math.sqrt(scale(i) * curvature(i, slopes, a, a)),
						"gradient " + a + " of image " + i);
					for (int b = a; b < parameters.count(); b++)
						assertEquals(curvature(i, slopes, a, b), result.curvature(i, a, b), 2e-4 * Math.sqrt(curvature(i, slopes, a,
							a) * curvature(i, slopes, b, b)), "curvature " + a + b + " of image " + i);
				}
			}
			assertTrue(compared > IMAGES / 2, "most images have no sample on a kink");
		}
	}

	@Test
	void ringSumsGiveTheEnergyOfAnyGain() {
		try (Engine engine = engine(2)) {
			final PassResult result = engine.evaluate(PassRequest.linearise(stack, poses, halfSet, references));
			double sum = 0;
			for (final double value : result.value())
				sum += value;
			assertEquals(sum, result.energy(BAND, new float[][] { references[0].gain(), references[1].gain() }), 1e-4 * Math.abs(
				sum));
		}
	}

	@Test
	void sameBitsForAnyNumberOfThreads() {
		final PassRequest request = new PassRequest(stack, poses, halfSet, new boolean[halfSet.length], references,
			LocalParameters.MAGNIFICATION, 3);
		try (Engine one = engine(1); Engine two = engine(2); Engine three = engine(3)) {
			final PassResult expected = one.evaluate(request);
			for (final Engine engine : new Engine[] { two, three }) {
				final PassResult actual = engine.evaluate(request);
				assertArrayEquals(expected.value(), actual.value());
				assertArrayEquals(expected.gradient(), actual.gradient());
				assertArrayEquals(expected.curvature(), actual.curvature());
				assertArrayEquals(expected.cross()[0], actual.cross()[0]);
				assertArrayEquals(expected.power()[1], actual.power()[1]);
			}
		}
	}

	@Test
	void heldOutParticlesAreSummedApart() {
		final boolean[] heldOut = new boolean[halfSet.length], none = new boolean[halfSet.length];
		for (int p = 0; p < heldOut.length; p += 3)
			heldOut[p] = true;
		try (Engine engine = engine(2)) {
			final PassResult together = engine.evaluate(new PassRequest(stack, poses, halfSet, none, still(), LocalParameters.POSE, 3));
			final PassResult apart = engine.evaluate(new PassRequest(stack, poses, halfSet, heldOut, still(), LocalParameters.POSE, 3));
			assertArrayEquals(together.gradient(), apart.gradient());
			double fitted = 0, spectra = 0, cross = 0;
			for (int i = 0; i < IMAGES; i++)
				if (!heldOut[stack.particle(i)]) fitted += together.value()[i];
			assertEquals(fitted, apart.energy(BAND, new float[][] { references[0].gain(), references[1].gain() }), 1e-4 * Math.abs(
				fitted));
			for (int half = 0; half < 2; half++)
				for (int r = 0; r < BAND; r++) {
					assertEquals(together.cross()[half][r], apart.cross()[half][r] + apart.cross()[half + 2][r], 1e-9 * Math.abs(together
						.cross()[half][r]) + 1e-12);
					cross += references[half].gain()[r] * apart.cross()[half][r];
				}
			for (final float[] spectrum : apart.crossSpectra())
				for (int j = 0; j < spectrum.length; j += 2)
					spectra += spectrum[j];
			assertEquals(cross, spectra, 1e-4 * Math.abs(cross));
		}
	}

	@Test
	void crossSpectraAreSummedPerTilt() {
		try (Engine engine = engine(2)) {
			final PassResult result = engine.evaluate(PassRequest.compare(stack, poses, halfSet, still(), 3));
			double sum = 0;
			for (final float[] spectrum : result.crossSpectra())
				for (int j = 0; j < spectrum.length; j += 2)
					sum += spectrum[j];
			double cross = 0;
			for (int half = 0; half < 2; half++)
				for (int r = 0; r < BAND; r++)
					cross += references[half].gain()[r] * result.cross()[half][r];
			assertEquals(cross, sum, 1e-4 * Math.abs(cross));
			assertTrue(Math.abs(cross) > 0);
			for (int tilt = 0; tilt < 3; tilt++)
				for (int j = 0; j < stack.pixels().within(BAND); j += 23)
					assertCrossSpectrum(result.crossSpectra()[tilt], tilt, j);
		}
	}

	private void assertCrossSpectrum(final float[] spectrum, final int tilt, final int j) {
		double re = 0, im = 0, scale = 0;
		for (int i = 0; i < IMAGES; i++) {
			if (stack.tilt(i) != tilt) continue;
			final double[] y = prediction(i, j, new double[LOCAL]);
			final double dr = stack.values(i)[2 * j], di = stack.values(i)[2 * j + 1];
			re += y[0] * dr + y[1] * di;
			im += y[0] * di - y[1] * dr;
			scale += Math.hypot(y[0], y[1]) * Math.hypot(dr, di);
		}
		assertEquals(re, spectrum[2 * j], 2e-4 * scale, "real part of pixel " + j + " of tilt " + tilt);
		assertEquals(im, spectrum[2 * j + 1], 2e-4 * scale, "imaginary part of pixel " + j + " of tilt " + tilt);
	}

	/** Whether a sample lies so near a cell wall of the interpolant that rounding decides on which side its derivative is taken. */
	private boolean touchesKink(final int i) {
		final double[] r = new double[9];
		poses.rotation(i, r);
		final double p = references[0].volume().padding();
		for (int j = 1; j < stack.pixels().within(BAND); j++)
			for (int c = 0; c < 3; c++) {
				final double q = p * (r[c] * stack.pixels().kx(j) + r[3 + c] * stack.pixels().ky(j));
				if (Math.abs(q - Math.rint(q)) < 2e-5) return true;
			}
		return false;
	}

	private double scale(final int i) {
		double sum = 0;
		for (int j = 0; j < stack.pixels().within(BAND); j++) {
			final double[] y = prediction(i, j, new double[LOCAL]);
			sum += stack.values(i)[2 * stack.count(i) + j] * (y[0] * y[0] + y[1] * y[1]) + Math.abs(y[0] * stack.values(i)[2 * j]) +
				Math.abs(y[1] * stack.values(i)[2 * j + 1]);
		}
		return sum;
	}

	/** dY/dl per pixel by central differences: real and imaginary, [parameter][2·pixel]. */
	private double[][] slopes(final int i) {
		final int count = stack.pixels().within(BAND);
		final double[] steps = { 1e-6, 1e-6, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9 };
		final double[][] slopes = new double[LOCAL][2 * count];
		for (int a = 0; a < LOCAL; a++) {
			final double[] up = new double[LOCAL], down = new double[LOCAL];
			up[a] = steps[a];
			down[a] = -steps[a];
			for (int j = 0; j < count; j++) {
				final double[] high = prediction(i, j, up), low = prediction(i, j, down);
				slopes[a][2 * j] = (high[0] - low[0]) / (2 * steps[a]);
				slopes[a][2 * j + 1] = (high[1] - low[1]) / (2 * steps[a]);
			}
		}
		return slopes;
	}

	private double curvature(final int i, final double[][] slopes, final int a, final int b) {
		double sum = 0;
		for (int j = 0; j < slopes[a].length / 2; j++)
			sum += 2 * stack.values(i)[2 * stack.count(i) + j] * (slopes[a][2 * j] * slopes[b][2 * j] + slopes[a][2 * j + 1] *
				slopes[b][2 * j + 1]);
		return sum;
	}

	private double energy(final int i, final double[] change) {
		double sum = 0;
		final float[] values = stack.values(i);
		for (int j = 0; j < stack.pixels().within(BAND); j++) {
			final double[] y = prediction(i, j, change);
			sum += -2 * (values[2 * j] * y[0] + values[2 * j + 1] * y[1]) + values[2 * stack.count(i) + j] * (y[0] * y[0] + y[1] *
				y[1]);
		}
		return sum + 2 * ownLost(i, change);
	}

	/** Gains times what the image's own share loses as it is turned, ring by ring in many directions. */
	private double ownLost(final int i, final double[] l) {
		final Reference reference = references[halfSet[stack.particle(i)]];
		final OwnShare own = reference.own()[i];
		final double[] rotation = new double[9];
		poses.rotation(i, rotation);
		final double[] r = Rotations.multiply(new double[] { 1 + l[5] + l[6], l[7], 0, l[7], 1 + l[5] - l[6], 0, 0, 0, 1 },
			Rotations.multiply(Rotations.exp(new double[] { l[2], l[3], l[4] }), rotation));
		final double sx = poses.shiftX(i) + l[0] - own.shiftX(), sy = poses.shiftY(i) + l[1] - own.shiftY();
		final int directions = 180;
		double sum = 0;
		for (int d = 0; d < directions; d++) {
			final double c = Math.cos(Math.PI * d / directions), s = Math.sin(Math.PI * d / directions);
			final double[] q = new double[3];
			for (int e = 0; e < 3; e++)
				q[e] = 2 * Math.PI / BOX * (c * (r[e] - own.rotation()[e]) + s * (r[3 + e] - own.rotation()[3 + e]));
			double width = 0, phase = 0;
			for (int a = 0; a < 3; a++) {
				phase += q[a] * own.mask().centre()[a];
				for (int b = 0; b < 3; b++)
					width += q[a] * own.mask().covariance()[3 * a + b] * q[b];
			}
			final double still = 2 * Math.PI / (BOX * PIXEL) * (c * sx + s * sy);
			for (int ring = 0; ring < BAND; ring++) {
				final double k = ring + 0.5, p = own.power()[3 * ring] + 2 * (c * c - s * s) * own.power()[3 * ring + 1] + 4 * c * s *
					own.power()[3 * ring + 2];
				sum += reference.gain()[ring] * own.mask().share() * p / directions * (Math.exp(-k * k * width / 2) * Math.cos(k *
					(still + phase)) - Math.cos(k * still));
			}
		}
		return sum;
	}

	/** Prediction a·(F(Rᵀk) − o)·exp(−2πi k·s/(n·px)) with shift, rotation and magnification changed by l. */
	private double[] prediction(final int i, final int j, final double[] change) {
		final HalfPlane pixels = stack.pixels();
		final Reference reference = references[halfSet[stack.particle(i)]];
		final double[] rotation = new double[9];
		poses.rotation(i, rotation);
		final double[] r = Rotations.multiply(Rotations.exp(new double[] { change[2], change[3], change[4] }), rotation);
		final double x = pixels.kx(j), y = pixels.ky(j), p = reference.volume().padding();
		final double kx = (1 + change[5] + change[6]) * x + change[7] * y, ky = change[7] * x + (1 + change[5] - change[6]) * y;
		final double[] f = interpolate(reference.volume(), p * (r[0] * kx + r[3] * ky), p * (r[1] * kx + r[4] * ky), p * (r[2] *
			kx + r[5] * ky));
		final double[] own = { reference.own()[i].slice()[2 * j], reference.own()[i].slice()[2 * j + 1] };
		final double phase = -2 * Math.PI * (x * (poses.shiftX(i) + change[0]) + y * (poses.shiftY(i) + change[1])) / (BOX *
			PIXEL);
		final double a = reference.gain()[(int) pixels.radius(j)], k2 = Math.max(1, x * x + y * y);
		// the mean amplitude is held
		final double held = 1 - reference.volume().amplitudeSlopes()[(int) pixels.radius(j)] * (change[5] + change[6] * (x * x - y *
			y) / k2 + change[7] * 2 * x * y / k2);
		final double re = a * held * (f[0] - own[0]), im = a * held * (f[1] - own[1]);
		return new double[] { re * Math.cos(phase) - im * Math.sin(phase), re * Math.sin(phase) + im * Math.cos(phase) };
	}

	private static double[] interpolate(final FourierVolume volume, final double x, final double y, final double z) {
		final double sign = x < 0 ? -1 : 1;
		final double qx = sign * x, qy = sign * y, qz = sign * z;
		final int x0 = (int) Math.floor(qx), y0 = (int) Math.floor(qy), z0 = (int) Math.floor(qz), c = volume.radius() + 1;
		final int nx = volume.radius() + 2, ny = 2 * volume.radius() + 3;
		final double[] out = new double[2];
		for (int corner = 0; corner < 8; corner++) {
			final int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
			final double w = (dx == 0 ? 1 - (qx - x0) : qx - x0) * (dy == 0 ? 1 - (qy - y0) : qy - y0) * (dz == 0 ? 1 - (qz - z0)
				: qz - z0);
			final int at = 2 * (((z0 + dz + c) * ny + y0 + dy + c) * nx + x0 + dx);
			out[0] += w * volume.data()[at];
			out[1] += w * volume.data()[at + 1];
		}
		out[1] *= sign;
		return out;
	}

	private static ParticleStack stack(final Random random) {
		final ParticleStack.Builder builder = ParticleStack.builder(BOX, PIXEL);
		final HalfPlane pixels = HalfPlane.of(BOX);
		for (int i = 0; i < IMAGES; i++) {
			final int count = i % 7 == 0 ? pixels.within(BAND) : pixels.size();
			final float[] values = new float[3 * count];
			for (int j = 0; j < 2 * count; j++)
				values[j] = (float) (0.02 * random.nextGaussian());
			for (int j = 2 * count; j < 3 * count; j++)
				values[j] = (float) (1e-4 * random.nextDouble());
			builder.add(new ParticleStack.Image(i / 3, i % 3, 100, 200, values));
		}
		return builder.build();
	}

	private static ImagePoses poses(final Random random) {
		final ImagePoses poses = new ImagePoses(IMAGES);
		for (int i = 0; i < IMAGES; i++)
			poses.set(i, Rotations.random(random), 4 * random.nextGaussian(), 4 * random.nextGaussian());
		return poses;
	}

	private static int[] halfSets() {
		final int[] halfSet = new int[IMAGES / 3 + 1];
		for (int p = 0; p < halfSet.length; p++)
			halfSet[p] = p % 2;
		return halfSet;
	}

	private static Reference reference(final long seed) {
		final Random random = new Random(seed);
		final Volume map = Volume.cube(BOX, PIXEL);
		for (int blob = 0; blob < 12; blob++) {
			final double x = BOX / 2.0 + 3 * random.nextGaussian(), y = BOX / 2.0 + 3 * random.nextGaussian(), z = BOX / 2.0 + 3 *
				random.nextGaussian();
			for (int i = 0; i < map.data().length; i++) {
				final double dx = i % BOX - x, dy = i / BOX % BOX - y, dz = i / (BOX * BOX) - z;
				map.data()[i] += (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / 3);
			}
		}
		final float[] gain = new float[BAND];
		for (int r = 0; r < BAND; r++)
			gain[r] = (float) (1 + 0.3 * Math.sin(r));
		return new Reference(FourierVolume.of(map, 2, BAND), gain, BAND, shares(MaskMoments.of(map), random));
	}

	/** Own shares of images that have been inserted elsewhere. */
	private static OwnShare[] shares(final MaskMoments mask, final Random random) {
		final OwnShare[] own = new OwnShare[IMAGES];
		final ImagePoses poses = poses(new Random(6));
		for (int i = 0; i < IMAGES; i++) {
			final float[] slice = new float[2 * HalfPlane.of(BOX).within(BAND)], power = new float[OwnShare.HARMONICS * BAND];
			for (int j = 0; j < slice.length; j++)
				slice[j] = (float) (0.3 * random.nextGaussian());
			for (int j = 0; j < power.length; j++)
				power[j] = (float) (j % 3 == 0 ? 2 + random.nextDouble() : random.nextDouble() - 0.5);
			final double[] rotation = new double[9], turn = new double[3];
			for (int c = 0; c < 3; c++)
				turn[c] = 0.04 * random.nextGaussian();
			poses.rotation(i, rotation);
			own[i] = new OwnShare(slice, power, Rotations.multiply(Rotations.exp(turn), rotation), poses.shiftX(i) + random
				.nextGaussian(), poses.shiftY(i) + random.nextGaussian(), mask);
		}
		return own;
	}

	/** The references with own shares that do not change as images turn, as cross-spectra are made before they do. */
	private Reference[] still() {
		final Reference[] still = new Reference[2];
		for (int half = 0; half < 2; half++) {
			final Reference from = references[half];
			final OwnShare[] own = from.own().clone();
			for (int i = 0; i < IMAGES; i++)
				own[i] = new OwnShare(own[i].slice(), new float[own[i].power().length], own[i].rotation(), 0, 0, own[i].mask());
			still[half] = new Reference(from.volume(), from.gain(), from.band(), own);
		}
		return still;
	}
}
