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

/** The volume warp that {@code auto} refines is there if one was planted, beside whatever image warp there is. */
class VolumeWarpChoiceTest {

	private static final Volume PHANTOM = SyntheticItem.phantom(1);
	private static final FourierVolume MAP = SyntheticItem.transform(PHANTOM);
	private static final SpeciesReference REFERENCE = SpeciesReference.external(new Volume[] { PHANTOM, PHANTOM }, 18, Masks
		.binarise(Masks.sphere(SyntheticItem.BOX, 11, 2), 0.5), SyntheticItem.DIAMETER, Parallel.serial());
	private static final int TILTS = 21, EXPOSURES = 6;

	private final Parallel parallel = new Parallel(2);

	private SyntheticSet plant(final GridSize image, final VolumeGridSize volume, final int particles,
		final double signal)
	{
		final GeometryBlocks planted = GeometryBlocks.of(image).withVolumeWarp(volume);
		final SyntheticItem item = new SyntheticItem(new SyntheticItem.Plan(TILTS, particles, planted, 3, 2, 1.5, signal, 4), MAP);
		return new SyntheticSet(List.of(item), new CpuEngine(parallel), parallel);
	}

	private static ItemResult refine(final SyntheticSet set, final GridSize image) {
		final GeometryBlocks chosen = GeometryBlocks.of(image).withVolumeWarp(VolumeGridSize.AUTO);
		set.models.set(0, new TiltSeriesModel(((TiltSeriesModel) set.models.get(0)).geometry(), chosen));
		return set.iterate(RefineOptions.builder().imageWarp(image).volumeWarp(VolumeGridSize.AUTO).particles(true).build(), REFERENCE)
			.get(0);
	}

	private SyntheticSet start(final SyntheticSet set) {
		set.models.set(0, new TiltSeriesModel(set.items.get(0).given, GridSize.NONE));
		return set;
	}

	private static String grids(final ItemResult result) {
		final WarpGrids grids = result.model().warpGrids();
		return grids.image() + " + " + grids.volume();
	}

	@Test
	void aPlantedWarpIsFoundBesideTheImageWarpThatIsThere() {
		final SyntheticSet set = start(plant(new GridSize(1, 1), new VolumeGridSize(2, 2, 2, EXPOSURES), 60, 0.05));
		final double before = set.positionError();
		final ItemResult result = refine(set, GridSize.AUTO);
		assertEquals("1x1 + 2x2x2x6", grids(result), result.report().lines().toString());
		assertTrue(set.positionError() < 0.4 * before, set.positionError() + " of " + before);
		assertTrue(result.report().lines().stream().anyMatch(line -> line.startsWith(
			"image warp auto: 1x1, volume warp auto: 2x2x2x6 (log-evidence 1x1 + none ")), result.report().lines().toString());
		assertTrue(result.report().passes() <= 6, "passes " + result.report().passes());

		final double once = set.positionError();
		final ItemResult again = refine(set, GridSize.AUTO);
		assertEquals("1x1 + 2x2x2x6", grids(again), again.report().lines().toString());
		assertTrue(set.positionError() < 1.05 * once, once + " Å, then " + set.positionError());
	}

	@Test
	void noneIsFoundWhereNoneIs() {
		final ItemResult result = refine(start(plant(new GridSize(1, 1), VolumeGridSize.NONE, 40, 0.05)), GridSize.AUTO);
		assertEquals("1x1 + none", grids(result), result.report().lines().toString());
	}

	@Test
	void anImageWarpIsNotTakenForAVolumeWarp() {
		final ItemResult result = refine(start(plant(new GridSize(3, 3), VolumeGridSize.NONE, 40, 0.05)), GridSize.AUTO);
		assertEquals("3x3 + none", grids(result), result.report().lines().toString());
	}

	/** Without image warp the volume warp may move all particles of an exposure together. */
	@Test
	void motionOfTheWholeSampleNeedsOneNode() {
		final SyntheticSet set = start(plant(GridSize.NONE, new VolumeGridSize(1, 1, 1, EXPOSURES), 40, 0.004));
		final double before = set.positionError();
		final ItemResult result = refine(set, GridSize.NONE);
		assertEquals("off + 1x1x1x6", grids(result), result.report().lines().toString());
		assertTrue(set.positionError() < 0.4 * before, set.positionError() + " of " + before);
	}

	/** A warp that the data do not speak for is taken away. */
	@Test
	void aStoredWarpWithoutSignalIsTakenAway() {
		final SyntheticSet set = plant(new GridSize(1, 1), new VolumeGridSize(2, 2, 2, EXPOSURES), 10, 0.0003);
		final double[] values = new double[set.models.get(0).deformation().length];
		java.util.Arrays.setAll(values, i -> 0.5 * Math.sin(i));
		set.models.set(0, set.models.get(0).withDeformation(values));
		final ItemResult result = refine(set, new GridSize(1, 1));
		assertEquals("1x1 + none", grids(result), result.report().lines().toString());
		assertTrue(((TiltSeriesModel) result.model()).geometry().volumeWarpX().isZero());
	}

	@Test
	void exposureSetsTheNodesAlongIt() {
		assertEquals("[none, 1x1x1x10, 2x2x1x10, 2x2x2x10, 3x3x2x10]", VolumeGridSize.candidates(120, 41, false).toString());
		assertEquals("[none, 2x2x1x4, 2x2x2x4, 3x3x2x4]", VolumeGridSize.candidates(40, 41, true).toString());
		assertEquals("[none]", VolumeGridSize.candidates(0, 41, true).toString());
		assertEquals(VolumeGridSize.AUTO, VolumeGridSize.parse(" Auto ", "--refine_volumewarp"));
	}
}
