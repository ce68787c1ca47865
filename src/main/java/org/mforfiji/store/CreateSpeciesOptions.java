package org.mforfiji.store;

import java.nio.file.Path;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.population.HelicalSymmetry;

/** How a species is made. Immutable; begin with {@link #builder}. */
public final class CreateSpeciesOptions {

	private final Builder b;

	private CreateSpeciesOptions(final Builder builder) {
		b = new Builder(builder);
	}

	/**
	 * @param name display name
	 * @param diameterA particle diameter in Å along the longest axis; the box is twice that
	 * @param maps half-maps and mask
	 */
	public static Builder builder(final String name, final int diameterA, final MapFiles maps) {
		return new Builder(name, diameterA, maps);
	}

	/**
	 * The files of the maps.
	 *
	 * @param half1 first unfiltered half-map
	 * @param half2 second unfiltered half-map
	 * @param mask binary mask
	 */
	public record MapFiles(Path half1, Path half2, Path mask) {}

	String name() {
		return b.name;
	}

	int diameterA() {
		return b.diameterA;
	}

	MapFiles maps() {
		return b.maps;
	}

	/** Å that replace the pixel size of the headers; 0 to believe them. */
	double pixelSize() {
		return b.pixelSize;
	}

	/** Å to which the maps are resampled; 0 to leave them. */
	double resampledPixelSize() {
		return b.resampledPixelSize;
	}

	/** Å to which the half-maps are filtered; 0 for no filter. */
	double lowPass() {
		return b.lowPass;
	}

	String symmetry() {
		return b.symmetry;
	}

	HelicalSymmetry helical() {
		return b.helical;
	}

	int temporalSamples() {
		return b.temporalSamples;
	}

	double molecularWeightKda() {
		return b.molecularWeightKda;
	}

	Optional<Path> output() {
		return b.output;
	}

	boolean keepsVersions() {
		return b.keepsVersions;
	}

	/** Collects the options. */
	public static final class Builder {

		private final String name;
		private final int diameterA;
		private final MapFiles maps;
		private double pixelSize;
		private double resampledPixelSize;
		private double lowPass;
		private String symmetry = "C1";
		private HelicalSymmetry helical = HelicalSymmetry.NONE;
		private int temporalSamples = 1;
		private double molecularWeightKda = 100;
		private Optional<Path> output = Optional.empty();
		private boolean keepsVersions = true;

		private Builder(final String name, final int diameterA, final MapFiles maps) {
			this.name = name;
			this.diameterA = diameterA;
			this.maps = maps;
		}

		private Builder(final Builder other) {
			this(other.name, other.diameterA, other.maps);
			pixelSize = other.pixelSize;
			resampledPixelSize = other.resampledPixelSize;
			lowPass = other.lowPass;
			symmetry = other.symmetry;
			helical = other.helical;
			temporalSamples = other.temporalSamples;
			molecularWeightKda = other.molecularWeightKda;
			output = other.output;
			keepsVersions = other.keepsVersions;
		}

		/** Å that replace the pixel size of the headers; 0 to believe them. */
		public Builder pixelSize(final double value) {
			pixelSize = value;
			return this;
		}

		/** Å to which the maps are resampled; 0 to leave them. */
		public Builder resampledPixelSize(final double value) {
			resampledPixelSize = value;
			return this;
		}

		/** Å to which the half-maps are filtered; 0 for no filter. */
		public Builder lowPass(final double value) {
			lowPass = value;
			return this;
		}

		/** Point group in RELION's notation. */
		public Builder symmetry(final String value) {
			symmetry = value;
			return this;
		}

		public Builder helical(final HelicalSymmetry value) {
			helical = value;
			return this;
		}

		/** Samples of the particles' pose trajectories. */
		public Builder temporalSamples(final int value) {
			temporalSamples = value;
			return this;
		}

		public Builder molecularWeightKda(final double value) {
			molecularWeightKda = value;
			return this;
		}

		/** The {@code .species} file; by default {@code species/<name>_<GUID>/<name>.species} beside the population. */
		public Builder output(final Path value) {
			output = Optional.of(value);
			return this;
		}

		public Builder keepsVersions(final boolean value) {
			keepsVersions = value;
			return this;
		}

		/**
		 * @throws MException if an option is out of its range, the symmetry is unknown, or helical parameters are incomplete
		 */
		public CreateSpeciesOptions build() {
			CreatePopulation.safe(name, "species");
			if (diameterA < 1) throw new MException("The diameter must be positive, not " + diameterA + " Å", "",
				"Give the particle's diameter along its longest axis");
			positiveOrAbsent(pixelSize, "pixel size");
			positiveOrAbsent(resampledPixelSize, "pixel size to resample to");
			positiveOrAbsent(lowPass, "low-pass resolution");
			SymmetryGroup.parse(symmetry);
			if (temporalSamples < 1) throw new MException("A species needs at least one temporal sample, not " + temporalSamples,
				"", "Give 1 for particles that do not move, more for longer exposures");
			if (!(molecularWeightKda >= 0)) throw new MException("The molecular weight cannot be " + molecularWeightKda + " kDa", "",
				"Give a positive number");
			requireComplete(helical);
			return new CreateSpeciesOptions(this);
		}

		private static void positiveOrAbsent(final double value, final String what) {
			if (!(value >= 0) || Double.isInfinite(value)) throw new MException("The " + what + " must be positive, not " + value, "",
				"Give it in Å, or leave it out");
		}

		private static void requireComplete(final HelicalSymmetry h) {
			if (h.units() == 1 && h.rise() == 0 && h.twistDeg() == 0 && h.height() == 0) return;
			final boolean complete = h.units() >= 2 && h.rise() > 0 && h.twistDeg() != 0 && h.height() > 0 && h.height() >= h
				.rise() * (h.units() - 1);
			if (!complete) throw new MException("The helical symmetry is incomplete: " + h.units() + " units, rise " + h.rise() +
				" Å, twist " + h.twistDeg() + "°, height " + h.height() + " Å", "",
				"Give at least 2 units, a rise above 0, a twist other than 0, and a height of at least rise · (units − 1)");
		}
	}
}
