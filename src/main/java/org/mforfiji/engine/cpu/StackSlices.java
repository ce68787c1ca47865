package org.mforfiji.engine.cpu;

import java.util.stream.IntStream;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.map.SliceSource;

/** The images of one half-set of a stack, as a back-projector takes them. */
final class StackSlices implements SliceSource {

	private final ParticleStack stack;
	private final ImagePoses poses;
	private final int[] images;

	StackSlices(final ParticleStack stack, final ImagePoses poses, final int[] halfSet, final int half) {
		this.stack = stack;
		this.poses = poses;
		images = IntStream.range(0, stack.size()).filter(i -> halfSet[stack.particle(i)] == half).toArray();
	}

	@Override
	public int size() {
		return images.length;
	}

	@Override
	public int pixels(final int i) {
		return stack.count(images[i]);
	}

	@Override
	public float[] data(final int i) {
		return stack.values(images[i]);
	}

	@Override
	public int dataOffset(final int i) {
		return 0;
	}

	@Override
	public float[] weights(final int i) {
		return stack.values(images[i]);
	}

	@Override
	public int weightOffset(final int i) {
		return 2 * stack.count(images[i]);
	}

	@Override
	public void rotation(final int i, final double[] out) {
		poses.rotation(images[i], out);
	}

	@Override
	public void shiftPixels(final int i, final double[] out) {
		out[0] = poses.shiftX(images[i]) / stack.pixelSize();
		out[1] = poses.shiftY(images[i]) / stack.pixelSize();
	}
}
