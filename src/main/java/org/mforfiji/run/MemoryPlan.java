package org.mforfiji.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.mforfiji.fourier.FftSizes;
import org.mforfiji.map.BackProjector;

/**
 * Memory of a run, in bytes. With n the box of a species, r = n/2, and V(r) = (r+2)·(2r+3)² the voxels of a Fourier half-space:
 * <ul>
 * <li>sums of its half-maps: 2·12·V(r); while one species' are turned into maps, at most two sums more, and eight volumes of
 * n³ floats;</li>
 * <li>its references, with R rings of radius twice oversampled: 2·8·V(R) + 2·4·V(r) + 8·V(min(r, 2·band));</li>
 * <li>an item: see {@link ItemNeed}.</li>
 * </ul>
 * Sums and references are not there at the same time. To the greater of the two phases comes the item in work, and the images
 * of as many items as still fit the budget are kept between phases; the item in work counts once, so that nothing but its
 * working space is added where all are kept. Program and tables take {@value #PROGRAM}.
 */
final class MemoryPlan {

	/** Loaded classes, tables, particles: bytes that any run has. */
	private static final long PROGRAM = 8_000_000;

	/**
	 * Memory apart from particle images.
	 *
	 * @param maps while sums become maps, when no item is in work
	 * @param items while items are in work
	 */
	private record Phases(long maps, long items) {}

	private final Set<RunItem> kept = new HashSet<>();
	private final Phases phases;
	private final int items;
	private final long budget;
	private final long largestStack;
	private final boolean keepsAll;
	private long keptBytes;

	private MemoryPlan(final List<RunItem> items, final List<ItemNeed> needs, final Phases phases, final RunOptions options) {
		this.items = items.size();
		this.phases = phases;
		budget = options.budget();
		largestStack = needs.stream().mapToLong(ItemNeed::stack).max().orElse(0);
		keepsAll = options.keepStacks() && bytes(needs.stream().mapToLong(ItemNeed::stack).sum(), 0) <= budget;
		for (int i = 0; i < items.size() && options.keepStacks(); i++) {
			final long more = keptBytes + needs.get(i).stack();
			if (!keepsAll && bytes(more, largestStack) > budget) continue;
			kept.add(items.get(i));
			keptBytes = more;
		}
	}

	/** @param inWork images of an item that is in work and not among the kept */
	private long bytes(final long ofKept, final long inWork) {
		return PROGRAM + ofKept + Math.max(phases.maps, phases.items + inWork);
	}

	static MemoryPlan of(final List<RunItem> items, final List<RunSpecies> species, final RunOptions options,
		final int threads)
	{
		final List<ItemNeed> needs = new ArrayList<>();
		long extraction = 0, refinement = 0;
		for (final RunItem item : items) {
			final ItemNeed need = item.need(options.refine(), threads);
			needs.add(need);
			extraction = Math.max(extraction, need.extraction());
			refinement = Math.max(refinement, need.refinement());
		}
		long sums = 0, references = 0, mapping = 0;
		for (final RunSpecies kind : species) {
			sums += 2 * BackProjector.bytes(kind.box());
			references += referenceBytes(kind);
			final long n = kind.box();
			mapping = Math.max(mapping, 2 * BackProjector.bytes(kind.box()) + 32 * n * n * n);
		}
		final boolean refines = options.refine().refines();
		final Phases phases = new Phases(sums + mapping + (refines ? references : 0), Math.max(sums + extraction, refines
			? references + Math.max(extraction, refinement) : 0));
		return new MemoryPlan(items, needs, phases, options);
	}

	private static long referenceBytes(final RunSpecies kind) {
		final int n = kind.box(), r = n / 2;
		final double resolution = kind.species().globalResolution();
		final int band = resolution > 0 ? (int) Math.min(r, Math.ceil(n * kind.species().pixelSize() / resolution) + 1) : r;
		final int padded = FftSizes.goodSize(2 * n);
		return 16 * voxels((int) Math.ceil((double) band * padded / n)) + 8 * voxels(r) + 8 * voxels(Math.min(r, 2 * band));
	}

	private static long voxels(final long r) {
		return (r + 2) * (2 * r + 3) * (2 * r + 3);
	}

	/** Whether an item's images are kept between phases. */
	boolean keeps(final RunItem item) {
		return kept.contains(item);
	}

	/** Number of items whose images are kept. */
	int keptItems() {
		return kept.size();
	}

	/** Memory without which the run is not possible. */
	long leastBytes() {
		return bytes(0, largestStack);
	}

	/** Memory alive at the worst moment. */
	long peakBytes() {
		return bytes(keptBytes, keepsAll ? 0 : largestStack);
	}

	@Override
	public String toString() {
		final String images = kept.size() == items ? "are kept between phases" : kept.isEmpty() ? "are cut out again in each phase"
			: "of " + kept.size() + " of " + items + " items are kept between phases, those of others cut out again";
		return String.format(Locale.ROOT, "Memory: %.2f GB planned of %.2f GB; particle images %s", peakBytes() / 1e9, budget / 1e9,
			images);
	}
}
