package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;

class ReconstructionTest {

	private static final int N = 48;
	private static final Parallel SERIAL = Parallel.serial();
	private static final BlobPhantom PHANTOM = BlobPhantom.random(N, 40, 10, 1.1, 1);
	private static BackProjector sums;

	@BeforeAll
	static void insert() {
		sums = new BackProjector(N);
		sums.insertAll(SimulatedSlices.of(PHANTOM, N, 2000, 0, 2), SERIAL);
	}

	@Test
	void returnsThePhantomFromRandomViews() {
		final Volume truth = PHANTOM.bandLimited();
		final Volume map = Reconstruction.reconstruct(sums, ReconstructionOptions.of(1).withFinish(false)).map();
		final Volume mask = Masks.sphere(N, N / 4, 4);
		final double[] fsc = FourierShellCorrelation.between(Masks.multiply(truth, mask, SERIAL), Masks.multiply(map,
			mask, SERIAL), SERIAL);
		for (int s = 0; s < 0.9 * N / 2; s++)
			assertTrue(fsc[s] > 0.995, "shell " + s + ": " + fsc[s]);
		final double whole = slope(truth, map, 0, N / 4);
		assertEquals(1 / 1.05, whole, 0.01, "scale of the map");
		for (int r = 0; r < N / 4; r++)
			assertEquals(1, slope(truth, map, r, r) / whole, 0.02, "radius " + r);
	}

	@Test
	void finishingKeepsTheParticleAndCutsTheRest() {
		final Volume raw = Reconstruction.reconstruct(sums, ReconstructionOptions.of(1).withFinish(false)).map();
		final Volume map = Reconstruction.reconstruct(sums, ReconstructionOptions.of(1)).map();
		assertEquals(1, slope(raw, map, 0, N / 4), 0.005);
		assertEquals(0, map.at(0, N / 2, N / 2), 0f);
		assertEquals(0, map.at(N / 2, 1, N / 2), 0f);
		assertTrue(Math.abs(map.at(N / 2, N / 2 + N / 4, N / 2)) > 0);
	}

	@Test
	void floorOfMDiffersOnlyByTheWienerFactor() {
		final Volume ours = Reconstruction.reconstruct(sums, ReconstructionOptions.of(1)).map();
		final Volume plain = Reconstruction.reconstruct(sums, ReconstructionOptions.asInM(1)).map();
		assertEquals(1.05, slope(ours, plain, 0, N / 4), 0.005);
	}

	/** Σab/Σa² over the voxels whose rounded radius lies between two. */
	private static double slope(final Volume a, final Volume b, final int from, final int to) {
		double ab = 0;
		double aa = 0;
		for (int z = 0; z < N; z++)
			for (int y = 0; y < N; y++)
				for (int x = 0; x < N; x++) {
					final long r = Math.round(Math.sqrt((x - N / 2) * (x - N / 2) + (y - N / 2) * (y - N / 2) +
						(z - N / 2) * (z - N / 2)));
					if (r < from || r > to) continue;
					ab += a.at(x, y, z) * b.at(x, y, z);
					aa += a.at(x, y, z) * a.at(x, y, z);
				}
		return ab / aa;
	}

	@ParameterizedTest
	@CsvSource({ "C2", "C3", "D5", "O", "I1" })
	void symmetrisedSumsGiveTheMeanOfRotatedReconstructions(final String name) {
		final List<double[]> group = SymmetryGroup.parse(name).operators();
		final int views = Math.max(60, 1200 / group.size());
		final SimulatedSlices seen = SimulatedSlices.of(PHANTOM, N, views, 0, 9);
		final SimulatedSlices everywhere = new SimulatedSlices(N);
		final double[] rotation = new double[9];
		final double[] shift = new double[2];
		for (int i = 0; i < seen.size(); i++)
			for (final double[] operator : group) {
				seen.rotation(i, rotation);
				seen.shiftPixels(i, shift);
				everywhere.add(Rotations.multiply(rotation, operator), shift.clone(), seen.data(i), seen.weights(i));
			}
		final BackProjector averaged = new BackProjector(N);
		averaged.insertAll(seen, SERIAL);
		averaged.symmetrise(group, SERIAL);
		final BackProjector expanded = new BackProjector(N);
		expanded.insertAll(everywhere, SERIAL);
		final Volume a = Reconstruction.reconstruct(averaged, ReconstructionOptions.of(1)).map();
		final Volume b = Reconstruction.reconstruct(expanded, ReconstructionOptions.of(1)).map();
		final double forth = slope(a, b, 0, N / 4);
		final double back = slope(b, a, 0, N / 4);
		assertTrue(forth * back > 0.9998, "correlation² " + forth * back);
		assertEquals(1, back, 0.01, "scale");
		for (int r = 0; r < N / 4; r++)
			assertEquals(1, slope(b, a, r, r), 0.02, "radius " + r);
	}

