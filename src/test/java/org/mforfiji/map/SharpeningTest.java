package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

class SharpeningTest {

	private static final int N = 96;
	private static final double PIXEL = 1.5;
	private static final double B = -120;
	private static final Parallel SERIAL = Parallel.serial();

	private static Volume noise(final long seed, final double scale) {
		final Volume map = Volume.cube(N, PIXEL);
		final Random random = new Random(seed);
		for (int i = 0; i < map.data().length; i++)
			map.data()[i] = (float) (scale * random.nextGaussian());
		return map;
	}

	/** White signal damped by exp(B/4·k²), with white noise. */
	private static Volume half(final long seed, final double noise) {
		final Volume signal = ShellFilter.apply(noise(1, 1), radius -> Math.exp(B / 4 * Math.pow(radius / (N * PIXEL),
			2)), SERIAL);
		final Volume other = noise(seed, noise);
		for (int i = 0; i < signal.data().length; i++)
			signal.data()[i] += other.data()[i];
		return signal;
	}

	@Test
	void findsThePlantedBFactor() {
		final Volume half1 = half(2, 0.05);
		final Volume half2 = half(3, 0.05);
		final FscCurves curves = FourierShellCorrelation.compute(half1, half2, null);
		final Sharpening.Result result = Sharpening.sharpen(half1, half2, curves, SERIAL);
		assertEquals(B, result.bFactor(), 0.05 * Math.abs(B));
		assertTrue(result.fitQuality() > 0.95);
		final double low = amplitude(result.sharpened(), 16);
		for (int s = 20; s < 36; s += 4)
			assertEquals(1, amplitude(result.sharpened(), s) / low, 0.08, "flat at shell " + s);
		assertEquals(Math.exp(B / 4 * (900 - 256) / Math.pow(N * PIXEL, 2)), amplitude(result.filtered(),
			30) / amplitude(result.filtered(), 16), 0.05);
	}

	@Test
	void filtersByTheWeightAndEndsAfterTheResolution() {
		final Volume half1 = half(2, 1);
		final Volume half2 = half(3, 1);
		final FscCurves curves = FourierShellCorrelation.compute(half1, half2, null);
		final Sharpening.Result result = Sharpening.sharpen(half1, half2, curves, SERIAL);
		final Volume mean = Sharpening.mean(half1, half2);
		final int shell = (int) (FscCurves.crossing(curves.corrected(), FscCurves.THRESHOLD) + 0.5);
		assertTrue(shell > 8 && shell < 40, "resolution at shell " + shell);
		final double f = curves.corrected()[shell - 4];
		assertEquals(Math.sqrt(2 * f / (1 + f)), amplitude(result.filtered(), shell - 4) / amplitude(mean, shell - 4),
			0.03);
		assertEquals(0, amplitude(result.filtered(), shell + 3), 1e-3);
		assertEquals(0, amplitude(result.sharpened(), shell + 3), 1e-3);
	}

	@Test
	void leavesCoarseMapsUnsharpened() {
		final Volume half1 = half(2, 0.05);
		final Sharpening.Result result = Sharpening.sharpen(half1, half(3, 0.05), FscCurves.fixed(N, PIXEL, 12),
			SERIAL);
		assertEquals(0, result.bFactor(), 0.0);
		assertTrue(Double.isNaN(result.fitQuality()));
		for (int i = 0; i < 1000; i++)
			assertEquals(result.filtered().data()[i], result.sharpened().data()[i]);
		assertThrows(MException.class, () -> Sharpening.sharpen(half1, half1, FscCurves.fixed(N + 2, PIXEL, 12),
			SERIAL));
	}

	private static double amplitude(final Volume map, final int shell) {
		final float[] spectrum = new Fft3D(N, N, N).forward(map.data());
		final ShellSums sums = ShellSums.of(spectrum, spectrum, N, SERIAL);
		return sums.amplitudeA[shell] / sums.count[shell] / Math.pow(N, 1.5);
	}

	@Test
	void weightStopsAtTheFirstShellWithoutSignal() {
		final double[] weight = Sharpening.fscWeight(new double[] { 1, 0.5, -0.5, 0.5, 1e-5, 0.5 });
		assertEquals(1, weight[0], 1e-12);
		assertEquals(Math.sqrt(2.0 / 3), weight[1], 1e-12);
		assertEquals(0, weight[2], 0.0, "the first shells end nothing");
		assertEquals(Math.sqrt(2.0 / 3), weight[3], 1e-12);
		assertEquals(0, weight[4], 0.0);
		assertEquals(0, weight[5], 0.0);
	}
}
