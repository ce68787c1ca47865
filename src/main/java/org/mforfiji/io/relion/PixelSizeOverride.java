package org.mforfiji.io.relion;

import org.mforfiji.base.MException;

/**
 * Pixel sizes that the user gives in place of what the file says.
 *
 * @param coordinates Å per pixel of coordinates, or 0 to go by the file
 * @param shifts Å per pixel of shifts that are in pixels, or 0 to go by the file
 */
public record PixelSizeOverride(double coordinates, double shifts) {

	/** Go by the file. */
	public static final PixelSizeOverride NONE = new PixelSizeOverride(0, 0);

	public PixelSizeOverride {
		if (!(coordinates >= 0) || !(shifts >= 0) || Double.isInfinite(coordinates) || Double.isInfinite(shifts))
			throw new MException("Pixel sizes of coordinates and shifts must be positive, but are " + coordinates + " and " +
				shifts + " Å", "", "Give both in Å, or leave them out to go by the file");
	}
}