	@ParameterizedTest
	@CsvSource({ "C1", "C3" })
	void ownContributionFollowsFromTheInverseWeight(final String name) {
		final int image = 17;
		final SimulatedSlices all = SimulatedSlices.of(PHANTOM, N, 150, 20, 11);
		final SimulatedSlices without = new SimulatedSlices(N);
		final double[] rotation = new double[9];
		final double[] shift = new double[2];
		for (int i = 0; i < all.size(); i++) {
			all.rotation(i, rotation);
			all.shiftPixels(i, shift);
			without.add(rotation.clone(), shift.clone(), i == image ? new float[all.data(i).length] : all.data(i),
				all.weights(i));
		}
		final Reconstruction.Result with = reconstruct(all, name);
		final Volume rest = reconstruct(without, name).map();
		final Volume own = Volume.cube(N, 1);
		final Volume mask = Masks.sphere(N, 10, 3);
		for (int i = 0; i < own.data().length; i++)
			own.data()[i] = (with.map().data()[i] - rest.data()[i]) * mask.data()[i];
		all.rotation(image, rotation);
		final float[] actual = FourierVolume.of(own, 2, N / 2.0).slice(rotation, HalfPlane.of(N));
		final float[] formula = formula(all, image, with.inverseWeight(), FourierVolume.of(mask, 2, N / 2.0)
			.project(rotation));
		final HalfPlane pixels = HalfPlane.of(N);
		final int low = 2 * pixels.within("C1".equals(name) ? 4 : 7);
		final int high = 2 * pixels.within(N / 2 - 2);
		assertEquals(1, regression(formula, actual, low, high), 0.1, "scale");
		assertTrue(regression(formula, actual, low, high) * regression(actual, formula, low, high) > 0.8,
			"correlation");
		if ("C1".equals(name)) assertTrue(regression(formula, actual, 0, high) * regression(actual, formula, 0,
			high) > 0.95, "correlation");
	}

	private static double regression(final float[] a, final float[] b, final int from, final int to) {
		double ab = 0;
		double aa = 0;
		for (int j = from; j < to; j++) {
			ab += (double) a[j] * b[j];
			aa += (double) a[j] * a[j];
		}
		return ab / aa;
	}

	private static Reconstruction.Result reconstruct(final SliceSource source, final String symmetry) {
		final BackProjector sums = new BackProjector(N);
		sums.insertAll(source, SERIAL);
		sums.symmetrise(SymmetryGroup.parse(symmetry), SERIAL);
		return Reconstruction.reconstruct(sums, ReconstructionOptions.of(1).withFinish(false));
	}

	/** FFT[ T(x, y)/n · IFFT( D·exp(2πi k·s/n)·c ) ]: prototype of the leave-one-out reference. */
	private static float[] formula(final SimulatedSlices source, final int image, final HalfSpaceWeights inverse,
		final Volume thickness) {
		final HalfPlane pixels = HalfPlane.of(N);
		final double[] rotation = new double[9];
		final double[] shift = new double[2];
		source.rotation(image, rotation);
		source.shiftPixels(image, shift);
		final float[] factor = inverse.slice(rotation, pixels);
		final float[] data = new float[2 * pixels.size()];
		for (int j = 0; j < pixels.size(); j++) {
			final double phase = 2 * Math.PI * (pixels.kx(j) * shift[0] + pixels.ky(j) * shift[1]) / N +
				((pixels.kx(j) + pixels.ky(j) & 1) == 0 ? 0 : Math.PI);
			final double re = source.data(image)[2 * j];
			final double im = source.data(image)[2 * j + 1];
			data[2 * j] = (float) (factor[j] * (re * Math.cos(phase) - im * Math.sin(phase)));
			data[2 * j + 1] = (float) (factor[j] * (re * Math.sin(phase) + im * Math.cos(phase)));
		}
		final Fft2D fft = new Fft2D(N, N);
		final float[] real = fft.inverse(pixels.scatter(data, 0, pixels.size()));
		for (int i = 0; i < real.length; i++)
			real[i] *= Math.max(0, thickness.data()[i]) / N;
		final float[] out = new float[2 * pixels.size()];
		pixels.gather(fft.forward(real), pixels.size(), out, 0);
		for (int j = 0; j < pixels.size(); j++)
			if ((pixels.kx(j) + pixels.ky(j) & 1) != 0) {
				out[2 * j] = -out[2 * j];
				out[2 * j + 1] = -out[2 * j + 1];
			}
		return out;
	}
}
