package org.mforfiji.optics;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;

/**
 * How much each image of a tilt series counts, by spatial frequency, as M weights it: a B-factor and a scale per tilt from
 * exposure and tilt angle, or from grids that were fitted to the data.
 * <ul>
 * <li>B = −4·dose if the B-factor grid has a single node, else min(grid(½, ½, τ), −3·dose); plus the location grid.</li>
 * <li>scale = cos(tilt angle) if the weight grid has a single node, else grid(½, ½, τ); times the location grid; times 10⁻⁴
 * if the tilt is not used.</li>
 * <li>For reconstruction the weight and B-factor of the whole series are applied too.</li>
 * </ul>
 * τ = t/(N − 1) in stored order, 0 for one tilt. Immutable.
 */
public final class ExposureWeights {

	private static final double UNUSED = 1e-4;
	private static final double B_PER_DOSE = -4;
	private static final double WEAKEST_B_PER_DOSE = -3;

	private final Builder given;

	/**
	 * The damping of one image.
	 *
	 * @param bfactor Å², negative for damping
	 * @param scale factor at all frequencies
	 */
	public record Envelope(double bfactor, double scale) implements RadialWeight {

		/** No damping. */
		public static final Envelope NONE = new Envelope(0, 1);

		/** scale·exp(B/4·k²) at a squared spatial frequency (1/Å²). */
		@Override
		public double amplitude(final double k2) {
			return scale * Math.exp(0.25 * bfactor * k2);
		}
	}

	private ExposureWeights(final Builder given) {
		this.given = given;
	}

	/** A new description; needed are the doses and angles of the tilts. */
	public static Builder builder() {
		return new Builder();
	}

	/** Number of tilts. */
	public int tilts() {
		return given.dose.length;
	}

	/**
	 * The envelope of tilt t for a particle in the middle of the tomogram.
	 *
	 * @param global whether the weight and B-factor of the whole series count, as in reconstruction
	 */
	public Envelope envelope(final int t, final boolean global) {
		return envelope(t, global, 0.5, 0.5);
	}

	/**
	 * The envelope of tilt t for a particle at a place in the tomogram.
	 *
	 * @param global whether the weight and B-factor of the whole series count, as in reconstruction
	 * @param x position along x in units of the tomogram's width
	 * @param y position along y in units of the tomogram's height
	 */
	public Envelope envelope(final int t, final boolean global, final double x, final double y) {
		final double tau = tilts() > 1 ? (double) t / (tilts() - 1) : 0;
		double b = given.doseBfactors.size() == 1 ? B_PER_DOSE * given.dose[t] : Math.min(given.doseBfactors.value(0.5, 0.5,
			tau), WEAKEST_B_PER_DOSE * given.dose[t]);
		double scale = given.doseWeights.size() == 1 ? Math.cos(Math.toRadians(given.angles[t])) : given.doseWeights.value(0.5,
			0.5, tau);
		if (given.useTilt != null && !given.useTilt[t]) scale *= UNUSED;
		b += given.locationBfactors.value(x, y, 0.5);
		scale *= given.locationWeights.value(x, y, 0.5);
		if (global) {
			b += given.globalBfactor;
			scale *= given.globalWeight;
		}
		return new Envelope(b, scale);
	}

	/**
	 * What the place of a particle adds to the envelope of the middle of the tomogram, for any tilt; {@link Envelope#NONE}
	 * where weights do not depend on the place.
	 *
	 * @param x position along x in units of the tomogram's width
	 * @param y position along y in units of the tomogram's height
	 */
	public Envelope atPlace(final double x, final double y) {
		if (given.locationBfactors.size() == 1 && given.locationWeights.size() == 1) return Envelope.NONE;
		final double middle = given.locationWeights.value(0.5, 0.5, 0.5);
		if (!(middle > 0)) throw new MException("The location weight in the middle of the tomogram is " + middle, "",
			"Estimate the weights again, or remove GridLocationWeights");
		return new Envelope(given.locationBfactors.value(x, y, 0.5) - given.locationBfactors.value(0.5, 0.5, 0.5), Math.max(0,
			given.locationWeights.value(x, y, 0.5)) / middle);
	}

	/** The envelopes of all tilts for a particle in the middle of the tomogram. */
	public Envelope[] envelopes(final boolean global) {
		final Envelope[] all = new Envelope[tilts()];
		for (int t = 0; t < all.length; t++)
			all[t] = envelope(t, global);
		return all;
	}

