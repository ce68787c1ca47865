package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Envelopes of units from sums drawn by the very model that is fitted. */
class EnvelopeFitTest {

	private static final int RINGS = 40;
	private static final double RING = 1 / 240.0;
	private static final double MIN_RESOLUTION = 20;

	private final Random random = new Random(3);

	/** Sums of a species with a falling curve; information is what two hundred images or so hold, times the strength. */
	private SlopeSums sums(final Damping truth, final double strength, final double amplitude) {
		final SlopeSums sums = new SlopeSums(RINGS, RING);
		for (int r = 1; r < RINGS; r++)
			for (int s = 0; s < SlopeSums.SECTORS; s++) {
				final double power = strength * r * 12 * Math.exp(-90 * sums.k2(r));
				final double slope = amplitude * (0.8 + 0.1 * Math.cos(r)) * truth.amplitude(sums.k2(r), SlopeSums.cos(s), SlopeSums
					.sin(s));
				sums.add(r, s, power * slope + Math.sqrt(power / 2) * random.nextGaussian(), power);
			}
		return sums;
	}

	private Damping draw(final double tilt) {
		return new Damping(Math.log(Math.cos(tilt)) - 0.3 * random.nextDouble(), -400 * tilt * tilt - 100 * random.nextDouble(),
			30 * random.nextGaussian(), 30 * random.nextGaussian());
	}

	private static Damping expected(final double tilt) {
		return new Damping(Math.log(Math.cos(tilt)), -400 * tilt * tilt, 0, 0);
	}

	/** Root mean square of errors in their standard deviations, less the errors' common part, by parameter. */
	private static double[] normalised(final List<Damping> truths, final EnvelopeFit.Result fit) {
		final double[] squares = new double[Damping.PARAMETERS];
		for (int i = 0; i < squares.length; i++) {
			double mean = 0, weights = 0;
			for (int pass = 0; pass < 2; pass++) {
				for (int u = 0; u < truths.size(); u++) {
					final double sd = fit.estimates().get(u).errors()[i];
					final double error = fit.estimates().get(u).damping().parameters()[i] - truths.get(u).parameters()[i];
					if (pass == 0) {
						mean += error / (sd * sd);
						weights += 1 / (sd * sd);
					}
					else squares[i] += Math.pow((error - (i < 2 ? mean / weights : 0)) / sd, 2) / truths.size();
				}
			}
			squares[i] = Math.sqrt(squares[i]);
		}
		return squares;
	}

	@Test
	void errorsAreWhatTheySayForWeakAndStrongUnitsOfTwoSpecies() {
		final List<EnvelopeFit.Unit> units = new ArrayList<>();
		final List<Damping> truths = new ArrayList<>();
		for (int u = 0; u < 41; u++) {
			final double tilt = Math.toRadians(3 * (u - 20));
			final Damping truth = draw(tilt);
			truths.add(truth);
			units.add(new EnvelopeFit.Unit(List.of(sums(truth, 40, 1), sums(truth, 5, 0.5)), expected(tilt)));
		}
		final EnvelopeFit.Result fit = EnvelopeFit.fit(units, MIN_RESOLUTION, true);
		for (final double ratio : normalised(truths, fit))
			assertTrue(ratio > 0.7 && ratio < 1.4, Arrays.toString(normalised(truths, fit)));
		assertEquals(1, fit.scatter(), 0.1);
		assertTrue(fit.resolution()[0] < 8, Arrays.toString(fit.resolution()));
	}

	@Test
	void aUnitWithoutImagesStaysAtItsExpectation() {
		final List<EnvelopeFit.Unit> units = new ArrayList<>();
		for (int u = 0; u < 6; u++)
			units.add(new EnvelopeFit.Unit(List.of(u == 2 ? new SlopeSums(RINGS, RING) : sums(draw(0.1 * u), 40, 1)), expected(0.1 *
				u)));
		final EnvelopeFit.Result fit = EnvelopeFit.fit(units, MIN_RESOLUTION, false);
		assertFalse(fit.estimates().get(2).images());
		assertEquals(expected(0.2), fit.estimates().get(2).damping());
	}

	@Test
	void noiseLeavesAllAtTheirExpectation() {
		final List<EnvelopeFit.Unit> units = new ArrayList<>();
		for (int u = 0; u < 11; u++)
			units.add(new EnvelopeFit.Unit(List.of(sums(Damping.NONE, 40, 0)), expected(0.1 * (u - 5))));
		final EnvelopeFit.Result fit = EnvelopeFit.fit(units, MIN_RESOLUTION, false);
		for (int u = 0; u < 11; u++) {
			final Damping found = fit.estimates().get(u).damping();
			assertEquals(expected(0.1 * (u - 5)).logScale(), found.logScale(), 0.2);
			assertEquals(expected(0.1 * (u - 5)).bfactor(), found.bfactor(), 60);
		}
	}

	@Test
	void oneSpoiltRingHardlyMoves() {
		final List<EnvelopeFit.Unit> clean = new ArrayList<>(), spoilt = new ArrayList<>();
		for (int u = 0; u < 9; u++) {
			final Damping truth = draw(0.1 * (u - 4));
			final SlopeSums sums = sums(truth, 100, 1), bad = new SlopeSums(RINGS, RING);
			bad.add(sums, Damping.NONE);
			if (u == 4) for (int s = 0; s < SlopeSums.SECTORS; s++)
				bad.add(20, s, 20 * sums.cross(20, s), 0);
			clean.add(new EnvelopeFit.Unit(List.of(sums), expected(0.1 * (u - 4))));
			spoilt.add(new EnvelopeFit.Unit(List.of(bad), expected(0.1 * (u - 4))));
		}
		final EnvelopeFit.Estimate a = EnvelopeFit.fit(clean, MIN_RESOLUTION, false).estimates().get(4), b = EnvelopeFit.fit(
			spoilt, MIN_RESOLUTION, false).estimates().get(4);
		assertEquals(a.damping().bfactor(), b.damping().bfactor(), 4 * a.errors()[1]);
		assertEquals(a.damping().logScale(), b.damping().logScale(), 4 * a.errors()[0]);
	}
}
