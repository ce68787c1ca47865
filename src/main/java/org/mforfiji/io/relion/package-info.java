/**
 * RELION's tables of particles, optics groups, tomograms and tilt images, from version 3.0 to 5, and those that Warp and M
 * write in its format. Everything is turned into Å and degrees when read: {@link org.mforfiji.io.relion.RelionParticles}
 * for particle tables, {@link org.mforfiji.io.relion.ParticleSeries} for particles with stacks of 2-D tilt images.
 */
package org.mforfiji.io.relion;
