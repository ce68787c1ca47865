package org.mforfiji.engine;

/**
 * One pass over the images of a stack.
 *
 * @param stack the images
 * @param poses their poses
 * @param halfSet half-set (0 or 1) of each image's particle, by particle index
 * @param heldOut by particle index, particles whose sums are kept apart and that have no part in cross spectra
 * @param references the references of half-set 0 and 1
 * @param derivatives by which gradient and curvature are wanted
 * @param crossSpectra number of tilts for which Σ conj(Y)·D is wanted, 0 for none
 */
public record PassRequest(ParticleStack stack, ImagePoses poses, int[] halfSet, boolean[] heldOut, Reference[] references,
	LocalParameters derivatives, int crossSpectra)
{

	/** A pass for value, gradient and curvature by shift and rotation. */
	public static PassRequest linearise(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final Reference[] references)
	{
		return new PassRequest(stack, poses, halfSet, new boolean[halfSet.length], references, LocalParameters.POSE, 0);
	}

	/** A pass for values, and cross spectra of so many tilts. */
	public static PassRequest compare(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final Reference[] references, final int crossSpectra)
	{
		return new PassRequest(stack, poses, halfSet, new boolean[halfSet.length], references, LocalParameters.NONE, crossSpectra);
	}

	/** The same with derivatives by other parameters. */
	public PassRequest withDerivatives(final LocalParameters parameters) {
		return new PassRequest(stack, poses, halfSet, heldOut, references, parameters, crossSpectra);
	}

	/** The same with some particles held out, by particle index. */
	public PassRequest withHeldOut(final boolean[] particles) {
		return new PassRequest(stack, poses, halfSet, particles, references, derivatives, crossSpectra);
	}
}
