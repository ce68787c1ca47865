package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.CancelledException;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;

class BackProjectorTest {

	private static final int N = 24;

	@TempDir
	Path folder;

	private static BackProjector sums(final int n, final int images, final long seed, final Parallel parallel) {
		final BackProjector sums = new BackProjector(n);
		sums.insertAll(SimulatedSlices.of(BlobPhantom.random(n, 12, n / 5.0, 1.2, 1), n, images, 3, seed), parallel);
		return sums;
	}

	@Test
	void equalsTheFullSpaceSum() {
		final SimulatedSlices slices = SimulatedSlices.of(BlobPhantom.random(N, 12, 5, 1.2, 1), N, 6, 3, 4);
		final HalfPlane pixels = HalfPlane.of(N);
		final float[] weight = new float[pixels.size()];
		java.util.Arrays.fill(weight, 0.7f);
		slices.add(Rotations.identity(), new double[2], new float[2 * pixels.size()], weight);
		slices.add(Rotations.rotY(90), new double[2], new float[2 * pixels.size()], weight);
		slices.add(Rotations.rotX(-90), new double[2], new float[2 * pixels.size()], weight);
		final BackProjector sums = new BackProjector(N);
		sums.insertAll(slices, Parallel.serial());
		sums.enforceHermitian();
		final FullSpace full = new FullSpace(N);
		full.insert(slices);
		final int edge = N / 2 + 1;
		for (int z = -edge; z <= edge; z++)
			for (int y = -edge; y <= edge; y++)
				for (int x = 0; x <= edge; x++)
					for (int v = 0; v < 3; v++)
						assertEquals(full.at(x, y, z, v), sums.sums()[3 * sums.space().index(x, y, z) + v], 1e-3,
							x + " " + y + " " + z + " " + v);
	}

	/** All samples of the whole plane spread over the whole cube, the plain way. */
	private static final class FullSpace {

		private final int n;
		private final int edge;
		private final double[] sums;

		FullSpace(final int n) {
			this.n = n;
			edge = n + 5;
			sums = new double[3 * edge * edge * edge];
		}

		double at(final int x, final int y, final int z, final int v) {
			return sums[3 * (((z + edge / 2) * edge + y + edge / 2) * edge + x + edge / 2) + v];
		}

		void insert(final SimulatedSlices slices) {
			final HalfPlane pixels = HalfPlane.of(n);
			final double[] m = new double[9];
			final double[] s = new double[2];
			for (int i = 0; i < slices.size(); i++) {
				slices.rotation(i, m);
				slices.shiftPixels(i, s);
				for (int j = 0; j < pixels.size(); j++)
					for (int sign = 1; sign >= (pixels.radius(j) == 0 ? 1 : -1); sign -= 2) {
						final double kx = sign * pixels.kx(j);
						final double ky = sign * pixels.ky(j);
						final double phase = 2 * Math.PI * (kx * s[0] + ky * s[1]) / n;
						final double re = slices.data(i)[2 * j];
						final double im = pixels.radius(j) == 0 ? 0 : sign * slices.data(i)[2 * j + 1];
						final double ramp = BackProjector.ramp(pixels.radius(j));
						spread(Rotations.apply(Rotations.transpose(m), new double[] { kx, ky, 0 }),
							new double[] { ramp * (re * Math.cos(phase) - im * Math.sin(
							phase)), ramp * (re * Math.sin(phase) + im * Math.cos(phase)),
								ramp * slices.weights(i)[j] });
					}
			}
		}

		private void spread(final double[] q, final double[] values) {
			for (int corner = 0; corner < 8; corner++) {
				double share = 1;
				int at = 0;
				for (int axis = 2; axis >= 0; axis--) {
					final double low = Math.floor(q[axis]);
					final int up = corner >> axis & 1;
					share *= up == 1 ? q[axis] - low : 1 - (q[axis] - low);
					at = at * edge + (int) low + up + edge / 2;
				}
				for (int v = 0; v < 3; v++)
					sums[3 * at + v] += share * values[v];
			}
		}
	}

	@Test
	void sameBitsForAnyNumberOfThreads() {
		final float[] one = sums(N, 40, 5, Parallel.serial()).sums();
		for (final int threads : new int[] { 2, 3 })
			try (Parallel parallel = new Parallel(threads)) {
				assertArrayEquals(one, sums(N, 40, 5, parallel).sums());
			}
	}

	@Test
	void mapsAreTheSameBitsForAnyNumberOfThreads() {
		final BackProjector sums = sums(N, 40, 5, Parallel.serial());
		sums.symmetrise(SymmetryGroup.parse("C3"), Parallel.serial());
		final Reconstruction.Result one = Reconstruction.reconstruct(sums, ReconstructionOptions.of(1));
		try (Parallel three = new Parallel(3)) {
			final BackProjector again = sums(N, 40, 5, three);
			again.symmetrise(SymmetryGroup.parse("C3"), three);
			final Reconstruction.Result other = Reconstruction.reconstruct(again, ReconstructionOptions.of(1), three);
			assertArrayEquals(one.map().data(), other.map().data());
			assertArrayEquals(one.inverseWeight().data(), other.inverseWeight().data());
		}
	}

