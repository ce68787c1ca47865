/**
 * Fourier transforms of real images and maps behind one layout of the spectrum, and what follows from them: rescaling,
 * shifts, filters, spectra and the list of pixels of a half plane. JTransforms' one-dimensional transforms stand
 * behind it and are used nowhere else.
 */
package org.mforfiji.fourier;
