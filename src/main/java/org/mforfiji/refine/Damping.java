package org.mforfiji.refine;

import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * How far the signal of some images is damped: exp(logScale + (B + B_cos·cos 2φ + B_sin·sin 2φ)·k²/4), φ = atan2(ky, kx). The two
 * numbers of the anisotropy are linear in the exponent and have no singularity where there is none.
 *
 * @param logScale natural logarithm of the factor at all frequencies
 * @param bfactor B, Å², negative for damping
 * @param bCos B_cos, Å²
 * @param bSin B_sin, Å²
 */
public record Damping(double logScale, double bfactor, double bCos, double bSin) {

	/** Number of parameters. */
	static final int PARAMETERS = 4;

	/** None. */
	public static final Damping NONE = new Damping(0, 0, 0, 0);

	private static final double LEAST_SCALE = 1e-6;

	/** The damping of an envelope that is the same in all directions. */
	public static Damping of(final Envelope envelope) {
		return new Damping(Math.log(Math.max(LEAST_SCALE, envelope.scale())), envelope.bfactor(), 0, 0);
	}

	static Damping of(final double[] parameters) {
		return new Damping(parameters[0], parameters[1], parameters[2], parameters[3]);
	}

	double[] parameters() {
		return new double[] { logScale, bfactor, bCos, bSin };
	}

	/** With that anisotropy as M stores it: half the difference of B between the two axes (Å²), and the axis of the larger. */
	public Damping withAnisotropy(final double delta, final double angleDeg) {
		final double twice = Math.toRadians(2 * angleDeg);
		return new Damping(logScale, bfactor, delta * Math.cos(twice), delta * Math.sin(twice));
	}

	/** Both together. */
	public Damping times(final Damping other) {
		return new Damping(logScale + other.logScale, bfactor + other.bfactor, bCos + other.bCos, bSin + other.bSin);
	}

	/** Without the part that the other is. */
	public Damping over(final Damping other) {
		return new Damping(logScale - other.logScale, bfactor - other.bfactor, bCos - other.bCos, bSin - other.bSin);
	}

	/** The factor at all frequencies. */
	public double scale() {
		return Math.exp(logScale);
	}

	/** Amplitude of the anisotropy, Å², 0 or more. */
	public double delta() {
		return Math.hypot(bCos, bSin);
	}

	/** Direction in which damping is weakest, degrees, −90 … 90. */
	public double angleDeg() {
		return Math.toDegrees(Math.atan2(bSin, bCos)) / 2;
	}

	/** The factor at a squared frequency (1/Å²) in the direction with that cosine and sine of 2φ. */
	double amplitude(final double k2, final double cos, final double sin) {
		return Math.exp(logScale + 0.25 * (bfactor + bCos * cos + bSin * sin) * k2);
	}
}
