package org.mforfiji.refine;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which of an item's geometry is refined, beside the poses of its particles.
 *
 * @param imageWarp grid of the image warp per tilt, or {@link GridSize#NONE}
 * @param volumeWarp grid of the volume warp, or {@link VolumeGridSize#NONE}, {@link VolumeGridSize#AUTO}
 * @param stageAngles whether the stage angles of every tilt are refined
 * @param magnification whether the anisotropic magnification of the item is refined
 */
public record GeometryBlocks(GridSize imageWarp, VolumeGridSize volumeWarp, boolean stageAngles, boolean magnification) {

	/** Nothing. */
	public static final GeometryBlocks NONE = of(GridSize.NONE);

	/** The image warp alone. */
	public static GeometryBlocks of(final GridSize imageWarp) {
		return new GeometryBlocks(imageWarp, VolumeGridSize.NONE, false, false);
	}

	/** The same with another image warp. */
	public GeometryBlocks withImageWarp(final GridSize size) {
		return new GeometryBlocks(size, volumeWarp, stageAngles, magnification);
	}

	/** The same with another volume warp. */
	public GeometryBlocks withVolumeWarp(final VolumeGridSize size) {
		return new GeometryBlocks(imageWarp, size, stageAngles, magnification);
	}

	/** The same with or without stage angles. */
	public GeometryBlocks withStageAngles(final boolean refined) {
		return new GeometryBlocks(imageWarp, volumeWarp, refined, magnification);
	}

	/** The same with or without magnification. */
	public GeometryBlocks withMagnification(final boolean refined) {
		return new GeometryBlocks(imageWarp, volumeWarp, stageAngles, refined);
	}

	/** The same with grids for both warps. */
	GeometryBlocks with(final WarpGrids grids) {
		return withImageWarp(grids.image()).withVolumeWarp(grids.volume());
	}

	/** Whether anything is refined, or a warp taken away. */
	public boolean any() {
		return imageWarp.isPresent() || volumeWarp.isPresent() || volumeWarp.isCleared() || stageAngles || magnification;
	}

	/** The kinds of parameters that are refined. */
	public Set<SharedBlock> kinds() {
		final Set<SharedBlock> kinds = EnumSet.noneOf(SharedBlock.class);
		if (imageWarp.isPresent()) kinds.add(SharedBlock.IMAGE_WARP);
		if (stageAngles) kinds.add(SharedBlock.STAGE_ANGLES);
		if (volumeWarp.isPresent()) kinds.add(SharedBlock.VOLUME_WARP);
		if (magnification) kinds.add(SharedBlock.MAGNIFICATION);
		return kinds;
	}

	/** The same without some kinds. */
	public GeometryBlocks without(final Set<SharedBlock> kinds) {
		return new GeometryBlocks(kinds.contains(SharedBlock.IMAGE_WARP) ? GridSize.NONE : imageWarp, kinds.contains(
			SharedBlock.VOLUME_WARP) ? VolumeGridSize.NONE : volumeWarp, stageAngles && !kinds.contains(
				SharedBlock.STAGE_ANGLES), magnification && !kinds.contains(SharedBlock.MAGNIFICATION));
	}

	/** Number of parameters of an item with so many tilts. */
	public int parameters(final int tilts) {
		return 2 * imageWarp.nodes() * tilts + new DeformationLayout(withVolumeWarp(volumeWarp.orLargest()), tilts).size();
	}

	@Override
	public String toString() {
		return "image warp " + imageWarp + ", volume warp " + volumeWarp + ", stage angles " + (stageAngles ? "on" : "off") +
			", magnification " + (magnification ? "on" : "off");
	}
}
