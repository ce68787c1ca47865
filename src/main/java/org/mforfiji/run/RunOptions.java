package org.mforfiji.run;

import java.util.Set;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.population.Species;
import org.mforfiji.refine.RefineOptions;

/**
 * How an iteration over a population runs. Immutable; made with {@link #builder}. Nothing but {@code refine},
 * {@code externalReference}, {@code reconstructSmallItems} and {@code alignmentSpecies} has an influence on the results.
 *
 * @param refine what is refined in each item; with zero sub-iterations, or nothing to refine, maps are only reconstructed
 * @param externalReference whether the species' maps were not made from the images of this population: then the references
 *          are those maps, low-passed to the species' resolution; else references are reconstructed from the images at the
 *          present poses, and no image is compared with its own share of them
 * @param reconstructSmallItems whether the particles of items with too few particles to be refined
 *          ({@link RefineOptions#minParticles}) go into the maps all the same; M leaves them out
 * @param alignmentSpecies the species whose particles are refined and align the items; empty for those that say so
 *          themselves ({@link Species#usedForAlignment()}). All species are reconstructed.
 * @param keepStacks whether particle images are kept in memory between phases as far as they fit; else every phase reads
 *          them again
 * @param memoryBytes memory to plan with; 0 for 85 % of the Java heap
 * @param checkpointSeconds how often sums over items are written to the journal
 * @param repetition which of several iterations in a row this is
 */
public record RunOptions(RefineOptions refine, boolean externalReference, boolean reconstructSmallItems,
	Set<UUID> alignmentSpecies, boolean keepStacks, long memoryBytes, int checkpointSeconds, Repetition repetition)
{

	private static final double HEAP_SHARE = 0.85;

	public RunOptions {
		alignmentSpecies = Set.copyOf(alignmentSpecies);
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
		return alignmentSpecies.isEmpty() ? species.usedForAlignment() : alignmentSpecies.contains(species.guid());
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
		private Set<UUID> alignmentSpecies = Set.of();
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

		/** Default: each species says so itself. */
		public Builder alignmentSpecies(final Set<UUID> value) {
			alignmentSpecies = value;
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
			return new RunOptions(refine, externalReference, reconstructSmallItems, alignmentSpecies, keepStacks, memoryBytes,
				checkpointSeconds, repetition);
		}
	}
}
