package org.mforfiji.refine;

import java.util.List;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.map.FourierVolume;

/**
 * Compares images with the reference of the OTHER half-set, so that no image meets its own noise, and sums what tells the
 * strength of their signal. The images must have been cut out without weights ({@link SeriesExtraction#unweighted}): then
 * images whose weight is nearly nothing count as exactly as others. The same on any number of threads.
 */
public final class SlopeStatistics {

	private static final int CHUNK = 128;

	private final SpeciesReference reference;
	private final FourierVolume[] volumes = new FourierVolume[2];
	private final Parallel parallel;

	/**
	 * @param reference half-maps of the species, each without anything of the other: not sharing their leading rings
	 * @param parallel threads
	 */
	public SlopeStatistics(final SpeciesReference reference, final Parallel parallel) {
		this.reference = reference;
		this.parallel = parallel;
		for (int half = 0; half < 2; half++)
			volumes[half] = reference.references(null)[half].volume();
	}

	/** Where an image belongs. */
	public interface Sorting {

		/** The sums that an image is added to. */
		int cell(int particle, int tilt);

		/** What is known already to damp its signal. */
		Damping damping(int particle, int tilt);
	}

	/**
	 * Adds images to sums.
	 *
	 * @param input particles of a species in an item, with their images
	 * @param model their imaging
	 * @param sorting where images belong
	 * @param cells the sums
	 */
	public void add(final SpeciesInput input, final ImagingModel model, final Sorting sorting, final List<SlopeSums> cells) {
		final ParticleStack stack = input.stack();
		final ImagePoses poses = input.poses(model);
		final int[] halfSets = input.halfSets();
		final int[] sectors = sectors(stack.pixels());
		final double width = 1 / (stack.box() * stack.pixelSize());
		for (int from = 0; from < stack.size(); from += CHUNK) {
			final int first = from, count = Math.min(CHUNK, stack.size() - from);
			final SlopeSums[] each = new SlopeSums[count];
			parallel.loop(count, i -> {
				each[i] = new SlopeSums(reference.band(), width);
				compare(stack, first + i, poses, volumes[1 - halfSets[stack.particle(first + i)]], sectors, each[i]);
			});
			for (int i = 0; i < count; i++) {
				final int particle = stack.particle(first + i), tilt = stack.tilt(first + i);
				cells.get(sorting.cell(particle, tilt)).add(each[i], sorting.damping(particle, tilt));
			}
		}
	}

	/** Empty sums for a species' images. */
	public SlopeSums empty(final int box, final double pixelSize) {
		return new SlopeSums(reference.band(), 1 / (box * pixelSize));
	}

	private static int[] sectors(final HalfPlane pixels) {
		final int[] sectors = new int[pixels.size()];
		for (int j = 0; j < sectors.length; j++)
			sectors[j] = SlopeSums.sector(pixels.kx(j), pixels.ky(j));
		return sectors;
	}

	private void compare(final ParticleStack stack, final int i, final ImagePoses poses, final FourierVolume volume,
		final int[] sectors, final SlopeSums sums)
	{
		final HalfPlane pixels = stack.pixels();
		final int band = reference.band(), count = Math.min(stack.count(i), pixels.within(band));
		final float[] values = stack.values(i), slice = new float[2];
		final int squares = 2 * stack.count(i);
		final double turn = 2 * Math.PI / (stack.box() * stack.pixelSize());
		final double sx = turn * poses.shiftX(i), sy = turn * poses.shiftY(i);
		final double[] r = new double[9], q = new double[3];
		poses.rotation(i, r);
		for (int j = 1; j < count; j++) {
			final int kx = pixels.kx(j), ky = pixels.ky(j);
			for (int axis = 0; axis < 3; axis++)
				q[axis] = r[axis] * kx + r[3 + axis] * ky;
			volume.value(q, slice);
			final double phase = sx * kx + sy * ky, cos = Math.cos(phase), sin = Math.sin(phase);
			// D turned back by the shift, times the conjugate of the slice.
			final double re = values[2 * j] * cos - values[2 * j + 1] * sin, im = values[2 * j] * sin + values[2 * j + 1] * cos;
			final double power = (double) slice[0] * slice[0] + (double) slice[1] * slice[1];
			sums.add((int) pixels.radius(j), sectors[j], re * slice[0] + im * slice[1], values[squares + j] * power);
		}
	}
}
