package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.optics.Ctf;

class CtfFitTest {

	private static final int[] ALL = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
	private static final int RINGS = 21;
	private static final double HIGHEST = 20 / (SyntheticTransfer.BOX * SyntheticTransfer.PIXEL);
	private static final double[] FOURTH = { 300, -200, 250, 150 };

	private static Ctf stored(final int t) {
		return Ctf.builder().defocusUm(2.4 + 0.03 * t).defocusDeltaUm(0.1).defocusAngleDeg(20).build();
	}

	private static float[][] gains(final double gain) {
		final float[] rings = new float[RINGS];
		Arrays.fill(rings, (float) gain);
		return new float[][] { rings };
	}

	private static double[] theta() {
		return new double[] { 0.06, 0.03, -0.02, 0.04, 0.2, FOURTH[0], FOURTH[1], FOURTH[2], FOURTH[3] };
	}

	/** E(θ) − E(0) from the sums against every image's own |X − a·w·C·V|². */
	@Test
	void sumsGiveTheLikelihoodOfTheImages() {
		final SyntheticTransfer tilt = new SyntheticTransfer(stored(0), stored(1), 6, 1, 1);
		final List<float[]> images = new ArrayList<>();
		final CtfStatistics statistics = tilt.statistics(false, images);
		final CtfObjective objective = new CtfObjective(new CtfBasis(stored(0).wavelength()), List.of(statistics));
		final double a = 0.8;
		final double sums = objective.value(gains(a), theta()) - objective.value(gains(a), new double[CtfBasis.SIZE]);
		final double direct = direct(tilt, images, a, theta()) - direct(tilt, images, a, new double[CtfBasis.SIZE]);
		assertEquals(direct, sums, 2e-4 * Math.abs(direct) + 1e-3);
		assertTrue(Math.abs(direct) > 5, "a change that matters: " + direct);
	}

	private static double direct(final SyntheticTransfer tilt, final List<float[]> images, final double a,
		final double[] theta)
	{
		final int n = CtfAccumulation.boxSize(tilt, tilt.stored);
		final HalfPlane pixels = HalfPlane.of(n);
		final CtfBasis basis = new CtfBasis(tilt.stored.wavelength());
		final double step = 1 / (n * SyntheticTransfer.PIXEL);
		final double[] phi = new double[CtfBasis.SIZE];
		final float[] value = new float[2];
		double sum = 0;
		for (int j = pixels.within((int) Math.ceil(tilt.lowest() / step - 1e-6)); j < pixels.within((int) Math.floor(tilt.highest() /
			step + 1e-6)); j++)
		{
			final double kx = pixels.kx(j) * step, ky = pixels.ky(j) * step;
			basis.at(kx, ky, phi);
			for (int p = 0; p < images.size(); p++) {
				double gamma = tilt.stored.withDefocusUm(tilt.stored.defocusUm() + tilt.height(p)).gamma(kx, ky);
				for (int l = 0; l < phi.length; l++)
					gamma += theta[l] * phi[l];
				tilt.prediction(pixels, p, j, value);
				final double c = -a * Math.sin(gamma), re = images.get(p)[2 * j] - c * value[0], im = images.get(p)[2 * j + 1] - c *
					value[1];
				sum += (re * re + im * im) / ((double) n * n * SyntheticTransfer.NOISE_POWER);
			}
		}
		return sum;
	}

