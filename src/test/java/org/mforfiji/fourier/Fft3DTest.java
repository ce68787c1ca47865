package org.mforfiji.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.Parallel;

class Fft3DTest {

	@ParameterizedTest
	@CsvSource({ "1,1,1", "2,3,4", "8,8,8", "7,5,3", "12,10,9", "16,16,16", "20,1,6", "1,20,6", "17,17,17" })
	void equalsTheSumThatDefinesIt(final int nx, final int ny, final int nz) {
		final float[] map = Fft2DTest.noise(nx * ny * nz, nx + 31L * ny + 977L * nz);
		final float[] spectrum = new Fft3D(nx, ny, nz).forward(map);
		final double[] expected = definition(map, nx, ny, nz);
		assertEquals(expected.length, spectrum.length);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], spectrum[i], 1e-5 * Math.sqrt(map.length), "at " + i);
	}

	private static double[] definition(final float[] map, final int nx, final int ny, final int nz) {
		final int plane = 2 * ny * (nx / 2 + 1);
		final double[] result = new double[nz * plane];
		for (int z = 0; z < nz; z++) {
			final float[] image = new float[nx * ny];
			System.arraycopy(map, z * nx * ny, image, 0, nx * ny);
			final double[] f = Fft2DTest.definition(image, nx, ny);
			for (int kz = 0; kz < nz; kz++) {
				final double c = Math.cos(-2 * Math.PI * (kz * z % nz) / nz);
				final double s = Math.sin(-2 * Math.PI * (kz * z % nz) / nz);
				for (int i = 0; i < plane; i += 2) {
					result[kz * plane + i] += f[i] * c - f[i + 1] * s;
					result[kz * plane + i + 1] += f[i] * s + f[i + 1] * c;
				}
			}
		}
		return result;
	}

	@ParameterizedTest
	@CsvSource({ "32,32,32", "30,31,33", "25,24,1" })
	void inverseUndoesForward(final int nx, final int ny, final int nz) {
		final Fft3D fft = new Fft3D(nx, ny, nz);
		final float[] map = Fft2DTest.noise(nx * ny * nz, 5);
		assertArrayEquals(map, fft.inverse(fft.forward(map)), 1e-5f);
	}

	@Test
	void numberOfThreadsDoesNotChangeABit() {
		final Fft3D fft = new Fft3D(36, 40, 42);
		final float[] map = Fft2DTest.noise(36 * 40 * 42, 6);
		try (Parallel parallel = new Parallel(3)) {
			final float[] spectrum = fft.forward(map, parallel);
			assertArrayEquals(fft.forward(map), spectrum);
			assertArrayEquals(fft.inverse(spectrum.clone()), fft.inverse(spectrum, parallel));
		}
	}
}
