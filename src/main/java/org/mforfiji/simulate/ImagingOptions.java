package org.mforfiji.simulate;

/**
 * How a simulated particle becomes an image: defocus, radiation damage, ice, noise. Immutable.
 */
public final class ImagingOptions {

	private final double defocusUm;
	private final double defocusSpreadUm;
	private final RadiationDamage damage;
	private final IceContrast iceContrast;
	private final double meanFreePathA;
	private final double snr;
	private final double lowFrequencyNoise;
	private final double noiseFalloffA;
	private final double nyquistNoise;
	private final ContrastVariation variation;

	private ImagingOptions(final Builder b) {
		defocusUm = b.defocusUm;
		defocusSpreadUm = b.defocusSpreadUm;
		damage = b.damage;
		iceContrast = b.iceContrast;
		meanFreePathA = b.meanFreePathA;
		snr = b.snr;
		lowFrequencyNoise = b.lowFrequencyNoise;
		noiseFalloffA = b.noiseFalloffA;
		nyquistNoise = b.nyquistNoise;
		variation = b.variation;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.defocusUm = defocusUm;
		b.defocusSpreadUm = defocusSpreadUm;
		b.damage = damage;
		b.iceContrast = iceContrast;
		b.meanFreePathA = meanFreePathA;
		b.snr = snr;
		b.lowFrequencyNoise = lowFrequencyNoise;
		b.noiseFalloffA = noiseFalloffA;
		b.nyquistNoise = nyquistNoise;
		b.variation = variation;
		return b;
	}

	/** Mean defocus at the centre of the sample, µm, underfocus positive. */
	public double defocusUm() {
		return defocusUm;
	}

	/** Half-width of the range around the mean through which the defocus steps evenly from series to series, as microscopes do, µm. */
	public double defocusSpreadUm() {
		return defocusSpreadUm;
	}

	/** How amplitudes fade with exposure. */
	public RadiationDamage damage() {
		return damage;
	}

	/** How contrast falls with the path through the ice. */
	public IceContrast iceContrast() {
		return iceContrast;
	}

	/** Mean free path of inelastic scattering in ice, Å; used by IceContrast.ATTENUATION only. */
	public double meanFreePathA() {
		return meanFreePathA;
	}

	/**
	 * Signal-to-noise ratio: variance of the noise-free image in the discs of the particles (species diameter)
	 * of the tilts that were exposed first, over the variance of the noise per pixel. Infinite: no noise.
	 */
	public double snr() {
		return snr;
	}

	/** Colour of the noise: its power at frequency zero is 1 + this value times that at high frequency. */
	public double lowFrequencyNoise() {
		return lowFrequencyNoise;
	}

	/** Colour of the noise: the extra power falls as a Gaussian to 1/e at this period, Å. */
	public double noiseFalloffA() {
		return noiseFalloffA;
	}

	/** Colour of the noise: power at Nyquist relative to the flat part, falling with the square of frequency. */
	public double nyquistNoise() {
		return nyquistNoise;
	}

	/** How signal differs between tilts and between series, beyond exposure and ice. */
	public ContrastVariation variation() {
		return variation;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private double defocusUm = 3;
		private double defocusSpreadUm = 0.5;
		private RadiationDamage damage = RadiationDamage.M_DEFAULT;
		private IceContrast iceContrast = IceContrast.COSINE;
		private double meanFreePathA = 4000;
		private double snr = 0.05;
		private double lowFrequencyNoise = 2;
		private double noiseFalloffA = 60;
		private double nyquistNoise = 0.7;
		private ContrastVariation variation = ContrastVariation.NONE;

		private Builder() {}

		/** See {@link ImagingOptions#defocusUm()}; default 3. */
		public Builder defocusUm(final double value) {
			defocusUm = value;
			return this;
		}

		/** See {@link ImagingOptions#defocusSpreadUm()}; default 0.5. */
		public Builder defocusSpreadUm(final double value) {
			defocusSpreadUm = value;
			return this;
		}

		/** See {@link ImagingOptions#damage()}; default RadiationDamage.M_DEFAULT. */
		public Builder damage(final RadiationDamage value) {
			damage = value;
			return this;
		}

		/** See {@link ImagingOptions#iceContrast()}; default IceContrast.COSINE. */
		public Builder iceContrast(final IceContrast value) {
			iceContrast = value;
			return this;
		}

		/** See {@link ImagingOptions#meanFreePathA()}; default 4000. */
		public Builder meanFreePathA(final double value) {
			meanFreePathA = value;
			return this;
		}

		/** See {@link ImagingOptions#snr()}; default 0.05. */
		public Builder snr(final double value) {
			snr = value;
			return this;
		}

		/** See {@link ImagingOptions#lowFrequencyNoise()}; default 2. */
		public Builder lowFrequencyNoise(final double value) {
			lowFrequencyNoise = value;
			return this;
		}

		/** See {@link ImagingOptions#noiseFalloffA()}; default 60. */
		public Builder noiseFalloffA(final double value) {
			noiseFalloffA = value;
			return this;
		}

		/** See {@link ImagingOptions#nyquistNoise()}; default 0.7. */
		public Builder nyquistNoise(final double value) {
			nyquistNoise = value;
			return this;
		}

		/** See {@link ImagingOptions#variation()}; default none. */
		public Builder variation(final ContrastVariation value) {
			variation = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link org.mforfiji.base.MException} that names it. */
		public ImagingOptions build() {
			Limits.check("defocus (µm)", defocusUm, -20, 20);
			Limits.check("defocus spread (µm)", defocusSpreadUm, 0, 10);
			Limits.check("mean free path (Å)", meanFreePathA, 100, 1000000.0);
			Limits.check("low-frequency noise", lowFrequencyNoise, 0, 10000.0);
			Limits.check("noise fall-off (Å)", noiseFalloffA, 1, 100000.0);
			Limits.check("noise at Nyquist", nyquistNoise, 0.01, 1);
			if (snr != Double.POSITIVE_INFINITY) Limits.check("signal-to-noise ratio", snr, 1e-6, 1e6);
			return new ImagingOptions(this);
		}
	}
}
