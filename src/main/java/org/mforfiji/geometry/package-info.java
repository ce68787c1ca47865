/**
 * Rotations, point groups, spline grids, pose trajectories, and where a particle of a tilt series lies in each of its
 * images, how it is turned there and at what defocus, with the derivatives. Lengths are in Å from the corner of the image
 * or tomogram, angles in degrees, defocus in µm.
 */
package org.mforfiji.geometry;
