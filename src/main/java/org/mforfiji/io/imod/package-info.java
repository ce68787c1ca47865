/** IMOD's tilt-series alignments ({@code .xf}, {@code .tlt}, {@code .rawtlt}) in M's angles and offsets. */
package org.mforfiji.io.imod;
