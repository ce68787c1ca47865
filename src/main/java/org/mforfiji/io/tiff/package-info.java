/** Masks of micrographs in TIFF files, through ImageJ's reader and without a window. */
package org.mforfiji.io.tiff;
