package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.population.Particle;

/** Planted warp and pose errors are found again, with honest error bars, in few passes; noise is not. */
class ItemRefinementTest {

	private static final GridSize GRID = new GridSize(3, 3);
	private static final RefineOptions OPTIONS = RefineOptions.builder().imageWarp(GRID).particles(true).build();
	private static final FourierVolume MAP = SyntheticItem.transform(SyntheticItem.phantom(1));

	private static SyntheticSet set(final double signal, final int threads) {
		final Parallel parallel = new Parallel(threads);
		final List<SyntheticItem> items = new ArrayList<>();
		for (int i = 0; i < 2; i++)
			items.add(new SyntheticItem(new SyntheticItem.Plan(21, 40, GRID, 5, 3, 2, signal, 10 + i), MAP));
		return new SyntheticSet(items, new CpuEngine(parallel), parallel);
	}

	@Test
	void plantedErrorsAreRecovered() {
		final SyntheticSet set = set(0.03, 2);
		final double positionBefore = set.positionError(), angleBefore = set.angularError();
		final double before = 1 / set.maps().fsc().resolution(), ideal = 1 / set.ideal().fsc().resolution();
		List<ItemResult> results = set.iterate(OPTIONS);
		final double first = set.positionError();
		results = set.iterate(OPTIONS);
		final double second = set.positionError();
		results = set.iterate(OPTIONS);
		final double third = set.positionError();
		assertTrue(third <= 0.15 * positionBefore, "projected positions from " + positionBefore + " Å to " + third);
		assertTrue(set.angularError() < 0.65 * angleBefore, "angles from " + angleBefore + "° to " + set.angularError());
		assertEquals(1, set.errorOverPredicted(results), 0.3, "errors over predicted standard deviations");
		final double after = 1 / set.maps().fsc().resolution();
		assertTrue(after - before >= 0.9 * (ideal - before), "resolution 1/" + 1 / before + " → 1/" + 1 / after + " of 1/" + 1 /
			ideal);
		assertTrue(second - third < 0.02 * positionBefore, "a third iteration gains little: " + first + " " + second + " " +
			third);
		for (final ItemResult result : results)
			assertTrue(result.report().passes() <= 6, "passes " + result.report().passes());
	}

	@Test
	void rampCapturesLikeTheFullBand() {
		final SyntheticSet set = set(0.03, 2);
		final double before = set.positionError();
		set.iterate(RefineOptions.builder().imageWarp(GRID).particles(true).firstFraction(0.6).build());
		assertTrue(set.positionError() < 0.25 * before, set.positionError() + " of " + before);
	}

	@Test
	void farShiftsAreFoundByTheCoarseSearch() {
		final Parallel parallel = new Parallel(2);
		final SyntheticItem far = new SyntheticItem(new SyntheticItem.Plan(21, 40, new GridSize(1, 1), 9, 1, 1, 0.03, 5), MAP);
		final SyntheticSet set = new SyntheticSet(List.of(far), new CpuEngine(parallel), parallel);
		final var truth = SyntheticItem.phantom(1);
		final SpeciesReference reference = SpeciesReference.external(new org.mforfiji.base.Volume[] { truth, truth }, 18,
			org.mforfiji.map.Masks.binarise(org.mforfiji.map.Masks.sphere(SyntheticItem.BOX, 11, 2), 0.5), SyntheticItem.DIAMETER,
			parallel);
		final double before = set.positionError();
		final List<ItemResult> results = set.iterate(RefineOptions.builder().imageWarp(new GridSize(1, 1)).particles(true)
			.build(), reference);
		assertTrue(results.get(0).report().coarseShiftA() > 8, "largest shift " + results.get(0).report().coarseShiftA());
		assertTrue(set.positionError() < 0.1 * before, set.positionError() + " of " + before);
	}

