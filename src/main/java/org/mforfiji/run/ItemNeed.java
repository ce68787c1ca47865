package org.mforfiji.run;

/**
 * Memory that an item needs, in bytes.
 *
 * @param stack its particle images as they are kept: Σ over species and used tilts of particles · (12 · pixels + 80), the
 *          pixels being those of the half plane within the band that the tilt's exposure leaves worth keeping
 * @param extraction working space while they are cut out: one tilt image as read and as rescaled, and boxes
 * @param refinement working space while it is refined: each image's own share of the reference (8 bytes a pixel of the
 *          band and 12 a ring), and the normal equations (24·G² for G warp parameters, and the couplings
 *          of images, as many times as their particles have temporal samples)
 */
public record ItemNeed(long stack, long extraction, long refinement) {}
