package org.mforfiji.fourier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RadialProfileTest {

	@Test
	void whiteNoiseIsFlatAndEveryCoefficientIsCountedOnce() {
		final int n = 64;
		final RadialProfile profile = RadialProfile.of(new Fft2D(n, n).forward(Fft2DTest.noise(n * n, 3)), n, n, 1);
		assertEquals(n / 2 + 1, profile.shells());
		for (int i = 1; i < profile.shells(); i++)
			assertEquals(n * n, profile.power(i), 5 * n * n * Math.sqrt(2 / profile.count(i)), "ring " + i);
		for (int i = 0; i < profile.shells(); i++) {
			int count = 0;
			for (int y = -n / 2; y < n / 2; y++)
				for (int x = -n / 2; x < n / 2; x++)
					if (Math.rint(Math.hypot(x, y)) == i) count++;
			assertEquals(count, profile.count(i));
		}
	}

	@Test
	void aWaveStandsInItsShell() {
		final int n = 20;
		final float[] map = new float[n * n * n];
		for (int i = 0; i < map.length; i++)
			map[i] = (float) Math.cos(2 * Math.PI * (3 * (i % n) + 4 * (i / n % n)) / n);
		final RadialProfile profile = RadialProfile.of(new Fft3D(n, n, n).forward(map), n, n, n);
		final double half = 0.25 * map.length * map.length;
		for (int i = 0; i < profile.shells(); i++)
			assertEquals(i == 5 ? 2 * half / profile.count(5) : 0, profile.power(i), 1e-3 * half / 100);
	}

	@Test
	void ringsOfAnOblongImageAreRoundInFrequency() {
		final float[] image = new float[32 * 16];
		for (int i = 0; i < image.length; i++)
			image[i] = (float) Math.cos(2 * Math.PI * 3 * (i / 32) / 16);
		final RadialProfile profile = RadialProfile.of(new Fft2D(32, 16).forward(image), 32, 16, 1);
		for (int i = 0; i < profile.shells(); i++)
			if (i != 6) assertEquals(0, profile.power(i), 1e-3);
		assertEquals(2 * 256 * 256 / profile.count(6), profile.power(6), 1);
	}
}