	@Test
	void sameBitsOnAnyNumberOfThreads() {
		final SyntheticSet one = set(0.03, 1), three = set(0.03, 3);
		one.iterate(OPTIONS);
		three.iterate(OPTIONS);
		for (int i = 0; i < one.items.size(); i++) {
			assertArrayEquals(one.models.get(i).warp(0), three.models.get(i).warp(0));
			for (int p = 0; p < one.particles.get(i).size(); p++) {
				assertArrayEquals(one.particles.get(i).get(p).coordinates(), three.particles.get(i).get(p).coordinates());
				assertArrayEquals(one.particles.get(i).get(p).anglesDeg(), three.particles.get(i).get(p).anglesDeg());
			}
		}
	}

	@Test
	void noiseReferencesMoveNothingBeyondTheirPriors() {
		final SyntheticSet set = set(0.03, 2);
		final double before = set.positionError(), resolution = set.maps().fsc().resolution();
		set.iterate(OPTIONS, SyntheticSet.noise(4, 25));
		assertTrue(set.positionError() < 1.25 * before, set.positionError() + " of " + before);
		assertTrue(set.maps().fsc().resolution() > 0.97 * resolution, "no resolution is invented");
	}

	@Test
	void dataWithoutSignalInventNoResolution() {
		final SyntheticSet set = set(1e-7, 2);
		final double resolution = set.maps().fsc().resolution();
		for (int run = 0; run < 2; run++)
			set.iterate(OPTIONS);
		assertTrue(set.maps().fsc().resolution() > Math.min(resolution, 60), "from " + resolution + " to " + set.maps().fsc()
			.resolution());
	}

	@Test
	void warpAloneAndPosesAloneImproveToo() {
		final SyntheticSet warp = set(0.03, 2), poses = set(0.03, 2);
		final double before = warp.positionError();
		warp.iterate(RefineOptions.builder().imageWarp(GRID).build());
		assertTrue(warp.positionError() < 0.8 * before, "warp alone " + warp.positionError() + " of " + before);
		for (int i = 0; i < 2; i++)
			assertEquals(poses.items.get(i).givenParticles.get(0).position(0)[0], warp.particles.get(i).get(0).position(0)[0],
				1e-9);
		poses.iterate(RefineOptions.builder().particles(true).build());
		assertTrue(poses.positionError() < 0.95 * before, "poses alone " + poses.positionError() + " of " + before);
	}

	@Test
	void orderOfParticlesMattersOnlyWithinRounding() {
		final Parallel parallel = new Parallel(2);
		final CpuEngine engine = new CpuEngine(parallel);
		final SyntheticItem item = new SyntheticItem(new SyntheticItem.Plan(11, 20, GRID, 4, 2, 2, 0.05, 3), MAP);
		final SyntheticSet set = new SyntheticSet(List.of(item), engine, parallel);
		final SpeciesReference reference = SpeciesReference.external(new org.mforfiji.base.Volume[] { SyntheticItem.phantom(1),
			SyntheticItem.phantom(1) }, 20, org.mforfiji.map.Masks.binarise(org.mforfiji.map.Masks.sphere(SyntheticItem.BOX, 11, 2),
				0.5), SyntheticItem.DIAMETER, parallel);
		final ItemResult straight = set.iterate(OPTIONS, reference).get(0);
		final List<Integer> order = new ArrayList<>();
		for (int p = 0; p < 20; p++)
			order.add(p);
		Collections.shuffle(order, new Random(1));
		final ItemResult shuffled = new ItemRefinement(engine, OPTIONS, parallel, org.mforfiji.base.Monitor.SILENT).refine(
			new TiltSeriesModel(item.given, GRID), List.of(item.shuffled(order)), List.of(reference));
		for (int p = 0; p < 20; p++) {
			final Particle a = straight.particles().get(0).get(order.get(p)), b = shuffled.particles().get(0).get(p);
			assertArrayEquals(a.coordinates(), b.coordinates(), 2e-3, Arrays.toString(a.coordinates()));
		}
	}
}
