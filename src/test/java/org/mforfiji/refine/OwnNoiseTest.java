package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Particle;

/**
 * An image that is compared with a reference made from itself is held where it was put. With 100 particles a half, shifts of
 * tilts are followed wholly if own shares are taken out, and only in part if they are not; and so are rotations of particles.
 */
class OwnNoiseTest {

	private static final Volume MASK = Masks.binarise(Masks.sphere(SyntheticItem.BOX, 11, 2), 0.5);
	private static final RefineOptions OPTIONS = RefineOptions.builder().imageWarp(new GridSize(1, 1)).coarseSearch(false)
		.adaptPriors(false).priors(new Priors(30, 4, 4, 3)).build();

	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = new CpuEngine(parallel);

	private SyntheticSet set(final double signal) {
		final SyntheticItem.Plan plan = new SyntheticItem.Plan(21, 200, new GridSize(1, 1), 3, 0, 0, signal, 8);
		return new SyntheticSet(List.of(new SyntheticItem(plan, SyntheticItem.transform(SyntheticItem.phantom(1)))), engine,
			parallel);
	}

	/** Slope of found over planted shifts of tilts, each about their mean. */
	private static double response(final SyntheticSet set) {
		final SyntheticItem item = set.items.get(0);
		double both = 0, planted = 0;
		for (int axis = 0; axis < 2; axis++) {
			final float[] truth = item.truth.warp(axis), found = set.models.get(0).warp(axis);
			double truthMean = 0, foundMean = 0;
			for (int t = 0; t < truth.length; t++) {
				truthMean += truth[t] / truth.length;
				foundMean += found[t] / truth.length;
			}
			for (int t = 0; t < truth.length; t++) {
				both += (truth[t] - truthMean) * (found[t] - foundMean);
				planted += (truth[t] - truthMean) * (truth[t] - truthMean);
			}
		}
		return both / planted;
	}

	@Test
	void shiftsAreFollowedWhollyOnceOwnSharesAreTakenOut() {
		for (final double signal : new double[] { 0.001, 0.003, 0.01 }) {
			final SyntheticSet with = set(signal), without = set(signal);
			final SyntheticSet.Maps maps = with.maps();
			with.iterate(OPTIONS, SpeciesReference.reconstructed(maps.halves(), maps.fsc(), MASK, SyntheticItem.DIAMETER, parallel));
			without.iterate(OPTIONS, SpeciesReference.external(new Volume[] { maps.halves()[0].map(), maps.halves()[1].map() }, maps
				.fsc().resolution(), MASK, SyntheticItem.DIAMETER, parallel));
			assertEquals(1, response(with), 0.05, "own shares taken out, signal " + signal);
			assertTrue(response(without) < response(with) - 0.05, "own shares left in, signal " + signal + ": " + response(
				without) + " and " + response(with));
		}
	}

	/** Slope of found over planted rotations of particles. */
	private static double turnResponse(final SyntheticSet set) {
		final SyntheticItem item = set.items.get(0);
		double both = 0, planted = 0;
		for (int p = 0; p < item.trueParticles.size(); p++) {
			final double[] back = Rotations.transpose(rotation(item.givenParticles.get(p)));
			final double[] found = Rotations.log(Rotations.multiply(rotation(set.particles.get(0).get(p)), back));
			final double[] truth = Rotations.log(Rotations.multiply(rotation(item.trueParticles.get(p)), back));
			for (int c = 0; c < 3; c++) {
				both += found[c] * truth[c];
				planted += truth[c] * truth[c];
			}
		}
		return both / planted;
	}

	private static double[] rotation(final Particle particle) {
		final double[] euler = particle.eulerDeg(0);
		return Rotations.fromEulerDeg(euler[0], euler[1], euler[2]);
	}

	/** Response to rotations of 2° with the references that a function makes of the half-maps. */
	private double turned(final Function<SyntheticSet.Maps, SpeciesReference> references) {
		final SyntheticItem.Plan plan = new SyntheticItem.Plan(21, 200, GridSize.NONE, 0, 0, 2, 0.01, 8);
		final SyntheticSet set = new SyntheticSet(List.of(new SyntheticItem(plan, SyntheticItem.transform(SyntheticItem.phantom(
			1)))), engine, parallel);
		set.iterate(RefineOptions.builder().particles(true).coarseSearch(false).adaptPriors(false).priors(new Priors(30, 4, 10, 10))
			.build(), references.apply(set.maps()));
		return turnResponse(set);
	}

	@Test
	void rotationsAreFollowedAsAgainstAMapWithoutNoise() {
		final Volume truth = SyntheticItem.phantom(1);
		final double noiseFree = turned(maps -> SpeciesReference.external(new Volume[] { truth, truth }, maps.fsc().resolution(),
			MASK, SyntheticItem.DIAMETER, parallel));
		final double with = turned(maps -> SpeciesReference.reconstructed(maps.halves(), maps.fsc(), MASK, SyntheticItem.DIAMETER,
			parallel));
		final double without = turned(maps -> SpeciesReference.external(new Volume[] { maps.halves()[0].map(), maps.halves()[1]
			.map() }, maps.fsc().resolution(), MASK, SyntheticItem.DIAMETER, parallel));
		assertEquals(1, with / noiseFree, 0.05, "own shares taken out");
		assertTrue(without < 0.8 * noiseFree, "own shares left in: " + without + " of " + noiseFree);
	}
}