	@Test
	void derivativesAgreeWithDifferences() {
		final CtfObjective objective = SyntheticTransfer.objectives(List.of(new SyntheticTransfer(stored(0), stored(1), 8, 1,
			2))).get(0);
		final double[] step = { 1e-4, 1e-4, 1e-4, 1e-4, 1e-3, 0.3, 0.3, 0.3, 0.3 };
		final CtfObjective.Local at = objective.evaluate(gains(0.9), theta(), ALL);
		for (int i = 0; i < step.length; i++) {
			final double[] up = theta(), down = theta();
			up[i] += step[i];
			down[i] -= step[i];
			final CtfObjective.Local high = objective.evaluate(gains(0.9), up, ALL), low = objective.evaluate(gains(0.9), down, ALL);
			close((high.value() - low.value()) / (2 * step[i]), at.gradient()[i], Math.sqrt(Math.abs(at.fisher()[10 * i])),
				"gradient " + i);
			for (int j = 0; j < step.length; j++)
				close((high.gradient()[j] - low.gradient()[j]) / (2 * step[i]), at.hessian()[9 * i + j], Math.sqrt(at.fisher()[10 * i] *
					at.fisher()[10 * j]), "Hessian " + i + "," + j);
		}
	}

	private static void close(final double difference, final double exact, final double scale, final String what) {
		assertEquals(difference, exact, 1e-4 * Math.max(Math.abs(exact), scale), what);
	}

	private static Ctf changed(final Ctf ctf, final double[] theta) {
		final double twice = Math.toRadians(2 * ctf.defocusAngleDeg());
		final double cos = ctf.defocusDeltaUm() * Math.cos(twice) + theta[1], sin = ctf.defocusDeltaUm() * Math.sin(twice) + theta[2];
		return ctf.toBuilder().defocusUm(ctf.defocusUm() + theta[0]).defocusDeltaUm(Math.hypot(cos, sin)).defocusAngleDeg(Math
			.toDegrees(0.5 * Math.atan2(sin, cos))).phaseShiftPi(ctf.phaseShiftPi() + theta[3]).csMm(ctf.csMm() + theta[4]).build();
	}

	private static CtfFit.Result fit(final List<SyntheticTransfer> tilts, final CtfOptions options, final int threads) {
		return fit(SyntheticTransfer.objectives(tilts), CtfJury.NONE, new double[tilts.size()][CtfBasis.SIZE], options, threads);
	}

	private static CtfFit.Result fit(final List<CtfObjective> tilts, final CtfJury jury, final double[][] imported,
		final CtfOptions options, final int threads)
	{
		final double[] dose = new double[tilts.size()];
		for (int t = 0; t < dose.length; t++)
			dose[t] = 3 * t;
		try (Parallel parallel = new Parallel(threads)) {
			return new CtfFit(new CtfSeries(tilts, jury, imported, dose, stored(0).wavelength(), HIGHEST, new int[] { RINGS }),
				options, parallel).fit();
		}
	}

	private static final CtfOptions EVERYTHING = new CtfOptions(true, false, true, true, false, false, false, false, 8);

	/** Defocus 0.08 µm off in every tilt, astigmatism, phase shift and Cs: recovered, and the error bars hold. */
	@Test
	void plantedErrorsAreFoundWithinTheirErrorBars() {
		final Random random = new Random(7);
		final double[] chi = new double[CtfBasis.SIZE];
		int count = 0;
		for (int series = 0; series < 4; series++) {
			final double cs = 0.15 * random.nextGaussian(), phase = 0.06 * random.nextGaussian(), cos = 0.06 * random.nextGaussian(),
				sin = 0.06 * random.nextGaussian();
			final List<SyntheticTransfer> tilts = new ArrayList<>();
			final double[][] truth = new double[16][CtfBasis.SIZE];
			for (int t = 0; t < truth.length; t++) {
				truth[t][0] = 0.08 * random.nextGaussian();
				truth[t][1] = cos + 0.02 * random.nextGaussian();
				truth[t][2] = sin + 0.02 * random.nextGaussian();
				truth[t][3] = phase + 0.01 * random.nextGaussian();
				truth[t][4] = cs;
				tilts.add(new SyntheticTransfer(stored(t), changed(stored(t), truth[t]), 25, 4, random.nextLong()));
			}
			final CtfFit.Result result = fit(tilts, EVERYTHING, 2);
			assertTrue(result.kept().contains(CtfGroup.DEFOCUS), "kept: " + result.kept());
			for (int t = 0; t < truth.length; t++)
				for (int l = 0; l < 5; l++)
					if (result.sigma()[t][l] > 0) chi[l] += Math.pow((result.theta()[t][l] - truth[t][l]) / result.sigma()[t][l], 2);
			count += truth.length;
		}
		for (int l = 0; l < 4; l++)
			assertEquals(1, Math.sqrt(chi[l] / count), 0.35, "error/σ of term " + l);
	}

