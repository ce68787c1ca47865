package org.mforfiji.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;

/**
 * Slices of a phantom seen from random sides through contrast transfer functions of random defocus, displaced, with
 * noise if wanted.
 */
final class SimulatedSlices implements SliceSource {

	private final HalfPlane pixels;
	private final List<double[]> rotations = new ArrayList<>();
	private final List<double[]> shifts = new ArrayList<>();
	private final List<float[]> data = new ArrayList<>();
	private final List<float[]> weights = new ArrayList<>();

	SimulatedSlices(final int n) {
		pixels = HalfPlane.of(n);
	}

	static SimulatedSlices of(final BlobPhantom phantom, final int n, final int count, final double noise,
		final long seed) {
		final SimulatedSlices out = new SimulatedSlices(n);
		final Random random = new Random(seed);
		for (int i = 0; i < count; i++)
			out.addSeen(phantom, Rotations.random(random), new double[] { 3 * random.nextGaussian(),
				3 * random.nextGaussian() }, noise, random);
		return out;
	}

	/** Adds the phantom's slice times c², with weight c², c = sin of a random defocus and 0.1 rad. */
	void addSeen(final BlobPhantom phantom, final double[] rotation, final double[] shift, final double noise,
		final Random random) {
		final int n = pixels.n();
		final double defocus = 15 + 20 * random.nextDouble();
		final float[] slice = phantom.slice(rotation, pixels);
		final float[] weight = new float[pixels.size()];
		for (int j = 0; j < pixels.size(); j++) {
			final double k = pixels.radius(j) / n;
			final double ctf = Math.sin(Math.PI * defocus * k * k + 0.1);
			final double phase = -2 * Math.PI * (pixels.kx(j) * shift[0] + pixels.ky(j) * shift[1]) / n;
			final double re = slice[2 * j] * Math.cos(phase) - slice[2 * j + 1] * Math.sin(phase);
			final double im = slice[2 * j] * Math.sin(phase) + slice[2 * j + 1] * Math.cos(phase);
			slice[2 * j] = (float) (ctf * (ctf * re + noise * random.nextGaussian()));
			slice[2 * j + 1] = (float) (ctf * (ctf * im + noise * random.nextGaussian()));
			weight[j] = (float) (ctf * ctf);
		}
		add(rotation, shift, slice, weight);
	}

	void add(final double[] rotation, final double[] shift, final float[] slice, final float[] weight) {
		rotations.add(rotation);
		shifts.add(shift);
		data.add(slice);
		weights.add(weight);
	}

	@Override
	public int size() {
		return data.size();
	}

	@Override
	public int pixels(final int i) {
		return pixels.size();
	}

	@Override
	public float[] data(final int i) {
		return data.get(i);
	}

	@Override
	public int dataOffset(final int i) {
		return 0;
	}

	@Override
	public float[] weights(final int i) {
		return weights.get(i);
	}

	@Override
	public int weightOffset(final int i) {
		return 0;
	}

	@Override
	public void rotation(final int i, final double[] out9) {
		System.arraycopy(rotations.get(i), 0, out9, 0, 9);
	}

	@Override
	public void shiftPixels(final int i, final double[] out2) {
		System.arraycopy(shifts.get(i), 0, out2, 0, 2);
	}
}
