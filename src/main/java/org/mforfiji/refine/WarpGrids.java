package org.mforfiji.refine;

/**
 * Grids of both warps of an item.
 *
 * @param image of the image warp
 * @param volume of the volume warp
 */
record WarpGrids(GridSize image, VolumeGridSize volume) {

	/** The same with another image warp. */
	WarpGrids withImage(final GridSize other) {
		return new WarpGrids(other, volume);
	}

	/** The same with another volume warp. */
	WarpGrids withVolume(final VolumeGridSize other) {
		return new WarpGrids(image, other);
	}
}
