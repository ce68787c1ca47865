package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

class FourierShellCorrelationTest {

	private static final int N = 96;

	private static Volume noise(final int n, final long seed) {
		final Volume map = Volume.cube(n, 1.5);
		final Random random = new Random(seed);
		for (int i = 0; i < map.data().length; i++)
			map.data()[i] = (float) random.nextGaussian();
		return map;
	}

	private static Volume sum(final Volume a, final Volume b) {
		final Volume out = a.copy();
		for (int i = 0; i < out.data().length; i++)
			out.data()[i] += b.data()[i];
		return out;
	}

	@Test
	void signalAndNoiseCorrelateAsTheTheorySays() {
		final int n = 64;
		final int pairs = 8;
		final double[] amplitude = new double[n];
		for (int s = 0; s < n; s++)
			amplitude[s] = 6 * Math.exp(-s / 12.0);
		final double[] measured = new double[n / 2];
		for (int pair = 0; pair < pairs; pair++) {
			final Volume signal = ShellFilter.apply(noise(n, 100 + pair), amplitude, Parallel.serial());
			final double[] fsc = FourierShellCorrelation.between(sum(signal, noise(n, 200 + pair)),
				sum(signal, noise(n, 300 + pair)), Parallel
				.serial());
			for (int s = 0; s < fsc.length; s++)
				measured[s] += fsc[s] / pairs;
		}
		for (int s = 11; s < n / 2; s++) {
			final double ratio = amplitude[s] * amplitude[s];
			assertEquals(ratio / (1 + ratio), measured[s], 0.02, "shell " + s);
		}
	}

	@Test
	void tightMaskFindsNoSignalInNoise() {
		final Volume mask = Masks.soft(Masks.binarise(Masks.sphere(N, 12, 0), 0.5), 0, 2);
		final FscCurves curves = FourierShellCorrelation.compute(noise(N, 4), noise(N, 5), mask);
		assertEquals(FscCurves.FIRST_SHELL, curves.randomisedFrom());
		int outside = 0;
		for (int s = 6; s < N / 2; s++) {
			final double samples = 2 * Math.PI * s * s * Masks.fraction(mask);
			if (Math.abs(curves.corrected()[s]) > 3 / Math.sqrt(samples)) outside++;
		}
		assertTrue(outside <= 1, outside + " of 42 shells beyond 3/√n");
		assertTrue(curves.resolution() > N * 1.5 / 8, "noise has no resolution, found " + curves.resolution());
	}

	@Test
	void correctionTakesOffWhatTheMaskCorrelates() {
		final double[] amplitude = new double[N];
		for (int s = 0; s < N; s++)
			amplitude[s] = s < 16 ? 20 : 0;
		final Volume ball = Masks.sphere(N, 10, 1.5);
		final Volume signal = Masks.multiply(ShellFilter.apply(noise(N, 6), amplitude, Parallel.serial()),
			Masks.sphere(N, 14, 4), Parallel.serial());
		final FscCurves curves = FourierShellCorrelation.compute(sum(signal, noise(N, 7)), sum(signal, noise(N, 8)),
			ball);
		double masked = 0;
		double corrected = 0;
		for (int s = 24; s < 40; s++) {
			masked += curves.masked()[s] / 16;
			corrected += curves.corrected()[s] / 16;
		}
		assertTrue(masked > 0.3, "the mask alone must correlate for this test: " + masked);
		assertTrue(Math.abs(corrected) < 0.5 * masked, "corrected " + corrected + ", masked " + masked);
		final double shell = N * 1.5 / curves.resolution();
		assertTrue(shell > 14 && shell < 20, "resolution at shell " + shell);
	}

	@Test
	void sameBitsForAnyNumberOfThreads() {
		final Volume mask = Masks.sphere(48, 12, 4);
		final FscCurves one = FourierShellCorrelation.compute(noise(48, 1), noise(48, 2), mask);
		try (Parallel three = new Parallel(3)) {
			final FscCurves other = FourierShellCorrelation.compute(noise(48, 1), noise(48, 2), mask, three);
			assertArrayEquals(one.corrected(), other.corrected());
			assertArrayEquals(one.randomised(), other.randomised());
		}
	}

