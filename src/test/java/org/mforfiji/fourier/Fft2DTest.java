package org.mforfiji.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mforfiji.base.MException;

class Fft2DTest {

	static float[] noise(final int length, final long seed) {
		final Random random = new Random(seed);
		final float[] values = new float[length];
		for (int i = 0; i < length; i++)
			values[i] = (float) random.nextGaussian();
		return values;
	}

	static IntStream squareSizes() {
		return IntStream.concat(IntStream.rangeClosed(1, 20), IntStream.of(22, 26, 32, 46, 49, 58, 61, 62, 74, 92, 94, 96, 100));
	}

	@ParameterizedTest
	@MethodSource("squareSizes")
	void equalsTheSumThatDefinesIt(final int n) {
		compareWithDefinition(n, n);
	}

	@ParameterizedTest
	@CsvSource({ "1,7", "7,1", "2,9", "9,2", "12,35", "35,12", "64,30", "31,64", "22,26", "211,3", "3,223", "254,2",
		"30,371", "92,127", "254,131", "142,92", "210,28", "256,64", "40,175" })
	void equalsTheSumThatDefinesItWhereTheEdgesDiffer(final int nx, final int ny) {
		compareWithDefinition(nx, ny);
	}

	private static void compareWithDefinition(final int nx, final int ny) {
		final float[] image = noise(nx * ny, nx * 1000L + ny);
		final float[] spectrum = new Fft2D(nx, ny).forward(image);
		assertEquals(2 * ny * (nx / 2 + 1), spectrum.length);
		final double[] expected = definition(image, nx, ny);
		final double tolerance = 2e-6 * Math.sqrt(nx * ny) * (1 + Math.log(nx * ny));
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], spectrum[i], tolerance, nx + "×" + ny + " at " + i);
	}

	@ParameterizedTest
	@CsvSource({ "64,64,32", "96,80,64", "40,60,40", "61,50,10", "26,32,2" })
	void inversePartIsThePartOfTheInverse(final int nx, final int ny, final int edge) {
		final Fft2D fft = new Fft2D(nx, ny);
		final float[] image = noise(nx * ny, 7), part = new float[edge * edge];
		fft.inverseAroundOrigin(fft.forward(image), edge, part);
		for (int y = 0; y < edge; y++)
			for (int x = 0; x < edge; x++)
				assertEquals(image[(y < edge / 2 ? y : y - edge + ny) * nx + (x < edge / 2 ? x : x - edge + nx)], part[y * edge +
					x], 1e-5, x + ", " + y);
	}

	@ParameterizedTest
	@CsvSource({ "64,64,20", "48,30,25", "62,40,7" })
	void someColumnsAreThoseOfAll(final int nx, final int ny, final int width) {
		final Fft2D fft = new Fft2D(nx, ny);
		final float[] image = noise(nx * ny, 8), whole = fft.forward(image), some = new float[whole.length];
		fft.forward(image, some, width);
		for (int i = 0; i < whole.length; i++) {
			final boolean wanted = i / 2 % (nx / 2 + 1) < width;
			if (wanted) assertEquals(whole[i], some[i], 1e-4, "coefficient " + i / 2);
			else whole[i] = 0;
		}
		final float[] narrow = new float[nx * ny];
		fft.inverse(whole.clone(), narrow, width);
		assertArrayEquals(fft.inverse(whole), narrow, 1e-5f);
	}

	/** Σ f·exp(−2πi(kx·x/nx + ky·y/ny)) in double precision, rows first. */
	static double[] definition(final float[] image, final int nx, final int ny) {
		final int half = nx / 2 + 1;
		final double[] rows = new double[2 * ny * half];
		for (int y = 0; y < ny; y++)
			for (int kx = 0; kx < half; kx++)
				for (int x = 0; x < nx; x++) {
					final double phase = -2 * Math.PI * ((long) kx * x % nx) / nx;
					rows[2 * (y * half + kx)] += image[y * nx + x] * Math.cos(phase);
					rows[2 * (y * half + kx) + 1] += image[y * nx + x] * Math.sin(phase);
				}
		final double[] result = new double[rows.length];
		for (int ky = 0; ky < ny; ky++)
			for (int y = 0; y < ny; y++) {
				final double phase = -2 * Math.PI * ((long) ky * y % ny) / ny;
				final double c = Math.cos(phase);
				final double s = Math.sin(phase);
				for (int kx = 0; kx < half; kx++) {
					final int from = 2 * (y * half + kx);
					final int to = 2 * (ky * half + kx);
					result[to] += rows[from] * c - rows[from + 1] * s;
					result[to + 1] += rows[from] * s + rows[from + 1] * c;
				}
			}
		return result;
	}

	@ParameterizedTest
	@MethodSource("squareSizes")
	void inverseUndoesForward(final int n) {
		final Fft2D fft = new Fft2D(n, n + 3);
		final float[] image = noise(n * (n + 3), n);
		assertArrayEquals(image, fft.inverse(fft.forward(image)), 1e-5f);
	}

	@Test
	void forwardLeavesTheImageAsItIs() {
		final float[] image = noise(48 * 20, 1);
		final float[] before = image.clone();
		new Fft2D(48, 20).forward(image);
		assertArrayEquals(before, image);
	}

	@Test
	void impossibleImaginaryPartsAreIgnored() {
		for (final int n : new int[] { 8, 9 }) {
			final Fft2D fft = new Fft2D(n, n);
			final float[] image = noise(n * n, n);
			final float[] spectrum = fft.forward(image);
			spectrum[1] = 5;
			assertArrayEquals(image, fft.inverse(spectrum), 1e-5f);
		}
	}

	@Test
	void oneObjectServesManyThreads() {
		for (final int n : new int[] { 64, 96, 134 }) {
			final Fft2D fft = new Fft2D(n, n);
			final List<float[]> images = IntStream.range(0, 64).mapToObj(i -> noise(n * n, i)).toList();
			final List<float[]> serial = images.stream().map(fft::forward).toList();
			final List<float[]> parallel = IntStream.range(0,
				64).parallel().mapToObj(i -> fft.forward(images.get(i))).toList();
			for (int i = 0; i < 64; i++)
				assertArrayEquals(serial.get(i), parallel.get(i));
		}
	}

	@Test
	void startsNoThreads() {
		final long before = liveThreads();
		new Fft2D(16384, 2).forward(new float[2 * 16384]);
		new Fft2D(2, 16384).forward(new float[2 * 16384]);
		new Fft2D(2, 9973).forward(new float[2 * 9973]);
		assertEquals(before, liveThreads());
	}

	private static long liveThreads() {
		return Thread.getAllStackTraces().keySet().stream().filter(t -> !t.isDaemon() ||
			t.getName().startsWith("pool") || t.getName()
			.contains("Concurrency") || t.getName().contains("JTransforms")).count();
	}

	@Test
	void wrongLengthsAreRefused() {
		final Fft2D fft = new Fft2D(8, 8);
		assertThrows(MException.class, () -> fft.forward(new float[63]));
		assertThrows(MException.class, () -> fft.inverse(new float[79]));
		assertThrows(MException.class, () -> new Fft2D(0, 8));
	}

	@Test
	void goodSizesAreEvenAndSmooth() {
		assertEquals(2, FftSizes.goodSize(0));
		assertEquals(64, FftSizes.goodSize(64));
		assertEquals(70, FftSizes.goodSize(65));
		assertEquals(112, FftSizes.goodSize(111));
		assertEquals(128, FftSizes.goodSize(127));
		for (int n = 1; n < 2000; n++) {
			final int size = FftSizes.goodSize(n);
			assertTrue(size >= n && size % 2 == 0 && FftSizes.isGood(size));
		}
	}
}
