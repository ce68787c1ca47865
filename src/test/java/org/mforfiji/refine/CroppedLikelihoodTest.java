package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights;

/**
 * CTF-premultiplied, cropped data with an equally cropped CTF² give the likelihood of the uncropped data: for predictions with
 * their support within half the box, Σ |X − C·w·Y|²/S over the large box is, up to a constant, the sum over the small one.
 */
class CroppedLikelihoodTest {

	private static final int BOX = 48;
	private static final int LARGE = 128;
	private static final double PIXEL = 4;

	private final Ctf ctf = Ctf.builder().pixelSize(PIXEL).voltageKv(300).csMm(2.7).amplitudeContrast(0.07).defocusUm(2.2)
		.defocusDeltaUm(0.2).defocusAngleDeg(30).build();
	private final ExposureWeights.Envelope envelope = new ExposureWeights.Envelope(-40, 0.8);
	private final float[] noise = noise();

	private static float[] noise() {
		final float[] power = new float[BOX / 2 + 2];
		for (int r = 0; r < power.length; r++)
			power[r] = (float) (1 + 2 * Math.exp(-r / 6.0));
		return power;
	}

	@Test
	void croppedEqualsUncropped() {
		final Volume image = image(new Random(2));
		final ImageModulation modulation = new ImageModulation(LARGE, PIXEL, ctf, envelope, new NoiseRings(noise, BOX), false);
		final double centre = LARGE / 2 * PIXEL;
		final float[] values = new ParticleCutter(image, modulation, BOX, BOX).cut(centre, centre, ctf.defocusUm());
		final double[] full = new double[6], cropped = new double[6];
		for (int i = 0; i < full.length; i++) {
			full[i] = uncropped(image, blobs(i, LARGE));
			cropped[i] = cropped(values, blobs(i, BOX));
		}
		double range = 0;
		for (int i = 1; i < full.length; i++) {
			range = Math.max(range, Math.abs(full[i] - full[0]));
			assertEquals(full[i], cropped[i], 1e-3 * Math.abs(full[i]), "prediction " + i);
		}
		assertTrue(range > 1, "the predictions differ: " + range);
	}

	/** Noise with a particle in the middle. */
	private static Volume image(final Random random) {
		final Volume image = new Volume(blobs(0, LARGE), LARGE, LARGE, 1, PIXEL);
		final Volume centred = Volume.image(LARGE, LARGE, PIXEL);
		for (int y = 0; y < LARGE; y++)
			for (int x = 0; x < LARGE; x++)
				centred.data()[y * LARGE + x] = (float) (image.at((x + LARGE / 2) % LARGE, (y + LARGE / 2) % LARGE, 0) + random
					.nextGaussian());
		return centred;
	}

	/** A projection: smooth blobs within a quarter of the small box from the origin, which is the first pixel, periodic. */
	private static float[] blobs(final int seed, final int edge) {
		final Random random = new Random(100 + seed);
		final float[] out = new float[edge * edge];
		for (int blob = 0; blob < 6; blob++) {
			final double cx = 5 * (2 * random.nextDouble() - 1), cy = 5 * (2 * random.nextDouble() - 1);
			for (int dy = -BOX / 4; dy < BOX / 4; dy++)
				for (int dx = -BOX / 4; dx < BOX / 4; dx++) {
					final double r2 = (dx - cx) * (dx - cx) + (dy - cy) * (dy - cy);
					out[Math.floorMod(dy, edge) * edge + Math.floorMod(dx, edge)] += (float) (2 * Math.exp(-r2 / (2 * 1.6 * 1.6)));
				}
		}
		return out;
	}

	/** ½ Σ over the whole plane of the large box, less the part that does not depend on the prediction. */
	private double uncropped(final Volume image, final float[] projection) {
		final Fft2D fft = new Fft2D(LARGE, LARGE);
		final float[] x = fft.forward(moved(image)), y = fft.forward(projection);
		double sum = 0;
		for (int row = 0; row < LARGE; row++)
			for (int kx = 0; kx <= LARGE / 2; kx++) {
				if (row == 0 && kx == 0) continue;
				final double fx = kx / (LARGE * PIXEL), fy = (row <= LARGE / 2 ? row : row - LARGE) / (LARGE * PIXEL);
				final double k2 = fx * fx + fy * fy, ring = Math.min(Math.sqrt(k2) * BOX * PIXEL, noise.length - 1.0);
				final int low = (int) ring, high = Math.min(low + 1, noise.length - 1);
				final double s = (noise[low] + (ring - low) * (noise[high] - noise[low])) * LARGE * LARGE;
				final double c = ctf.value(fx, fy) * envelope.amplitude(k2);
				final int i = 2 * (row * (LARGE / 2 + 1) + kx);
				final double mates = kx == 0 || kx == LARGE / 2 ? 0.5 : 1;
				sum += mates * (-2 * c * (x[i] * y[i] + x[i + 1] * y[i + 1]) + c * c * (y[i] * y[i] + y[i + 1] * y[i + 1])) / s;
			}
		return sum;
	}

	/** The image with its middle moved to the first pixel. */
	private static float[] moved(final Volume image) {
		final float[] out = new float[LARGE * LARGE];
		for (int y = 0; y < LARGE; y++)
			for (int x = 0; x < LARGE; x++)
				out[y * LARGE + x] = image.at((x + LARGE / 2) % LARGE, (y + LARGE / 2) % LARGE, 0);
		return out;
	}

	/** Σ over the half plane of the small box; the origin, which is its own mate, counts half. */
	private static double cropped(final float[] values, final float[] projection) {
		final HalfPlane pixels = HalfPlane.of(BOX);
		final float[] y = new Fft2D(BOX, BOX).forward(projection);
		double sum = 0;
		for (int j = 0; j < pixels.size(); j++) {
			final int i = pixels.spectrumIndex(j);
			final double e = -2 * (values[2 * j] * y[i] + values[2 * j + 1] * y[i + 1]) + values[2 * pixels.size() + j] * (y[i] * y[i] +
				y[i + 1] * y[i + 1]);
			sum += j == 0 ? e / 2 : e;
		}
		return sum;
	}
}
