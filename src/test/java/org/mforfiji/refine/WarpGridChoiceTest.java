package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.Masks;

/** The grid {@code auto} is as fine as the data speak for. */
class WarpGridChoiceTest {

	private static final Volume PHANTOM = SyntheticItem.phantom(1);
	private static final FourierVolume MAP = SyntheticItem.transform(PHANTOM);

	private static ItemResult refine(final GridSize planted, final int particles, final double signal) {
		final Parallel parallel = new Parallel(2);
		final SyntheticItem item = new SyntheticItem(new SyntheticItem.Plan(15, particles, planted, 6, 2, 1.5, signal, 5), MAP);
		final SyntheticSet set = new SyntheticSet(List.of(item), new CpuEngine(parallel), parallel);
		set.models.set(0, new TiltSeriesModel(item.given, GridSize.AUTO));
		final SpeciesReference reference = SpeciesReference.external(new Volume[] { PHANTOM, PHANTOM }, 18, Masks.binarise(Masks
			.sphere(SyntheticItem.BOX, 11, 2), 0.5), SyntheticItem.DIAMETER, parallel);
		final double before = set.positionError();
		final ItemResult result = set.iterate(RefineOptions.builder().imageWarp(GridSize.AUTO).particles(true).build(), reference)
			.get(0);
		assertTrue(set.positionError() < (signal > 0.01 ? 0.6 : 1.05) * before, set.positionError() + " of " + before);
		assertTrue(result.report().passes() <= 6, "passes " + result.report().passes());
		return result;
	}

	@Test
	void fineWarpWithManyParticlesNeedsAFineGrid() {
		final ItemResult result = refine(new GridSize(3, 3), 60, 0.05);
		assertEquals(new GridSize(3, 3), result.model().warpSize(), result.report().lines().toString());
	}

	@Test
	void aGridOnceFoundIsFoundAgain() {
		final Parallel parallel = new Parallel(2);
		final SyntheticItem item = new SyntheticItem(new SyntheticItem.Plan(15, 60, new GridSize(3, 3), 6, 2, 1.5, 0.05, 5), MAP);
		final SyntheticSet set = new SyntheticSet(List.of(item), new CpuEngine(parallel), parallel);
		set.models.set(0, new TiltSeriesModel(item.given, GridSize.AUTO));
		final RefineOptions options = RefineOptions.builder().imageWarp(GridSize.AUTO).particles(true).build();
		set.iterate(options);
		final double once = set.positionError();
		set.models.set(0, new TiltSeriesModel(((TiltSeriesModel) set.models.get(0)).geometry(), GridSize.AUTO));
		final ItemResult again = set.iterate(options).get(0);
		assertEquals(new GridSize(3, 3), again.model().warpSize(), again.report().lines().toString());
		assertTrue(set.positionError() < 1.02 * once, once + " Å, then " + set.positionError());
	}

	@Test
	void shiftsOfWholeTiltsNeedNoMoreThanOneNode() {
		final ItemResult result = refine(new GridSize(1, 1), 40, 0.05);
		assertEquals(new GridSize(1, 1), result.model().warpSize(), result.report().lines().toString());
	}

	@Test
	void weakDataSpeakForACoarserGrid() {
		final ItemResult result = refine(new GridSize(3, 3), 10, 0.0003);
		assertTrue(result.model().warpSize().nodes() < 9, result.report().lines().toString());
	}

	@Test
	void cellsAreNearlySquare() {
		assertEquals("[1x1, 2x1, 3x2, 4x3, 6x4]", GridSize.candidates(5760, 4092).toString());
		assertEquals("[1x1, 2x2, 3x3, 4x4, 6x6]", GridSize.candidates(4000, 4000).toString());
		assertEquals(GridSize.AUTO, GridSize.parse(" Auto ", "--refine_imagewarp"));
	}
}
