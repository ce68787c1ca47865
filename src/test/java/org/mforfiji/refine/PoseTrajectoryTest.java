package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.Reference;
import org.mforfiji.geometry.EulerPath;
import org.mforfiji.geometry.Pchip;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.population.Particle;
import org.mforfiji.store.ParticleTable;

/** Trajectories of poses: their derivatives, their priors, and that the particle table means what the refinement used. */
class PoseTrajectoryTest {

	private static final FourierVolume MAP = SyntheticItem.transform(SyntheticItem.phantom(1));

	private static SyntheticItem item(final int samples) {
		final GeometryBlocks blocks = GeometryBlocks.of(new GridSize(2, 2));
		return new SyntheticItem(new SyntheticItem.Plan(11, 8, blocks, 3, 0, 0, 0.03, 6, new SyntheticItem.Walk(samples, 1.5, 2)),
			MAP);
	}

	private static ItemState state(final SyntheticItem item, final List<Particle> particles) {
		return new ItemState(item.truth, List.of(new SpeciesShare(item.input(particles), new Reference[2], item.truth
			.doseFractions())));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4 })
	void derivativesOfImagesByTheSamplesAreThoseOfTheModel(final int samples) {
		final SyntheticItem item = item(samples);
		final ItemState state = state(item, item.trueParticles);
		final SpeciesShare share = state.shares.get(0);
		final int n = 6 * samples;
		for (int c = 0; c < n; c++) {
			final double h = c % 6 < 3 ? 1e-4 : 1e-5;
			final ImagePoses up = moved(state, c, n, h), down = moved(state, c, n, -h);
			for (int i = 0; i < share.stack.size(); i++) {
				final double sine = Math.abs(Math.sin(Math.toRadians(share.particles.get(share.stack.particle(i)).eulerDeg(c / 6)[1])));
				if (sine < 0.15 && c % 6 > 2) continue;
				final double[] found = share.bySamples(NormalEquations.localJacobian(state.model(), share.position(i), share.stack
					.tilt(i)), i);
				final double[] turn = Rotations.log(Rotations.multiply(rotation(up, i), Rotations.transpose(rotation(down, i))));
				final double[] expected = { up.shiftX(i) - down.shiftX(i), up.shiftY(i) - down.shiftY(i), turn[0], turn[1], turn[2] };
				for (int r = 0; r < 5; r++)
					assertEquals(expected[r] / (2 * h), found[n * r + c], 1e-4, "local " + r + " by " + c + " of image " + i);
			}
		}
	}

	private static double[] rotation(final ImagePoses poses, final int i) {
		final double[] rotation = new double[9];
		for (int e = 0; e < 9; e++)
			rotation[e] = poses.rotation(i, e);
		return rotation;
	}

	private static ImagePoses moved(final ItemState state, final int c, final int n, final double h) {
		final double[] step = new double[state.poses().total()];
		for (int i = c; i < step.length; i += n)
			step[i] = h;
		final ItemState.Snapshot before = state.apply(step, new double[state.sharedValues().length]);
		final ImagePoses poses = state.imagePoses(state.shares.get(0));
		state.restore(before);
		return poses;
	}

	@Test
	void twoSamplesAreAStraightLine() {
		final PoseTrajectory trajectory = new PoseTrajectory(new double[] { 0, 0, 0, 1, 2, 3 }, new double[] { 10, 60, 20, 11, 59,
			22 });
		assertArrayEquals(new double[] { 0.25, 0.5, 0.75 }, trajectory.position(0.25), 1e-12);
		final double[] by = trajectory.bySamples(0.25);
		assertEquals(0.75, by[0], 1e-12);
		assertEquals(0.25, by[6], 1e-12);
		assertEquals(0.75, by[3 * 12 + 3], 0.02);
	}

	@Test
	void theParticleTableMeansWhatTheRefinementUsed(@TempDir final Path folder) {
		final SyntheticItem item = item(3);
		final List<Particle> near = new ArrayList<>(item.trueParticles);
		near.set(0, pole(near.get(0), 0.3));
		near.set(1, pole(near.get(1), 0));
		near.set(2, pole(near.get(2), 179.9));
		final ItemState state = state(item, near);
		final double[] step = new Random(2).doubles(state.poses().total(), -1, 1).toArray();
		for (int i = 0; i < step.length; i++)
			step[i] *= i % 6 < 3 ? 2 : Math.toRadians(1.5);
		state.apply(step, new double[state.sharedValues().length]);
		final SpeciesShare share = state.shares.get(0);
		final Path file = folder.resolve("a_particles.star");
		ParticleTable.write(share.refined(), file);
		final List<Particle> read = ParticleTable.read(file, 3);
		for (int i = 0; i < share.stack.size(); i++) {
			final Particle particle = read.get(share.stack.particle(i));
			final double at = item.truth.doseFractions()[share.stack.tilt(i)];
			assertArrayEquals(particle.positionAt(at), share.position(i), 2e-5);
			assertEquals(0, Rotations.angleBetweenDeg(Rotations.fromEulerDeg(particle.eulerAt(at)), share.rotation(i)), 5e-5);
		}
		// The samples are where the step took them, and between them nothing swings around, not even at a pole.
		for (int p = 0; p < read.size(); p++)
			for (int j = 0; j < 3; j++) {
				final double[] w = new double[3];
				System.arraycopy(step, 18 * p + 6 * j + 3, w, 0, 3);
				final double[] expected = Rotations.multiply(Rotations.exp(w), Rotations.fromEulerDeg(near.get(p).eulerDeg(j)));
				assertEquals(0, Rotations.angleBetweenDeg(expected, Rotations.fromEulerDeg(read.get(p).eulerDeg(j))), 5e-5);
				if (j > 0) assertTrue(fromChord(read.get(p), j) < 1, "particle " + p + ": " + fromChord(read.get(p), j) + "°");
			}
	}

	/** The particle with its first sample's tilt set and the others' near it. */
	private static Particle pole(final Particle particle, final double tilt) {
		final double[] euler = particle.eulerDeg(0);
		return particle.withPose(particle.coordinates(), new double[] { euler[0], tilt, euler[2], euler[0], tilt, euler[2], euler[0],
			tilt, euler[2] });
	}

	/** Angle between the middle of the way into sample j and the middle of the rotations at both ends, degrees. */
	private static double fromChord(final Particle particle, final int j) {
		final double[] a = Rotations.fromEulerDeg(particle.eulerDeg(j - 1)), b = Rotations.fromEulerDeg(particle.eulerDeg(j));
		final double[] w = Rotations.log(Rotations.multiply(b, Rotations.transpose(a)));
		for (int c = 0; c < 3; c++)
			w[c] /= 2;
		final double at = (j - 0.5) / (particle.samples() - 1);
		final double[] euler = { 0, 0, 0 };
		for (int c = 0; c < 3; c++)
			euler[c] = Pchip.evaluate(new double[] { particle.eulerDeg(j - 1)[c], particle.eulerDeg(j)[c] }, new double[] { 0.5 })[0];
		assertTrue(at < 1);
		return Rotations.angleBetweenDeg(Rotations.multiply(Rotations.exp(w), a), Rotations.fromEulerDeg(euler));
	}

	@Test
	void anglesAreSpelledTheShortWay() {
		final double[] rotations = new double[18];
		System.arraycopy(Rotations.fromEulerDeg(179.5, 1, -20), 0, rotations, 0, 9);
		System.arraycopy(Rotations.fromEulerDeg(-0.5, 1, 160), 0, rotations, 9, 9);
		final double[] euler = EulerPath.near(rotations, new double[] { 179.5, 1, -20, 179.5, 1, -20 });
		assertArrayEquals(new double[] { 179.5, 1, -20, 179.5, -1, -20 }, euler, 1e-9);
		System.arraycopy(Rotations.fromEulerDeg(-179, 91, 179), 0, rotations, 9, 9);
		System.arraycopy(Rotations.fromEulerDeg(179, 90, -179), 0, rotations, 0, 9);
		assertArrayEquals(new double[] { 539, 90, -179, 541, 91, -181 }, EulerPath.near(rotations, new double[] { 540, 90, -180, 0,
			0, 0 }), 1e-9);
	}

	@Test
	void thePriorStaysWithThePoseOfTheImport() {
		final Particle one = new Particle(new double[] { 1, 2, 3 }, new double[] { 10, 50, 30 }, 0, "item", "hash", Map.of());
		final Particle imported = new Particle(one.coordinates(), one.anglesDeg(), 0, "item", "hash", PriorPose.columns(one));
		final Particle moved = imported.withPose(new double[] { 2, 2, 3 }, new double[] { 10, 51, 30 }).resampled(2);
		for (int j = 0; j < 2; j++) {
			assertArrayEquals(new double[] { 1, 0, 0 }, PriorPose.since(moved, j).offset(), 1e-9);
			assertEquals(1, Rotations.angleBetweenDeg(PriorPose.since(moved, j).turn(), Rotations.identity()), 1e-4);
		}
		assertEquals(imported.extra(), PriorPose.columns(moved));
		final Particle path = one.resampled(2).withPose(new double[] { 1, 2, 3, 5, 2, 3 }, new double[] { 10, 50, 30, 10, 52, 30 });
		final Particle kept = new Particle(path.coordinates(), path.anglesDeg(), 0, "item", "hash", PriorPose.columns(path))
			.resampled(3);
		for (int j = 0; j < 3; j++)
			assertArrayEquals(new double[3], PriorPose.since(kept, j).offset(), 1e-4);
		assertArrayEquals(new double[] { 1, 0, 0 }, PriorPose.since(kept.withPose(new double[] { 2, 2, 3 }, one.anglesDeg()), 0)
			.offset(), 1e-4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void theDeterminantIsThatOfThePrior(final int samples) {
		final SyntheticItem item = item(1);
		final ItemState state = state(item, item.trueParticles.stream().map(p -> p.resampled(samples)).toList());
		final PosePrior prior = new PosePrior(Priors.WEAK);
		final int n = 6 * samples;
		final DMatrixRMaj matrix = new DMatrixRMaj(n, n);
		for (int r = 0; r < n; r++)
			for (int c = 0; c < n; c++)
				matrix.set(r, c, prior.precision(samples, r, c));
		assertEquals(state.poses().particles() * Math.log(CommonOps_DDRM.det(matrix)), prior.logDeterminant(state.poses()), 1e-8);
	}

	@Test
	void samplesKeepTheirTrajectoryThroughResampling() {
		final Particle walk = item(2).trueParticles.get(0);
		final Particle five = walk.resampled(5), one = walk.resampled(1);
		for (int k = 0; k <= 20; k++) {
			assertArrayEquals(walk.positionAt(k / 20.0), five.positionAt(k / 20.0), 1e-9);
			assertArrayEquals(walk.eulerAt(k / 20.0), five.eulerAt(k / 20.0), 1e-9);
		}
		assertArrayEquals(walk.position(0), one.position(0), 1e-12);
		assertArrayEquals(one.coordinates(), one.resampled(3).resampled(1).coordinates(), 1e-12);
		assertArrayEquals(one.position(0), one.resampled(3).positionAt(0.7), 1e-12);
	}
}
