/** Contrast transfer function, Zernike aberrations and exposure weights. */
package org.mforfiji.optics;
