package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Particle;

/** A species of few particles and poor resolution gains from one of many particles in the same series. */
class TwoSpeciesTest {

	private static final int WEAK = 6, STRONG = 40, TILTS = 21;
	private static final GridSize GRID = new GridSize(2, 2);
	private static final Volume PHANTOM = SyntheticItem.phantom(1);

	private final Parallel parallel = new Parallel(2);
	private final SyntheticItem item = new SyntheticItem(new SyntheticItem.Plan(TILTS, WEAK + STRONG, GRID, 5, 3, 2, 0.01, 6),
		SyntheticItem.transform(PHANTOM));

	private SpeciesInput input(final int first, final int end) {
		return item.shuffled(IntStream.range(first, end).boxed().toList());
	}

	private SpeciesReference reference(final double resolution) {
		return SpeciesReference.external(new Volume[] { PHANTOM, PHANTOM }, resolution, Masks.binarise(Masks.sphere(SyntheticItem.BOX, 11,
			2), 0.5), SyntheticItem.DIAMETER, parallel);
	}

	private ItemResult refine(final List<SpeciesInput> inputs, final List<SpeciesReference> references) {
		final RefineOptions options = RefineOptions.builder().imageWarp(GRID).particles(true).subIterations(4).maxPasses(8).build();
		return new ItemRefinement(new CpuEngine(parallel), options, parallel, Monitor.SILENT).refine(new TiltSeriesModel(item.given,
			GRID), inputs, references);
	}

	/** Rms error of projected positions of the weak species, Å per axis. */
	private double position(final ImagingModel model, final List<Particle> weak) {
		double sum = 0;
		for (int p = 0; p < WEAK; p++)
			for (int t = 0; t < TILTS; t++) {
				final double[] is = model.project(weak.get(p).position(0), t), be = item.truth.project(item.trueParticles.get(p)
					.position(0), t);
				sum += Math.pow(is[0] - be[0], 2) + Math.pow(is[1] - be[1], 2);
			}
		return Math.sqrt(sum / (2 * WEAK * TILTS));
	}

	private double angleDeg(final List<Particle> weak) {
		double sum = 0;
		for (int p = 0; p < WEAK; p++)
			sum += Math.pow(Rotations.angleBetweenDeg(Rotations.fromEulerDeg(weak.get(p).eulerDeg(0)), Rotations.fromEulerDeg(
				item.trueParticles.get(p).eulerDeg(0))), 2);
		return Math.sqrt(sum / WEAK);
	}

	@Test
	void theWeakOneGainsFromTheStrongOne() {
		final SpeciesInput weak = input(0, WEAK), strong = input(WEAK, WEAK + STRONG);
		final SpeciesReference poor = reference(30), good = reference(15);
		final ItemResult alone = refine(List.of(weak), List.of(poor)), both = refine(List.of(strong, weak), List.of(good, poor)),
			ridden = refine(List.of(strong), List.of(good));
		final double start = position(new TiltSeriesModel(item.given, GRID), weak.particles()), byItself = position(alone.model(), alone
			.particles().get(0)), together = position(both.model(), both.particles().get(1)), carried = position(ridden.model(), weak
				.particles());
		final String found = start + " Å at the start, " + byItself + " alone, " + carried + " moved by the other, " + together +
			" together; " + angleDeg(weak.particles()) + "° at the start, " + angleDeg(alone.particles().get(0)) + " alone, " + angleDeg(both
				.particles().get(1)) + " together";
		assertTrue(together < 0.7 * byItself, found);
		assertTrue(together < 0.6 * carried && carried < start, found);
		assertTrue(angleDeg(both.particles().get(1)) < 1.05 * angleDeg(alone.particles().get(0)), found);
	}
}