	@Test
	void noiseChangesNothing() {
		for (int series = 0; series < 12; series++) {
			final List<SyntheticTransfer> tilts = new ArrayList<>();
			for (int t = 0; t < 9; t++)
				tilts.add(new SyntheticTransfer(stored(t), stored(t), 10, 0, 100 * series + t));
			final CtfOptions options = new CtfOptions(true, series % 2 == 0, true, true, true, false, true, false, 8);
			final CtfFit.Result result = fit(tilts, options, 2);
			assertTrue(result.kept().isEmpty(), "series " + series + " kept " + result.kept() + result.lines());
			for (final double[] theta : result.theta())
				for (final double change : theta)
					assertEquals(0, change);
		}
	}

	/** Images that show the particle, with the stored contrast transfer: nothing beats its own uncertainty. */
	@Test
	void rightValuesStay() {
		int kept = 0;
		for (int series = 0; series < 8; series++) {
			final List<SyntheticTransfer> tilts = new ArrayList<>();
			for (int t = 0; t < 9; t++)
				tilts.add(new SyntheticTransfer(stored(t), stored(t), 12, 3, 1000 * series + t));
			kept += fit(tilts, new CtfOptions(true, true, true, true, true, false, true, false, 8), 2).kept().size();
		}
		assertEquals(0, kept, "groups kept in 8 series");
	}

	/** 0.25 µm off: beyond the nearest maximum, found by the search alone. */
	@Test
	void searchFindsFarDefocus() {
		final List<SyntheticTransfer> tilts = new ArrayList<>();
		for (int t = 0; t < 6; t++)
			tilts.add(new SyntheticTransfer(stored(t), stored(t).withDefocusUm(stored(t).defocusUm() + (t % 2 == 0 ? 0.25 : -0.2)), 20,
				4, t));
		final CtfFit.Result result = fit(tilts, new CtfOptions(false, true, false, false, false, false, false, false, 8), 2);
		assertEquals(EnumSet.of(CtfGroup.DEFOCUS), result.kept());
		for (int t = 0; t < 6; t++)
			assertEquals(t % 2 == 0 ? 0.25 : -0.2, result.theta()[t][0], 0.03, "tilt " + t);
	}

	@Test
	void threadsGiveTheSameBits() {
		final List<SyntheticTransfer> tilts = List.of(new SyntheticTransfer(stored(0), stored(2), 10, 4, 1), new SyntheticTransfer(
			stored(1), stored(3), 10, 4, 2));
		final List<SyntheticTransfer> again = List.of(new SyntheticTransfer(stored(0), stored(2), 10, 4, 1), new SyntheticTransfer(
			stored(1), stored(3), 10, 4, 2));
		final CtfOptions options = CtfOptions.ofDefocus(8);
		final CtfFit.Result one = fit(tilts, options, 1), two = fit(again, options, 2);
		for (int t = 0; t < 2; t++)
			assertArrayEquals(one.theta()[t], two.theta()[t]);
	}

	private static final CtfOptions DEFOCUS = CtfOptions.ofDefocus(8);

	/** Tilts with defocus off by a random amount each, µm rms, of so many particles. */
	private static List<SyntheticTransfer> off(final double um, final int particles, final long seed) {
		final Random random = new Random(seed);
		final List<SyntheticTransfer> tilts = new ArrayList<>();
		for (int t = 0; t < 9; t++)
			tilts.add(new SyntheticTransfer(stored(t), stored(t).withDefocusUm(stored(t).defocusUm() + um * random.nextGaussian()),
				particles, 3, random.nextLong()));
		return tilts;
	}

