package org.mforfiji.run;

import java.nio.file.Path;
import java.util.Locale;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.refine.ItemResult;

/**
 * Predicted standard deviations of an item's particles as a STAR file of our own: block {@code particles} (position x, y, z
 * in Å, rotation about the tomogram's x, y, z in degrees), and block {@code projections} (particle, tilt, both from 1, and
 * the projected position's x, y in Å).
 */
final class ErrorTable {

	private ErrorTable() {}

	static void write(final ItemResult.PoseErrors errors, final Path file) {
		final StarBlock particles = StarBlock.loop("particles", "mffSigmaX", "mffSigmaY", "mffSigmaZ", "mffSigmaAngleX",
			"mffSigmaAngleY", "mffSigmaAngleZ");
		final StarBlock projections = StarBlock.loop("projections", "mffParticle", "mffTilt", "mffSigmaX", "mffSigmaY");
		for (int p = 0; p < errors.positionA().length; p++) {
			final double[] at = errors.positionA()[p], turn = errors.angleDeg()[p], projected = errors.projectedA()[p];
			particles.addRow(text(at[0]), text(at[1]), text(at[2]), text(turn[0]), text(turn[1]), text(turn[2]));
			for (int t = 0; t < projected.length / 2; t++)
				if (!Double.isNaN(projected[2 * t])) projections.addRow(Integer.toString(p + 1), Integer.toString(t + 1), text(
					projected[2 * t]), text(projected[2 * t + 1]));
		}
		StarFile.of(particles, projections).write(file);
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}
}
