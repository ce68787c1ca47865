package org.mforfiji.refine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.mforfiji.base.MException;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.Reference;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.population.Particle;

/**
 * One species' share in an item: its particles there, their images and the references to compare them with. Holds the
 * increments of every temporal sample's pose: positions and, left-multiplied in the tomogram frame, rotations. An image shows
 * its particle where the trajectory through the samples is at its exposure, interpolated as the particle table means it. Not
 * thread-safe.
 */
final class SpeciesShare {

	final String name;
	final List<Particle> particles;
	final int[] halfSet;
	/** Particles that take no part in fitting what all share. */
	final boolean[] heldOut;
	final ParticleStack stack;
	final Reference[] references;

	private final int samples;
	/** Exposure of each image, 0 … 1. */
	private final double[] exposure;
	/** Per particle and sample: position (3) and rotation (9) with increments of zero. */
	private final double[] startPosition;
	private final double[] startRotation;

	private final Poses initial;
	private Poses poses;

	/**
	 * Poses at one moment: increments of every particle and sample since the centre of its prior, and what follows from them.
	 *
	 * @param offset displacement, 3 numbers a sample, Å
	 * @param turn rotation matrix, 9 numbers a sample
	 * @param trajectories by particle; null if there is one sample only
	 */
	record Poses(double[] offset, double[] turn, PoseTrajectory[] trajectories) {}

	/** A share none of whose particles is held out. */
	SpeciesShare(final SpeciesInput input, final Reference[] references, final double[] doseFractions) {
		this(input, references, doseFractions, new boolean[input.particles().size()]);
	}

	SpeciesShare(final SpeciesInput input, final Reference[] references, final double[] doseFractions,
		final boolean[] heldOut)
	{
		this.heldOut = heldOut;
		this.name = input.name();
		this.particles = input.particles();
		this.stack = input.stack();
		this.references = references;
		halfSet = input.halfSets();
		samples = particles.isEmpty() ? 1 : particles.get(0).samples();
		exposure = IntStream.range(0, stack.size()).mapToDouble(i -> doseFractions[stack.tilt(i)]).toArray();
		final int all = particles.size() * samples;
		startPosition = new double[3 * all];
		startRotation = new double[9 * all];
		initial = new Poses(new double[3 * all], new double[9 * all], samples > 1 ? new PoseTrajectory[particles.size()] : null);
		for (int p = 0; p < particles.size(); p++)
			begin(p);
		poses = initial;
	}

	private void begin(final int p) {
		final Particle particle = particles.get(p);
		if (particle.samples() != samples) throw new MException("The particles of a species have " + samples + " and " + particle
			.samples() + " temporal samples", "species " + name, "Resample all to the same number");
		for (int j = 0; j < samples; j++) {
			final int at = p * samples + j;
			final PriorPose.Change change = PriorPose.since(particle, j);
			final double[] position = particle.position(j), rotation = Rotations.multiply(Rotations.transpose(change.turn()),
				Rotations.fromEulerDeg(particle.eulerDeg(j)));
			for (int c = 0; c < 3; c++)
				startPosition[3 * at + c] = position[c] - change.offset()[c];
			System.arraycopy(change.offset(), 0, initial.offset, 3 * at, 3);
			System.arraycopy(change.turn(), 0, initial.turn, 9 * at, 9);
			System.arraycopy(rotation, 0, startRotation, 9 * at, 9);
		}
		if (samples > 1) initial.trajectories[p] = new PoseTrajectory(particle.coordinates(), particle.anglesDeg());
	}

	/** Temporal samples T of each particle. */
	int samples() {
		return samples;
	}

	/** The poses now. */
	Poses poses() {
		return poses;
	}

	/** Goes back to other poses of this share. */
	void restore(final Poses other) {
		poses = other;
	}

	/** Position of the particle of image i now, Å. */
	double[] position(final int i) {
		final int p = stack.particle(i);
		return samples == 1 ? position(poses, p) : poses.trajectories[p].position(exposure[i]);
	}

	/** Rotation of the map into the tomogram frame for image i now. */
	double[] rotation(final int i) {
		final int p = stack.particle(i);
		return samples == 1 ? rotation(poses, p) : poses.trajectories[p].rotation(exposure[i]);
	}

