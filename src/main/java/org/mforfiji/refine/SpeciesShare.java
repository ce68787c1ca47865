package org.mforfiji.refine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.Reference;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.population.Particle;

/**
 * One species' share in an item: its particles there, their images and the references to compare them with. Holds the
 * pose increments: positions and, left-multiplied in the tomogram frame, rotations, each the same for all temporal
 * samples of a particle. Not thread-safe.
 */
final class SpeciesShare {

	final String name;
	final List<Particle> particles;
	final int[] halfSet;
	final ParticleStack stack;
	final Reference[] references;

	/** Per image: position (3) and rotation (9) of its particle at its exposure, with increments of zero. */
	private final double[] startPosition;
	private final double[] startRotation;

	/** Increments per particle since the centre of its prior: position (3, Å) and rotation matrix (9). */
	double[] offset;
	double[] turn;
	private final double[] initialOffset;
	private final double[] initialTurn;

	SpeciesShare(final SpeciesInput input, final Reference[] references, final double[] doseFractions) {
		this.name = input.name();
		this.particles = input.particles();
		this.stack = input.stack();
		this.references = references;
		halfSet = input.halfSets();
		offset = new double[3 * particles.size()];
		turn = new double[9 * particles.size()];
		for (int p = 0; p < particles.size(); p++) {
			final PriorPose.Change change = PriorPose.since(particles.get(p));
			System.arraycopy(change.offset(), 0, offset, 3 * p, 3);
			System.arraycopy(change.turn(), 0, turn, 9 * p, 9);
		}
		initialOffset = offset;
		initialTurn = turn;
		startPosition = new double[3 * stack.size()];
		startRotation = new double[9 * stack.size()];
		for (int i = 0; i < stack.size(); i++) {
			final Particle particle = particles.get(stack.particle(i));
			final double at = doseFractions[stack.tilt(i)];
			final int p = stack.particle(i);
			final double[] position = particle.positionAt(at), euler = particle.eulerAt(at);
			final double[] rotation = Rotations.multiply(Rotations.transpose(turn(p)), Rotations.fromEulerDeg(euler));
			for (int c = 0; c < 3; c++)
				startPosition[3 * i + c] = position[c] - offset[3 * p + c];
			System.arraycopy(rotation, 0, startRotation, 9 * i, 9);
		}
	}

	/** Position of the particle of image i now, Å. */
	double[] position(final int i) {
		final int p = stack.particle(i);
		return new double[] { startPosition[3 * i] + offset[3 * p], startPosition[3 * i + 1] + offset[3 * p + 1],
			startPosition[3 * i + 2] + offset[3 * p + 2] };
	}

	/** Rotation of the map into the tomogram frame for image i now. */
	double[] rotation(final int i) {
		final double[] start = Arrays.copyOfRange(startRotation, 9 * i, 9 * i + 9);
		return Rotations.multiply(turn(stack.particle(i)), start);
	}

	/** Rotation increment of particle p. */
	double[] turn(final int p) {
		return Arrays.copyOfRange(turn, 9 * p, 9 * p + 9);
	}

	/** Moves and turns every particle by a step of six numbers each: position (Å), rotation vector (radians). */
	void step(final double[] step, final int at) {
		offset = offset.clone();
		turn = turn.clone();
		for (int p = 0; p < particles.size(); p++) {
			final int s = at + 6 * p;
			for (int c = 0; c < 3; c++)
				offset[3 * p + c] += step[s + c];
			final double[] rotation = Rotations.exp(new double[] { step[s + 3], step[s + 4], step[s + 5] });
			System.arraycopy(Rotations.multiply(rotation, turn(p)), 0, turn, 9 * p, 9);
		}
	}

	/** The particles with their increments, the same for every temporal sample. */
	List<Particle> refined() {
		return IntStream.range(0, particles.size()).mapToObj(this::refined).toList();
	}

	private Particle refined(final int p) {
		final Particle particle = particles.get(p);
		final double[] coordinates = particle.coordinates().clone();
		final double[] angles = particle.anglesDeg().clone();
		final double[] change = Rotations.multiply(turn(p), Rotations.transpose(Arrays.copyOfRange(initialTurn, 9 * p, 9 * p +
			9)));
		for (int s = 0; s < coordinates.length / 3; s++) {
			for (int c = 0; c < 3; c++)
				coordinates[3 * s + c] += offset[3 * p + c] - initialOffset[3 * p + c];
			final double[] now = Rotations.multiply(change, Rotations.fromEulerDeg(angles[3 * s], angles[3 * s + 1], angles[3 * s +
				2]));
			final double[] euler = Rotations.toEulerDeg(now);
			for (int c = 0; c < 3; c++)
				angles[3 * s + c] = s == 0 ? euler[c] : Rotations.nearestDeg(euler[c], angles[3 * (s - 1) + c]);
		}
		return new Particle(coordinates, angles, particle.halfSet(), particle.sourceName(), particle.sourceHash(), PriorPose
			.columns(particle));
	}
}
