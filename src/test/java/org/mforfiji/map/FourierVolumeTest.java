package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;

class FourierVolumeTest {

	private static final int N = 48;

	@Test
	void projectsABlobAsTheFormulaSays() {
		final double sigma = 2.5;
		final double[] centre = { 5, -4, 7 };
		final Volume map = new BlobPhantom(N, List.of(new BlobPhantom.Blob(centre[0], centre[1], centre[2], sigma, 1)))
			.sampled();
		final double[] rotation = Rotations.fromEulerDeg(31, 72, -113);
		final double[] at = Rotations.apply(rotation, centre);
		final double[] error = new double[3];
		for (int i = 0; i < 3; i++)
			error[i] = worst(FourierVolume.of(map, new double[] { 1.5, 2, 4 }[i], N / 2.0).project(rotation), at,
				sigma);
		assertTrue(error[0] < 0.03 && error[1] < 0.012 && error[2] < 0.004, Arrays.toString(error));
		assertTrue(error[2] < 0.4 * error[1] && error[1] < error[0], "the error must fall with padding: " +
			Arrays.toString(error));
	}

	/** Largest difference to the projected blob, as a share of its height. */
	private static double worst(final Volume image, final double[] at, final double sigma) {
		final double top = sigma * Math.sqrt(2 * Math.PI);
		double worst = 0;
		for (int y = 0; y < N; y++)
			for (int x = 0; x < N; x++) {
				final double dx = x - N / 2 - at[0];
				final double dy = y - N / 2 - at[1];
				worst = Math.max(worst, Math.abs(image.at(x, y, 0) / top - Math.exp(-(dx * dx +
					dy * dy) / (2 * sigma * sigma))));
			}
		return worst;
	}

	@Test
	void identityProjectionIsTheSumAlongZ() {
		final Volume map = BlobPhantom.random(N, 10, 10, 2, 3).sampled();
		for (final int padding : new int[] { 1, 2 }) {
			final Volume corrected = GriddingCorrection.divide(map, padding * N, Parallel.serial());
			final float[] sum = new float[N * N];
			for (int i = 0; i < map.data().length; i++)
				sum[i % (N * N)] += corrected.data()[i];
			assertArrayEquals(sum, FourierVolume.of(map, padding, N / 2.0).project(Rotations.identity()).data(), 1e-4f);
		}
	}

	@Test
	void valuesAreTheTransformOfTheCorrectedMap() {
		final Volume map = BlobPhantom.random(24, 6, 6, 1.5, 5).sampled();
		final FourierVolume volume = FourierVolume.of(map, 1.5, 12);
		assertEquals(36, Math.round(volume.padding() * 24));
		assertEquals(18, volume.radius());
		final Volume corrected = GriddingCorrection.divide(map, 36, Parallel.serial());
		final float[] value = new float[2];
		for (final int[] v : new int[][] { { 0, 0, 0 }, { 1, 0, 0 }, { 3, -5, 2 }, { -4, 2, 7 }, { 0, -18, 0 },
			{ 18, 0, 0 }, { 0, 0, -18 }, { 0, 3, -3 } }) {
			volume.value(new double[] { v[0] / 1.5, v[1] / 1.5, v[2] / 1.5 }, value);
			final double[] expected = sum(corrected, v[0] / 36.0, v[1] / 36.0, v[2] / 36.0);
			assertEquals(expected[0], value[0], 2e-3, "real part");
			assertEquals(expected[1], value[1], 2e-3, "imaginary part");
		}
		assertEquals(expectedAt(volume, 19, -19, 19), sum(corrected, 19 / 36.0, -19 / 36.0, 19 / 36.0)[0], 2e-3,
			"border voxel beyond Nyquist");
	}

	private static double expectedAt(final FourierVolume volume, final int x, final int y, final int z) {
		final int r = volume.radius();
		return volume.data()[2 * (((z + r + 1) * (2 * r + 3) + y + r + 1) * (r + 2) + x)];
	}

