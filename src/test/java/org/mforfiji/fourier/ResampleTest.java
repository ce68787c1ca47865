package org.mforfiji.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

class ResampleTest {

	private static Volume noise(final int nx, final int ny, final int nz) {
		return new Volume(Fft2DTest.noise(nx * ny * nz, nx + ny + nz), nx, ny, nz, 1.5);
	}

	/** A few waves below every Nyquist limit of the test, as a function of the fraction of the extent. */
	private static Volume waves(final int nx, final int ny, final int nz) {
		final Volume map = new Volume(new float[nx * ny * nz], nx, ny, nz, 12.0 / nx);
		for (int z = 0; z < nz; z++)
			for (int y = 0; y < ny; y++)
				for (int x = 0; x < nx; x++) {
					final double u = 2 * Math.PI * x / nx;
					final double v = 2 * Math.PI * y / ny;
					final double w = 2 * Math.PI * z / nz;
					map.data()[(z * ny + y) * nx + x] = (float) (5 + Math.cos(2 * u - v + 0.3) + 0.5 * Math.sin(u +
						3 * v - 2 * w) + 0.2 * Math.cos(3 *
						u + w));
				}
		return map;
	}

	@ParameterizedTest
	@CsvSource({ "24,20,12,10", "24,20,48,40", "21,19,9,11", "9,11,22,15", "24,10,12,20", "15,16,8,9", "16,16,16,16" })
	void bandLimitedImagesAreSampledExactly(final int nx, final int ny, final int mx, final int my) {
		final Volume scaled = Resample.rescaleImage(waves(nx, ny, 1), mx, my);
		assertArrayEquals(waves(mx, my, 1).data(), scaled.data(), 2e-5f);
		assertEquals(12.0 / mx, scaled.pixelSize(), 1e-12);
	}

	@ParameterizedTest
	@CsvSource({ "16,16,20,24", "16,16,21,23", "15,17,16,30", "16,15,17,16", "2,3,4,4", "1,1,3,2" })
	void paddingAndCroppingAgainChangesNothing(final int nx, final int ny, final int mx, final int my) {
		final Volume image = noise(nx, ny, 1);
		assertArrayEquals(image.data(), Resample.rescaleImage(Resample.rescaleImage(image, mx, my), nx, ny).data(),
			1e-5f);
	}

	@Test
	void croppingKeepsTheMeanAndTheReality() {
		for (final int m : new int[] { 7, 8, 15 }) {
			final Volume image = noise(16, 16, 1);
			final Volume small = Resample.rescaleImage(image, m, m);
			assertEquals(mean(image), mean(small), 1e-6);
			assertArrayEquals(small.data(), Resample.rescaleImage(Resample.rescaleImage(small, 32, 32), m, m).data(),
				1e-5f);
		}
	}

	private static double mean(final Volume volume) {
		double sum = 0;
		for (final float v : volume.data())
			sum += v;
		return sum / volume.data().length;
	}

	@Test
	void cubesAreSampledAboutTheirCentre() {
		for (final int n : new int[] { 48, 47 })
			for (final double pixel : new double[] { 1, 2, 1.5, 0.8, 1.37 }) {
				final Volume scaled = Resample.rescaleCube(blob(n, 1), 40, pixel);
				final Volume expected = blob(40, pixel);
				assertEquals(pixel, scaled.pixelSize());
				for (int i = 0; i < expected.data().length; i++)
					assertEquals(expected.data()[i], scaled.data()[i], 2e-3, n + " voxels to " + pixel + " Å");
			}
	}

	/**
	 * A Gaussian off the centre by (3, −2, 1) Å, 3 Å wide: it fits in every box and is band-limited at 2 Å per voxel.
	 */
	private static Volume blob(final int n, final double pixel) {
		final Volume map = Volume.cube(n, pixel);
		for (int z = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++) {
					final double u = (x - n / 2) * pixel - 3;
					final double v = (y - n / 2) * pixel + 2;
					final double w = (z - n / 2) * pixel - 1;
					map.data()[(z * n + y) * n + x] = (float) Math.exp(-(u * u + v * v + w * w) / 18);
				}
		return map;
	}

