package org.mforfiji.run;

import org.mforfiji.base.MException;
import org.mforfiji.refine.GridSize;

/**
 * What weights are estimated for a data source. Immutable.
 *
 * @param tilts one for each tilt, the same in all series; with {@code items} one for each tilt of each series
 * @param items one for each series
 * @param location one for each node of a grid over the tomogram, the same in all series, or {@link GridSize#NONE}
 * @param anisotropic whether the B-factors of tilts may depend on direction
 * @param minResolution Å from which on the images are looked at
 * @param reset whether all weights there are go first
 */
public record WeightOptions(boolean tilts, boolean items, GridSize location, boolean anisotropic, double minResolution,
	boolean reset)
{

	/** @throws MException if nothing is asked for, or things that do not go together */
	public WeightOptions {
		if (!tilts && !items && !location.isPresent() && !reset) throw new MException("Nothing is to be estimated", "",
			"Give --resolve_frames, --resolve_items, both of them, --resolve_location, or --reset to clear all weights");
		if (location.isPresent() && (tilts || items)) throw new MException(
			"Weights by location cannot be estimated together with others", "",
			"Estimate weights of tilts and series first (--resolve_frames, --resolve_items), then those by location");
		if (location.isPresent() && location.nodes() < 2) throw new MException(
			"A grid of one node has the same weight everywhere", "", "Give --grid_width or --grid_height a number above 1");
		if (anisotropic && !tilts) throw new MException("Only the B-factors of tilts can depend on direction", "",
			"Leave out --fit_anisotropy, or give --resolve_frames");
		if (!(minResolution > 0) || !Double.isFinite(minResolution)) throw new MException("The resolution " + minResolution +
			" is not a positive number of Å", "--min_resolution", "Give the Å from which on images are compared, e.g. 20");
	}

	/** Clears all weights. */
	public static WeightOptions cleared() {
		return new WeightOptions(false, false, GridSize.NONE, false, 20, true);
	}

	/** Whether anything is estimated, and not only cleared. */
	boolean estimates() {
		return tilts || items || location.isPresent();
	}
}
