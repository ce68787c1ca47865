package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ZernikeSeries;

class OddFitTest {

	private static final CtfOptions BOTH = new CtfOptions(false, false, false, false, false, true, false, true, 8);
	private static final int[] ALL = IntStream.range(0, OddFit.COEFFICIENTS).toArray();
	/** Radians at the end of the band, of the pure powers. */
	private static final double[] PLANTED = { 0.2, -0.1, 0.5, 1.1, -0.8, 0.4, 0.3, -0.2, 0.3, 0.2, -0.3, 0.4 };
	private static final double HIGHEST = 20 / (SyntheticTransfer.BOX * SyntheticTransfer.PIXEL);

	private static double[] planted() {
		final double[] c = new double[OddFit.COEFFICIENTS];
		for (int i = 0; i < c.length; i++)
			c[i] = PLANTED[i] / Math.pow(HIGHEST, i < 2 ? 1 : i < 6 ? 3 : 5);
		return c;
	}

	/** Statistics of so many series of 6 tilts. */
	private static List<OddStatistics> pool(final int series, final double signal, final double[] zernike, final long seed) {
		final Random random = new Random(seed);
		final List<OddStatistics> pool = new ArrayList<>();
		for (int s = 0; s < series; s++) {
			final List<CtfStatistics> tilts = new ArrayList<>();
			for (int t = 0; t < 6; t++) {
				final Ctf stored = Ctf.builder().defocusUm(1.6 + 0.1 * t).zernikeOdd(new double[] { 0, 0, 10, -20 }).build();
				final double[] truth = zernike.clone();
				truth[2] += 10;
				truth[3] -= 20;
				tilts.add(new SyntheticTransfer(stored, stored.toBuilder().zernikeOdd(truth).build(), 15, signal, random.nextLong())
					.statistics(true, null));
			}
			OddFit.pool(pool, List.of(OddStatistics.of(0, new OddStatistics.Rings(SyntheticTransfer.BOX, SyntheticTransfer.PIXEL,
				20), new CtfBasis(Ctf.builder().build().wavelength()), tilts,
				new double[6][CtfBasis.SIZE])));
		}
		return pool;
	}

	@Test
	void powersAreSumsOfMsPolynomials() {
		final double[] zernike = OddFit.zernike(planted());
		final ZernikeSeries series = ZernikeSeries.odd(zernike);
		final Random random = new Random(1);
		for (int i = 0; i < 20; i++) {
			final double kx = 0.1 * random.nextGaussian(), ky = 0.1 * random.nextGaussian(), k = Math.hypot(kx, ky), a = Math.atan2(
				ky, kx);
			final double[] c = planted();
			final double cubic = c[2] * Math.sin(3 * a) + c[3] * Math.sin(a) + c[4] * Math.cos(a) + c[5] * Math.cos(3 * a);
			final double fifth = c[6] * Math.sin(5 * a) + c[7] * Math.sin(3 * a) + c[8] * Math.sin(a) + c[9] * Math.cos(a) + c[10] *
				Math.cos(3 * a) + c[11] * Math.cos(5 * a);
			final double phase = k * (c[0] * Math.sin(a) + c[1] * Math.cos(a)) + k * k * k * cubic + Math.pow(k, 5) * fifth;
			assertEquals(phase, series.value(kx, ky), 1e-9 * (1 + Math.abs(phase)));
		}
	}

	@Test
	void derivativesAgreeWithDifferences() {
		final OddFit fit = new OddFit(pool(1, 2, OddFit.zernike(planted()), 3));
		fit.fitGains(new double[OddFit.COEFFICIENTS]);
		final double[] c = planted();
		final OddFit.At at = fit.at(c, ALL, 1);
		for (int i = 0; i < c.length; i++) {
			final double[] up = planted(), down = planted();
			final double step = 1e-4 / Math.pow(HIGHEST, i < 2 ? 1 : i < 6 ? 3 : 5);
			up[i] += step;
			down[i] -= step;
			final OddFit.At high = fit.at(up, ALL, 1), low = fit.at(down, ALL, 1);
			close((high.value() - low.value()) / (2 * step), at.gradient().get(i), Math.sqrt(at.fisher().get(i, i)));
			for (int j = 0; j < c.length; j++)
				close((high.gradient().get(j) - low.gradient().get(j)) / (2 * step), at.hessian().get(i, j), Math.sqrt(at.fisher().get(i,
					i) * at.fisher().get(j, j)));
		}
	}

	private static void close(final double difference, final double exact, final double scale) {
		assertEquals(difference, exact, 1e-4 * Math.max(Math.abs(exact), scale));
	}

	/** Coma, trefoil and fifth order beyond what is stored: within their error bars. */
	@Test
	void plantedAberrationsAreFoundWithinTheirErrorBars() {
		double chi = 0, coefficients = 0;
		final double[] zernike = OddFit.zernike(planted());
		for (int trial = 0; trial < 4; trial++) {
			final OddFit.Result result = OddFit.fit(pool(2, 2, zernike, 10 + trial), List.of(), BOTH);
			for (int z = 0; z < OddFit.COEFFICIENTS; z++)
				coefficients += Math.pow((result.zernike()[z] - zernike[z]) / result.zernikeSigma()[z], 2) / 4 / OddFit.COEFFICIENTS;
			for (int i = 0; i < ALL.length; i++) {
				assertTrue(result.sigma()[i] > 0, "kept: " + result.line());
				chi += Math.pow((result.powers()[i] - planted()[i]) / result.sigma()[i], 2) / 4 / ALL.length;
			}
		}
		assertEquals(1.05, Math.sqrt(chi), 0.35, "errors over predicted");
		assertEquals(1.05, Math.sqrt(coefficients), 0.35, "errors of M's coefficients over predicted");
	}

	@Test
	void noiseAndRightValuesChangeNothing() {
		for (int trial = 0; trial < 8; trial++) {
			final OddFit.Result noise = OddFit.fit(pool(1, 0, new double[6], 50 + trial), List.of(), BOTH), right = OddFit.fit(pool(1, 2,
				new double[6], 90 + trial), List.of(), BOTH);
			assertFalse(noise.changed(), noise.line());
			assertFalse(right.changed(), right.line());
		}
	}

	/** Held-out particles that show the aberrations let them pass; such that do not have them put back. */
	@Test
	void heldOutParticlesJudge() {
		final double[] zernike = OddFit.zernike(planted());
		final List<OddStatistics> pool = pool(2, 2, zernike, 31);
		final OddFit.Result passed = OddFit.fit(pool, pool(1, 2, zernike, 32), BOTH), condemned = OddFit.fit(pool, pool(1, 2,
			new double[6], 33), BOTH);
		assertTrue(passed.changed() && passed.line().contains("kept: held-out particles gain +"), passed.line());
		assertFalse(condemned.changed(), condemned.line());
		assertTrue(condemned.line().contains("put back: held-out particles gain -"), condemned.line());
	}
}
