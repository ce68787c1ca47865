package org.mforfiji.refine;

import java.util.List;

import org.mforfiji.population.Particle;

/**
 * What the refinement of one item gives.
 *
 * @param model imaging model with the refined warp
 * @param particles refined particles, per species, in the order they were given
 * @param errors predicted standard deviations
 * @param report how it went
 */
public record ItemResult(ImagingModel model, List<List<Particle>> particles, Errors errors, Report report) {

	/**
	 * Predicted standard deviations.
	 *
	 * @param poses per species
	 * @param shared of the parameters that all particles share
	 */
	public record Errors(List<PoseErrors> poses, List<SharedError> shared) {}

	/**
	 * Predicted standard deviation of a shared parameter.
	 *
	 * @param name of the parameter, e.g. {@code imagewarp_x}
	 * @param time tilt, or node along the exposure for the volume warp, from 1
	 * @param x node along x, from 0
	 * @param y node along y
	 * @param z node along z
	 * @param sigma Å, degrees for stage angles, percent for the magnification
	 */
	public record SharedError(String name, int time, int x, int y, int z, double sigma) {}

	/**
	 * An item whose imaging and particles stay as they are.
	 *
	 * @param model imaging
	 * @param priors as given
	 */
	public static ItemResult unmoved(final ImagingModel model, final Priors priors) {
		return new ItemResult(model, List.of(), new Errors(List.of(), List.of()), new Report(0, 0, 0, 0, new float[0], priors, 0, 0, List.of(), List.of()));
	}

	/**
	 * Predicted standard deviations of one species' particles in the item.
	 *
	 * @param positionA per particle x, y, z of each temporal sample, Å
	 * @param angleDeg per particle rotation about x, y, z of the tomogram of each temporal sample, degrees
	 * @param projectedA per particle and tilt x, y of the projected position, Å; NaN where there is no image; index
	 *          {@code [particle][2·tilt + axis]}
	 */
	public record PoseErrors(double[][] positionA, double[][] angleDeg, double[][] projectedA) {}

	/**
	 * The course of the refinement.
	 *
	 * @param passes passes over the item's images
	 * @param steps steps accepted
	 * @param rejected steps taken back
	 * @param improvement gain of log-likelihood (with priors) over all steps
	 * @param gains amplitude of the reference per ring, of the first species
	 * @param priors priors at the end
	 * @param coarseShiftA largest shift found by the coarse search, Å
	 * @param seconds wall time
	 * @param lines a line per step, for logs
	 * @param judgements what held-out particles said of each block of shared parameters; empty if none were held out
	 */
	public record Report(int passes, int steps, int rejected, double improvement, float[] gains, Priors priors,
		double coarseShiftA, double seconds, List<String> lines, List<Judgement> judgements)
	{}
}
