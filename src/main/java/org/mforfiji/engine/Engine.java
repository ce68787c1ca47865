package org.mforfiji.engine;

import org.mforfiji.map.BackProjector;

/**
 * The compute contract: everything in a refinement whose cost grows with the number of image pixels. Results do not
 * depend on the number of threads and depend on the order of images only within rounding. Implementations are held to
 * the same contract test.
 */
public interface Engine extends AutoCloseable {

	/** Name for logs, e.g. {@code CPU, 8 lanes, 2 threads}. */
	String name();

	/** Compares every image with its prediction; see {@link PassResult}. One call is one pass over the data. */
	PassResult evaluate(PassRequest request);

	/**
	 * Each image's own share of a half-map made from it (the map being masked and FSC-weighted).
	 *
	 * @param stack the images
	 * @param poses the poses with which they were back-projected
	 * @param halfSet half-set by particle
	 * @param parts of each half-set
	 * @return for {@link Reference#own}
	 */
	OwnShare[] ownContributions(ParticleStack stack, ImagePoses poses, int[] halfSet, OwnContribution[] parts);

	/** Adds the images of one half-set to the accumulators, in the order of the stack. */
	void backProject(ParticleStack stack, ImagePoses poses, int[] halfSet, int half, BackProjector target);

	@Override
	void close();
}
