package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;

/**
 * Turns the sums of a {@link BackProjector} into a map: F = data/(W + τ) within the Nyquist sphere, inverse transform,
 * division by the transform of the trilinear spreading (a product of sinc²) with regard to the slope of the weights
 * near the origin, finishing. With W the weight, W̄(k) its mean over the shell and ⟨W⟩ over the sphere, the divisor is
 * max(W + wiener·W̄, shellFloor·W̄, globalFloor·⟨W⟩, absoluteFloor).
 */
public final class Reconstruction {

	private Reconstruction() {}

	/**
	 * A reconstruction.
	 *
	 * @param map the map, centre voxel n/2; its unnormalised Fourier transform is data/(W + τ), so that its slices have
	 *          the scale of the inserted images (data over weight) and its projections are sums over voxels
	 * @param inverseWeight for every Fourier voxel the factor c from the data of <em>one</em> image to the map: where
	 *          image i has been inserted with coefficients D_i at rotation R, its own contribution to the slice of the
	 *          map along R is D_i(k)·c(Rᵀk), before masking. c = 1/(W + τ); of sums averaged over a group of order g an
	 *          image holds only the share 1/g in its own place, so there c = 1/(g·(W + τ)), which leaves out the other
	 *          copies: they meet it in the lowest shells only. Zero from Nyquist on, as the map. No further scale
	 *          factor stands between c and the map.
	 * @param shellWeight mean weight W̄ of shell 0 … n/2
	 */
	public record Result(Volume map, HalfSpaceWeights inverseWeight, double[] shellWeight) {}

	/** As {@link #reconstruct(BackProjector, ReconstructionOptions, Parallel)}, in the calling thread. */
	public static Result reconstruct(final BackProjector sums, final ReconstructionOptions options) {
		return reconstruct(sums, options, Parallel.serial());
	}

	/**
	 * Reconstructs; completes the plane x = 0 of the sums if that is still to do, and changes nothing else of them.
	 *
	 * @throws MException if nothing has been inserted, or what was inserted holds values that are not finite
	 */
	public static Result reconstruct(final BackProjector sums, final ReconstructionOptions options,
		final Parallel parallel) {
		sums.enforceHermitian();
		final double[] shellWeight = new double[sums.n() / 2 + 1];
		final double mean = means(sums, shellWeight);
		if (Double.isNaN(mean) || Double.isInfinite(mean))
			throw new MException("The weights of a reconstruction are not finite", "",
			"Look for images or defocus values that are not numbers");
		if (mean <= 0) throw new MException("A reconstruction holds no data: " + sums.images() +
			" images of total weight 0", "",
			"Check that particles lie inside the images and that tilts are in use");
		final HalfSpaceWeights inverse = invert(sums, options, shellWeight, mean, parallel);
		final Volume raw = transform(sums, inverse, options, parallel);
		if (sums.copies() > 1) parallel.loop(sums.space().ny(), z -> scalePlane(inverse, z, 1f / sums.copies()));
		final Volume map = options.finish() ? HalfMapFinish.finish(raw, options.particleRadius(), parallel) : raw;
		return new Result(map, inverse, shellWeight);
	}

	private static double means(final BackProjector sums, final double[] shellWeight) {
		final int r = sums.n() / 2;
		final long[] count = new long[r + 1];
		double total = 0;
		long voxels = 0;
		for (int z = -r; z <= r; z++)
			for (int y = -r; y <= r; y++)
				for (int x = 0; x <= r; x++) {
					final int square = x * x + y * y + z * z;
					if (square >= r * r) continue;
					final double weight = weight(sums, x, y, z);
					final int shell = (int) Math.round(Math.sqrt(square));
					shellWeight[shell] += weight;
					count[shell]++;
					total += weight;
					voxels++;
				}
		for (int s = 0; s <= r; s++)
			if (count[s] > 0) shellWeight[s] /= count[s];
		return total / voxels;
	}

	/** The weight at a voxel, freed of the ramp. */
	private static double weight(final BackProjector sums, final int x, final int y, final int z) {
		return sums.sums()[BackProjector.VALUES * sums.space().index(x, y, z) +
			2] / BackProjector.ramp(Math.sqrt(x * x + y * y + z * z));
	}

	private static HalfSpaceWeights invert(final BackProjector sums, final ReconstructionOptions options,
		final double[] shellWeight,
		final double mean, final Parallel parallel)
	{
		final HalfSpace space = sums.space();
		final float[] inverse = new float[space.voxels()];
		final double lowest = Math.max(Math.max(options.globalFloor() * mean, options.absoluteFloor()),
			Float.MIN_NORMAL);
		final int edge = space.radius() + 1;
		parallel.loop(space.ny(), plane -> {
			final int z = plane - edge;
			for (int y = -edge; y <= edge; y++)
				for (int x = 0; x <= edge; x++) {
					if (x * x + y * y + z * z >= sums.n() * sums.n() / 4) continue;
					final int i = space.index(x, y, z);
					final double shell = interpolate(shellWeight, Math.sqrt(x * x + y * y + z * z));
					final double weight = weight(sums, x, y, z);
					// Cropping squared transfer functions leaves weights below zero near the origin, where nothing is known.
					if (weight < 0) continue;
					inverse[i] = (float) (1 / Math.max(Math.max(weight + options.wiener() * shell, options.shellFloor() *
						shell), lowest));
				}
		});
		return new HalfSpaceWeights(sums.n(), inverse);
	}

	private static double interpolate(final double[] curve, final double radius) {
		final int low = (int) radius;
		if (low >= curve.length - 1) return curve[curve.length - 1];
		return curve[low] + (radius - low) * (curve[low + 1] - curve[low]);
	}

	private static Volume transform(final BackProjector sums, final HalfSpaceWeights inverse,
		final ReconstructionOptions options,
		final Parallel parallel)
	{
		final int n = sums.n();
		final int r = n / 2;
		final float[] spectrum = new float[2 * n * n * (r + 1)];
		parallel.loop(n, plane -> {
			final int z = plane < r ? plane : plane - n;
			for (int y = -r; y < r; y++)
				for (int x = 0; x < r; x++) {
					if (x * x + y * y + z * z >= r * r) continue;
					final int i = sums.space().index(x, y, z);
					final double ramp = BackProjector.ramp(Math.sqrt(x * x + y * y + z * z)) * ((x + y + z & 1) == 0 ? 1
						: -1);
					final float scale = (float) (inverse.data()[i] / ramp);
					final int to = 2 * ((plane * n + Math.floorMod(y, n)) * (r + 1) + x);
					spectrum[to] = sums.sums()[BackProjector.VALUES * i] * scale;
					spectrum[to + 1] = sums.sums()[BackProjector.VALUES * i + 1] * scale;
				}
		});
		final float[] correction = GriddingCorrection.field(n, sums.operators(), parallel);
		final float[] map = new WeightGradient(sums).map(spectrum, correction, parallel);
		if (!Float.isFinite(map[0])) throw new MException("The data of a reconstruction are not finite", "",
			"Look for images that hold values that are not numbers");
		return new Volume(map, n, n, n, options.pixelSize());
	}

	private static void scalePlane(final HalfSpaceWeights weights, final int z, final float scale) {
		final int length = weights.data().length / (2 * weights.radius() + 3);
		for (int i = z * length; i < (z + 1) * length; i++)
			weights.data()[i] *= scale;
	}
}
