package org.mforfiji.refine;

/**
 * What of the contrast transfer is refined. Immutable.
 *
 * @param defocus defocus and astigmatism of every tilt
 * @param search whether each tilt's defocus is searched over ±0.3 µm before it is refined; alone it refines the defocus only
 * @param phase phase shift of every tilt
 * @param cs spherical aberration of the series, which also stands in for an error of the pixel size
 * @param zernike2 even aberrations of second order: a change of defocus and astigmatism that all tilts share
 * @param zernike3 odd aberrations of first and third order, common to a data source
 * @param zernike4 even aberrations of fourth order; their isotropic term is the spherical aberration
 * @param zernike5 odd aberrations of fifth order, common to a data source
 * @param minResolutionA species of worse resolution take no part, Å
 */
public record CtfOptions(boolean defocus, boolean search, boolean phase, boolean cs, boolean zernike2, boolean zernike3,
	boolean zernike4, boolean zernike5, double minResolutionA)
{

	/** M's default for the resolution that a species must have, Å. */
	public static final double MIN_RESOLUTION = 8;

	/** Nothing is refined. */
	public static final CtfOptions NONE = new CtfOptions(false, false, false, false, false, false, false, false,
		MIN_RESOLUTION);

	/** Defocus and astigmatism, nothing else. */
	public static CtfOptions ofDefocus(final double minResolutionA) {
		return new CtfOptions(true, false, false, false, false, false, false, false, minResolutionA);
	}

	/** Whether anything is refined. */
	public boolean refines() {
		return refinesSeries() || refinesOdd();
	}

	/** Whether anything is refined that each series has for itself. */
	public boolean refinesSeries() {
		return defocus || search || phase || cs || zernike2 || zernike4;
	}

	/** Whether anything is refined that is common to a data source. */
	public boolean refinesOdd() {
		return zernike3 || zernike5;
	}

	/** Whether every tilt's defocus is free. */
	boolean freesDefocus() {
		return defocus || search;
	}

	/** The same without the search. */
	public CtfOptions withoutSearch() {
		return new CtfOptions(defocus || search, false, phase, cs, zernike2, zernike3, zernike4, zernike5, minResolutionA);
	}
}
