package org.mforfiji.refine;

import java.util.List;

/**
 * All that a fit of a series' contrast transfer begins with. Lists are by tilt in stored order.
 *
 * @param tilts statistics of the particles that are fitted
 * @param jury statistics of the particles that judge the fit
 * @param imported where priors are centred: the contrast transfer as it was imported, as change of the stored one, by tilt and
 *          term of {@link CtfBasis}
 * @param dose exposure before each tilt
 * @param wavelength Å
 * @param highest highest frequency of any species, 1/Å
 * @param rings of each species' reference
 */
record CtfSeries(List<CtfObjective> tilts, CtfJury jury, double[][] imported, double[] dose, double wavelength,
	double highest, int[] rings)
{}
