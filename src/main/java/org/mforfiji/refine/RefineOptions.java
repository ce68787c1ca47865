package org.mforfiji.refine;

/**
 * What is refined in one iteration and how. Immutable; made with {@link #builder()}.
 *
 * @param subIterations steps of the solver per item; 0 only reconstructs
 * @param firstFraction share of the available resolution used in the first step, rising linearly to 1 in the last
 * @param minParticles items with fewer particles, of all species together, are left as they are
 * @param weightThreshold pixels whose exposure weight, relative to the best tilt, is lower are left out
 * @param blocks which geometry of the item is refined
 * @param particles whether positions and angles of particles are refined
 * @param coarseSearch whether a common shift of each tilt is searched before the first step
 * @param coarseRangeA largest shift along an axis in that search, Å
 * @param priors prior standard deviations at the start
 * @param adaptPriors whether they are estimated from the data (empirical Bayes), never wider than at the start
 * @param maxPasses most passes over the data of an item
 * @param guard whether a tenth of the particles is left out of what all share, to judge it
 * @param ctf what of the contrast transfer is refined, after the geometry
 */
public record RefineOptions(int subIterations, double firstFraction, int minParticles, double weightThreshold,
	GeometryBlocks blocks, boolean particles, boolean coarseSearch, double coarseRangeA, Priors priors, boolean adaptPriors,
	int maxPasses, boolean guard, CtfOptions ctf)
{

	/** Whether anything is to be refined. */
	public boolean refines() {
		return refinesGeometry() || subIterations > 0 && ctf.refines();
	}

	/** Whether poses or the geometry of items are to be refined. */
	public boolean refinesGeometry() {
		return subIterations > 0 && (particles || blocks.any());
	}

	/** Whether metadata of items change: anything of the geometry or the contrast transfer is refined. */
	public boolean changesItems() {
		return subIterations > 0 && (blocks.any() || ctf.refines());
	}

	/** The same with another choice for the contrast transfer. */
	public RefineOptions withCtf(final CtfOptions other) {
		return new RefineOptions(subIterations, firstFraction, minParticles, weightThreshold, blocks, particles, coarseSearch,
			coarseRangeA, priors, adaptPriors, maxPasses, guard, other);
	}

	/** M's defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** Collects options; the defaults are M's where M has the option. */
	public static final class Builder {

		private int subIterations = 3;
		private double firstFraction = 1;
		private int minParticles = 1;
		private double weightThreshold = 0.05;
		private GeometryBlocks blocks = GeometryBlocks.NONE;
		private boolean particles;
		private boolean coarseSearch = true;
		private double coarseRangeA = 16;
		private Priors priors = Priors.WEAK;
		private boolean adaptPriors = true;
		private int maxPasses = 6;
		private boolean guard = true;
		private CtfOptions ctf = CtfOptions.NONE;

		private Builder() {}

		public Builder subIterations(final int value) {
			subIterations = value;
			return this;
		}

		public Builder firstFraction(final double value) {
			firstFraction = value;
			return this;
		}

		public Builder minParticles(final int value) {
			minParticles = value;
			return this;
		}

		public Builder weightThreshold(final double value) {
			weightThreshold = value;
			return this;
		}

		public Builder imageWarp(final GridSize value) {
			blocks = blocks.withImageWarp(value);
			return this;
		}

		public Builder volumeWarp(final VolumeGridSize value) {
			blocks = blocks.withVolumeWarp(value);
			return this;
		}

		public Builder stageAngles(final boolean value) {
			blocks = blocks.withStageAngles(value);
			return this;
		}

		public Builder magnification(final boolean value) {
			blocks = blocks.withMagnification(value);
			return this;
		}

		public Builder particles(final boolean value) {
			particles = value;
			return this;
		}

		public Builder coarseSearch(final boolean value) {
			coarseSearch = value;
			return this;
		}

		public Builder coarseRangeA(final double value) {
			coarseRangeA = value;
			return this;
		}

		public Builder priors(final Priors value) {
			priors = value;
			return this;
		}

		public Builder adaptPriors(final boolean value) {
			adaptPriors = value;
			return this;
		}

		public Builder maxPasses(final int value) {
			maxPasses = value;
			return this;
		}

		public Builder guard(final boolean value) {
			guard = value;
			return this;
		}

		public Builder ctf(final CtfOptions value) {
			ctf = value;
			return this;
		}

		/** The options. */
		public RefineOptions build() {
			return new RefineOptions(subIterations, firstFraction, minParticles, weightThreshold, blocks, particles,
				coarseSearch, coarseRangeA, priors, adaptPriors, maxPasses, guard, ctf);
		}
	}
}
