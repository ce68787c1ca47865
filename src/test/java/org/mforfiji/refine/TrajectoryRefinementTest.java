package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.population.Particle;

/** Particles that move and turn during the exposure are followed, with honest error bars; noise makes none of them run. */
class TrajectoryRefinementTest {

	private static final GridSize GRID = new GridSize(1, 1);
	private static final FourierVolume MAP = SyntheticItem.transform(SyntheticItem.phantom(1));
	private static final RefineOptions OPTIONS = RefineOptions.builder().imageWarp(GRID).particles(true).build();
	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = new CpuEngine(parallel);

	private SyntheticSet set(final int samples, final SyntheticItem.Walk walk, final double signal) {
		final List<SyntheticItem> items = new ArrayList<>();
		for (int i = 0; i < 2; i++)
			items.add(new SyntheticItem(new SyntheticItem.Plan(21, 50, GeometryBlocks.of(GRID), 3, 2, 1.5, signal, 30 + i, walk),
				MAP));
		final SyntheticSet set = new SyntheticSet(items, engine, parallel);
		resample(set, samples);
		return set;
	}

	private static void resample(final SyntheticSet set, final int samples) {
		for (int i = 0; i < set.items.size(); i++)
			set.particles.set(i, set.particles.get(i).stream().map(p -> p.resampled(samples)).toList());
	}

	@Test
	void plantedTrajectoriesAreRecovered() {
		final SyntheticItem.Walk walk = new SyntheticItem.Walk(3, 1.5, 0.9);
		final SyntheticSet with = set(1, walk, 0.1), without = set(1, walk, 0.1);
		List<ItemResult> results = List.of();
		for (int k = 0; k < 4; k++) {
			if (k == 2) resample(with, 3);
			results = with.iterate(OPTIONS);
			without.iterate(OPTIONS);
		}
		assertTrue(with.positionError() < 0.5 * without.positionError(), "projected positions with three samples " + with
			.positionError() + " Å, with one " + without.positionError());
		assertTrue(with.orientationError() < 0.92 * without.orientationError(), "orientations " + with.orientationError() + "° and " + without.orientationError() + "°");
		assertEquals(1, with.errorOverPredicted(results), 0.3, "errors over predicted standard deviations");
		for (final double ratio : sampleRatios(with, results))
			assertEquals(1.05, ratio, 0.35, "errors of samples over predicted standard deviations");
		results.forEach(result -> assertTrue(result.report().passes() <= 6, "passes " + result.report().passes()));
	}

	/** Rms of the errors of samples' positions, and of their rotations, over their predicted standard deviations. */
	private static double[] sampleRatios(final SyntheticSet set, final List<ItemResult> results) {
		final double[] origin = set.meanBodyDisplacement(), sum = new double[2];
		int n = 0;
		for (int i = 0; i < set.items.size(); i++)
			for (int p = 0; p < set.particles.get(i).size(); p++) {
				final Particle is = set.particles.get(i).get(p), be = set.items.get(i).trueParticles.get(p);
				final ItemResult.PoseErrors errors = results.get(i).errors().poses().get(0);
				for (int j = 0; j < is.samples(); j++, n += 3) {
					final double[] e = Rotations.fromEulerDeg(is.eulerDeg(j)), moved = Rotations.apply(e, origin);
					final double[] turn = Rotations.log(Rotations.multiply(e, Rotations.transpose(Rotations.fromEulerDeg(be.eulerDeg(j)))));
					for (int c = 0; c < 3; c++) {
						sum[0] += Math.pow((is.position(j)[c] - moved[c] - be.position(j)[c]) / errors.positionA()[p][3 * j + c], 2);
						sum[1] += Math.pow(Math.toDegrees(turn[c]) / errors.angleDeg()[p][3 * j + c], 2);
					}
				}
			}
		return new double[] { Math.sqrt(sum[0] / n), Math.sqrt(sum[1] / n) };
	}

	@Test
	void particlesThatStandStillAreNotMadeToMove() {
		final SyntheticItem.Walk none = new SyntheticItem.Walk(1, 0, 0);
		final SyntheticSet one = set(1, none, 0.03), three = set(3, none, 0.03);
		List<ItemResult> results = List.of();
		for (int k = 0; k < 2; k++) {
			one.iterate(OPTIONS);
			results = three.iterate(OPTIONS);
		}
		assertTrue(three.positionError() < 1.25 * one.positionError(), "projected positions with three samples " + three
			.positionError() + " Å, with one " + one.positionError());
		assertTrue(three.orientationError() < 1.1 * one.orientationError(), "orientations " + three.orientationError() + "° and " + one.orientationError() + "°");
		assertTrue(stepRms(three) < 0.6, "from sample to sample " + stepRms(three) + " Å");
		results.forEach(result -> assertTrue(result.report().priors().positionStepA() < 1, result.report().priors().toString()));
	}

	@Test
	void noiseMakesNoTrajectoriesRun() {
		final SyntheticSet set = set(3, new SyntheticItem.Walk(1, 0, 0), 0.03);
		set.iterate(OPTIONS, SyntheticSet.noise(4, 25));
		assertTrue(stepRms(set) < 0.5, "from sample to sample " + stepRms(set) + " Å");
	}

	private static double stepRms(final SyntheticSet set) {
		double sum = 0;
		int n = 0;
		for (final List<Particle> particles : set.particles)
			for (final Particle p : particles)
				for (int i = 3; i < p.coordinates().length; i++, n++)
					sum += Math.pow(p.coordinates()[i] - p.coordinates()[i - 3], 2);
		return Math.sqrt(sum / n);
	}
}
