package org.mforfiji.refine;

import java.util.List;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.geometry.Rotations;

/**
 * All that is refined of an item at one moment: the imaging model with its warp and the pose increments of every species.
 * Positions of parameters: for each species' particle six numbers (position, rotation vector); shared parameters: for each
 * tilt the warp nodes of x, then of y, then stage angles and volume warp as {@link DeformationLayout} orders them.
 */
final class ItemState {

	final List<SpeciesShare> shares;
	private final int[] first;
	private final int poseParameters;

	private ImagingModel model;

	ItemState(final ImagingModel model, final List<SpeciesShare> shares) {
		this.model = model;
		this.shares = shares;
		first = new int[shares.size()];
		int sum = 0;
		for (int s = 0; s < first.length; s++) {
			first[s] = sum;
			sum += 6 * shares.get(s).particles.size();
		}
		poseParameters = sum;
	}

	/** Goes on with the warp on another grid. */
	void resizeWarp(final GridSize size) {
		model = model.withWarpSize(size);
	}

	ImagingModel model() {
		return model;
	}

	/** First parameter of species s. */
	int first(final int s) {
		return first[s];
	}

	int poseParameters() {
		return poseParameters;
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
			shares.get(s).step(pose, first[s]);
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

	/** Deviation of every pose parameter from the start: offsets and rotation vectors. */
	double[] poseDeviation() {
		final double[] deviation = new double[poseParameters];
		for (int s = 0; s < shares.size(); s++) {
			final SpeciesShare share = shares.get(s);
			for (int p = 0; p < share.particles.size(); p++) {
				final double[] w = Rotations.log(share.turn(p));
				for (int c = 0; c < 3; c++) {
					deviation[first[s] + 6 * p + c] = share.offset[3 * p + c];
					deviation[first[s] + 6 * p + 3 + c] = w[c];
				}
			}
		}
		return deviation;
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
		return new Snapshot(model, shares.stream().map(s -> s.offset).toList(), shares.stream().map(s -> s.turn).toList());
	}

	void restore(final Snapshot snapshot) {
		model = snapshot.model;
		for (int s = 0; s < shares.size(); s++) {
			shares.get(s).offset = snapshot.offsets.get(s);
			shares.get(s).turn = snapshot.turns.get(s);
		}
	}

	/** A state to go back to. */
	record Snapshot(ImagingModel model, List<double[]> offsets, List<double[]> turns) {}
}
