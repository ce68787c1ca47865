package org.mforfiji.simulate;

import org.mforfiji.base.MException;

/**
 * What is true of a simulated data set but unknown to its user: the true metadata and particle tables hold it,
 * the given ones do not. All zero by default. Immutable.
 */
public final class PlantedErrors {

	private final int[] imageWarpNodes;
	private final double imageWarpRmsA;
	private final double warpPersistence;
	private final double tiltShiftRmsA;
	private final int[] volumeWarpNodes;
	private final double volumeWarpRmsA;
	private final double stageAngleRmsDeg;
	private final double[] magnification;
	private final double magnificationRmsPercent;
	private final double defocusOffsetUm;
	private final double defocusRmsUm;
	private final double astigmatismUm;
	private final double astigmatismRmsUm;
	private final double astigmatismAngleDeg;
	private final double[] zernikeEven;
	private final double[] zernikeOdd;
	private final double positionRmsA;
	private final double angleRmsDeg;
	private final int temporalSamples;
	private final double trajectoryRmsA;
	private final double trajectoryRmsDeg;

	private PlantedErrors(final Builder b) {
		imageWarpNodes = b.imageWarpNodes.clone();
		imageWarpRmsA = b.imageWarpRmsA;
		warpPersistence = b.warpPersistence;
		tiltShiftRmsA = b.tiltShiftRmsA;
		volumeWarpNodes = b.volumeWarpNodes.clone();
		volumeWarpRmsA = b.volumeWarpRmsA;
		stageAngleRmsDeg = b.stageAngleRmsDeg;
		magnification = b.magnification.clone();
		magnificationRmsPercent = b.magnificationRmsPercent;
		defocusOffsetUm = b.defocusOffsetUm;
		defocusRmsUm = b.defocusRmsUm;
		astigmatismUm = b.astigmatismUm;
		astigmatismRmsUm = b.astigmatismRmsUm;
		astigmatismAngleDeg = b.astigmatismAngleDeg;
		zernikeEven = b.zernikeEven.clone();
		zernikeOdd = b.zernikeOdd.clone();
		positionRmsA = b.positionRmsA;
		angleRmsDeg = b.angleRmsDeg;
		temporalSamples = b.temporalSamples;
		trajectoryRmsA = b.trajectoryRmsA;
		trajectoryRmsDeg = b.trajectoryRmsDeg;
	}

	/** All options at their defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder that starts from these options. */
	public Builder toBuilder() {
		final Builder b = new Builder();
		b.imageWarpNodes = imageWarpNodes.clone();
		b.imageWarpRmsA = imageWarpRmsA;
		b.warpPersistence = warpPersistence;
		b.tiltShiftRmsA = tiltShiftRmsA;
		b.volumeWarpNodes = volumeWarpNodes.clone();
		b.volumeWarpRmsA = volumeWarpRmsA;
		b.stageAngleRmsDeg = stageAngleRmsDeg;
		b.magnification = magnification.clone();
		b.magnificationRmsPercent = magnificationRmsPercent;
		b.defocusOffsetUm = defocusOffsetUm;
		b.defocusRmsUm = defocusRmsUm;
		b.astigmatismUm = astigmatismUm;
		b.astigmatismRmsUm = astigmatismRmsUm;
		b.astigmatismAngleDeg = astigmatismAngleDeg;
		b.zernikeEven = zernikeEven.clone();
		b.zernikeOdd = zernikeOdd.clone();
		b.positionRmsA = positionRmsA;
		b.angleRmsDeg = angleRmsDeg;
		b.temporalSamples = temporalSamples;
		b.trajectoryRmsA = trajectoryRmsA;
		b.trajectoryRmsDeg = trajectoryRmsDeg;
		return b;
	}

	/** Width and height of the image warp grid, nodes for each tilt. */
	public int[] imageWarpNodes() {
		return imageWarpNodes.clone();
	}

	/** Rms of the image warp per axis over all images, without the tilt shifts, Å. */
	public double imageWarpRmsA() {
		return imageWarpRmsA;
	}

	/** Correlation of the image warp and the tilt shifts between tilts exposed one after the other, 0 … 1. */
	public double warpPersistence() {
		return warpPersistence;
	}

	/** Rms of the unknown shift of whole tilt images per axis (misalignment), Å; part of the image warp grids. */
	public double tiltShiftRmsA() {
		return tiltShiftRmsA;
	}

	/** Nodes of the volume warp grid along X, Y, Z and dose. */
	public int[] volumeWarpNodes() {
		return volumeWarpNodes.clone();
	}

	/** Rms of the volume warp per axis over volume and exposure, Å; it is zero at the first exposure. */
	public double volumeWarpRmsA() {
		return volumeWarpRmsA;
	}

