package org.mforfiji.refine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.population.Particle;

/**
 * The pose around which a particle's prior is centred: the one it was imported with. It travels with the particle in six
 * extra columns of the particle table (which M carries along), so that repeated runs neither let the prior drift nor count
 * the same images twice.
 */
final class PriorPose {

	private static final List<String> COLUMNS = List.of("mffPriorX", "mffPriorY", "mffPriorZ", "mffPriorRot", "mffPriorTilt",
		"mffPriorPsi");

	private PriorPose() {}

	/** Displacement in Å and rotation (3×3, left-multiplied) from the prior's centre to the particle's first sample. */
	static Change since(final Particle particle) {
		final double[] prior = read(particle);
		final double[] position = particle.position(0), euler = particle.eulerDeg(0);
		if (prior == null) return new Change(new double[3], Rotations.identity());
		final double[] offset = { position[0] - prior[0], position[1] - prior[1], position[2] - prior[2] };
		return new Change(offset, Rotations.multiply(Rotations.fromEulerDeg(euler), Rotations.transpose(
			Rotations.fromEulerDeg(prior[3], prior[4], prior[5]))));
	}

	/** A change of pose. */
	record Change(double[] offset, double[] turn) {}

	/** The particle's extra columns with its prior pose, which is its own pose if it has none yet. */
	static Map<String, String> columns(final Particle particle) {
		if (read(particle) != null) return particle.extra();
		final Map<String, String> extra = new LinkedHashMap<>(particle.extra());
		for (int c = 0; c < 6; c++)
			extra.put(COLUMNS.get(c), String.format(Locale.ROOT, "%.5f", c < 3 ? particle.position(0)[c] : particle.eulerDeg(0)[c -
				3]));
		return extra;
	}

	private static double[] read(final Particle particle) {
		final double[] prior = new double[6];
		for (int c = 0; c < 6; c++) {
			final String text = particle.extra().get(COLUMNS.get(c));
			if (text == null || text.equals("null")) return null;
			try {
				prior[c] = Double.parseDouble(text);
			}
			catch (final NumberFormatException unreadable) {
				return null;
			}
		}
		return prior;
	}
}
