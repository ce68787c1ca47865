package org.mforfiji.simulate;

import java.nio.file.Path;

import org.mforfiji.base.MException;

/**
 * One molecule species of a simulated data set. Immutable.
 */
public final class SpeciesOptions {

	private final String name;
	private final Path source;
	private final String symmetry;
	private final int particlesPerSeries;
	private final int diameterA;
	private final double molecularWeightKda;
	private final double pixelSize;
	private final double bFactor;
	private final boolean ownBFactors;
	private final double referenceResolutionA;

	private SpeciesOptions(final Builder b) {
		name = b.name;
		source = b.source;
		symmetry = b.symmetry;
		particlesPerSeries = b.particlesPerSeries;
		diameterA = b.diameterA;
		molecularWeightKda = b.molecularWeightKda;
		pixelSize = b.pixelSize;
		bFactor = b.bFactor;
		ownBFactors = b.ownBFactors;
		referenceResolutionA = b.referenceResolutionA;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.name = name;
		b.source = source;
		b.symmetry = symmetry;
		b.particlesPerSeries = particlesPerSeries;
		b.diameterA = diameterA;
		b.molecularWeightKda = molecularWeightKda;
		b.pixelSize = pixelSize;
		b.bFactor = bFactor;
		b.ownBFactors = ownBFactors;
		b.referenceResolutionA = referenceResolutionA;
		return b;
	}

	/** Name of the species; also the root of its file names. */
	public String name() {
		return name;
	}

	/** A PDB or mmCIF model, or an MRC map (cubic, white density, centred). */
	public Path source() {
		return source;
	}

	/**
	 * Point group in RELION's notation; a model is turned so that its axes stand as the group demands, a map
	 * must stand so.
	 */
	public String symmetry() {
		return symmetry;
	}

	/** Particles in each tilt series. */
	public int particlesPerSeries() {
		return particlesPerSeries;
	}

	/**
	 * Diameter of the particle, Å; the map box is twice that. 0: from the model (next multiple of 10), or half
	 * the box of a map.
	 */
	public int diameterA() {
		return diameterA;
	}

	/** Molecular weight, kDa. 0: from the model; for a map, from its diameter (globular protein). */
	public double molecularWeightKda() {
		return molecularWeightKda;
	}

	/** Å per voxel of the species' maps. 0: that of the tilt images. */
	public double pixelSize() {
		return pixelSize;
	}

	/** Damping of the model's map, Å²: amplitudes fall as exp(−B·k²/4). A map is taken as it is. */
	public double bFactor() {
		return bFactor;
	}

	/** Whether the deposited B-factors of the atoms damp them too. */
	public boolean ownBFactors() {
		return ownBFactors;
	}

	/**
	 * Resolution of the half-maps that the user starts with, Å: the true map low-passed, with independent
	 * noise in each half so that their FSC passes 0.143 there. 0: 2.5 times the rms displacement by the
	 * planted errors, at least 4 pixels.
	 */
	public double referenceResolutionA() {
		return referenceResolutionA;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private String name = "particle";
		private Path source = null;
		private String symmetry = "C1";
		private int particlesPerSeries = 80;
		private int diameterA = 0;
		private double molecularWeightKda = 0;
		private double pixelSize = 0;
		private double bFactor = 100;
		private boolean ownBFactors = false;
		private double referenceResolutionA = 0;

		private Builder() {}

		/** See {@link SpeciesOptions#name()}; default "particle". */
		public Builder name(final String value) {
			name = value;
			return this;
		}

		/** See {@link SpeciesOptions#source()}. */
		public Builder source(final Path value) {
			source = value;
			return this;
		}

		/** See {@link SpeciesOptions#symmetry()}; default "C1". */
		public Builder symmetry(final String value) {
			symmetry = value;
			return this;
		}

		/** See {@link SpeciesOptions#particlesPerSeries()}; default 80. */
		public Builder particlesPerSeries(final int value) {
			particlesPerSeries = value;
			return this;
		}

		/** See {@link SpeciesOptions#diameterA()}; default 0. */
		public Builder diameterA(final int value) {
			diameterA = value;
			return this;
		}

		/** See {@link SpeciesOptions#molecularWeightKda()}; default 0. */
		public Builder molecularWeightKda(final double value) {
			molecularWeightKda = value;
			return this;
		}

		/** See {@link SpeciesOptions#pixelSize()}; default 0. */
		public Builder pixelSize(final double value) {
			pixelSize = value;
			return this;
		}

		/** See {@link SpeciesOptions#bFactor()}; default 100. */
		public Builder bFactor(final double value) {
			bFactor = value;
			return this;
		}

		/** See {@link SpeciesOptions#ownBFactors()}; default false. */
		public Builder ownBFactors(final boolean value) {
			ownBFactors = value;
			return this;
		}

		/** See {@link SpeciesOptions#referenceResolutionA()}; default 0. */
		public Builder referenceResolutionA(final double value) {
			referenceResolutionA = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link MException} that names it. */
		public SpeciesOptions build() {
			Limits.check("particles per series", particlesPerSeries, 1, 100000);
			Limits.check("diameter (Å)", diameterA, 0, 10000);
			Limits.check("molecular weight (kDa)", molecularWeightKda, 0, 1e6);
			Limits.check("species pixel size (Å)", pixelSize, 0, 100);
			Limits.check("B-factor (Å²)", bFactor, 0, 1e5);
			Limits.check("reference resolution (Å)", referenceResolutionA, 0, 1000);
			if (name.isBlank() || name.contains("/")) throw new MException("'" + name + "' cannot name a species", "", "Give letters and digits");
			if (source == null) throw new MException("The species has no model", name, "Give a PDB or mmCIF model or an MRC map");
			return new SpeciesOptions(this);
		}
	}
}
