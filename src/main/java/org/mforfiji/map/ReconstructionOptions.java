package org.mforfiji.map;

import org.mforfiji.base.MException;

/**
 * How sums become a map. Immutable; start from {@link #of(double)}.
 *
 * @param pixelSize Å per voxel
 * @param wiener τ as a share of the mean weight of the shell, added to every weight; 0 turns it off. Voxels that no
 *          image has reached stay near zero by it; well-filled shells lose the factor 1/(1+wiener).
 * @param shellFloor least weight as a share of the mean weight of the shell
 * @param globalFloor least weight as a share of the mean weight of the whole sphere
 * @param absoluteFloor least weight as a number; M's own rule is 1e-4 with all others 0, see {@link #asInM}
 * @param finish whether to finish the map as a half-map is stored: see {@link HalfMapFinish}
 * @param particleRadius radius of the particle in voxels, for finishing; 0 if the box is twice the particle
 */
public record ReconstructionOptions(double pixelSize, double wiener, double shellFloor, double globalFloor,
	double absoluteFloor,
	boolean finish, double particleRadius)
{

	public ReconstructionOptions {
		if (!(pixelSize > 0)) throw new MException("The pixel size of a map is " + pixelSize + " Å", "",
			"Give a positive number");
		if (!(wiener >= 0 && shellFloor >= 0 && globalFloor >= 0 && absoluteFloor >= 0)) throw new MException(
			"A regularisation of the reconstruction is negative or not a number", "", "Give numbers of at least 0");
	}

	/** Wiener share 0.05, floors 1e-3 of the shell and 1e-4 of the sphere, map finished. */
	public static ReconstructionOptions of(final double pixelSize) {
		return new ReconstructionOptions(pixelSize, 0.05, 1e-3, 1e-4, 0, true, 0);
	}

	/** The absolute floor of 1e-4 that M uses, nothing else; depends on the scale of the images. */
	public static ReconstructionOptions asInM(final double pixelSize) {
		return new ReconstructionOptions(pixelSize, 0, 0, 0, 1e-4, true, 0);
	}

	/** The same with another Wiener share. */
	public ReconstructionOptions withWiener(final double share) {
		return new ReconstructionOptions(pixelSize, share, shellFloor, globalFloor, absoluteFloor, finish, particleRadius);
	}

	/** The same with or without finishing. */
	public ReconstructionOptions withFinish(final boolean on) {
		return new ReconstructionOptions(pixelSize, wiener, shellFloor, globalFloor, absoluteFloor, on, particleRadius);
	}

	/** The same for a particle of this radius in voxels. */
	public ReconstructionOptions withParticleRadius(final double voxels) {
		return new ReconstructionOptions(pixelSize, wiener, shellFloor, globalFloor, absoluteFloor, finish, voxels);
	}
}
