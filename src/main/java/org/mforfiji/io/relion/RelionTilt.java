package org.mforfiji.io.relion;

/**
 * One tilt image of a tomogram.
 *
 * @param projection how it sees the tomogram
 * @param ctf its contrast transfer function
 * @param exposureBefore accumulated exposure before this image, e⁻/Å²
 * @param micrographName its file as written; may be empty
 * @param deformation coefficients of RELION's 2-D deformation, in its order, pixels; empty if there is none. They add to
 *          what {@link #projection()} gives and are carried along, not evaluated
 */
public record RelionTilt(TiltProjection projection, TiltCtf ctf, double exposureBefore, String micrographName,
	double[] deformation)
{

	/** A tilt image without file and deformation. */
	public static RelionTilt of(final TiltProjection projection, final TiltCtf ctf, final double exposureBefore) {
		return new RelionTilt(projection, ctf, exposureBefore, "", new double[0]);
	}

	/** The same image in this file. */
	public RelionTilt withMicrograph(final String file) {
		return new RelionTilt(projection, ctf, exposureBefore, file, deformation);
	}
}
