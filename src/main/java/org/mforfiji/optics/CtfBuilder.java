package org.mforfiji.optics;

import org.mforfiji.base.MException;

/** The values of a {@link Ctf}, to be set one by one. Not safe for several threads at once. */
public final class CtfBuilder {

	double pixelSize = 1;
	double voltageKv = 300;
	double csMm = 2.7;
	double ccMm = 2.7;
	double amplitudeContrast = 0.07;
	double defocusUm = 1;
	double defocusDeltaUm;
	double defocusAngleDeg;
	double phaseShiftPi;
	double bfactor;
	double bfactorDelta;
	double bfactorAngleDeg;
	double scale = 1;
	double[] zernikeEven = {};
	double[] zernikeOdd = {};

	CtfBuilder() {}

	CtfBuilder(final CtfBuilder other) {
		pixelSize = other.pixelSize;
		voltageKv = other.voltageKv;
		csMm = other.csMm;
		ccMm = other.ccMm;
		amplitudeContrast = other.amplitudeContrast;
		defocusUm = other.defocusUm;
		defocusDeltaUm = other.defocusDeltaUm;
		defocusAngleDeg = other.defocusAngleDeg;
		phaseShiftPi = other.phaseShiftPi;
		bfactor = other.bfactor;
		bfactorDelta = other.bfactorDelta;
		bfactorAngleDeg = other.bfactorAngleDeg;
		scale = other.scale;
		zernikeEven = other.zernikeEven;
		zernikeOdd = other.zernikeOdd;
	}

	/** Pixel size, Å; kept with the CTF, {@link Ctf#image} is given its own. */
	public CtfBuilder pixelSize(final double value) {
		pixelSize = value;
		return this;
	}

	/** Acceleration voltage, kV. */
	public CtfBuilder voltageKv(final double value) {
		voltageKv = value;
		return this;
	}

	/** Spherical aberration, mm. */
	public CtfBuilder csMm(final double value) {
		csMm = value;
		return this;
	}

	/** Chromatic aberration, mm. */
	public CtfBuilder ccMm(final double value) {
		ccMm = value;
		return this;
	}

	/** Fraction of amplitude contrast, 0 to 1. */
	public CtfBuilder amplitudeContrast(final double value) {
		amplitudeContrast = value;
		return this;
	}

	/** Mean defocus, µm, underfocus positive. */
	public CtfBuilder defocusUm(final double value) {
		defocusUm = value;
		return this;
	}

	/** Difference of the two principal defoci, µm. */
	public CtfBuilder defocusDeltaUm(final double value) {
		defocusDeltaUm = value;
		return this;
	}

	/** Direction of the larger defocus, degrees from x towards y. */
	public CtfBuilder defocusAngleDeg(final double value) {
		defocusAngleDeg = value;
		return this;
	}

	/** Phase shift of a phase plate, in units of π. */
	public CtfBuilder phaseShiftPi(final double value) {
		phaseShiftPi = value;
		return this;
	}

	/** B-factor, Å², negative for damping. */
	public CtfBuilder bfactor(final double value) {
		bfactor = value;
		return this;
	}

	/** Anisotropy of the B-factor, Å². */
	public CtfBuilder bfactorDelta(final double value) {
		bfactorDelta = value;
		return this;
	}

	/** Direction in which the anisotropy adds, degrees. */
	public CtfBuilder bfactorAngleDeg(final double value) {
		bfactorAngleDeg = value;
		return this;
	}

	/** Factor on the whole CTF. */
	public CtfBuilder scale(final double value) {
		scale = value;
		return this;
	}

	/** Even Zernike coefficients, radians, in M's order ({@link ZernikeSeries#even}). */
	public CtfBuilder zernikeEven(final double[] value) {
		zernikeEven = value.clone();
		return this;
	}

	/** Odd Zernike coefficients, radians, in M's order ({@link ZernikeSeries#odd}). */
	public CtfBuilder zernikeOdd(final double[] value) {
		zernikeOdd = value.clone();
		return this;
	}

	/**
	 * The CTF of these values.
	 *
	 * @throws MException if a value is not finite, the voltage or pixel size is not above 0 or the amplitude contrast is not
	 *           within 0 to 1
	 */
	public Ctf build() {
		require(voltageKv > 0, "voltage", voltageKv, "kV, above 0");
		require(pixelSize > 0, "pixel size", pixelSize, "Å, above 0");
		require(amplitudeContrast >= 0 && amplitudeContrast <= 1, "amplitude contrast", amplitudeContrast, "from 0 to 1");
		require(true, "spherical aberration", csMm, "mm");
		require(true, "chromatic aberration", ccMm, "mm");
		require(true, "defocus", defocusUm, "µm");
		require(true, "astigmatism", defocusDeltaUm, "µm");
		require(true, "astigmatism angle", defocusAngleDeg, "degrees");
		require(true, "phase shift", phaseShiftPi, "units of π");
		require(true, "B-factor", bfactor, "Å²");
		require(true, "B-factor anisotropy", bfactorDelta, "Å²");
		require(true, "B-factor angle", bfactorAngleDeg, "degrees");
		require(true, "scale", scale, "");
		for (final double coefficient : zernikeEven)
			require(true, "even Zernike coefficient", coefficient, "radians");
		for (final double coefficient : zernikeOdd)
			require(true, "odd Zernike coefficient", coefficient, "radians");
		return new Ctf(new CtfBuilder(this));
	}

	private static void require(final boolean inRange, final String what, final double value, final String range) {
		if (!inRange || !Double.isFinite(value)) throw new MException("The " + what + " " + value + " of a CTF is not usable",
			"", "It must be a number" + (range.isEmpty() ? "" : ", " + range));
	}
}