	@Test
	void padAndCropKeepTheCentreVoxel() {
		for (final int n : new int[] { 6, 7 })
			for (final int m : new int[] { 4, 5, 9, 10 }) {
				final Volume map = noise(n, n, n);
				final Volume other = Resample.padOrCrop(map, m, m, m);
				for (int d = -2; d < 2; d++)
					assertEquals(map.at(n / 2 + d, n / 2 - 1, n / 2 + d), other.at(m / 2 + d, m / 2 - 1, m / 2 + d));
				if (m > n) {
					assertEquals(0, other.at(0, 0, 0));
					assertArrayEquals(map.data(), Resample.padOrCrop(other, n, n, n).data());
				}
			}
		final Volume image = Resample.padOrCrop(noise(5, 9, 1), 8, 4, 1);
		assertEquals(1, image.nz());
		assertEquals(noise(5, 9, 1).at(2, 4, 0), image.at(4, 2, 0));
	}

	/** A delta at 0 moved by +s has the spectrum exp(−2πi k·s/n). */
	@Test
	void shiftHasTheSignOfTheFourierShiftTheorem() {
		final Volume delta = Volume.image(8, 8, 1);
		delta.data()[0] = 1;
		final float[] spectrum = new Fft2D(8, 8).forward(Resample.shift(delta, 2.5, 3.3, 0).data());
		for (int ky = -3; ky < 4; ky++)
			for (int kx = 0; kx < 4; kx++) {
				final double phase = -2 * Math.PI * (kx * 2.5 + ky * 3.3) / 8;
				final int at = 2 * (Math.floorMod(ky, 8) * 5 + kx);
				assertEquals(Math.cos(phase), spectrum[at], 1e-6);
				assertEquals(Math.sin(phase), spectrum[at + 1], 1e-6);
			}
	}

	@Test
	void wholeShiftsMoveVoxelsTowardsLargerIndices() {
		for (final int n : new int[] { 8, 9 }) {
			final Volume map = noise(n, n + 2, n + 1);
			final Volume moved = Resample.shift(map, 2, -1, 3);
			for (int z = 0; z < n + 1; z++)
				for (int y = 0; y < n + 2; y++)
					for (int x = 0; x < n; x++)
						assertEquals(map.at(x, y, z), moved.at((x + 2) % n, Math.floorMod(y - 1, n + 2), (z + 3) % (n +
						1)), 1e-5);
		}
	}

	@Test
	void shiftsAdd() {
		final Volume map = waves(16, 18, 15);
		final Volume once = Resample.shift(map, 0.7, -1.3, 2.2);
		assertArrayEquals(map.data(), Resample.shift(once, -0.7, 1.3, -2.2).data(), 2e-5f);
	}

	@Test
	void lowPassKeepsWhatIsCoarseAndRemovesWhatIsFine() {
		final int n = 32;
		final Volume coarse = Volume.cube(n, 2);
		final Volume both = Volume.cube(n, 2);
		for (int i = 0; i < both.data().length; i++) {
			final double u = 2 * Math.PI * (i % n) / n;
			coarse.data()[i] = (float) (1 + Math.cos(4 * u));
			both.data()[i] = (float) (coarse.data()[i] + Math.cos(10 * u));
		}
		// 64 Å box: 4 cycles are 16 Å, 10 cycles are 6.4 Å
		assertArrayEquals(coarse.data(), Resample.lowPass(both, 12, 0.05).data(), 1e-5f);
		assertArrayEquals(both.data(), Resample.lowPass(both, 6, 0.05).data(), 1e-5f);
		final Volume half = Resample.lowPass(both, 64 / 9.2, 0.1);
		assertEquals(0.5, (half.at(0, 0, 0) - coarse.at(0, 0, 0)) / 1.0, 1e-4);
		assertThrows(MException.class, () -> Resample.lowPass(both, 3.9, 0.05));
		assertEquals(mean(noise(9, 7, 1)), mean(Resample.lowPass(noise(9, 7, 1), 20, 0)), 1e-6);
	}

	@Test
	void stacksAndOtherBoxesAreRefused() {
		assertThrows(MException.class, () -> Resample.rescaleImage(noise(4, 4, 2), 2, 2));
		assertThrows(MException.class, () -> Resample.rescaleImage(noise(4, 4, 1), 0, 2));
		assertThrows(MException.class, () -> Resample.rescaleCube(noise(4, 4, 2), 2, 1));
		assertTrue(assertThrows(MException.class, () -> Resample.rescaleCube(noise(4, 4, 4), 2,
			Double.NaN)).getMessage().contains("NaN"));
	}
}
