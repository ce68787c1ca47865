package org.mforfiji.refine;

/**
 * Standard deviations of the Gaussian priors. The image warp's prior is around no warp, which also fixes the gauge between
 * a shift of all particles and shifts of all tilts; the poses' prior is around the pose at the start of the run.
 *
 * @param warpCommonA of the shift that all nodes of a tilt share, per axis, Å
 * @param warpNodeA of each node around it, per axis, Å
 * @param positionA of a particle's position, per axis, Å
 * @param angleDeg of a particle's rotation, per axis, degrees
 */
public record Priors(double warpCommonA, double warpNodeA, double positionA, double angleDeg) {

	/** Wide priors for data of unknown quality. */
	public static final Priors WEAK = new Priors(8, 4, 4, 3);
}