	/** Rms of the stage angle error of each tilt about each of X, Y and Z, degrees. */
	public double stageAngleRmsDeg() {
		return stageAngleRmsDeg;
	}

	/** Magnification matrix M11, M12, M21, M22 of all series: a particle image at frequency k shows the map at M·k. */
	public double[] magnification() {
		return magnification.clone();
	}

	/** Rms of what each series adds to it, isotropic, along x against y, and along the diagonals, percent. */
	public double magnificationRmsPercent() {
		return magnificationRmsPercent;
	}

	/** True minus given defocus, common to all tilts, µm. */
	public double defocusOffsetUm() {
		return defocusOffsetUm;
	}

	/** Rms of true minus given defocus of each tilt, µm. */
	public double defocusRmsUm() {
		return defocusRmsUm;
	}

	/** True astigmatism (defocus U − V), µm; the given one is zero. */
	public double astigmatismUm() {
		return astigmatismUm;
	}

	/** Rms variation of the astigmatism between tilts, µm. */
	public double astigmatismRmsUm() {
		return astigmatismRmsUm;
	}

	/** Angle of the larger defocus, degrees. */
	public double astigmatismAngleDeg() {
		return astigmatismAngleDeg;
	}

	/** Coefficients of even aberrations (order of Warp's ZernikeCoeffsEven). */
	public double[] zernikeEven() {
		return zernikeEven.clone();
	}

	/** Coefficients of odd aberrations (order of Warp's ZernikeCoeffsOdd). */
	public double[] zernikeOdd() {
		return zernikeOdd.clone();
	}

	/** Rms of the given particle positions' error per axis, Å. */
	public double positionRmsA() {
		return positionRmsA;
	}

	/** Rms of the given particle orientations' error, as one rotation about a random axis, degrees. */
	public double angleRmsDeg() {
		return angleRmsDeg;
	}

	/** Samples of the true particle trajectories over the exposure; 1: particles stand still. */
	public int temporalSamples() {
		return temporalSamples;
	}

	/** Rms displacement of a trajectory from its start per axis, over its later samples, Å. */
	public double trajectoryRmsA() {
		return trajectoryRmsA;
	}

	/** Rms rotation of a trajectory from its start over its later samples, degrees. */
	public double trajectoryRmsDeg() {
		return trajectoryRmsDeg;
	}

	/** Collects the options; {@link #build()} checks them. */
	public static final class Builder {

		private int[] imageWarpNodes = new int[] { 4, 4 };
		private double imageWarpRmsA = 0;
		private double warpPersistence = 0.5;
		private double tiltShiftRmsA = 0;
		private int[] volumeWarpNodes = new int[] { 3, 3, 2, 4 };
		private double volumeWarpRmsA = 0;
		private double stageAngleRmsDeg = 0;
		private double[] magnification = new double[] { 1, 0, 0, 1 };
		private double magnificationRmsPercent = 0;
		private double defocusOffsetUm = 0;
		private double defocusRmsUm = 0;
		private double astigmatismUm = 0;
		private double astigmatismRmsUm = 0;
		private double astigmatismAngleDeg = 0;
		private double[] zernikeEven = new double[0];
		private double[] zernikeOdd = new double[0];
		private double positionRmsA = 0;
		private double angleRmsDeg = 0;
		private int temporalSamples = 1;
		private double trajectoryRmsA = 0;
		private double trajectoryRmsDeg = 0;

		private Builder() {}

		/** See {@link PlantedErrors#imageWarpNodes()}. */
		public Builder imageWarpNodes(final int... value) {
			imageWarpNodes = value.clone();
			return this;
		}

		/** See {@link PlantedErrors#imageWarpRmsA()}; default 0. */
		public Builder imageWarpRmsA(final double value) {
			imageWarpRmsA = value;
			return this;
		}

		/** See {@link PlantedErrors#warpPersistence()}; default 0.5. */
		public Builder warpPersistence(final double value) {
			warpPersistence = value;
			return this;
		}

		/** See {@link PlantedErrors#tiltShiftRmsA()}; default 0. */
		public Builder tiltShiftRmsA(final double value) {
			tiltShiftRmsA = value;
			return this;
		}

		/** See {@link PlantedErrors#volumeWarpNodes()}. */
		public Builder volumeWarpNodes(final int... value) {
			volumeWarpNodes = value.clone();
			return this;
		}

		/** See {@link PlantedErrors#volumeWarpRmsA()}; default 0. */
		public Builder volumeWarpRmsA(final double value) {
			volumeWarpRmsA = value;
			return this;
		}

		/** See {@link PlantedErrors#stageAngleRmsDeg()}; default 0. */
		public Builder stageAngleRmsDeg(final double value) {
			stageAngleRmsDeg = value;
			return this;
		}

