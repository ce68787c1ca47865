package org.mforfiji.engine;

import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.HalfSpaceWeights;

/**
 * What is needed to compute an image's own contribution to a half-map's slice.
 *
 * @param inverseWeight share 1/(W + τ) of one image in the reconstruction
 * @param mask transform of the mask that the map was multiplied by, band-limited, any padding
 * @param moments moments of the same mask
 * @param weight factor per ring that the map was multiplied by (FSC)
 * @param band rings of the result
 */
public record OwnContribution(HalfSpaceWeights inverseWeight, FourierVolume mask, MaskMoments moments, float[] weight,
	int band) {}
