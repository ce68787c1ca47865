package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.EulerPath;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.population.Particle;

/**
 * A tilt series without images: particle stacks drawn directly from the model D = C2·Y + √C2·noise, with a planted image
 * warp and planted pose errors. Small and fast, for tests of the solver; whole images are the simulator's.
 */
final class SyntheticItem {

	static final int BOX = 48;
	static final double PIXEL = 5;
	static final double DIAMETER = 120;
	private static final double[] VOLUME = { 2000, 2000, 600 };
	private static final double[] IMAGE = { 2000, 2000 };

	/** What to plant. */
	record Plan(int tilts, int particles, GeometryBlocks blocks, double warpA, double positionA, double angleDeg, double signal,
		long seed, Walk walk)
	{

		Plan(final int tilts, final int particles, final GeometryBlocks blocks, final double warpA, final double positionA,
			final double angleDeg, final double signal, final long seed)
		{
			this(tilts, particles, blocks, warpA, positionA, angleDeg, signal, seed, new Walk(1, 0, 0));
		}

		Plan(final int tilts, final int particles, final GridSize grid, final double warpA, final double positionA,
			final double angleDeg, final double signal, final long seed)
		{
			this(tilts, particles, GeometryBlocks.of(grid), warpA, positionA, angleDeg, signal, seed);
		}
	}

	/** Random walk of poses along the exposure, by so much per axis from sample to sample, about a mean of none. */
	record Walk(int samples, double stepA, double stepDeg) {

		double[] draw(final double step, final Random random) {
			final double[] walk = new double[3 * samples];
			for (int i = 3; i < walk.length; i++)
				walk[i] = walk[i - 3] + step * random.nextGaussian();
			final double[] mean = new double[3];
			for (int i = 0; i < walk.length; i++)
				mean[i % 3] += walk[i] / samples;
			for (int i = 0; i < walk.length; i++)
				walk[i] -= mean[i % 3];
			return walk;
		}
	}

	/**
	 * Stage angles are off by so much, in degrees rms; the nodes of the volume warp go by so much from exposure to exposure, in Å;
	 * each number of the magnification is so much, in percent rms.
	 */
	static final double STAGE = 0.4, VOLUME_STEP = 2, MAGNIFICATION = 0.3;

	final Plan plan;
	final TiltSeriesGeometry given;
	final TiltSeriesModel truth;
	final List<Particle> trueParticles = new ArrayList<>();
	final List<Particle> givenParticles = new ArrayList<>();
	final ParticleStack stack;

	SyntheticItem(final Plan plan, final FourierVolume map) {
		this.plan = plan;
		final Random random = new Random(plan.seed);
		final double[] angles = new double[plan.tilts], dose = new double[plan.tilts];
		for (int t = 0; t < plan.tilts; t++) {
			angles[t] = plan.tilts == 1 ? 0 : -60 + 120.0 * t / (plan.tilts - 1);
			dose[t] = 3 * Math.abs(2 * t - plan.tilts + 1);
		}
		final double[] axis = new double[plan.tilts], zero = new double[plan.tilts];
		java.util.Arrays.fill(axis, 85);
		given = TiltSeriesGeometry.builder().angles(angles).axisAngles(axis).axisOffsetX(zero).axisOffsetY(zero).dose(dose)
			.volumeSize(VOLUME).imageSize(IMAGE).defocus(CubicGrid.constant(3)).build();
		final TiltSeriesModel start = new TiltSeriesModel(given, plan.blocks);
		truth = (plan.blocks.imageWarp().isPresent() ? start.withWarp(warp(random), warp(random)) : start).withDeformation(
			deformation(start.layout(), random));
		for (int p = 0; p < plan.particles; p++)
			addParticle(p, random);
		stack = stack(map, dose, angles, random);
	}

	/** A common shift per tilt and half as much per node. */
	private float[] warp(final Random random) {
		final int nodes = plan.blocks.imageWarp().nodes();
		final float[] warp = new float[nodes * plan.tilts];
		for (int t = 0; t < plan.tilts; t++) {
			final double common = 0.9 * plan.warpA * random.nextGaussian();
			for (int n = 0; n < nodes; n++)
				warp[t * nodes + n] = (float) (common + 0.45 * plan.warpA * random.nextGaussian());
		}
		return warp;
	}

	private double[] deformation(final DeformationLayout layout, final Random random) {
		final double[] values = new double[layout.size()];
		final int spatial = plan.blocks.volumeWarp().spatialNodes();
		for (int i = 0; i < values.length; i++) {
			final boolean volume = i >= layout.angles() && i < layout.angles() + layout.volume();
			values[i] = (i < layout.angles() ? STAGE : volume ? VOLUME_STEP : MAGNIFICATION) * random.nextGaussian();
			if (volume && (i - layout.angles()) / spatial % layout.times() > 0) values[i] += values[i - spatial];
		}
		return values;
	}

