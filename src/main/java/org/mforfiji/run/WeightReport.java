package org.mforfiji.run;

import java.util.List;

/**
 * What an estimation of weights gave.
 *
 * @param weights the table; empty if weights were only cleared
 * @param series number of tilt series whose metadata were written
 * @param images number of particle images looked at
 * @param notes what the user should know
 */
public record WeightReport(List<FittedWeight> weights, int series, long images, List<String> notes) {}
