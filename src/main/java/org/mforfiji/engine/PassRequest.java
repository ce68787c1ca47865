package org.mforfiji.engine;

/**
 * One pass over the images of a stack.
 *
 * @param stack the images
 * @param poses their poses
 * @param halfSet half-set (0 or 1) of each image's particle, by particle index
 * @param references the references of half-set 0 and 1
 * @param derivatives by which gradient and curvature are wanted
 * @param crossSpectra number of tilts for which Σ conj(Y)·D is wanted, 0 for none
 */
public record PassRequest(ParticleStack stack, ImagePoses poses, int[] halfSet, Reference[] references,
	LocalParameters derivatives, int crossSpectra)
{

	/** A pass for value, gradient and curvature by shift and rotation. */
	public static PassRequest linearise(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final Reference[] references)
	{
		return new PassRequest(stack, poses, halfSet, references, LocalParameters.POSE, 0);
	}

	/** A pass for values, and cross spectra of so many tilts. */
	public static PassRequest compare(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final Reference[] references, final int crossSpectra)
	{
		return new PassRequest(stack, poses, halfSet, references, LocalParameters.NONE, crossSpectra);
	}

	/** The same with derivatives by other parameters. */
	public PassRequest withDerivatives(final LocalParameters parameters) {
		return new PassRequest(stack, poses, halfSet, references, parameters, crossSpectra);
	}
}