	/**
	 * Derivatives by the particle's parameters, from those by its pose in image i.
	 *
	 * @param byPose rows of six
	 * @return rows of 6·T
	 */
	double[] bySamples(final double[] byPose, final int i) {
		if (samples == 1) return byPose;
		final int rows = byPose.length / 6, n = 6 * samples;
		final double[] pose = poses.trajectories[stack.particle(i)].bySamples(exposure[i]), out = new double[rows * n];
		for (int r = 0; r < rows; r++)
			for (int k = 0; k < 6; k++) {
				final double factor = byPose[6 * r + k];
				for (int c = 0; factor != 0 && c < n; c++)
					out[r * n + c] += factor * pose[k * n + c];
			}
		return out;
	}

	/** Position with increments of a sample, of all samples counted through. */
	private double[] position(final Poses now, final int at) {
		final double[] position = new double[3];
		for (int c = 0; c < 3; c++)
			position[c] = startPosition[3 * at + c] + now.offset[3 * at + c];
		return position;
	}

	private double[] rotation(final Poses now, final int at) {
		return Rotations.multiply(nine(now.turn, at), nine(startRotation, at));
	}

	private static double[] nine(final double[] matrices, final int at) {
		return Arrays.copyOfRange(matrices, 9 * at, 9 * at + 9);
	}

	/** Deviation of every particle's samples from the centre of their prior: offsets and rotation vectors, six numbers each. */
	void deviation(final double[] deviation, final int first) {
		for (int at = 0; at < particles.size() * samples; at++) {
			System.arraycopy(poses.offset, 3 * at, deviation, first + 6 * at, 3);
			System.arraycopy(Rotations.log(nine(poses.turn, at)), 0, deviation, first + 6 * at + 3, 3);
		}
	}

	/** Moves and turns every sample by a step of six numbers each: position (Å), rotation vector (radians). */
	void step(final double[] step, final int first) {
		final Poses next = new Poses(poses.offset.clone(), poses.turn.clone(), samples > 1 ? new PoseTrajectory[particles
			.size()] : null);
		for (int at = 0; at < particles.size() * samples; at++) {
			final int s = first + 6 * at;
			for (int c = 0; c < 3; c++)
				next.offset[3 * at + c] += step[s + c];
			final double[] rotation = Rotations.exp(new double[] { step[s + 3], step[s + 4], step[s + 5] });
			System.arraycopy(Rotations.multiply(rotation, nine(poses.turn, at)), 0, next.turn, 9 * at, 9);
		}
		for (int p = 0; samples > 1 && p < particles.size(); p++)
			next.trajectories[p] = trajectory(next, p);
		poses = next;
	}

	private PoseTrajectory trajectory(final Poses next, final int p) {
		final double[] coordinates = new double[3 * samples], rotations = new double[9 * samples];
		for (int j = 0; j < samples; j++) {
			System.arraycopy(position(next, p * samples + j), 0, coordinates, 3 * j, 3);
			System.arraycopy(rotation(next, p * samples + j), 0, rotations, 9 * j, 9);
		}
		return poses.trajectories[p].through(coordinates, rotations);
	}

	/** The particles in their poses now. */
	List<Particle> refined() {
		return IntStream.range(0, particles.size()).mapToObj(this::refined).toList();
	}

	private Particle refined(final int p) {
		final Particle particle = particles.get(p);
		final Particle moved = samples == 1 ? moved(particle, p) : particle.withPose(poses.trajectories[p].coordinates(),
			poses.trajectories[p].eulerDeg());
		return new Particle(moved.coordinates(), moved.anglesDeg(), particle.halfSet(), particle.sourceName(), particle
			.sourceHash(), PriorPose.columns(particle));
	}

	/** A particle of one sample; what did not move keeps its last digit. */
	private Particle moved(final Particle particle, final int p) {
		final double[] coordinates = particle.coordinates().clone();
		for (int c = 0; c < 3; c++)
			coordinates[c] += poses.offset[3 * p + c] - initial.offset[3 * p + c];
		final double[] change = Rotations.multiply(nine(poses.turn, p), Rotations.transpose(nine(initial.turn, p)));
		return particle.withPose(coordinates, Rotations.toEulerDeg(Rotations.multiply(change, Rotations.fromEulerDeg(particle
			.eulerDeg(0)))));
	}
}
