package org.mforfiji.simulate;

import java.util.List;

import org.mforfiji.base.MException;

/**
 * Everything that determines a simulated data set; the same options give the same files. Immutable.
 */
public final class SimulationOptions {

	private final int series;
	private final long seed;
	private final MicroscopeOptions microscope;
	private final TiltOptions tilts;
	private final ImagingOptions imaging;
	private final PlantedErrors planted;
	private final List<SpeciesOptions> species;
	private final boolean halfPrecision;
	private final boolean noiseFreeImages;

	private SimulationOptions(final Builder b) {
		series = b.series;
		seed = b.seed;
		microscope = b.microscope;
		tilts = b.tilts;
		imaging = b.imaging;
		planted = b.planted;
		species = List.copyOf(b.species);
		halfPrecision = b.halfPrecision;
		noiseFreeImages = b.noiseFreeImages;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.series = series;
		b.seed = seed;
		b.microscope = microscope;
		b.tilts = tilts;
		b.imaging = imaging;
		b.planted = planted;
		b.species = species;
		b.halfPrecision = halfPrecision;
		b.noiseFreeImages = noiseFreeImages;
		return b;
	}

	/** Number of tilt series. */
	public int series() {
		return series;
	}

	/** Seed of all random numbers. */
	public long seed() {
		return seed;
	}

	/** Microscope and camera. */
	public MicroscopeOptions microscope() {
		return microscope;
	}

	/** Tilts, exposure and sample. */
	public TiltOptions tilts() {
		return tilts;
	}

	/** Defocus, damage, ice and noise. */
	public ImagingOptions imaging() {
		return imaging;
	}

	/** What the user does not know. */
	public PlantedErrors planted() {
		return planted;
	}

	/** The species, at least one. */
	public List<SpeciesOptions> species() {
		return species;
	}

	/** Whether tilt images and maps are written as float16 (MRC mode 12) instead of float32. */
	public boolean halfPrecision() {
		return halfPrecision;
	}

	/** Whether the noise-free tilt images are written too, into truth/average. */
	public boolean noiseFreeImages() {
		return noiseFreeImages;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private int series = 2;
		private long seed = 1;
		private MicroscopeOptions microscope = MicroscopeOptions.builder().build();
		private TiltOptions tilts = TiltOptions.builder().build();
		private ImagingOptions imaging = ImagingOptions.builder().build();
		private PlantedErrors planted = PlantedErrors.builder().build();
		private List<SpeciesOptions> species = List.of();
		private boolean halfPrecision = true;
		private boolean noiseFreeImages = false;

		private Builder() {}

		/** See {@link SimulationOptions#series()}; default 2. */
		public Builder series(final int value) {
			series = value;
			return this;
		}

		/** See {@link SimulationOptions#seed()}; default 1. */
		public Builder seed(final long value) {
			seed = value;
			return this;
		}

		/** See {@link SimulationOptions#microscope()}. */
		public Builder microscope(final MicroscopeOptions value) {
			microscope = value;
			return this;
		}

		/** See {@link SimulationOptions#tilts()}. */
		public Builder tilts(final TiltOptions value) {
			tilts = value;
			return this;
		}

		/** See {@link SimulationOptions#imaging()}. */
		public Builder imaging(final ImagingOptions value) {
			imaging = value;
			return this;
		}

		/** See {@link SimulationOptions#planted()}. */
		public Builder planted(final PlantedErrors value) {
			planted = value;
			return this;
		}

		/** See {@link SimulationOptions#species()}. */
		public Builder species(final List<SpeciesOptions> value) {
			species = value;
			return this;
		}

		/** See {@link SimulationOptions#halfPrecision()}; default true. */
		public Builder halfPrecision(final boolean value) {
			halfPrecision = value;
			return this;
		}

		/** See {@link SimulationOptions#noiseFreeImages()}; default false. */
		public Builder noiseFreeImages(final boolean value) {
			noiseFreeImages = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link MException} that names it. */
		public SimulationOptions build() {
			Limits.check("number of series", series, 1, 9999);
			if (species.isEmpty()) throw new MException("No species to simulate", "", "Give at least one model or map");
			if (species.stream().map(SpeciesOptions::name).distinct().count() < species.size()) throw new MException(
				"Two species have the same name", "", "Name them differently");
			return new SimulationOptions(this);
		}
	}
}
