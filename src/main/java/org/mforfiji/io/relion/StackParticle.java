package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.mforfiji.geometry.Rotations;

/**
 * A particle of a {@link ParticleSeries}: its pose, the tomogram it is in and its stack of tilt images.
 *
 * @param particle pose and labels
 * @param tomogram the tomogram with its tilt images
 * @param opticsGroup pixel size, edge length and kind of the stack's images
 * @param stack the stack's file; an empty path if the table names none
 */
public record StackParticle(RelionParticle particle, RelionTomogram tomogram, OpticsGroup opticsGroup, Path stack) {

	/** Whether a tilt image shows the particle. */
	public boolean isVisible(final int tilt) {
		final boolean[] visible = particle.labels().visibleTilts();
		return visible.length == 0 || visible[tilt];
	}

	/** The tilts whose images show the particle, ascending. */
	public List<Integer> visibleTilts() {
		return IntStream.range(0, tomogram.tilts().size()).filter(this::isVisible).boxed().toList();
	}

	/** Whether the images are already multiplied with their contrast transfer function. */
	public boolean isPremultiplied() {
		return opticsGroup.images().premultiplied();
	}

	/**
	 * Orientation of the particle in one tilt image: M_tilt · A(rot, tilt, psi), 9 numbers row-major, which maps map
	 * coordinates to image coordinates.
	 */
	public double[] orientation(final int tilt) {
		final double[] angles = particle.anglesDeg();
		return Rotations.multiply(tomogram.tilts().get(tilt).projection().rotation(), Rotations.fromEulerDeg(angles));
	}
}
