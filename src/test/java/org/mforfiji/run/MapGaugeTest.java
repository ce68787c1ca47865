package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.population.Particle;

class MapGaugeTest {

	private static final double[] SHIFT = { 1.5, -2, 0.5 };
	private static final double[] TURN = { 0.02, 0.01, -0.03 };

	private static List<Particle> random() {
		final Random random = new Random(3);
		final List<Particle> particles = new ArrayList<>();
		for (int p = 0; p < 40; p++) {
			final double[] coordinates = new double[6], angles = new double[6];
			final double[] euler = Rotations.toEulerDeg(Rotations.random(random));
			for (int i = 0; i < 6; i++) {
				coordinates[i] = 500 * random.nextDouble();
				angles[i] = euler[i % 3] + (i < 3 ? 0 : random.nextDouble());
			}
			particles.add(new Particle(coordinates, angles, p % 2, "a", "b", Map.of()));
		}
		return particles;
	}

	/** The particle with its map moved by shift and rotation in the map's own frame. */
	private static Particle moved(final Particle particle, final double[] shift, final double[] turn) {
		final double[] coordinates = particle.coordinates().clone(), angles = particle.anglesDeg().clone();
		for (int s = 0; s < 2; s++) {
			final double[] rotation = matrix(particle, s);
			final double[] way = Rotations.apply(rotation, shift);
			final double[] euler = Rotations.toEulerDeg(Rotations.multiply(rotation, Rotations.exp(turn)));
			for (int c = 0; c < 3; c++) {
				coordinates[3 * s + c] += way[c];
				angles[3 * s + c] = euler[c];
			}
		}
		return particle.withPose(coordinates, angles);
	}

	private static double[] matrix(final Particle particle, final int sample) {
		final double[] e = particle.eulerDeg(sample);
		return Rotations.fromEulerDeg(e[0], e[1], e[2]);
	}

	@Test
	void aCommonMotionOfTheMapIsFoundAndTakenOut() {
		final List<Particle> before = random();
		final List<Particle> after = before.stream().map(p -> moved(p, SHIFT, TURN)).toList();
		final MapGauge gauge = MapGauge.of(before, after, SymmetryGroup.parse("C1"));
		assertEquals(Math.sqrt(1.5 * 1.5 + 4 + 0.25), gauge.shiftA(), 1e-9);
		assertEquals(Math.toDegrees(Math.sqrt(0.0014)), gauge.angleDeg(), 1e-6);
		for (int p = 0; p < before.size(); p++) {
			final Particle back = gauge.remove(after.get(p));
			assertArrayEquals(before.get(p).coordinates(), back.coordinates(), 1e-8);
			for (int s = 0; s < 2; s++)
				assertArrayEquals(matrix(before.get(p), s), matrix(back, s), 1e-8);
		}
	}

	/** A map with a fourfold axis can drift only along and about it, one of a dihedral group not at all. */
	@Test
	void symmetryForbidsDrift() {
		final List<Particle> before = random();
		final List<Particle> after = before.stream().map(p -> moved(p, SHIFT, TURN)).toList();
		final MapGauge cyclic = MapGauge.of(before, after, SymmetryGroup.parse("C4"));
		assertEquals(0.5, cyclic.shiftA(), 1e-9);
		assertEquals(Math.toDegrees(0.03), cyclic.angleDeg(), 1e-6);
		final MapGauge dihedral = MapGauge.of(before, after, SymmetryGroup.parse("D7"));
		assertEquals(0, dihedral.shiftA(), 1e-9);
		assertEquals(0, dihedral.angleDeg(), 1e-9);
	}

	@Test
	void particlesThatMoveAnyWayKeepTheirPlaces() {
		final Random random = new Random(8);
		final List<Particle> before = random();
		final List<Particle> after = before.stream().map(p -> moved(p, new double[] { random.nextGaussian(), random.nextGaussian(),
			random.nextGaussian() }, new double[3])).toList();
		final MapGauge gauge = MapGauge.of(before, after, SymmetryGroup.parse("C1"));
		assertEquals(0, gauge.shiftA(), 4 * Math.sqrt(3.0 / 40));
		final MapGauge left = MapGauge.of(before, after.stream().map(gauge::remove).toList(), SymmetryGroup.parse("C1"));
		assertEquals(0, left.shiftA(), 1e-9);
	}
}
