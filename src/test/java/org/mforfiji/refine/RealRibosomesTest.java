package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.Masks;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;
import org.mforfiji.population.Particle;

/** Real data: 40 ribosomes in 1 430 premultiplied tilt images of four tilt series. */
class RealRibosomesTest {

	private static final String SET = "real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12_optimisation_set.star";
	private static final double DIAMETER = 260;

	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = new CpuEngine(parallel);

	private final ParticleSeries series = ParticleSeries.read(Fixtures.path(SET));
	private final List<List<StackParticle>> members = series.tomograms().tomograms().stream().map(t -> series.particles().stream()
		.filter(p -> p.tomogram().name().equals(t.name())).toList()).toList();
	private final List<ParticleSeriesModel> models = members.stream().map(m -> new ParticleSeriesModel(m.get(0).tomogram()))
		.toList();
	private final List<ParticleStack> stacks = members.stream().map(m -> new ParticleSeriesExtraction(series, m, DIAMETER, 0.05)
		.run(parallel, Monitor.SILENT)).toList();
	private final List<List<Particle>> given = members.stream().map(this::particles).toList();

	/** Odd against even particles, as the known correlation was made. */
	private List<Particle> particles(final List<StackParticle> tomogram) {
		final List<Particle> particles = new ArrayList<>();
		for (final StackParticle p : tomogram)
			particles.add(new Particle(new ParticleSeriesModel(p.tomogram()).fromCorner(series.centredA(p)), p.particle()
				.anglesDeg(), particles.size() % 2, p.tomogram().name(), "", Map.of()));
		return particles;
	}

	@Test
	void givenPosesReconstructToTheKnownCorrelation() {
		assertEquals(1430, stacks.stream().mapToInt(ParticleStack::size).sum());
		final FscCurves fsc = halves(given, Masks.binarise(Masks.sphere(32, 12, 1), 0.5));
		assertEquals(0.82, fsc.unmasked()[4], 0.06, "FSC at 96 Å");
		// matrices in the wrong order give 0.25 here
		assertEquals(0.54, fsc.unmasked()[6], 0.06, "FSC at 64 Å");
		assertEquals(0.27, fsc.unmasked()[10], 0.06, "FSC at 38 Å");
		assertEquals(32, fsc.unmaskedResolution(), 3);
	}

	/**
	 * What a reference of 60 Å leaves undetermined, 4° and 5 Å by the predicted deviations, costs two shells of 12, whatever
	 * the perturbation and however long the refinement; one of 48 Å costs one.
	 */
	@Test
	void refinementAgainstALowPassedMapUndoesPerturbedPoses() {
		final BackProjector[] sums = sums(given);
		sums[0].add(sums[1]);
		final Volume all = Reconstruction.reconstruct(sums[0], ReconstructionOptions.of(12).withFinish(false), parallel).map();
		final List<List<Particle>> perturbed = perturb(given);
		final int known = shells(halves(given)), bad = shells(halves(perturbed));
		assertTrue(known - bad >= 3, "the perturbation costs resolution: shell " + bad + " of " + known);
		for (final double[] lowPassAndLoss : new double[][] { { 60, 2 }, { 48, 1 } }) {
			final SpeciesReference reference = SpeciesReference.external(new Volume[] { all, all }, lowPassAndLoss[0], mask(),
				DIAMETER, parallel);
			final int good = shells(halves(refine(refine(perturbed, reference), reference)));
			assertTrue(known - good <= lowPassAndLoss[1], "against " + lowPassAndLoss[0] + " Å to shell " + good + " of " + known);
		}
	}

	private List<List<Particle>> refine(final List<List<Particle>> particles, final SpeciesReference reference) {
		final RefineOptions options = RefineOptions.builder().particles(true).priors(new Priors(8, 4, 10, 8)).build();
		final List<List<Particle>> refined = new ArrayList<>();
		for (int i = 0; i < models.size(); i++) {
			final ItemResult result = new ItemRefinement(engine, options, parallel, Monitor.SILENT).refine(models.get(i), List
				.of(new SpeciesInput("70S", particles.get(i), stacks.get(i))), List.of(reference));
			assertTrue(result.report().passes() <= 6, "passes: " + result.report().passes());
			refined.add(result.particles().get(0));
		}
		return refined;
	}

	/** Last shell before the correlation falls below 0.143. */
	private static int shells(final FscCurves fsc) {
		int shell = 0;
		while (shell + 1 < fsc.shells() && fsc.unmasked()[shell + 1] >= FscCurves.THRESHOLD)
			shell++;
		return shell;
	}

	private static Volume mask() {
		return Masks.binarise(Masks.sphere(32, 11, 2), 0.5);
	}

	private FscCurves halves(final List<List<Particle>> particles) {
		return halves(particles, Masks.sphere(32, 12, 3));
	}

	/** Correlation of odd with even particles inside a sphere. */
	private FscCurves halves(final List<List<Particle>> particles, final Volume sphere) {
		final BackProjector[] sums = sums(particles);
		final Volume[] maps = new Volume[2];
		for (int half = 0; half < 2; half++)
			maps[half] = Masks.multiply(Reconstruction.reconstruct(sums[half], ReconstructionOptions.of(12).withFinish(false),
				parallel).map(), sphere, parallel);
		return FourierShellCorrelation.compute(maps[0], maps[1], null, parallel);
	}

	private BackProjector[] sums(final List<List<Particle>> particles) {
		final BackProjector[] sums = { new BackProjector(32), new BackProjector(32) };
		for (int i = 0; i < models.size(); i++)
			new SpeciesInput("70S", particles.get(i), stacks.get(i)).backProject(engine, models.get(i), sums);
		return sums;
	}

	/** Every particle turned by 8° about a random axis and moved by 10 Å in a random direction. */
	private static List<List<Particle>> perturb(final List<List<Particle>> given) {
		final Random random = new Random(3);
		return given.stream().map(list -> list.stream().map(p -> {
			final double[] axis = direction(random), move = direction(random), euler = p.eulerDeg(0), position = p.position(0);
			for (int c = 0; c < 3; c++) {
				axis[c] *= Math.toRadians(8);
				position[c] += 10 * move[c];
			}
			return p.withPose(position, Rotations.toEulerDeg(Rotations.multiply(Rotations.exp(axis), Rotations.fromEulerDeg(
				euler[0], euler[1], euler[2]))));
		}).toList()).toList();
	}

	private static double[] direction(final Random random) {
		final double[] v = { random.nextGaussian(), random.nextGaussian(), random.nextGaussian() };
		final double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
		for (int c = 0; c < 3; c++)
			v[c] /= length;
		return v;
	}
}
