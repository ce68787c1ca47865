package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.PassRequest;
import org.mforfiji.engine.PassResult;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;

/** Volume warp and stage angles: derivatives, the solver's algebra, and recovery of what was planted. */
class DeformationTest {

	private static final GeometryBlocks ALL = new GeometryBlocks(new GridSize(3, 2), new VolumeGridSize(2, 2, 2, 4), true, true);
	private static final int LOCAL = LocalParameters.MAGNIFICATION.count();
	private static final FourierVolume MAP = SyntheticItem.transform(SyntheticItem.phantom(1));
	private final Parallel parallel = new Parallel(2);
	private final CpuEngine engine = new CpuEngine(parallel);

	private static SyntheticItem item(final GeometryBlocks blocks, final int particles, final double signal, final long seed) {
		return new SyntheticItem(new SyntheticItem.Plan(21, particles, blocks, 4, 2, 1.5, signal, seed), MAP);
	}

	@Test
	void derivativesAreThoseOfTheModel() {
		final SyntheticItem item = item(ALL, 3, 0.03, 1);
		final TiltSeriesModel model = item.truth;
		final double[] values = model.deformation();
		for (int p = 0; p < 3; p++)
			for (int t = 0; t < 21; t += 5) {
				final double[] position = item.trueParticles.get(p).position(0);
				final double[] full = new double[LOCAL * values.length];
				final SharedDerivatives d = model.deformationDerivatives(position, t);
				for (int e = 0; e < d.size(); e++)
					System.arraycopy(d.columns(), LOCAL * e, full, LOCAL * d.index()[e], LOCAL);
				for (int i = 0; i < values.length; i++) {
					final double[] numeric = numeric(model, values, i, position, t);
					for (int r = 0; r < LOCAL; r++)
						assertEquals(numeric[r], full[LOCAL * i + r], 1e-4, "parameter " + i + ", local " + r + ", tilt " + t);
				}
			}
	}

	private static double[] numeric(final TiltSeriesModel model, final double[] values, final int i, final double[] position,
		final int t)
	{
		final double step = 0.25;
		final double[] up = values.clone(), down = values.clone();
		up[i] += step;
		down[i] -= step;
		final double[] a = model.withDeformation(up).project(position, t), b = model.withDeformation(down).project(position, t);
		final double[] turn = Rotations.log(Rotations.multiply(model.withDeformation(up).orientation(position, t), Rotations
			.transpose(model.withDeformation(down).orientation(position, t))));
		final double[] scale = change(model.magnification(), model.withDeformation(down).magnification(), model
			.withDeformation(up).magnification());
		final double[] numeric = { a[0] - b[0], a[1] - b[1], turn[0], turn[1], turn[2] + (scale[1] - scale[2]) / 2, (scale[0] +
			scale[3]) / 2, (scale[0] - scale[3]) / 2, (scale[1] + scale[2]) / 2 };
		for (int r = 0; r < LOCAL; r++)
			numeric[r] /= 2 * step;
		return numeric;
	}

	/** M⁻¹·(B − A). */
	private static double[] change(final double[] m, final double[] a, final double[] b) {
		final double[] d = new double[4];
		for (int i = 0; i < 4; i++)
			d[i] = (b[i] - a[i]) / (m[0] * m[3] - m[1] * m[2]);
		return new double[] { m[3] * d[0] - m[1] * d[2], m[3] * d[1] - m[1] * d[3], m[0] * d[2] - m[2] * d[0], m[0] * d[3] - m[2] *
			d[1] };
	}

