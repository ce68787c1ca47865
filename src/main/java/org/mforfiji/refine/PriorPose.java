package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.population.Particle;

/**
 * The pose around which a particle's prior is centred: the one it was imported with. It travels with the particle in six
 * extra columns of the particle table (which M carries along), so that repeated runs neither let the prior drift nor count
 * the same images twice. A particle that was imported with a trajectory has six more for each further sample; whatever
 * number of samples it has later, its prior stays that same way through the exposure.
 */
final class PriorPose {

	private static final List<String> COLUMNS = List.of("mffPriorX", "mffPriorY", "mffPriorZ", "mffPriorRot", "mffPriorTilt",
		"mffPriorPsi");

	private PriorPose() {}

	/** Displacement in Å and rotation (3×3, left-multiplied) from the prior's centre to a sample of the particle. */
	static Change since(final Particle particle, final int sample) {
		final List<double[]> prior = read(particle);
		if (prior.isEmpty()) return new Change(new double[3], Rotations.identity());
		final double[] centre = prior.size() == 1 ? prior.get(0) : at(particle, prior, sample);
		final double[] position = particle.position(sample), euler = particle.eulerDeg(sample);
		final double[] offset = { position[0] - centre[0], position[1] - centre[1], position[2] - centre[2] };
		return new Change(offset, Rotations.multiply(Rotations.fromEulerDeg(euler), Rotations.transpose(
			Rotations.fromEulerDeg(centre[3], centre[4], centre[5]))));
	}

	/** A change of pose. */
	record Change(double[] offset, double[] turn) {}

	/** The prior's trajectory at a sample of the particle. */
	private static double[] at(final Particle particle, final List<double[]> prior, final int sample) {
		final int n = prior.size();
		final double[] coordinates = new double[3 * n], angles = new double[3 * n];
		for (int j = 0; j < n; j++) {
			System.arraycopy(prior.get(j), 0, coordinates, 3 * j, 3);
			System.arraycopy(prior.get(j), 3, angles, 3 * j, 3);
		}
		final Particle centre = particle.withPose(coordinates, angles);
		final double at = particle.samples() == 1 ? 0 : sample / (particle.samples() - 1.0);
		final double[] position = centre.positionAt(at), euler = centre.eulerAt(at);
		return new double[] { position[0], position[1], position[2], euler[0], euler[1], euler[2] };
	}

	/** The particle's extra columns with its prior pose, which is its own pose if it has none yet. */
	static Map<String, String> columns(final Particle particle) {
		if (!read(particle).isEmpty()) return particle.extra();
		final Map<String, String> extra = new LinkedHashMap<>(particle.extra());
		for (int j = 0; j < particle.samples(); j++)
			for (int c = 0; c < 6; c++)
				extra.put(column(c, j), String.format(Locale.ROOT, "%.5f", c < 3 ? particle.position(j)[c] : particle.eulerDeg(j)[c -
					3]));
		return extra;
	}

	/** Name of column c of a sample, from 0. */
	private static String column(final int c, final int sample) {
		return COLUMNS.get(c) + (sample == 0 ? "" : Integer.toString(sample + 1));
	}

	/** Position and angles of each sample that is complete; none if there is no prior yet. */
	private static List<double[]> read(final Particle particle) {
		final List<double[]> samples = new ArrayList<>();
		while (true) {
			final double[] pose = new double[6];
			for (int c = 0; c < 6; c++) {
				final String text = particle.extra().get(column(c, samples.size()));
				if (text == null || text.equals("null")) return samples;
				try {
					pose[c] = Double.parseDouble(text);
				}
				catch (final NumberFormatException unreadable) {
					return samples;
				}
			}
			samples.add(pose);
		}
	}
}