	/** The gain that held-out images find and its noise are those of images of the same tilts. */
	@Test
	void juryKnowsTheNoiseOfItsGain() {
		final double[] theta = new double[CtfBasis.SIZE], none = new double[CtfBasis.SIZE];
		theta[0] = 0.03;
		final int trials = 60;
		double chi = 0, mean = 0;
		for (int trial = 0; trial < trials; trial++) {
			final CtfObjective tilt = SyntheticTransfer.objectives(List.of(new SyntheticTransfer(stored(0), stored(0), 4, 3, trial)))
				.get(0);
			final CtfObjective.Difference difference = tilt.difference(gains(3), theta, none);
			// what is wrong costs half its variance on average
			final double z = (difference.gain() + difference.variance() / 2) / Math.sqrt(difference.variance());
			mean += z / trials;
			chi += z * z / trials;
		}
		assertEquals(0, mean, 0.4, "mean deviation, σ");
		assertEquals(1, chi, 0.45, "variance of deviations over predicted");
	}

	/** Defocus that the other particles show as well passes; one that they do not show is put back, and the account says so. */
	@Test
	void heldOutParticlesJudge() {
		final List<CtfObjective> tilts = SyntheticTransfer.objectives(off(0.08, 20, 5));
		final double[][] imported = new double[tilts.size()][CtfBasis.SIZE];
		final CtfFit.Result passed = fit(tilts, new CtfJury(SyntheticTransfer.objectives(off(0.08, 3, 5)), 3), imported, DEFOCUS, 2);
		assertTrue(passed.kept().contains(CtfGroup.DEFOCUS), passed.judgements().toString());
		final CtfFit.Result condemned = fit(tilts, new CtfJury(SyntheticTransfer.objectives(off(0, 3, 6)), 3), imported, DEFOCUS,
			2);
		assertTrue(condemned.kept().isEmpty(), condemned.judgements().toString());
		assertTrue(condemned.judgements().stream().anyMatch(j -> j.block().startsWith("defocus") && !j.kept() && j.gain() < j
			.noise()), condemned.judgements().toString());
		for (final double[] theta : condemned.theta())
			assertArrayEquals(new double[CtfBasis.SIZE], theta);
	}

	/**
	 * The same images ten times, which say less of the defocus than is known already: priors stay centred where the series was
	 * imported, so that the tenth fit is where the first is. Centred on what was there last, noise would lead it on and on.
	 */
	@Test
	void repeatedFitsDoNotWander() {
		final double[] centred = repeated(true), moving = repeated(false);
		assertEquals(centred[0], centred[9], 1e-3 * centred[0], Arrays.toString(centred));
		assertTrue(moving[9] > 2 * moving[0], Arrays.toString(moving));
	}

	/** Root mean square of the defocus' change since the import after each of ten fits without a judge, µm. */
	private static double[] repeated(final boolean centred) {
		final List<SyntheticTransfer> tilts = off(0, 1, 21);
		final CtfParameters parameters = new CtfParameters(EnumSet.of(CtfGroup.DEFOCUS), new double[tilts.size()], HIGHEST);
		final double[] changes = new double[10], total = new double[tilts.size()];
		for (int run = 0; run < changes.length; run++) {
			final List<CtfObjective> objectives = new ArrayList<>();
			final double[] imported = new double[total.length];
			for (int t = 0; t < total.length; t++) {
				objectives.add(tilts.get(t).storedAs(stored(t).withDefocusUm(stored(t).defocusUm() + total[t])));
				if (centred) imported[t] = -total[t];
			}
			try (Parallel parallel = new Parallel(2)) {
				final double[] found = new CtfPosterior(objectives, parameters, new CtfPosterior.Prior(parameters.precision(0.01), imported),
					gains(1), parallel).minimum(new double[total.length]).x();
				for (int t = 0; t < total.length; t++) {
					total[t] += found[t];
					changes[run] += total[t] * total[t] / total.length;
				}
			}
			changes[run] = Math.sqrt(changes[run]);
		}
		return changes;
	}
}