	private void addParticle(final int p, final Random random) {
		final double[] position = { 300 + 1400 * random.nextDouble(), 300 + 1400 * random.nextDouble(), 200 + 200 * random
			.nextDouble() };
		final double[] rotation = Rotations.random(random);
		trueParticles.add(plan.walk.samples == 1 ? particle(p, position, rotation) : walking(p, position, rotation, random));
		final double[] w = new double[3], moved = position.clone();
		for (int c = 0; c < 3; c++) {
			w[c] = Math.toRadians(plan.angleDeg) * random.nextGaussian();
			moved[c] += plan.positionA * random.nextGaussian();
		}
		givenParticles.add(particle(p, moved, Rotations.multiply(Rotations.exp(w), rotation)));
	}

	private Particle walking(final int p, final double[] position, final double[] rotation, final Random random) {
		final double[] coordinates = plan.walk.draw(plan.walk.stepA, random), turn = plan.walk.draw(Math.toRadians(
			plan.walk.stepDeg), random);
		final int samples = plan.walk.samples;
		final double[] rotations = new double[9 * samples], euler = new double[3 * samples];
		for (int j = 0; j < samples; j++) {
			for (int c = 0; c < 3; c++)
				coordinates[3 * j + c] += position[c];
			System.arraycopy(Rotations.toEulerDeg(rotation), 0, euler, 3 * j, 3);
			System.arraycopy(Rotations.multiply(Rotations.exp(new double[] { turn[3 * j], turn[3 * j + 1], turn[3 * j + 2] }),
				rotation), 0, rotations, 9 * j, 9);
		}
		return new Particle(coordinates, EulerPath.near(rotations, euler), p % 2, "item", "hash", Map.of());
	}

	private static Particle particle(final int p, final double[] position, final double[] rotation) {
		return new Particle(position, Rotations.toEulerDeg(rotation), p % 2, "item", "hash", Map.of());
	}

	private ParticleStack stack(final FourierVolume map, final double[] dose, final double[] angles, final Random random) {
		final HalfPlane pixels = HalfPlane.of(BOX);
		final ParticleStack.Builder builder = ParticleStack.builder(BOX, PIXEL);
		final TiltSeriesModel start = new TiltSeriesModel(given, GridSize.NONE);
		for (int p = 0; p < plan.particles; p++)
			for (int t = 0; t < plan.tilts; t++) {
				final double[] at = start.project(givenParticles.get(p).position(0), t);
				builder.add(new ParticleStack.Image(p, t, at[0], at[1], draw(map, pixels, p, t, at, dose[t], angles[t], random)));
			}
		return builder.build();
	}

	private float[] draw(final FourierVolume map, final HalfPlane pixels, final int p, final int t, final double[] at,
		final double dose, final double angle, final Random random)
	{
		final double[] position = trueParticles.get(p).positionAt(truth.doseFractions()[t]);
		final double[] euler = trueParticles.get(p).eulerAt(truth.doseFractions()[t]);
		final double[] rotation = Rotations.multiply(truth.orientation(position, t), Rotations.fromEulerDeg(euler[0], euler[1],
			euler[2]));
		final double[] now = truth.project(position, t);
		final float[] slice = map.slice(ItemState.magnified(rotation, truth.magnification()), pixels);
		final float[] values = new float[3 * pixels.size()];
		for (int j = 0; j < pixels.size(); j++) {
			final double k = pixels.radius(j) / (BOX * PIXEL);
			final double ctf = Math.sin(Math.PI * 0.0197 * 30000 * k * k + 0.07);
			final double w = Math.cos(Math.toRadians(angle)) * Math.exp(-dose * k * k);
			final double c2 = j == 0 ? 0 : plan.signal * ctf * ctf * w * w / (BOX * BOX);
			final double phase = -2 * Math.PI * (pixels.kx(j) * (now[0] - at[0]) + pixels.ky(j) * (now[1] - at[1])) / (BOX * PIXEL);
			final double re = slice[2 * j] * Math.cos(phase) - slice[2 * j + 1] * Math.sin(phase);
			final double im = slice[2 * j] * Math.sin(phase) + slice[2 * j + 1] * Math.cos(phase);
			final double noise = Math.sqrt(c2 / 2);
			values[2 * j] = (float) (c2 * re + noise * random.nextGaussian());
			values[2 * j + 1] = (float) (c2 * im + noise * random.nextGaussian());
			values[2 * pixels.size() + j] = (float) c2;
		}
		return values;
	}

