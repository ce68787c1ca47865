package org.mforfiji.io.relion;

import java.util.Map;

/**
 * One particle of a RELION table, in Å and degrees: refined shifts are already taken off the coordinate, and
 * sub-tomogram angles are already composed with the particle's own.
 *
 * @param name micrograph or tomogram as the file names it, folders removed, extension kept
 * @param coordinateA x, y, z in Å, from the corner of the micrograph or tomogram, or from the middle of the tomogram if
 *          the table is {@linkplain RelionParticles#centred() centred}; z = 0 in micrographs. Shared, not to be changed
 * @param anglesDeg rot, tilt, psi in degrees: the matrix A of them maps map coordinates to the micrograph or tomogram.
 *          Shared, not to be changed
 * @param shiftA refined shift, already taken off the coordinate, in the axes of the micrograph or tomogram: the images of a
 *          stack are centred where {@code coordinateA + shiftA} is seen. Shared, not to be changed
 * @param labels what the row says besides the pose
 * @param extra columns that are not RELION's own (not starting with {@code rln}), verbatim, in the order of the file
 */
public record RelionParticle(String name, double[] coordinateA, double[] anglesDeg, double[] shiftA, Labels labels,
	Map<String, String> extra)
{

	/**
	 * What a row says besides the pose.
	 *
	 * @param row row in the table, from 1; 0 if it is not from a file
	 * @param opticsGroup number of its optics group; 0 if the table has none
	 * @param randomSubset half-set 1 or 2; 0 if the table does not say
	 * @param particleName unique name ({@code rlnTomoParticleName}), may be empty
	 * @param imageName file of its image or stack ({@code rlnImageName}), may be empty
	 * @param visibleTilts per tilt image whether it shows the particle; empty if the table does not say (then all do).
	 *          Shared, not to be changed
	 */
	public record Labels(int row, int opticsGroup, int randomSubset, String particleName, String imageName,
		boolean[] visibleTilts)
	{

		/** A row without labels. */
		public static final Labels NONE = new Labels(0, 0, 0, "", "", new boolean[0]);
	}

	/** A particle with a pose and no labels. */
	public static RelionParticle of(final String name, final double[] coordinateA, final double[] anglesDeg) {
		return new RelionParticle(name, coordinateA, anglesDeg, new double[3], Labels.NONE, Map.of());
	}

	/** The same particle in half-set 1 or 2, or 0 for unknown. */
	public RelionParticle withRandomSubset(final int subset) {
		return withLabels(new Labels(labels.row, labels.opticsGroup, subset, labels.particleName, labels.imageName,
			labels.visibleTilts));
	}

	/** The same particle in another optics group. */
	public RelionParticle withOpticsGroup(final int group) {
		return withLabels(new Labels(labels.row, group, labels.randomSubset, labels.particleName, labels.imageName,
			labels.visibleTilts));
	}

	/**
	 * The same particle with its stack of tilt images.
	 *
	 * @param particleName unique name, as {@code TS_01/12}
	 * @param imageName path of the stack, relative to the particle file or absolute
	 * @param visibleTilts per tilt image whether it shows the particle; empty: all do
	 */
	public RelionParticle withImages(final String particleName, final String imageName, final boolean[] visibleTilts) {
		return withLabels(new Labels(labels.row, labels.opticsGroup, labels.randomSubset, particleName, imageName,
			visibleTilts));
	}

	/** The same particle with another pose, in the frame of this one, its images centred where they were. */
	public RelionParticle withPose(final double[] newCoordinateA, final double[] newAnglesDeg) {
		final double[] shift = new double[3];
		for (int axis = 0; axis < 3; axis++)
			shift[axis] = coordinateA[axis] + shiftA[axis] - newCoordinateA[axis];
		return new RelionParticle(name, newCoordinateA, newAnglesDeg, shift, labels, extra);
	}

	private RelionParticle withLabels(final Labels newLabels) {
		return new RelionParticle(name, coordinateA, anglesDeg, shiftA, newLabels, extra);
	}
}