	/**
	 * The box to which an image can be cropped in Fourier space because beyond it counts for too little: twice the first
	 * shell at which exp(B_t/4·k²) falls below a share of that of the image with the largest B, at least 2 and at most the
	 * box.
	 *
	 * @param box edge of the whole box, pixels
	 * @param pixelSize Å per pixel
	 * @param threshold the share, e.g. 0.05
	 * @return edge in pixels, even if the box is
	 */
	public static int relevantSize(final Envelope[] all, final int t, final int box, final double pixelSize,
		final double threshold)
	{
		double best = Double.NEGATIVE_INFINITY;
		for (final Envelope envelope : all)
			best = Math.max(best, envelope.bfactor());
		final double step = 1 / (box * pixelSize);
		for (int shell = 0; shell < box / 2; shell++) {
			final double k = shell * step;
			if (Math.exp(0.25 * (all[t].bfactor() - best) * k * k) < threshold) return Math.min(box, Math.max(2, 2 * shell));
		}
		return box;
	}

	/** The numbers behind {@link ExposureWeights}, to be set one by one. Not safe for several threads at once. */
	public static final class Builder {

		private double[] dose;
		private double[] angles;
		private boolean[] useTilt;
		private CubicGrid doseBfactors = CubicGrid.constant(0);
		private CubicGrid doseWeights = CubicGrid.constant(1);
		private CubicGrid locationBfactors = CubicGrid.constant(0);
		private CubicGrid locationWeights = CubicGrid.constant(1);
		private double globalBfactor;
		private double globalWeight = 1;

		private Builder() {}

		/** Exposure before each tilt, e⁻/Å². */
		public Builder dose(final double[] value) {
			dose = value.clone();
			return this;
		}

		/** Stage angle of each tilt, degrees. */
		public Builder angles(final double[] value) {
			angles = value.clone();
			return this;
		}

		/** Which tilts are used; all, if not given. */
		public Builder useTilt(final boolean[] value) {
			useTilt = value.clone();
			return this;
		}

		/** Fitted B-factor per tilt (GridDoseBfacs), Å²; a single node stands for no fit. */
		public Builder doseBfactors(final CubicGrid value) {
			doseBfactors = value;
			return this;
		}

		/** Fitted scale per tilt (GridDoseWeights); a single node stands for no fit. */
		public Builder doseWeights(final CubicGrid value) {
			doseWeights = value;
			return this;
		}

		/** B-factor over (x, y) of the tomogram (GridLocationBfacs), Å², added. */
		public Builder locationBfactors(final CubicGrid value) {
			locationBfactors = value;
			return this;
		}

		/** Scale over (x, y) of the tomogram (GridLocationWeights), multiplied. */
		public Builder locationWeights(final CubicGrid value) {
			locationWeights = value;
			return this;
		}

		/** B-factor (Å²) and weight of the whole series. */
		public Builder global(final double bfactor, final double weight) {
			globalBfactor = bfactor;
			globalWeight = weight;
			return this;
		}

		/**
		 * The weights of these numbers.
		 *
		 * @throws MException if doses or angles are missing or not finite, or lists differ in length
		 */
		public ExposureWeights build() {
			if (dose == null || angles == null || dose.length == 0 || dose.length != angles.length || useTilt != null &&
				useTilt.length != dose.length) throw new MException("The weights of a tilt series need as many doses (" + count(
					dose) + ") as angles (" + count(angles) + ")" + (useTilt == null ? "" : " and used tilts (" + useTilt.length +
						")"), "", "Give one of each for each tilt");
			for (int t = 0; t < dose.length; t++)
				if (!Double.isFinite(dose[t]) || !Double.isFinite(angles[t])) throw new MException("The dose " + dose[t] +
					" or angle " + angles[t] + " of a tilt is not a finite number", "tilt " + t + ", counted from 0", "");
			final Builder whole = new Builder().dose(dose).angles(angles).doseBfactors(doseBfactors).doseWeights(doseWeights)
				.locationBfactors(locationBfactors).locationWeights(locationWeights).global(globalBfactor, globalWeight);
			return new ExposureWeights(useTilt == null ? whole : whole.useTilt(useTilt));
		}

		private static int count(final double[] values) {
			return values == null ? 0 : values.length;
		}
	}
}