	@Test
	void equalMapsCorrelateEverywhere() {
		final FscCurves curves = FourierShellCorrelation.compute(noise(24, 1), noise(24, 1), Masks.sphere(24, 6, 3));
		for (int s = 0; s < 12; s++) {
			assertEquals(1, curves.unmasked()[s], 1e-9);
			assertEquals(1, curves.masked()[s], 1e-9);
		}
		assertEquals(24 * 1.5 / 11, curves.resolution(), 1e-9);
	}

	@Test
	void randomPhasesKeepTheAmplitudesOfARealMap() {
		final int n = 32;
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] before = fft.forward(noise(n, 9).data());
		final float[] after = before.clone();
		new PhaseRandomisation(n, 3).apply(after, 5, Parallel.serial());
		final float[] again = fft.forward(fft.inverse(after.clone()));
		double same = 0;
		double all = 0;
		for (int i = 0; i < before.length; i += 2) {
			final int x = i / 2 % (n / 2 + 1);
			final int y = Math.min(i / 2 / (n / 2 + 1) % n, n - i / 2 / (n / 2 + 1) % n);
			final int z = Math.min(i / 2 / (n / 2 + 1) / n, n - i / 2 / (n / 2 + 1) / n);
			assertEquals(Math.hypot(before[i], before[i + 1]), Math.hypot(after[i], after[i + 1]), 1e-2);
			assertEquals(after[i], again[i], 1e-2, "the spectrum of a real map");
			assertEquals(after[i + 1], again[i + 1], 1e-2, "the spectrum of a real map");
			if (x * x + y * y + z * z < 25) assertEquals(before[i], after[i]);
			else {
				same += before[i] * after[i] + before[i + 1] * after[i + 1];
				all += before[i] * before[i] + before[i + 1] * before[i + 1];
			}
		}
		assertEquals(0, same / all, 0.02);
		final float[] other = before.clone();
		new PhaseRandomisation(n, 4).apply(other, 5, Parallel.serial());
		assertNotEquals(after[5000], other[5000]);
	}

	@Test
	void speciesResolutionDependsOnTheMapsAlone() {
		final double[] amplitude = new double[N];
		for (int s = 0; s < N; s++)
			amplitude[s] = s < 30 ? 4 : 0;
		final Volume signal = Masks.multiply(ShellFilter.apply(noise(N, 6), amplitude, Parallel.serial()),
			Masks.sphere(N, 14, 4), Parallel.serial());
		final Volume half1 = sum(signal, noise(N, 10));
		final Volume half2 = sum(signal, noise(N, 11));
		final SpeciesFsc.Result result = SpeciesFsc.compute(half1, half2, Masks.binarise(Masks.sphere(N, 15, 0), 0.5),
			40, Parallel.serial());
		assertEquals(3, result.passes().length);
		assertEquals(N * 1.5 / 30, result.resolution(), 0.6);
		final int edge = Masks.fscEdge(N, 1.5, result.passes()[1]);
		assertEquals(1, result.softMask().at(N / 2 + 15 + edge - 1, N / 2, N / 2));
		assertEquals(0, result.softMask().at(N / 2 + 15 + 2 * edge, N / 2, N / 2), 1e-6);
		final SpeciesFsc.Result unmasked = SpeciesFsc.compute(half1, half2, null, 40, Parallel.serial());
		assertEquals(1, unmasked.passes().length);
	}

	@Test
	void refusesMapsThatDoNotFit() {
		final Volume map = noise(16, 1);
		assertThrows(MException.class, () -> FourierShellCorrelation.compute(map, noise(18, 1), null));
		assertThrows(MException.class, () -> FourierShellCorrelation.compute(map, map, Masks.sphere(18, 3, 3)));
		assertThrows(MException.class, () -> FourierShellCorrelation.compute(map, map.withPixelSize(2), null));
		assertThrows(MException.class, () -> FourierShellCorrelation.compute(Volume.image(16, 16, 1), Volume.image(16,
			16, 1), null));
	}
}