	/** Poses and all shared parameters solved by elimination, and as one dense system made from the images' derivatives. */
	@Test
	void eliminationSolvesTheFullSystem() {
		final SyntheticItem item = item(ALL, 6, 0.03, 2);
		final SpeciesReference reference = SyntheticSet.noise(3, 25);
		final TiltSeriesModel model = new TiltSeriesModel(item.given, ALL).withDeformation(item.truth.deformation());
		final SpeciesShare share = item.input(item.givenParticles).share(engine, model, reference,
			new boolean[item.givenParticles.size()]);
		final SpeciesShare moving = item.input(item.givenParticles.stream().map(p -> p.resampled(3)).toList()).share(engine, model,
			reference, new boolean[item.givenParticles.size()]);
		final ItemState state = new ItemState(model, List.of(share, moving));
		final double[] moved = new Random(4).doubles(state.poses().total(), -0.02, 0.02).toArray();
		state.apply(moved, new double[state.sharedValues().length]);
		final PassResult[] passes = new PassResult[2];
		for (int s = 0; s < 2; s++)
			passes[s] = engine.evaluate(PassRequest.linearise(share.stack, state.imagePoses(state.shares.get(s)), share.halfSet, share
				.references).withDerivatives(LocalParameters.MAGNIFICATION));
		final NormalEquations equations = NormalEquations.assemble(state, passes);
		final PriorPrecision prior = PriorPrecision.of(Priors.WEAK, state);
		final double lambda = 0.03;
		final ArrowSystem system = new ArrowSystem(equations, prior, state, true, lambda, parallel);
		final int poses = state.poses().total(), shared = state.sharedValues().length, size = poses + shared;
		final DMatrixRMaj h = new DMatrixRMaj(size, size), b = new DMatrixRMaj(size, 1), k = posePrior(prior.poses(), state);
		final double[] deviations = state.poseDeviation();
		for (int s = 0; s < 2; s++)
			for (int i = 0; i < share.stack.size(); i++)
				add(h, b, state, s, passes[s], i);
		for (int i = 0; i < size; i++) {
			final double[] unit = new double[i < poses ? poses : shared];
			unit[i < poses ? i : i - poses] = 1;
			for (int j = 0; j < size; j++) {
				if (i < poses && j < poses) h.set(i, j, h.get(i, j) + k.get(i, j));
				if (i >= poses && j >= poses) h.set(i, j, h.get(i, j) + prior.times(unit, state.warpParameters(), j - poses));
			}
			h.set(i, i, h.get(i, i) * (1 + lambda));
			double deviation = i < poses ? 0 : prior.times(state.sharedValues(), state.warpParameters(), i - poses);
			for (int j = 0; i < poses && j < poses; j++)
				deviation += k.get(i, j) * deviations[j];
			b.set(i, 0, b.get(i, 0) - deviation);
		}
		final DMatrixRMaj expected = new DMatrixRMaj(size, 1), inverse = new DMatrixRMaj(size, size);
		assertTrue(CommonOps_DDRM.solve(h.copy(), b, expected));
		for (int i = 0; i < size; i++) {
			final double found = i < poses ? system.poseStep()[i] : system.sharedStep()[i - poses];
			assertEquals(expected.get(i, 0), found, 1e-6 * (1 + Math.abs(expected.get(i, 0))), "parameter " + i);
		}
		final PosteriorCovariance covariance = new ArrowSystem(equations, prior, state, true, 0, parallel).covariance();
		for (int i = 0; i < size; i++)
			h.set(i, i, h.get(i, i) / (1 + lambda));
		assertTrue(CommonOps_DDRM.invert(h, inverse));
		for (int i = poses; i < size; i++)
			assertEquals(Math.sqrt(inverse.get(i, i)), covariance.sharedSigma(i - poses), 1e-6, "sigma of " + (i - poses));
		for (final int p : new int[] { 1, 7 }) {
			final int n = state.poses().size(p), first = state.poses().first(p);
			for (int c = 0; c < n; c++)
				assertEquals(inverse.get(first + c, first + c), covariance.particle(p).own()[(n + 1) * c], 1e-6 * inverse.get(first + c,
					first + c));
		}
	}

	/** What is left of the mean of a component's samples, and of the steps between them, in the widths of their priors. */
	private static DMatrixRMaj posePrior(final PosePrior prior, final ItemState state) {
		final DMatrixRMaj matrix = new DMatrixRMaj(state.poses().total(), state.poses().total());
		final Priors widths = prior.priors();
		for (int p = 0; p < state.poses().particles(); p++)
			for (int c = 0; c < 6; c++)
				for (int row = 0; row < state.poses().samples(p); row++) {
					final DMatrixRMaj form = new DMatrixRMaj(1, matrix.numCols);
					for (int j = 0; j < state.poses().samples(p); j++) {
						final double one = row == 0 ? 1.0 / state.poses().samples(p) : j == row ? 1 : j == row - 1 ? -1 : 0;
						final double width = row == 0 ? c < 3 ? widths.positionA() : Math.toRadians(widths.angleDeg()) : c < 3 ? widths
							.positionStepA() : Math.toRadians(widths.angleStepDeg());
						form.set(0, state.poses().first(p) + 6 * j + c, one / width);
					}
					CommonOps_DDRM.multAddTransA(form, form, matrix);
				}
		return matrix;
	}

