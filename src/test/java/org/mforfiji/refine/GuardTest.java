package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Particle;

/** Held-out particles keep what is there and put back what is fitted to noise. */
class GuardTest {

	private static final Volume PHANTOM = SyntheticItem.phantom(1);
	private static final FourierVolume MAP = SyntheticItem.transform(PHANTOM);
	private static final GridSize GRID = new GridSize(2, 2);

	private final Parallel parallel = new Parallel(2);
	private final Engine engine = new CpuEngine(parallel);
	private final SpeciesReference reference = SpeciesReference.external(new Volume[] { PHANTOM, PHANTOM }, 18, Masks.binarise(
		Masks.sphere(SyntheticItem.BOX, 11, 2), 0.5), SyntheticItem.DIAMETER, parallel);

	private static SyntheticItem item(final int particles, final GeometryBlocks planted, final double warpA, final double signal) {
		return new SyntheticItem(new SyntheticItem.Plan(15, particles, planted, warpA, 2, 1.5, signal, 5), MAP);
	}

	private ItemResult refine(final TiltSeriesModel model, final SpeciesInput input, final RefineOptions options, final int turn) {
		return new ItemRefinement(engine, options, parallel, Monitor.SILENT).refine(model, List.of(input), List.of(reference),
			HeldOut.of(List.of(input), turn));
	}

	private static Judgement of(final ItemResult result, final SharedBlock block) {
		return result.report().judgements().stream().filter(j -> j.block().equals(block.toString())).findFirst().orElseThrow();
	}

	@Test
	void whatIsThereIsKeptAndWhatIsNotIsPutBack() {
		final SyntheticItem item = item(40, GeometryBlocks.of(GRID), 6, 0.02);
		final GeometryBlocks blocks = item.plan.blocks().withStageAngles(true).withMagnification(true);
		final RefineOptions options = RefineOptions.builder().imageWarp(GRID).stageAngles(true).magnification(true).particles(true)
			.adaptPriors(false).build();
		final TiltSeriesModel start = new TiltSeriesModel(item.given, blocks);
		int wrong = 0;
		for (int turn = 0; turn < 4; turn++) {
			final ItemResult result = refine(start, item.input(item.givenParticles), options, turn);
			final Judgement warp = of(result, SharedBlock.IMAGE_WARP);
			assertTrue(warp.kept() && warp.gain() > 4 * warp.noise(), warp.toString());
			final TiltSeriesModel refined = (TiltSeriesModel) result.model();
			final boolean angles = of(result, SharedBlock.STAGE_ANGLES).kept(), magnified = of(result, SharedBlock.MAGNIFICATION)
				.kept();
			if (angles) wrong++;
			else assertArrayEquals(start.geometry().angleY().values(), refined.geometry().angleY().values());
			if (magnified) wrong++;
			else assertArrayEquals(start.magnification(), refined.magnification());
			assertEquals(angles, refined.sharedBlocks().contains(SharedBlock.STAGE_ANGLES));
			assertEquals(angles, result.errors().shared().stream().anyMatch(error -> error.name().startsWith("stageangle")));
		}
		assertTrue(wrong <= 1, "kept " + wrong + " of 8 blocks without anything in them");
	}

	@Test
	void aFineGridFittedToNoiseIsPutBackAndPosesAreNotWorse() {
		final SyntheticItem item = item(10, GeometryBlocks.NONE, 0, 0.002);
		final GridSize fine = new GridSize(5, 4);
		final RefineOptions options = RefineOptions.builder().imageWarp(fine).particles(true).adaptPriors(false).coarseSearch(false)
			.build();
		final TiltSeriesModel start = new TiltSeriesModel(item.given, fine);
		final SyntheticSet with = new SyntheticSet(List.of(item), engine, parallel);
		with.models.set(0, start);
		with.iterate(options, reference);
		final ItemResult result = refine(start, item.input(item.givenParticles), options, 1);
		assertFalse(of(result, SharedBlock.IMAGE_WARP).kept(), result.report().judgements().toString());
		assertArrayEquals(start.geometry().movementX().values(), ((TiltSeriesModel) result.model()).geometry().movementX().values());
		final double unguarded = with.positionError();
		with.models.set(0, result.model());
		with.particles.set(0, result.particles().get(0));
		assertTrue(with.positionError() < 0.8 * unguarded, with.positionError() + " Å, unguarded " + unguarded);
	}

	/**
	 * A block fitted to all particles holds the noise of each jury, so that its log-likelihood falls when the next fit leaves the
	 * jury out; the allowance makes up for that on average.
	 */
	@Test
	void juriesThatHadTheirSayBeforeAreAllowedFor() {
		final SyntheticItem item = item(40, GeometryBlocks.of(GRID), 4, 0.01);
		final RefineOptions options = RefineOptions.builder().imageWarp(GRID).particles(true).adaptPriors(false).coarseSearch(false)
			.subIterations(6).maxPasses(12).build();
		final SpeciesInput input = item.input(item.givenParticles);
		final ItemResult all = new ItemRefinement(engine, options, parallel, Monitor.SILENT).refine(new TiltSeriesModel(item.given,
			GRID), List.of(input), List.of(reference));
		final TiltSeriesModel stored = new TiltSeriesModel(((TiltSeriesModel) all.model()).geometry(), GRID);
		final SpeciesInput again = item.input(all.particles().get(0));
		double sum = 0, allowance = 0;
		int kept = 0;
		for (int turn = 0; turn < 10; turn++) {
			final Judgement judgement = of(refine(stored, again, options, turn), SharedBlock.IMAGE_WARP);
			sum += judgement.change();
			allowance += judgement.changeNoise();
			if (judgement.kept()) kept++;
		}
		assertTrue(Math.abs(sum) < 0.35 * allowance, "mean change " + sum / 10 + ", allowed " + allowance / 10);
		assertEquals(10, kept);
	}

	@Test
	void tenTurnsGoThroughAllParticlesWhateverTheirOrder() {
		final List<Particle> particles = new ArrayList<>(item(47, GeometryBlocks.NONE, 0, 0.01).givenParticles);
		final SpeciesInput input = new SpeciesInput("A", particles, null);
		final List<Particle> shuffled = new ArrayList<>(particles);
		Collections.shuffle(shuffled, new Random(3));
		final int[] times = new int[particles.size()];
		for (int turn = 1; turn <= 10; turn++) {
			final boolean[] now = HeldOut.of(List.of(input), turn).of().get(0), other = HeldOut.of(List.of(new SpeciesInput("A",
				shuffled, null)), turn).of().get(0);
			int count = 0;
			for (int p = 0; p < now.length; p++) {
				if (now[p]) times[p]++;
				if (now[p]) count++;
				assertEquals(now[p], other[shuffled.indexOf(particles.get(p))]);
			}
			assertTrue(count == 4 || count == 5, "held out " + count);
		}
		for (final int n : times)
			assertEquals(1, n);
	}

	@Test
	void twoParticlesAreTooFewToLeaveOneOut() {
		final List<Particle> three = item(3, GeometryBlocks.NONE, 0, 0.01).givenParticles;
		assertEquals(1, HeldOut.of(List.of(new SpeciesInput("A", three, null)), 5).count());
		assertEquals(0, HeldOut.of(List.of(new SpeciesInput("A", three.subList(0, 2), null)), 5).count());
	}
}
