package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * Masks: volumes of values from 0 to 1 on the grid of a map. Radii and distances are in voxels, the centre voxel is
 * n/2.
 */
public final class Masks {

	private Masks() {}

	/** 1 where the map is at least {@code threshold}, else 0. */
	public static Volume binarise(final Volume map, final double threshold) {
		final float[] out = new float[map.data().length];
		for (int i = 0; i < out.length; i++)
			out[i] = map.data()[i] >= threshold ? 1 : 0;
		return new Volume(out, map.nx(), map.ny(), map.nz(), map.pixelSize());
	}

	/** Whether every voxel is exactly 0 or 1. */
	public static boolean isBinary(final Volume mask) {
		for (final float value : mask.data())
			if (value != 0 && value != 1) return false;
		return true;
	}

	/** Mean value: the share of the box that the mask covers. */
	public static double fraction(final Volume mask) {
		double sum = 0;
		for (final float value : mask.data())
			sum += value;
		return sum / mask.data().length;
	}

	/** A ball in a cube of n voxels: 1 up to {@code radius}, then a cosine down to 0 at radius + edge. */
	public static Volume sphere(final int n, final double radius, final double edge) {
		final Volume out = Volume.cube(n, 1);
		for (int z = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++) {
					final double dx = x - n / 2;
					final double dy = y - n / 2;
					final double dz = z - n / 2;
					out.data()[(z * n + y) * n + x] = (float) fall(Math.sqrt(dx * dx + dy * dy + dz * dz) - radius,
						edge);
				}
		return out;
	}

	/** As {@link #soft(Volume, double, double, Parallel)}, in the calling thread. */
	public static Volume soft(final Volume binary, final double expandVoxels, final double edgeVoxels) {
		return soft(binary, expandVoxels, edgeVoxels, Parallel.serial());
	}

	/**
	 * A binary mask grown by {@code expandVoxels} and given a cosine edge: with d the exact Euclidean distance to the
	 * nearest voxel of the mask, 1 for d ≤ expand, ½(1 + cos π(d − expand)/edge) up to expand + edge, 0 beyond.
	 *
	 * @throws MException if the mask is not binary, since its soft voxels would be lost without a word
	 */
	public static Volume soft(final Volume binary, final double expandVoxels, final double edgeVoxels,
		final Parallel parallel) {
		if (!isBinary(binary)) throw new MException("A mask to be grown holds values other than 0 and 1", "",
			"Binarise it first");
		if (!(expandVoxels >= 0 && edgeVoxels >= 0)) throw new MException("A mask cannot be grown by " + expandVoxels +
			" voxels with an edge of " +
			edgeVoxels, "", "Give numbers of at least 0");
		final float[] out = DistanceTransform.squared(binary, parallel);
		final int plane = binary.nx() * binary.ny();
		parallel.loop(binary.nz(), z -> {
			for (int i = z * plane; i < (z + 1) * plane; i++)
				out[i] = (float) fall(Math.sqrt(out[i]) - expandVoxels, edgeVoxels);
		});
		return new Volume(out, binary.nx(), binary.ny(), binary.nz(), binary.pixelSize());
	}

	/** As {@link #fscMask(Volume, double, Parallel)}, in the calling thread. */
	public static Volume fscMask(final Volume binary, final double resolution) {
		return fscMask(binary, resolution, Parallel.serial());
	}

	/**
	 * The mask for a Fourier shell correlation: a species mask grown by, and given an edge of, three half-periods of
	 * the resolution: int(3·max(1, resolution/(2·pixel)) + 0.5) voxels each.
	 *
	 * @param binary species mask with its pixel size
	 * @param resolution Å
	 */
	public static Volume fscMask(final Volume binary, final double resolution, final Parallel parallel) {
		final int width = fscEdge(binary.nx(), binary.pixelSize(), resolution);
		return soft(binary, width, width, parallel);
	}

	/**
	 * Growth and edge width of {@link #fscMask} in voxels; a resolution beyond the box, or infinite, counts as the box.
	 */
	static int fscEdge(final int n, final double pixelSize, final double resolution) {
		if (!(resolution > 0)) throw new MException("The resolution of a mask is " + resolution + " Å", "",
			"Give a positive number");
		final double halfPeriods = Math.min(resolution, n * pixelSize) / (2 * pixelSize);
		return (int) (3 * Math.max(1, halfPeriods) + 0.5);
	}

	/** The map times the mask, in a new volume. */
	public static Volume multiply(final Volume map, final Volume mask, final Parallel parallel) {
		requireSame(map, mask);
		final float[] out = new float[map.data().length];
		final int plane = map.nx() * map.ny();
		parallel.loop(map.nz(), z -> {
			for (int i = z * plane; i < (z + 1) * plane; i++)
				out[i] = map.data()[i] * mask.data()[i];
		});
		return new Volume(out, map.nx(), map.ny(), map.nz(), map.pixelSize());
	}

	static void requireSame(final Volume a, final Volume b) {
		if (a.nx() != b.nx() || a.ny() != b.ny() || a.nz() != b.nz()) throw new MException("A map or mask of " +
			b.nx() + "×" + b.ny() + "×" + b.nz() +
			" voxels does not fit one of " + a.nx() + "×" + a.ny() + "×" + a.nz(), "",
				"Pad, crop or rescale it to the same box");
	}

	private static double fall(final double beyond, final double edge) {
		if (beyond <= 0) return 1;
		return beyond >= edge ? 0 : 0.5 * (1 + Math.cos(Math.PI * beyond / edge));
	}
}
