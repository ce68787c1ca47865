package org.mforfiji.io.relion;

/**
 * The contrast transfer function of one tilt image as RELION writes it, at the middle of the tomogram.
 *
 * @param defocusUA defocus along the major axis, Å, underfocus positive
 * @param defocusVA defocus along the minor axis, Å
 * @param angleDeg direction of the major axis from x, degrees
 * @param phaseShiftDeg phase shift, degrees
 * @param scale amplitude, 1 if the file does not say; Warp writes 0 for tilts that are left out
 * @param bfactor Å², RELION's sign (positive damps), 0 if the file does not say
 */
public record TiltCtf(double defocusUA, double defocusVA, double angleDeg, double phaseShiftDeg, double scale,
	double bfactor)
{

	/** Mean defocus, µm. */
	public double defocusUm() {
		return (defocusUA + defocusVA) * 0.5e-4;
	}

	/** Difference of the two defoci, µm. */
	public double defocusDeltaUm() {
		return (defocusUA - defocusVA) * 1e-4;
	}

	/** Phase shift in units of π. */
	public double phaseShiftPi() {
		return phaseShiftDeg / 180;
	}

	/**
	 * From the quantities M uses.
	 *
	 * @param defocusUm mean defocus, µm
	 * @param deltaUm difference of the defoci, µm
	 * @param angleDeg direction of the larger defocus, degrees
	 * @param phaseShiftPi phase shift in units of π
	 */
	public static TiltCtf ofMicrometres(final double defocusUm, final double deltaUm, final double angleDeg,
		final double phaseShiftPi)
	{
		return new TiltCtf((defocusUm + deltaUm / 2) * 1e4, (defocusUm - deltaUm / 2) * 1e4, angleDeg, phaseShiftPi * 180, 1,
			0);
	}

	/** The same with another amplitude. */
	public TiltCtf withScale(final double newScale) {
		return new TiltCtf(defocusUA, defocusVA, angleDeg, phaseShiftDeg, newScale, bfactor);
	}
}
