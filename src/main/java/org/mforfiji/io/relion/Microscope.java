package org.mforfiji.io.relion;

/**
 * What the contrast transfer function of all images of an optics group or tomogram needs to know of the microscope.
 * {@code NaN} where the file does not say.
 *
 * @param voltageKv acceleration voltage, kV
 * @param csMm spherical aberration, mm
 * @param amplitudeContrast fraction of amplitude contrast, 0 to 1
 */
public record Microscope(double voltageKv, double csMm, double amplitudeContrast) {

	/** A microscope of which the file says nothing. */
	public static final Microscope UNKNOWN = new Microscope(Double.NaN, Double.NaN, Double.NaN);
}
