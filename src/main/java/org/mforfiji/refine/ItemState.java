package org.mforfiji.refine;

import java.util.Arrays;
import java.util.List;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.geometry.Rotations;

/**
 * All that is refined of an item at one moment: the imaging model with its warp and the pose increments of every species.
 * Positions of parameters: {@link PoseLayout}; shared parameters: for each
 * tilt the warp nodes of x, then of y, then stage angles and volume warp as {@link DeformationLayout} orders them.
 */
final class ItemState {

	final List<SpeciesShare> shares;
	private final PoseLayout poses;
	private final int[] firstParticle;

	private ImagingModel model;

	ItemState(final ImagingModel model, final List<SpeciesShare> shares) {
		this.model = model;
		this.shares = shares;
		poses = PoseLayout.of(shares);
		firstParticle = new int[shares.size()];
		for (int s = 1; s < firstParticle.length; s++)
			firstParticle[s] = firstParticle[s - 1] + shares.get(s - 1).particles.size();
	}

	/** Goes on with the warps on other grids. */
	void resize(final WarpGrids grids) {
		model = model.withWarpGrids(grids);
	}

	ImagingModel model() {
		return model;
	}

	/** Order of the pose parameters. */
	PoseLayout poses() {
		return poses;
	}

	/** Index of species s' first particle among those of the item. */
	int firstParticle(final int s) {
		return firstParticle[s];
	}

	/** First pose parameter of species s. */
	private int first(final int s) {
		return poses.first(firstParticle[s]);
	}

	int warpParameters() {
		return 2 * model.warpSize().nodes() * model.tilts();
	}

	/** Poses of a species' images in the current state. */
	ImagePoses imagePoses(final SpeciesShare share) {
		final ImagePoses poses = new ImagePoses(share.stack.size());
		final double[] magnification = model.magnification();
		for (int i = 0; i < share.stack.size(); i++) {
			final double[] position = share.position(i);
			final int tilt = share.stack.tilt(i);
			final double[] at = model.project(position, tilt);
			final double[] rotation = Rotations.multiply(model.orientation(position, tilt), share.rotation(i));
			poses.set(i, magnified(rotation, magnification), at[0] - share.stack.x(i),
				at[1] - share.stack.y(i));
		}
		return poses;
	}

	/** The matrix whose transpose takes a frequency k of the image to the place Rᵀ·M·k in the map. */
	static double[] magnified(final double[] rotation, final double[] m) {
		final double[] matrix = rotation.clone();
		for (int axis = 0; axis < 3; axis++) {
			matrix[axis] = m[0] * rotation[axis] + m[2] * rotation[3 + axis];
			matrix[3 + axis] = m[1] * rotation[axis] + m[3] * rotation[3 + axis];
		}
		return matrix;
	}

	/** Applies a step; returns what is needed to take it back. */
	Snapshot apply(final double[] pose, final double[] shared) {
		final Snapshot before = snapshot();
		for (int s = 0; s < shares.size(); s++)
			shares.get(s).step(pose, first(s));
		final int nodes = model.warpSize().nodes();
		if (nodes > 0) {
			final float[] x = model.warp(0), y = model.warp(1);
			for (int t = 0; t < model.tilts(); t++)
				for (int n = 0; n < nodes; n++) {
					x[t * nodes + n] += (float) shared[2 * t * nodes + n];
					y[t * nodes + n] += (float) shared[(2 * t + 1) * nodes + n];
				}
			model = model.withWarp(x, y);
		}
		final double[] deformation = model.deformation();
		for (int i = 0; i < deformation.length; i++)
			deformation[i] += shared[warpParameters() + i];
		if (deformation.length > 0) model = model.withDeformation(deformation);
		return before;
	}

	/** Deviation of every pose parameter from the centre of its prior: offsets and rotation vectors. */
	double[] poseDeviation() {
		final double[] deviation = new double[poses.total()];
		for (int s = 0; s < shares.size(); s++)
			shares.get(s).deviation(deviation, first(s));
		return deviation;
	}

	/** Deviation of the poses that are not held out; zero of the others. */
	double[] fittedDeviation() {
		final double[] deviation = poseDeviation();
		final boolean[] heldOut = heldOut();
		for (int p = 0; p < heldOut.length; p++)
			if (heldOut[p]) Arrays.fill(deviation, poses.first(p), poses.first(p) + poses.size(p), 0);
		return deviation;
	}

	/** By particle, over all species, whether it is held out of what all share. */
	boolean[] heldOut() {
		final boolean[] all = new boolean[poses.particles()];
		for (int s = 0; s < shares.size(); s++)
			System.arraycopy(shares.get(s).heldOut, 0, all, firstParticle[s], shares.get(s).heldOut.length);
		return all;
	}

	/** Goes on with another model of the same item. */
	void become(final ImagingModel other) {
		model = other;
	}

	/** Values of all shared parameters, in their order. */
	double[] sharedValues() {
		final int nodes = model.warpSize().nodes();
		final double[] deformation = model.deformation();
		final double[] values = new double[warpParameters() + deformation.length];
		System.arraycopy(deformation, 0, values, warpParameters(), deformation.length);
		if (nodes == 0) return values;
		final float[] x = model.warp(0), y = model.warp(1);
		for (int t = 0; t < model.tilts(); t++)
			for (int n = 0; n < nodes; n++) {
				values[2 * t * nodes + n] = x[t * nodes + n];
				values[(2 * t + 1) * nodes + n] = y[t * nodes + n];
			}
		return values;
	}

	Snapshot snapshot() {
		return new Snapshot(model, shares.stream().map(SpeciesShare::poses).toList());
	}

	void restore(final Snapshot snapshot) {
		model = snapshot.model;
		for (int s = 0; s < shares.size(); s++)
			shares.get(s).restore(snapshot.poses.get(s));
	}

	/** A state to go back to. */
	record Snapshot(ImagingModel model, List<SpeciesShare.Poses> poses) {}
}