		/** See {@link PlantedErrors#magnification()}. */
		public Builder magnification(final double... value) {
			magnification = value.clone();
			return this;
		}

		/** See {@link PlantedErrors#magnificationRmsPercent()}; default 0. */
		public Builder magnificationRmsPercent(final double value) {
			magnificationRmsPercent = value;
			return this;
		}

		/** See {@link PlantedErrors#defocusOffsetUm()}; default 0. */
		public Builder defocusOffsetUm(final double value) {
			defocusOffsetUm = value;
			return this;
		}

		/** See {@link PlantedErrors#defocusRmsUm()}; default 0. */
		public Builder defocusRmsUm(final double value) {
			defocusRmsUm = value;
			return this;
		}

		/** See {@link PlantedErrors#astigmatismUm()}; default 0. */
		public Builder astigmatismUm(final double value) {
			astigmatismUm = value;
			return this;
		}

		/** See {@link PlantedErrors#astigmatismRmsUm()}; default 0. */
		public Builder astigmatismRmsUm(final double value) {
			astigmatismRmsUm = value;
			return this;
		}

		/** See {@link PlantedErrors#astigmatismAngleDeg()}; default 0. */
		public Builder astigmatismAngleDeg(final double value) {
			astigmatismAngleDeg = value;
			return this;
		}

		/** See {@link PlantedErrors#zernikeEven()}. */
		public Builder zernikeEven(final double... value) {
			zernikeEven = value.clone();
			return this;
		}

		/** See {@link PlantedErrors#zernikeOdd()}. */
		public Builder zernikeOdd(final double... value) {
			zernikeOdd = value.clone();
			return this;
		}

		/** See {@link PlantedErrors#positionRmsA()}; default 0. */
		public Builder positionRmsA(final double value) {
			positionRmsA = value;
			return this;
		}

		/** See {@link PlantedErrors#angleRmsDeg()}; default 0. */
		public Builder angleRmsDeg(final double value) {
			angleRmsDeg = value;
			return this;
		}

		/** See {@link PlantedErrors#temporalSamples()}; default 1. */
		public Builder temporalSamples(final int value) {
			temporalSamples = value;
			return this;
		}

		/** See {@link PlantedErrors#trajectoryRmsA()}; default 0. */
		public Builder trajectoryRmsA(final double value) {
			trajectoryRmsA = value;
			return this;
		}

		/** See {@link PlantedErrors#trajectoryRmsDeg()}; default 0. */
		public Builder trajectoryRmsDeg(final double value) {
			trajectoryRmsDeg = value;
			return this;
		}

		/** The options, checked; an impossible value is an {@link MException} that names it. */
		public PlantedErrors build() {
			Limits.check("image warp nodes", imageWarpNodes, 2, 1, 32);
			Limits.check("volume warp nodes", volumeWarpNodes, 4, 1, 64);
			Limits.checkLength("magnification matrix", magnification, 4);
			Limits.check("magnification rms (%)", magnificationRmsPercent, 0, 10);
			Limits.check("image warp rms (Å)", imageWarpRmsA, 0, 1000.0);
			Limits.check("warp persistence", warpPersistence, 0, 1);
			Limits.check("tilt shift rms (Å)", tiltShiftRmsA, 0, 10000.0);
			Limits.check("volume warp rms (Å)", volumeWarpRmsA, 0, 1000.0);
			Limits.check("stage angle rms (°)", stageAngleRmsDeg, 0, 30);
			Limits.check("defocus offset (µm)", defocusOffsetUm, -10, 10);
			Limits.check("defocus rms (µm)", defocusRmsUm, 0, 10);
			Limits.check("astigmatism (µm)", astigmatismUm, -5, 5);
			Limits.check("astigmatism rms (µm)", astigmatismRmsUm, 0, 5);
			Limits.check("position rms (Å)", positionRmsA, 0, 1000.0);
			Limits.check("angle rms (°)", angleRmsDeg, 0, 180);
			Limits.check("temporal samples", temporalSamples, 1, 100);
			Limits.check("trajectory rms (Å)", trajectoryRmsA, 0, 1000.0);
			Limits.check("trajectory rms (°)", trajectoryRmsDeg, 0, 90);
			if (volumeWarpRmsA > 0 && volumeWarpNodes[3] < 2) throw new MException("The volume warp has one node along the dose, where it is zero",
				"", "Give at least 2 nodes along the dose");
			if (temporalSamples == 1 && (trajectoryRmsA > 0 || trajectoryRmsDeg > 0)) throw new MException(
				"Trajectories need at least 2 temporal samples", "", "Raise temporalSamples or set the trajectory rms to 0");
			return new PlantedErrors(this);
		}
	}
}
