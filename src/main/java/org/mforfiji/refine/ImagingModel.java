package org.mforfiji.refine;

import java.util.List;
import java.util.Set;

import org.mforfiji.engine.LocalParameters;

/**
 * How the particles of an item (tilt series, particle series) get into its images: position, orientation and their
 * derivatives. Immutable.
 */
public interface ImagingModel {

	/** Number of tilts. */
	int tilts();

	/** Exposure of each tilt as a fraction of the range, 0 … 1, at which pose trajectories are evaluated. */
	double[] doseFractions();

	/** Projected position in Å. */
	double[] project(double[] position, int tilt);

	/** d(x, y)/d(position), 2×3 row-major. */
	double[] jacobian(double[] position, int tilt);

	/** Rotation of the tomogram frame into the image, 3×3 row-major. */
	double[] orientation(double[] position, int tilt);

	/**
	 * Magnification M of the images, 2×2 row-major: an image at frequency k shows the map's slice at M·k.
	 */
	default double[] magnification() {
		return new double[] { 1, 0, 0, 1 };
	}

	/** The same with the magnification times a number. */
	default ImagingModel enlarged(final double factor) {
		throw new IllegalStateException("Images of this kind have no magnification");
	}

	/** The local parameters of an image that anything refined depends on. */
	default LocalParameters localParameters() {
		return LocalParameters.POSE;
	}

	/** Displacement of the projected position for a unit change of each warp node, negative by M's sign; empty if there is no warp. */
	double[] warpWeights(double[] position, int tilt);

	/** Grid of the image warp; (0, 0) if this kind of item has none. */
	GridSize warpSize();

	/**
	 * Values of the warp nodes, index {@code (t·nodes + node)}.
	 *
	 * @param axis 0 for x, 1 for y
	 */
	float[] warp(int axis);

	/** The same with other node values. */
	ImagingModel withWarp(float[] x, float[] y);

	/** Grids of the image warp that the data may choose from; none if the size is given. */
	default List<GridSize> warpCandidates() {
		return List.of();
	}

	/** Grids of the volume warp that the data may choose from; none if the size is given. */
	default List<VolumeGridSize> volumeWarpCandidates() {
		return List.of();
	}

	/** Grids of both warps. */
	default WarpGrids warpGrids() {
		return new WarpGrids(warpSize(), VolumeGridSize.NONE);
	}

	/** The same with the warps resampled to other grids by M's rule. */
	default ImagingModel withWarpGrids(final WarpGrids grids) {
		return this;
	}

	/** Kinds of shared parameters that are refined. */
	default Set<SharedBlock> sharedBlocks() {
		return Set.of();
	}

	/**
	 * The same with a kind of shared parameters as another model of the item has them.
	 *
	 * @throws UnsupportedOperationException if it has none of that kind
	 */
	default ImagingModel withBlockOf(final SharedBlock block, final ImagingModel other) {
		throw new UnsupportedOperationException("no " + block);
	}

	/**
	 * The same without what a kind of shared parameters does: at the centre of its prior.
	 *
	 * @throws UnsupportedOperationException if it has none of that kind
	 */
	default ImagingModel withoutEffectOf(final SharedBlock block) {
		throw new UnsupportedOperationException("no " + block);
	}

	/** Whether a kind of shared parameters has any effect. */
	default boolean acts(final SharedBlock block) {
		return false;
	}

	/** Number of parameters of a kind before its grid was brought to the size that is refined. */
	default int parametersBefore(final SharedBlock block) {
		return 0;
	}

	/** First, and one past the last, of the parameters of a refined kind among all shared parameters. */
	default int[] range(final SharedBlock block) {
		throw new UnsupportedOperationException("no " + block);
	}

	/** The same, with some kinds of shared parameters no longer refined. */
	default ImagingModel fixing(final Set<SharedBlock> blocks) {
		return this;
	}

	/** Order of the shared parameters beside the image warp; none unless overridden, as the methods after it. */
	default DeformationLayout layout() {
		return new DeformationLayout(GeometryBlocks.NONE, tilts());
	}

	/** How an image's local parameters depend on them. */
	default SharedDerivatives deformationDerivatives(final double[] position, final int tilt) {
		return SharedDerivatives.NONE;
	}

	/** Their values. */
	default double[] deformation() {
		return new double[0];
	}

	/** The same with other values of them. */
	default ImagingModel withDeformation(final double[] values) {
		return this;
	}
}
