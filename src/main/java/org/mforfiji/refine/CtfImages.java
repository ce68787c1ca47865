package org.mforfiji.refine;

import org.mforfiji.map.FourierVolume;
import org.mforfiji.optics.ExposureWeights.Envelope;

/** One species' images as the statistics of the contrast transfer need them. Images count as in the species' stack. */
interface CtfImages {

	/** Number of the species among those that take part. */
	int index();

	/** Box of its reference, pixels. */
	int box();

	/** Å. */
	double pixelSize();

	/** Diameter of its particles, Å. */
	double diameterA();

	/** Lowest frequency in use, 1/Å. */
	double lowest();

	/** Highest frequency in use, 1/Å. */
	double highest();

	/** Position in the tilt, Å. */
	double[] at(int image);

	/** Turns the map into the image, 3×3 row-major; the first two rows hold the magnification. */
	double[] rotation(int image);

	/** What the image is predicted from; it holds nothing of the image itself. */
	FourierVolume reference(int image);

	/** Defocus of the particle, µm. */
	double defocusUm(int image);

	/** What the particle's place adds to the weight of the tilt. */
	Envelope place(int image);
}
