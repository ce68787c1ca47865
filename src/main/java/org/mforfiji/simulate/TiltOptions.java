package org.mforfiji.simulate;

/**
 * How a simulated tilt series is recorded: tilts and their order, exposure, tilt axis, sample. Everything here
 * is known to the user, that is, stands in the given and in the true metadata alike. Immutable.
 */
public final class TiltOptions {

	private final TiltScheme scheme;
	private final double minAngleDeg;
	private final double maxAngleDeg;
	private final double stepDeg;
	private final double dosePerTilt;
	private final double axisAngleDeg;
	private final double axisOffsetRmsA;
	private final double levelAngleXDeg;
	private final double levelAngleYDeg;
	private final boolean anglesInverted;
	private final double thicknessA;

	private TiltOptions(final Builder b) {
		scheme = b.scheme;
		minAngleDeg = b.minAngleDeg;
		maxAngleDeg = b.maxAngleDeg;
		stepDeg = b.stepDeg;
		dosePerTilt = b.dosePerTilt;
		axisAngleDeg = b.axisAngleDeg;
		axisOffsetRmsA = b.axisOffsetRmsA;
		levelAngleXDeg = b.levelAngleXDeg;
		levelAngleYDeg = b.levelAngleYDeg;
		anglesInverted = b.anglesInverted;
		thicknessA = b.thicknessA;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.scheme = scheme;
		b.minAngleDeg = minAngleDeg;
		b.maxAngleDeg = maxAngleDeg;
		b.stepDeg = stepDeg;
		b.dosePerTilt = dosePerTilt;
		b.axisAngleDeg = axisAngleDeg;
		b.axisOffsetRmsA = axisOffsetRmsA;
		b.levelAngleXDeg = levelAngleXDeg;
		b.levelAngleYDeg = levelAngleYDeg;
		b.anglesInverted = anglesInverted;
		b.thicknessA = thicknessA;
		return b;
	}

	/** Order of exposure. */
	public TiltScheme scheme() {
		return scheme;
	}

	/** Lowest stage tilt, degrees. */
	public double minAngleDeg() {
		return minAngleDeg;
	}

	/** Highest stage tilt, degrees. */
	public double maxAngleDeg() {
		return maxAngleDeg;
	}

	/** Angle between neighbouring tilts, degrees. */
	public double stepDeg() {
		return stepDeg;
	}

	/** Exposure of each tilt, e⁻/Å²; a tilt's dose is what was spent before it. */
	public double dosePerTilt() {
		return dosePerTilt;
	}

	/** Angle of the tilt axis in the image, degrees. */
	public double axisAngleDeg() {
		return axisAngleDeg;
	}

	/** Rms of the known shift of each tilt per image axis (stage drift), Å. */
	public double axisOffsetRmsA() {
		return axisOffsetRmsA;
	}

	/** Tilt of the sample about X, degrees. */
	public double levelAngleXDeg() {
		return levelAngleXDeg;
	}

	/** Tilt of the sample about Y, added to every stage tilt, degrees. */
	public double levelAngleYDeg() {
		return levelAngleYDeg;
	}

	/** Whether the defocus gradient is flipped (the handedness switch of Warp). */
	public boolean anglesInverted() {
		return anglesInverted;
	}

	/** Thickness of the sample, also the depth of the tomogram, Å. */
	public double thicknessA() {
		return thicknessA;
	}

	/** The stage tilts in ascending order, degrees. */
	public double[] anglesDeg() {
		final int n = 1 + (int) Math.floor((maxAngleDeg - minAngleDeg) / stepDeg + 1e-6);
		final double[] angles = new double[n];
		for (int t = 0; t < n; t++)
			angles[t] = minAngleDeg + t * stepDeg;
		return angles;
	}

	/** Exposure before each tilt of {@link #anglesDeg()}, e⁻/Å². */
	public double[] doses() {
		final int[] ranks = scheme.ranks(anglesDeg());
		final double[] doses = new double[ranks.length];
		for (int t = 0; t < doses.length; t++)
			doses[t] = ranks[t] * dosePerTilt;
		return doses;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private TiltScheme scheme = TiltScheme.DOSE_SYMMETRIC;
		private double minAngleDeg = -60;
		private double maxAngleDeg = 60;
		private double stepDeg = 3;
		private double dosePerTilt = 3;
		private double axisAngleDeg = 85;
		private double axisOffsetRmsA = 0;
		private double levelAngleXDeg = 0;
		private double levelAngleYDeg = 0;
		private boolean anglesInverted = false;
		private double thicknessA = 1000;

		private Builder() {}

		/** See {@link TiltOptions#scheme()}; default TiltScheme.DOSE_SYMMETRIC. */
		public Builder scheme(final TiltScheme value) {
			scheme = value;
			return this;
		}

		/** See {@link TiltOptions#minAngleDeg()}; default -60. */
		public Builder minAngleDeg(final double value) {
			minAngleDeg = value;
			return this;
		}

		/** See {@link TiltOptions#maxAngleDeg()}; default 60. */
		public Builder maxAngleDeg(final double value) {
			maxAngleDeg = value;
			return this;
		}

		/** See {@link TiltOptions#stepDeg()}; default 3. */
		public Builder stepDeg(final double value) {
			stepDeg = value;
			return this;
		}

		/** See {@link TiltOptions#dosePerTilt()}; default 3. */
		public Builder dosePerTilt(final double value) {
			dosePerTilt = value;
			return this;
		}

		/** See {@link TiltOptions#axisAngleDeg()}; default 85. */
		public Builder axisAngleDeg(final double value) {
			axisAngleDeg = value;
			return this;
		}

		/** See {@link TiltOptions#axisOffsetRmsA()}; default 0. */
		public Builder axisOffsetRmsA(final double value) {
			axisOffsetRmsA = value;
			return this;
		}

		/** See {@link TiltOptions#levelAngleXDeg()}; default 0. */
		public Builder levelAngleXDeg(final double value) {
			levelAngleXDeg = value;
			return this;
		}

		/** See {@link TiltOptions#levelAngleYDeg()}; default 0. */
		public Builder levelAngleYDeg(final double value) {
			levelAngleYDeg = value;
			return this;
		}

		/** See {@link TiltOptions#anglesInverted()}; default false. */
		public Builder anglesInverted(final boolean value) {
			anglesInverted = value;
			return this;
		}

		/** See {@link TiltOptions#thicknessA()}; default 1000. */
		public Builder thicknessA(final double value) {
			thicknessA = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link org.mforfiji.base.MException} that names it. */
		public TiltOptions build() {
			Limits.check("lowest tilt (°)", minAngleDeg, -89, maxAngleDeg);
			Limits.check("highest tilt (°)", maxAngleDeg, minAngleDeg, 89);
			Limits.check("tilt step (°)", stepDeg, 0.1, 90);
			Limits.check("dose per tilt (e⁻/Å²)", dosePerTilt, 0, 1000);
			Limits.check("tilt axis angle (°)", axisAngleDeg, -360, 360);
			Limits.check("axis offset rms (Å)", axisOffsetRmsA, 0, 10000.0);
			Limits.check("level angle X (°)", levelAngleXDeg, -45, 45);
			Limits.check("level angle Y (°)", levelAngleYDeg, -45, 45);
			Limits.check("sample thickness (Å)", thicknessA, 10, 100000.0);
			return new TiltOptions(this);
		}
	}
}