	@Test
	void sumsAdd() {
		final SimulatedSlices slices = SimulatedSlices.of(BlobPhantom.random(N, 12, 5, 1.2, 1), N, 10, 3, 6);
		final BackProjector all = new BackProjector(N);
		all.insertAll(slices, Parallel.serial());
		all.insertAll(slices, Parallel.serial());
		final BackProjector once = new BackProjector(N);
		once.insertAll(slices, Parallel.serial());
		final BackProjector twice = once.copy();
		twice.add(once);
		assertEquals(20, twice.images());
		for (int i = 0; i < all.sums().length; i++)
			assertEquals(all.sums()[i], twice.sums()[i], 1e-3);
		twice.enforceHermitian();
		assertThrows(MException.class, () -> twice.add(once));
		assertThrows(MException.class, () -> once.add(new BackProjector(N + 2)));
		assertThrows(MException.class, () -> twice.insertAll(slices, Parallel.serial()));
	}

	@Test
	void outlivesItsFile() throws IOException {
		final BackProjector sums = sums(N, 5, 7, Parallel.serial());
		sums.symmetrise(SymmetryGroup.parse("C3"), Parallel.serial());
		final Path file = folder.resolve("half1.sums");
		sums.write(file);
		final BackProjector read = BackProjector.read(file);
		assertArrayEquals(sums.sums(), read.sums());
		assertEquals(5, read.images());
		assertEquals(3, read.copies());
		assertTrue(read.isHermitian());
		assertArrayEquals(sums.operators().get(2), read.operators().get(2));
		final byte[] bytes = Files.readAllBytes(file);
		bytes[bytes.length / 2] ^= 1;
		Files.write(file, bytes);
		assertThrows(MException.class, () -> BackProjector.read(file));
		Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 100));
		assertThrows(MException.class, () -> BackProjector.read(file));
		Files.write(file, new byte[3]);
		assertThrows(MException.class, () -> BackProjector.read(file));
	}

	@Test
	void skipsWhatLiesBeyondTheBand() {
		final BackProjector sums = new BackProjector(N);
		final SimulatedSlices slices = SimulatedSlices.of(BlobPhantom.random(N, 12, 5, 1.2, 1), N, 3, 0, 6);
		final int within = HalfPlane.of(N).within(6);
		sums.insertAll(new BandLimited(slices, within), Parallel.serial());
		sums.enforceHermitian();
		assertTrue(sums.sums()[3 * sums.space().index(0, 0, 0) + 2] > 0);
		for (int y = 8; y < N / 2; y++)
			assertEquals(0, sums.sums()[3 * sums.space().index(0, y, 0) + 2]);
	}

	/** The first pixels of another source, at another offset. */
	private record BandLimited(SimulatedSlices source, int pixels) implements SliceSource {

		@Override
		public int size() {
			return source.size();
		}

		@Override
		public int pixels(final int i) {
			return pixels;
		}

		@Override
		public float[] data(final int i) {
			final float[] out = new float[2 * pixels + 10];
			System.arraycopy(source.data(i), 0, out, 10, 2 * pixels);
			return out;
		}

		@Override
		public int dataOffset(final int i) {
			return 10;
		}

		@Override
		public float[] weights(final int i) {
			final float[] out = new float[pixels + 3];
			System.arraycopy(source.weights(i), 0, out, 3, pixels);
			return out;
		}

		@Override
		public int weightOffset(final int i) {
			return 3;
		}

		@Override
		public void rotation(final int i, final double[] out9) {
			source.rotation(i, out9);
		}

		@Override
		public void shiftPixels(final int i, final double[] out2) {
			source.shiftPixels(i, out2);
		}
	}

	@Test
	void cancelsAndRefuses() {
		final SimulatedSlices slices = SimulatedSlices.of(BlobPhantom.random(N, 12, 5, 1.2, 1), N, 3, 0, 6);
		final Monitor stop = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		final BackProjector sums = new BackProjector(N);
		assertThrows(CancelledException.class, () -> sums.insertAll(slices, Parallel.serial(), stop));
		assertThrows(MException.class, () -> new BackProjector(25));
		final BackProjector empty = new BackProjector(N);
		assertThrows(MException.class, () -> Reconstruction.reconstruct(empty, ReconstructionOptions.of(1)));
		final SimulatedSlices bad = new SimulatedSlices(N);
		final float[] nan = new float[2 * HalfPlane.of(N).size()];
		nan[20] = Float.NaN;
		final float[] ones = new float[HalfPlane.of(N).size()];
		java.util.Arrays.fill(ones, 1);
		bad.add(Rotations.random(new Random(1)), new double[2], nan, ones);
		final BackProjector spoilt = new BackProjector(N);
		spoilt.insertAll(bad, Parallel.serial());
		assertThrows(MException.class, () -> Reconstruction.reconstruct(spoilt, ReconstructionOptions.of(1)));
	}
}
