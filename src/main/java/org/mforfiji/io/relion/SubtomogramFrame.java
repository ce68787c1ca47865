package org.mforfiji.io.relion;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.Rotations;

/** The orientation that a sub-tomogram has of its own ({@code rlnTomoSubtomogramRot} and so on): shifts and angles of its row count in it. */
final class SubtomogramFrame {

	private static final String[] ANGLES = { "rlnTomoSubtomogramRot", "rlnTomoSubtomogramTilt", "rlnTomoSubtomogramPsi" };

	private SubtomogramFrame() {}

	/** Matrix from the frame to the tomogram, or {@code null} if it is not turned. */
	static double[] of(final ParticleRows rows, final int row) {
		final double[] angles = new double[3];
		boolean turned = false;
		for (int i = 0; i < 3; i++)
			if (rows.has(ANGLES[i])) {
				angles[i] = rows.number(row, ANGLES[i]);
				if (!Double.isFinite(angles[i])) throw new MException(ANGLES[i] + " is " + angles[i], rows.where(row),
					"Correct the value or remove the particle");
				turned |= angles[i] != 0;
			}
		return turned ? Rotations.fromEulerDeg(angles) : null;
	}
}
