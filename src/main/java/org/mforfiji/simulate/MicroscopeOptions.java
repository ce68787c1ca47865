package org.mforfiji.simulate;

/**
 * The microscope and camera of a simulated data set. Immutable.
 */
public final class MicroscopeOptions {

	private final double voltageKv;
	private final double csMm;
	private final double amplitudeContrast;
	private final double pixelSize;
	private final int imageWidth;
	private final int imageHeight;

	private MicroscopeOptions(final Builder b) {
		voltageKv = b.voltageKv;
		csMm = b.csMm;
		amplitudeContrast = b.amplitudeContrast;
		pixelSize = b.pixelSize;
		imageWidth = b.imageWidth;
		imageHeight = b.imageHeight;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.voltageKv = voltageKv;
		b.csMm = csMm;
		b.amplitudeContrast = amplitudeContrast;
		b.pixelSize = pixelSize;
		b.imageWidth = imageWidth;
		b.imageHeight = imageHeight;
		return b;
	}

	/** Acceleration voltage, kV. */
	public double voltageKv() {
		return voltageKv;
	}

	/** Spherical aberration, mm. */
	public double csMm() {
		return csMm;
	}

	/** Amplitude contrast as a fraction of 1. */
	public double amplitudeContrast() {
		return amplitudeContrast;
	}

	/** Å per pixel of the tilt images. */
	public double pixelSize() {
		return pixelSize;
	}

	/** Width of the tilt images in pixels, even. */
	public int imageWidth() {
		return imageWidth;
	}

	/** Height of the tilt images in pixels, even. */
	public int imageHeight() {
		return imageHeight;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private double voltageKv = 300;
		private double csMm = 2.7;
		private double amplitudeContrast = 0.07;
		private double pixelSize = 5;
		private int imageWidth = 400;
		private int imageHeight = 400;

		private Builder() {}

		/** See {@link MicroscopeOptions#voltageKv()}; default 300. */
		public Builder voltageKv(final double value) {
			voltageKv = value;
			return this;
		}

		/** See {@link MicroscopeOptions#csMm()}; default 2.7. */
		public Builder csMm(final double value) {
			csMm = value;
			return this;
		}

		/** See {@link MicroscopeOptions#amplitudeContrast()}; default 0.07. */
		public Builder amplitudeContrast(final double value) {
			amplitudeContrast = value;
			return this;
		}

		/** See {@link MicroscopeOptions#pixelSize()}; default 5. */
		public Builder pixelSize(final double value) {
			pixelSize = value;
			return this;
		}

		/** See {@link MicroscopeOptions#imageWidth()}; default 400. */
		public Builder imageWidth(final int value) {
			imageWidth = value;
			return this;
		}

		/** See {@link MicroscopeOptions#imageHeight()}; default 400. */
		public Builder imageHeight(final int value) {
			imageHeight = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link org.mforfiji.base.MException} that names it. */
		public MicroscopeOptions build() {
			Limits.check("voltage (kV)", voltageKv, 1, 2000);
			Limits.check("spherical aberration (mm)", csMm, 0, 20);
			Limits.check("amplitude contrast", amplitudeContrast, 0, 1);
			Limits.check("pixel size (Å)", pixelSize, 0.1, 100);
			Limits.checkEven("image width", imageWidth, 32, 16384);
			Limits.checkEven("image height", imageHeight, 32, 16384);
			return new MicroscopeOptions(this);
		}
	}
}
