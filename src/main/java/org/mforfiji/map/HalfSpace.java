package org.mforfiji.map;

import org.mforfiji.base.MException;

/**
 * Where a Fourier voxel of a map lies in the arrays of this package: the half x ≥ 0 of a centred cube, one voxel more
 * than the radius on every side, so that trilinear interpolation needs no test at the border. Of the voxels with x &lt;
 * 0 the complex conjugates are at (−x, −y, −z).
 *
 * @param radius r in voxels; x ∈ [0, r+1], y and z ∈ [−r−1, r+1]
 */
record HalfSpace(int radius) {

	HalfSpace {
		if (radius < 1) throw new MException("A Fourier volume needs a radius of at least one voxel, not " + radius, "",
			"");
	}

	/** Voxels along x: r + 2. */
	int nx() {
		return radius + 2;
	}

	/** Voxels along y and along z: 2r + 3. */
	int ny() {
		return 2 * radius + 3;
	}

	/** Number of voxels in all. */
	int voxels() {
		return length(1);
	}

	/** Length of an array with {@code values} floats a voxel. */
	int length(final int values) {
		final double length = (double) values * nx() * ny() * ny();
		if (length > Integer.MAX_VALUE - 16) throw new MException("A Fourier volume of radius " + radius +
			" is larger than one array can hold", "",
			"Use a coarser pixel size or a smaller box");
		return (int) length;
	}

	/** Index of voxel (x, y, z), centred coordinates, x ≥ 0. */
	int index(final int x, final int y, final int z) {
		return ((z + radius + 1) * ny() + y + radius + 1) * nx() + x;
	}
}
