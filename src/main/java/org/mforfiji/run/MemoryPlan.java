package org.mforfiji.run;

import java.util.List;
import java.util.Locale;

import org.mforfiji.map.BackProjector;

/**
 * Memory of a run: references and accumulators, which are always there, the particle images of all items if they are kept
 * between phases, and the working space of the greatest item.
 *
 * @param keepsStacks whether particle images of all items are kept; else each phase reads them again
 * @param peakBytes memory in use at the worst moment, without garbage
 */
record MemoryPlan(boolean keepsStacks, long peakBytes) {

	/** Bytes per voxel of an n-box in FFTs and maps while half-maps are reconstructed. */
	private static final long RECONSTRUCTION = 40;

	static MemoryPlan of(final List<RunItem> items, final List<RunSpecies> species, final RunOptions options,
		final int threads)
	{
		long fixed = 0, largestBox = 0;
		for (final RunSpecies kind : species) {
			final long n = kind.box();
			// two accumulators, inverse weights of two halves, two padded references (8 bytes of 2·2·2·½ padded voxels)
			fixed += 2 * BackProjector.bytes(kind.box()) + 4 * n * n * n + 64 * n * n * n + 4 * n * n * n;
			largestBox = Math.max(largestBox, RECONSTRUCTION * n * n * n);
		}
		long all = 0, greatest = 0, work = 0;
		for (final RunItem item : items) {
			final ItemNeed need = item.need(options.refine(), threads);
			all += need.stack();
			greatest = Math.max(greatest, need.stack());
			work = Math.max(work, Math.max(need.extraction(), options.refine().refines() ? need.refinement() : 0));
		}
		work = Math.max(work, largestBox);
		final boolean keep = options.keepStacks() && fixed + all + work <= options.budget();
		return new MemoryPlan(keep, fixed + (keep ? all : greatest) + work);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "Memory: %.0f MB planned; particle images are %s", peakBytes / 1e6, keepsStacks
			? "kept between phases" : "read again in each phase");
	}
}
