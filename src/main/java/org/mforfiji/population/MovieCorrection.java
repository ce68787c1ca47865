package org.mforfiji.population;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the raw movies of a data source are corrected when they are read.
 *
 * @param gain gain reference, absolute path
 * @param defects map of defects, absolute path
 * @param flipX whether the gain reference is flipped along x, first of the three
 * @param flipY whether it is then flipped along y
 * @param transpose whether x and y are then exchanged
 * @param eerGroupFrames raw EER frames summed into one if positive; −(number of groups) if negative; 0 for none
 */
public record MovieCorrection(Optional<Path> gain, Optional<Path> defects, boolean flipX, boolean flipY, boolean transpose,
	int eerGroupFrames)
{

	/** No correction, EER frames in groups of ten. */
	public static final MovieCorrection NONE = new MovieCorrection(Optional.empty(), Optional.empty(), false, false, false,
		10);
}