	/** Rms error of projected positions per axis, Å, over all images, in a model with particles. */
	double projectedError(final ImagingModel model, final List<Particle> particles) {
		double sum = 0;
		for (int i = 0; i < stack.size(); i++) {
			final int p = stack.particle(i), t = stack.tilt(i);
			final double at = truth.doseFractions()[t];
			final double[] is = model.project(particles.get(p).positionAt(at), t), be = truth.project(trueParticles.get(p)
				.positionAt(at), t);
			sum += (is[0] - be[0]) * (is[0] - be[0]) + (is[1] - be[1]) * (is[1] - be[1]);
		}
		return Math.sqrt(sum / (2 * stack.size()));
	}

	/** Rms angle between the orientations of images and the truth, degrees. */
	double orientationError(final ImagingModel model, final List<Particle> particles) {
		double sum = 0;
		for (int i = 0; i < stack.size(); i++)
			sum += Math.pow(Rotations.angleBetweenDeg(orientation(model, particles.get(stack.particle(i)), stack.tilt(i)),
				orientation(truth, trueParticles.get(stack.particle(i)), stack.tilt(i))), 2);
		return Math.sqrt(sum / stack.size());
	}

	private static double[] orientation(final ImagingModel model, final Particle particle, final int tilt) {
		final double at = model.doseFractions()[tilt];
		return Rotations.multiply(model.orientation(particle.positionAt(at), tilt), Rotations.fromEulerDeg(particle.eulerAt(at)));
	}

	/** Rms angle between particles' orientations and the truth, degrees. */
	double angularError(final List<Particle> particles) {
		double sum = 0;
		for (int p = 0; p < particles.size(); p++) {
			final double[] a = particles.get(p).eulerDeg(0), b = trueParticles.get(p).eulerDeg(0);
			final double angle = Rotations.angleBetweenDeg(Rotations.fromEulerDeg(a[0], a[1], a[2]), Rotations.fromEulerDeg(b[0],
				b[1], b[2]));
			sum += angle * angle;
		}
		return Math.sqrt(sum / particles.size());
	}

	/** Images of the given particles, as input. */
	SpeciesInput input(final List<Particle> particles) {
		return new SpeciesInput("phantom", particles, stack);
	}

	/** The given particles and their images in another order. */
	SpeciesInput shuffled(final List<Integer> order) {
		final ParticleStack.Builder builder = ParticleStack.builder(BOX, PIXEL);
		for (int p = 0; p < order.size(); p++)
			for (int i = 0; i < stack.size(); i++)
				if (stack.particle(i) == order.get(p)) builder.add(new ParticleStack.Image(p, stack.tilt(i), stack.x(i), stack.y(i), stack
					.values(i)));
		return new SpeciesInput("phantom", order.stream().map(givenParticles::get).toList(), builder.build());
	}

	/** A phantom of many small blobs without symmetry, total density such that a signal of 1 is a plausible image. */
	static Volume phantom(final long seed) {
		final Random random = new Random(seed);
		final Volume map = Volume.cube(BOX, PIXEL);
		for (int blob = 0; blob < 15; blob++) {
			final double[] centre = inBall(random, 7.5);
			for (int atom = 0; atom < 15; atom++)
				add(map, centre, random);
		}
		return map;
	}

	private static double[] inBall(final Random random, final double radius) {
		while (true) {
			final double[] c = { radius * (2 * random.nextDouble() - 1), radius * (2 * random.nextDouble() - 1), radius * (2 *
				random.nextDouble() - 1) };
			if (c[0] * c[0] + c[1] * c[1] + c[2] * c[2] < radius * radius) return c;
		}
	}

	private static void add(final Volume map, final double[] centre, final Random random) {
		final double x = BOX / 2.0 + centre[0] + random.nextGaussian(), y = BOX / 2.0 + centre[1] + random.nextGaussian(), z =
			BOX / 2.0 + centre[2] + random.nextGaussian();
		for (int dz = -4; dz <= 4; dz++)
			for (int dy = -4; dy <= 4; dy++)
				for (int dx = -4; dx <= 4; dx++) {
					final int ix = (int) Math.rint(x) + dx, iy = (int) Math.rint(y) + dy, iz = (int) Math.rint(z) + dz;
					final double r2 = (ix - x) * (ix - x) + (iy - y) * (iy - y) + (iz - z) * (iz - z);
					map.data()[(iz * BOX + iy) * BOX + ix] += (float) Math.exp(-r2 / (2 * 0.8 * 0.8));
				}
	}

	static FourierVolume transform(final Volume map) {
		return FourierVolume.of(map, 2, BOX / 2.0, Parallel.serial());
	}
}
