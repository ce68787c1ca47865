package org.mforfiji.run;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.population.Species;
import org.mforfiji.refine.RefineOptions;

/**
 * How an iteration over a population runs. Immutable; made with {@link #builder}. Nothing but {@code refine},
 * {@code externalReference}, {@code reconstructSmallItems} and {@code excludedFromAlignment} has an influence on the results.
 *
 * @param refine what is refined in each item; with zero sub-iterations, or nothing to refine, maps are only reconstructed
 * @param externalReference whether the species' maps were not made from the images of this population: then the references
 *          are those maps, low-passed to the species' resolution; else references are reconstructed from the images at the
 *          present poses, and no image is compared with its own share of them
 * @param reconstructSmallItems whether the particles of items with too few particles to be refined
 *          ({@link RefineOptions#minParticles}) go into the maps all the same; M leaves them out
 * @param excludedFromAlignment species whose particles neither are refined nor align the items, beside those that say so
 *          themselves ({@link Species#usedForAlignment()}). All species are reconstructed from the refined items.
 * @param keepStacks whether particle images are kept in memory between phases as far as they fit; else every phase reads
 *          them again
 * @param memoryBytes memory to plan with; 0 for 85 % of the Java heap
 * @param checkpointSeconds how often sums over items are written to the journal
 * @param repetition which of several iterations in a row this is
 */
public record RunOptions(RefineOptions refine, boolean externalReference, boolean reconstructSmallItems,
	Set<UUID> excludedFromAlignment, boolean keepStacks, long memoryBytes, int checkpointSeconds, Repetition repetition)
{

	private static final double HEAP_SHARE = 0.85;

	public RunOptions {
		excludedFromAlignment = Set.copyOf(excludedFromAlignment);
		if (memoryBytes < 0) throw new MException("The memory for a run cannot be " + memoryBytes + " bytes", "",
			"Give a positive number, or 0 for the Java heap");
		if (checkpointSeconds < 0) throw new MException("The time between checkpoints cannot be " + checkpointSeconds + " s", "",
			"Give 0 or more seconds");
	}

	/** The defaults for what is to be refined. */
	public static Builder builder(final RefineOptions refine) {
		return new Builder(refine);
	}

	/** Whether a species takes part in the refinement. */
	public boolean aligns(final Species species) {
		return species.usedForAlignment() && !excludedFromAlignment.contains(species.guid());
	}

	/** All that determines the results of iterations in a row, as text. */
	public String command() {
		return refine + ", external reference " + externalReference + (excludedFromAlignment.isEmpty() ? ""
			: ", left out of alignment " + new TreeSet<>(excludedFromAlignment));
	}

	/**
	 * The same for one of several iterations in a row: maps that come from elsewhere are references of the first only, since
	 * the others find maps that were made from the images, and defocus is searched for in the first only.
	 */
	public RunOptions in(final Repetition which) {
		final boolean first = which.iteration() == 1;
		return new RunOptions(first ? refine : refine.withCtf(refine.ctf().withoutSearch()), externalReference && first,
			reconstructSmallItems, excludedFromAlignment, keepStacks, memoryBytes, checkpointSeconds, which);
	}

	/** Bytes to plan with. */
	long budget() {
		return memoryBytes > 0 ? memoryBytes : (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory());
	}

	/** Collects options. */
	public static final class Builder {

		private final RefineOptions refine;
		private boolean externalReference;
		private boolean reconstructSmallItems = true;
		private Set<UUID> excludedFromAlignment = Set.of();
		private boolean keepStacks = true;
		private long memoryBytes;
		private int checkpointSeconds = 600;
		private Repetition repetition = Repetition.once();

		private Builder(final RefineOptions refine) {
			this.refine = refine;
		}

		/** Default: references are made from the images. */
		public Builder externalReference(final boolean value) {
			externalReference = value;
			return this;
		}

		/** Default: they are reconstructed. */
		public Builder reconstructSmallItems(final boolean value) {
			reconstructSmallItems = value;
			return this;
		}

		/** Default: each species says itself whether it aligns. */
		public Builder excludedFromAlignment(final Set<UUID> value) {
			excludedFromAlignment = value;
			return this;
		}

		/** Default: as far as they fit. */
		public Builder keepStacks(final boolean value) {
			keepStacks = value;
			return this;
		}

		/** Default: 85 % of the Java heap. */
		public Builder memoryBytes(final long value) {
			memoryBytes = value;
			return this;
		}

		/** Default: 600 s. */
		public Builder checkpointSeconds(final int value) {
			checkpointSeconds = value;
			return this;
		}

		/** Default: it stands alone. */
		public Builder repetition(final Repetition value) {
			repetition = value;
			return this;
		}

		/** The options. */
		public RunOptions build() {
			return new RunOptions(refine, externalReference, reconstructSmallItems, excludedFromAlignment, keepStacks, memoryBytes,
				checkpointSeconds, repetition);
		}
	}
}