	/** Σ f(x)·exp(−2πi k·(x − n/2)). */
	private static double[] sum(final Volume map, final double kx, final double ky, final double kz) {
		final int n = map.nx();
		double re = 0;
		double im = 0;
		for (int z = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++) {
					final double phase = -2 * Math.PI * (kx * (x - n / 2) + ky * (y - n / 2) + kz * (z - n / 2));
					re += map.at(x, y, z) * Math.cos(phase);
					im += map.at(x, y, z) * Math.sin(phase);
				}
		return new double[] { re, im };
	}

	@Test
	void sliceValueAndProjectionAgree() {
		final FourierVolume volume = FourierVolume.of(BlobPhantom.random(N, 8, 9, 1.5, 9).sampled(), 1.5, N / 2.0);
		final HalfPlane pixels = HalfPlane.of(N);
		final double[] m = Rotations.random(new Random(4));
		final float[] slice = volume.slice(m, pixels);
		final float[] value = new float[2];
		for (int j = 0; j < pixels.size(); j += 7) {
			final double kx = pixels.kx(j);
			final double ky = pixels.ky(j);
			volume.value(new double[] { kx * m[0] + ky * m[3], kx * m[1] + ky * m[4], kx * m[2] + ky * m[5] }, value);
			assertArrayEquals(new float[] { slice[2 * j], slice[2 * j + 1] }, value, 1e-4f * Math.abs(slice[0]));
		}
		final float[] again = new Fft2D(N, N).forward(volume.project(m).data());
		for (int j = 0; j < pixels.size(); j++) {
			final int sign = (pixels.kx(j) + pixels.ky(j) & 1) == 0 ? 1 : -1;
			assertEquals(slice[2 * j], sign * again[pixels.spectrumIndex(j)], 1e-5 * Math.abs(slice[0]));
			assertEquals(slice[2 * j + 1], sign * again[pixels.spectrumIndex(j) + 1], 1e-5 * Math.abs(slice[0]));
		}
	}

	@Test
	void keepsWhatALowerBandNeedsAndNoMore() {
		final Volume map = BlobPhantom.random(N, 8, 9, 2, 2).sampled();
		final FourierVolume whole = FourierVolume.of(map, 1.5, N / 2.0);
		final FourierVolume part = FourierVolume.of(map, 1.5, 10);
		assertEquals(15, part.radius());
		final double[] m = Rotations.random(new Random(8));
		final HalfPlane pixels = HalfPlane.of(N);
		final float[] all = whole.slice(m, pixels);
		final float[] some = part.slice(m, pixels);
		for (int j = 0; j < pixels.size(); j++) {
			if (Math.abs(pixels.radius(j) - 10) < 1e-3) continue;
			assertEquals(pixels.radius(j) < 10 ? all[2 * j] : 0, some[2 * j], 1e-4);
		}
	}

	@Test
	void sameBitsForAnyNumberOfThreads() {
		final Volume map = BlobPhantom.random(N, 8, 9, 2, 2).sampled();
		try (Parallel two = new Parallel(2); Parallel three = new Parallel(3)) {
			final float[] one = FourierVolume.of(map, 1.5, 20).data();
			assertArrayEquals(one, FourierVolume.of(map, 1.5, 20, two).data());
			assertArrayEquals(one, FourierVolume.of(map, 1.5, 20, three).data());
		}
	}

	@Test
	void refusesMapsAndBandsThatCannotBe() {
		final Volume odd = Volume.cube(9, 1);
		assertThrows(MException.class, () -> FourierVolume.of(odd, 1, 4));
		final Volume even = Volume.cube(8, 1);
		assertThrows(MException.class, () -> FourierVolume.of(even, 1, 5));
		assertThrows(MException.class, () -> FourierVolume.of(even, 0.5, 4));
	}
}
