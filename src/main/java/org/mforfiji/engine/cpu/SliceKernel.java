package org.mforfiji.engine.cpu;

/**
 * The innermost loop: a central slice by trilinear interpolation, compared with one image. Stateless and thread-safe; all
 * state is in the {@link SliceTask} of the calling thread.
 */
interface SliceKernel {

	/** For the log. */
	String name();

	/** Cross and power sums by ring, and the spectrum conj(Y)·D if the task has a place for it. */
	void compare(SliceTask task);

	/** As {@link #compare}, and gradient and curvature into {@link SliceTask#terms}. */
	void linearise(SliceTask task);

	/** The first {@code count} pixels of the slice through the task's volume, interleaved. */
	void slice(SliceTask task, int count, float[] out);
}
