package org.mforfiji.run;

import java.util.List;

import org.mforfiji.geometry.EulerPath;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.population.Particle;

/**
 * The mean motion of a species' refined particles, of both half-sets together, in the frame of the map. If every particle
 * moves by the same shift and rotation of its own map, images are predicted as before, by a map that has moved the other
 * way: such a motion is drift, not knowledge, and it is taken out of all refined particles so that the map stays where the
 * mask is. The halves are taken together, because references that share their lowest frequencies keep them in register.
 * <p>
 * A pose (x, E) shows map point u at x + E·u. From the pose (x, E) before to (x′, E′) after, the motion in the map's frame is
 * the shift Eᵀ(x′ − x) and the rotation EᵀE′. Of their means over particles and temporal samples only the part that is
 * the same for all symmetry-related views counts, which is the average over the group. The mean motion (d, B) is taken out
 * on the right: (x′ − E′·Bᵀ·d, E′·Bᵀ).
 */
final class MapGauge {

	private final double[] shift;
	private final double[] turn;

	private MapGauge(final double[] shift, final double[] turn) {
		this.shift = shift;
		this.turn = turn;
	}

	/** The mean motion from poses before to those after, of the same particles with the same samples. */
	static MapGauge of(final List<Particle> before, final List<Particle> after, final SymmetryGroup group) {
		final double[] shift = new double[3], turn = new double[3];
		int count = 0;
		for (int p = 0; p < before.size(); p++)
			for (int s = 0; s < before.get(p).samples(); s++) {
				final double[] inverse = Rotations.transpose(rotation(before.get(p), s));
				final double[] from = before.get(p).position(s), to = after.get(p).position(s);
				final double[] moved = Rotations.apply(inverse, new double[] { to[0] - from[0], to[1] - from[1], to[2] - from[2] });
				final double[] turned = Rotations.log(Rotations.multiply(inverse, rotation(after.get(p), s)));
				for (int c = 0; c < 3; c++) {
					shift[c] += moved[c];
					turn[c] += turned[c];
				}
				count++;
			}
		for (int c = 0; c < 3 && count > 0; c++) {
			shift[c] /= count;
			turn[c] /= count;
		}
		return new MapGauge(invariant(shift, group), invariant(turn, group));
	}

	private static double[] rotation(final Particle particle, final int sample) {
		final double[] euler = particle.eulerDeg(sample);
		return Rotations.fromEulerDeg(euler);
	}

	private static double[] invariant(final double[] vector, final SymmetryGroup group) {
		final double[] mean = new double[3];
		for (final double[] operator : group.operators()) {
			final double[] image = Rotations.apply(operator, vector);
			for (int c = 0; c < 3; c++)
				mean[c] += image[c] / group.order();
		}
		return mean;
	}

	/** Length of the shift, Å. */
	double shiftA() {
		return Math.sqrt(shift[0] * shift[0] + shift[1] * shift[1] + shift[2] * shift[2]);
	}

	/** Angle of the rotation, degrees. */
	double angleDeg() {
		return Math.toDegrees(Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]));
	}

	/** The particle without the mean motion. */
	Particle remove(final Particle particle) {
		final double[] back = Rotations.transpose(Rotations.exp(turn));
		final double[] coordinates = particle.coordinates().clone(), rotations = new double[9 * particle.samples()];
		for (int s = 0; s < particle.samples(); s++) {
			final double[] rotation = Rotations.multiply(rotation(particle, s), back);
			final double[] moved = Rotations.apply(rotation, shift);
			for (int c = 0; c < 3; c++)
				coordinates[3 * s + c] -= moved[c];
			System.arraycopy(rotation, 0, rotations, 9 * s, 9);
		}
		return particle.withPose(coordinates, particle.samples() == 1 ? Rotations.toEulerDeg(rotations) : EulerPath.near(rotations,
			particle.anglesDeg()));
	}
}
