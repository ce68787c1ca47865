package org.mforfiji.run;

import org.mforfiji.map.FscCurves;
import org.mforfiji.map.Reconstruction;

/**
 * Two half-maps of a species with what they were made from.
 *
 * @param halves reconstructions of half-set 0 and 1
 * @param curves their shell correlation within the mask
 * @param images number of particle images
 */
record HalfMaps(Reconstruction.Result[] halves, FscCurves curves, long images) {}
