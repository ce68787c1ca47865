package org.mforfiji.refine;

import java.util.Locale;

/**
 * Standard deviations of the Gaussian priors. The image warp's prior is around no warp, which also fixes the gauge between
 * a shift of all particles and shifts of all tilts; the poses' prior is around the pose that a particle was
 * imported with.
 *
 * @param warpCommonA of the shift that all nodes of a tilt share, per axis, Å
 * @param warpNodeA of each node around it, per axis, Å
 * @param positionA of a particle's position, the mean of its temporal samples, per axis, Å
 * @param angleDeg of a particle's rotation likewise, per axis, degrees
 * @param positionStepA of the change of position from one temporal sample to the next, per axis, Å
 * @param angleStepDeg of the change of rotation likewise, per axis, degrees
 * @param stageAngleDeg of a stage angle, degrees
 * @param volumeWarpA of the change of a volume warp node over the whole exposure, in as many steps as there are nodes, per axis, Å
 * @param magnificationPercent of each of the three parameters of the magnification, percent
 */
public record Priors(double warpCommonA, double warpNodeA, double positionA, double angleDeg, double positionStepA,
	double angleStepDeg, double stageAngleDeg, double volumeWarpA, double magnificationPercent)
{

	/** Wide priors for data of unknown quality. */
	public static final Priors WEAK = new Priors(8, 4, 4, 3);

	/** Wide priors for changes of pose, stage angles, volume warp and magnification, others as given. */
	public Priors(final double warpCommonA, final double warpNodeA, final double positionA, final double angleDeg) {
		this(warpCommonA, warpNodeA, positionA, angleDeg, 1.5, 1, 0.5, 10, 0.5);
	}

	/** For logs: the widths that matter to an item. */
	String describe(final DeformationLayout layout, final PoseLayout poses) {
		String text = String.format(Locale.ROOT, "warp %.1f Å common, %.1f Å per node, position %.1f Å, angle %.1f°",
			warpCommonA, warpNodeA, positionA, angleDeg);
		if (poses.steps() > 0) text += String.format(Locale.ROOT, ", from sample to sample %.2f Å, %.2f°", positionStepA,
			angleStepDeg);
		if (layout.angles() > 0) text += String.format(Locale.ROOT, ", stage angle %.2f°", stageAngleDeg);
		if (layout.volume() > 0) text += String.format(Locale.ROOT, ", volume warp %.2f Å per step", layout.volumeStepA(this));
		if (layout.magnification() > 0) text += String.format(Locale.ROOT, ", magnification %.2f %%", magnificationPercent);
		return text;
	}
}