	private static void add(final DMatrixRMaj h, final DMatrixRMaj b, final ItemState state, final int species,
		final PassResult pass, final int i)
	{
		final SpeciesShare share = state.shares.get(species);
		final int tilt = share.stack.tilt(i), p = state.firstParticle(species) + share.stack.particle(i), poses = state.poses().total();
		final int nodes = state.model().warpSize().nodes();
		final double[] position = share.position(i);
		final DMatrixRMaj j = new DMatrixRMaj(LOCAL, h.numRows), curvature = new DMatrixRMaj(LOCAL, LOCAL);
		final DMatrixRMaj gradient = new DMatrixRMaj(LOCAL, 1);
		final double[] local = share.bySamples(NormalEquations.localJacobian(state.model(), position, tilt), i);
		final int own = state.poses().size(p);
		final double[] w = state.model().warpWeights(position, tilt);
		final SharedDerivatives d = state.model().deformationDerivatives(position, tilt);
		for (int r = 0; r < LOCAL; r++) {
			for (int c = 0; c < own && r < 5; c++)
				j.set(r, state.poses().first(p) + c, local[own * r + c]);
			for (int e = 0; e < d.size(); e++)
				j.set(r, poses + state.warpParameters() + d.index()[e], d.slope(e, r));
			for (int c = 0; c < LOCAL; c++)
				curvature.set(r, c, pass.curvature(i, r, c));
			gradient.set(r, 0, pass.gradient(i, r));
		}
		for (int a = 0; a < 2; a++)
			for (int n = 0; n < nodes; n++)
				j.set(a, poses + (2 * tilt + a) * nodes + n, w[n]);
		final DMatrixRMaj product = new DMatrixRMaj(LOCAL, h.numRows);
		CommonOps_DDRM.mult(curvature, j, product);
		CommonOps_DDRM.multAddTransA(j, product, h);
		CommonOps_DDRM.multAddTransA(j, gradient, b);
	}

	@Test
	void plantedDeformationIsRecovered() {
		final GeometryBlocks blocks = new GeometryBlocks(new GridSize(1, 1), new VolumeGridSize(2, 2, 1, 4), true, false);
		final List<SyntheticItem> items = new ArrayList<>();
		for (int i = 0; i < 2; i++)
			items.add(item(blocks, 50, 0.03, 20 + i));
		final SyntheticSet with = new SyntheticSet(items, engine, parallel), without = new SyntheticSet(items, engine, parallel);
		for (int i = 0; i < items.size(); i++)
			without.models.set(i, new TiltSeriesModel(items.get(i).given, blocks.imageWarp()));
		final double before = with.positionError();
		List<ItemResult> results = List.of();
		for (int k = 0; k < 3; k++) {
			results = with.iterate(RefineOptions.builder().imageWarp(blocks.imageWarp()).volumeWarp(blocks.volumeWarp())
				.stageAngles(true).particles(true).build());
			without.iterate(RefineOptions.builder().imageWarp(blocks.imageWarp()).particles(true).build());
		}
		assertTrue(with.positionError() < 0.15 * before, "projected positions from " + before + " Å to " + with.positionError());
		assertTrue(with.positionError() < 0.7 * without.positionError(), "without volume warp and stage angles " + without
			.positionError() + " Å, with " + with.positionError());
		assertEquals(1, with.errorOverPredicted(results), 0.3, "errors over predicted standard deviations");
		assertTrue(with.orientationError() < 0.97 * without.orientationError(), "orientations " + with.orientationError() + "° and " + without.orientationError() + "°");
		results.forEach(result -> assertTrue(result.report().passes() <= 15, "passes " + result.report().passes()));
	}

	@Test
	void noiseReferencesMoveNothingBeyondTheirPriors() {
		final SyntheticSet set = new SyntheticSet(List.of(item(ALL, 40, 0.03, 10)), engine, parallel);
		final double before = set.positionError();
		set.iterate(RefineOptions.builder().imageWarp(ALL.imageWarp()).volumeWarp(ALL.volumeWarp()).stageAngles(true).particles(
			true).build(), SyntheticSet.noise(4, 25));
		assertTrue(set.positionError() < 1.3 * before, set.positionError() + " of " + before);
	}

	@Test
	void theOrderOfParametersAndTheirPriorIsConsistent() {
		final DeformationLayout layout = new DeformationLayout(ALL, 5);
		assertEquals(15 + 3 * 8 * 3 + 3, layout.size());
		final Random random = new Random(1);
		final double[] x = random.doubles(layout.size(), -1, 1).toArray();
		for (int i = 0; i < layout.size(); i++) {
			double sum = 0;
			for (int j = 0; j < layout.size(); j++)
				sum += layout.precision(Priors.WEAK, i, j) * x[j];
			assertEquals(sum, layout.times(Priors.WEAK, x, 0, i), 1e-12);
		}
		double energy = 0;
		for (int i = 0; i < layout.size(); i++)
			energy += x[i] * layout.times(Priors.WEAK, x, 0, i);
		final double wanted = layout.angleMoment(x, x, 0) / Math.pow(Priors.WEAK.stageAngleDeg(), 2) + layout.volumeMoment(x, x,
			0) / Math.pow(layout.volumeStepA(Priors.WEAK), 2) + layout.magnificationMoment(x, x, 0) / Math.pow(Priors.WEAK
				.magnificationPercent(), 2);
		assertEquals(wanted, energy, 1e-9);
	}
}
