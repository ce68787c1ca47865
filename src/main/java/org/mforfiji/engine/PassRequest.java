package org.mforfiji.engine;

/**
 * One pass over the images of a stack.
 *
 * @param stack the images
 * @param poses their poses
 * @param halfSet half-set (0 or 1) of each image's particle, by particle index
 * @param references the references of half-set 0 and 1
 * @param derivatives whether gradient and curvature are wanted
 * @param crossSpectra number of tilts for which Σ conj(Y)·D is wanted, 0 for none
 */
public record PassRequest(ParticleStack stack, ImagePoses poses, int[] halfSet, Reference[] references, boolean derivatives,
	int crossSpectra)
{

	/** A pass for value, gradient and curvature. */
	public static PassRequest linearise(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final Reference[] references)
	{
		return new PassRequest(stack, poses, halfSet, references, true, 0);
	}
}
