package org.mforfiji.population;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.SymmetryGroup;

/**
 * One molecule type: two half-maps with what is known of them, and its particles; what a {@code .species} file and its
 * particle table hold. The maps themselves lie beside the file and are not part of the object. Immutable.
 */
public final class Species implements Member {

	private final Builder b;
	private final List<Particle> particles;

	private Species(final Builder builder) {
		b = new Builder(builder);
		particles = List.copyOf(builder.particles);
	}

	/**
	 * A new species with a random GUID.
	 *
	 * @param name display name
	 * @param file the {@code .species} file; maps and particles lie beside it under the same root name
	 */
	public static Builder builder(final String name, final Path file) {
		return new Builder(name, file);
	}

	public Builder toBuilder() {
		return new Builder(b);
	}

	@Override
	public Identity identity() {
		return b.identity;
	}

	/** Å per voxel of the half-maps. */
	public double pixelSize() {
		return b.pixelSize;
	}

	/** Molecular weight in kDa; informational. */
	public double molecularWeightKda() {
		return b.molecularWeightKda;
	}

	/** Particle diameter in Å. */
	public int diameterA() {
		return b.diameterA;
	}

	/** Box of the maps in voxels: 2 · round(diameter / pixel size), halves to even. */
	public int boxSize() {
		return BoxSize.ofDiameter(b.diameterA, b.pixelSize);
	}

	/** Point group in RELION's notation, as the user wrote it. */
	public String symmetry() {
		return b.symmetry;
	}

	/** The point group; an error names the groups there are if the text is none. */
	public SymmetryGroup symmetryGroup() {
		return SymmetryGroup.parse(b.symmetry);
	}

	public HelicalSymmetry helical() {
		return b.helical;
	}

	/** Whether the curvature of the Ewald sphere is corrected. */
	public boolean correctsEwald() {
		return b.correctsEwald;
	}

	/** Whether the curvature of the Ewald sphere is of the reverse hand. */
	public boolean ewaldReverse() {
		return b.ewaldReverse;
	}

	/** Whether the particles of this species take part in the refinement of shared parameters. */
	public boolean usedForAlignment() {
		return b.usedForAlignment;
	}

	/** Number T of samples of the particles' pose trajectories. */
	public int temporalSamples() {
		return b.temporalSamples;
	}

	/** Resolution in Å at FSC 0.143; not positive if not estimated. */
	public double globalResolution() {
		return b.globalResolution;
	}

	/** B-factor of the map in Å², normally negative. */
	public double globalBFactor() {
		return b.globalBFactor;
	}

	/** Resolution in Å up to which the denoiser was trained; not positive if never. */
	public double denoisedAtResolution() {
		return b.denoisedAtResolution;
	}

	/** Whether references are denoised; true only where M finds a network that it can load. */
	public boolean appliesDenoising() {
		return b.appliesDenoising;
	}

	/** The particles, each with {@link #temporalSamples()} samples. */
	public List<Particle> particles() {
		return particles;
	}

	/** The same species with other particles. */
	public Species withParticles(final List<Particle> newParticles) {
		return toBuilder().particles(newParticles).build();
	}

	@Override
	public String toString() {
		return "species '" + name() + "' (" + guid() + ")";
	}

	/** Collects the properties of a {@link Species}. */
	public static final class Builder extends Identity.Builder<Builder> {

		private double pixelSize = 1;
		private double molecularWeightKda = 100;
		private int diameterA = 50;
		private String symmetry = "C1";
		private HelicalSymmetry helical = HelicalSymmetry.NONE;
		private boolean correctsEwald;
		private boolean ewaldReverse = true;
		private boolean usedForAlignment = true;
		private int temporalSamples = 1;
		private double globalResolution = -1;
		private double globalBFactor;
		private double denoisedAtResolution = -1;
		private boolean appliesDenoising;
		private List<Particle> particles = List.of();

		private Builder(final String name, final Path file) {
			super(Identity.of(name, file));
		}

		private Builder(final Builder other) {
			super(other.identity);
			pixelSize = other.pixelSize;
			molecularWeightKda = other.molecularWeightKda;
			diameterA = other.diameterA;
			symmetry = other.symmetry;
			helical = other.helical;
			correctsEwald = other.correctsEwald;
			ewaldReverse = other.ewaldReverse;
			usedForAlignment = other.usedForAlignment;
			temporalSamples = other.temporalSamples;
			globalResolution = other.globalResolution;
			globalBFactor = other.globalBFactor;
			denoisedAtResolution = other.denoisedAtResolution;
			appliesDenoising = other.appliesDenoising;
			particles = other.particles;
		}

		@Override
		Builder self() {
			return this;
		}

		/** Å per voxel. */
		public Builder pixelSize(final double value) {
			pixelSize = value;
			return this;
		}

		public Builder molecularWeightKda(final double value) {
			molecularWeightKda = value;
			return this;
		}

		/** Å, positive. */
		public Builder diameterA(final int value) {
			diameterA = value;
			return this;
		}

		public Builder symmetry(final String value) {
			symmetry = value;
			return this;
		}

		public Builder helical(final HelicalSymmetry value) {
			helical = value;
			return this;
		}

		/** Whether the Ewald sphere is corrected and whether with reverse curvature. */
		public Builder ewald(final boolean correct, final boolean reverse) {
			correctsEwald = correct;
			ewaldReverse = reverse;
			return this;
		}

		public Builder usedForAlignment(final boolean value) {
			usedForAlignment = value;
			return this;
		}

		public Builder temporalSamples(final int value) {
			temporalSamples = value;
			return this;
		}

		/** Å at FSC 0.143. */
		public Builder globalResolution(final double value) {
			globalResolution = value;
			return this;
		}

		/** Å². */
		public Builder globalBFactor(final double value) {
			globalBFactor = value;
			return this;
		}

		/** Whether denoising is applied, and the resolution in Å of the last training. */
		public Builder denoising(final boolean applies, final double atResolution) {
			appliesDenoising = applies;
			denoisedAtResolution = atResolution;
			return this;
		}

		public Builder particles(final List<Particle> value) {
			particles = value;
			return this;
		}

		/**
		 * @throws MException if pixel size, diameter or temporal samples are not positive, or a particle has another number of
		 *           samples
		 */
		public Species build() {
			if (!(pixelSize > 0)) throw new MException("The pixel size of a species must be positive, not " + pixelSize, identity.file()
				.toString(), "");
			if (diameterA <= 0) throw new MException("The diameter of a species must be positive, not " + diameterA + " Å", identity
				.file().toString(), "");
			if (temporalSamples < 1) throw new MException("A species needs at least one temporal sample, not " +
				temporalSamples, identity.file().toString(), "");
			for (final Particle particle : particles)
				if (particle.samples() != temporalSamples) throw new MException("A particle of " + particle.sourceName() + " has " +
					particle.samples() + " temporal samples, but the species has " + temporalSamples, identity.file().toString(),
					"Resample the trajectories first");
			return new Species(this);
		}
	}
}
