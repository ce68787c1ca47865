package org.mforfiji.io.relion;

/**
 * One row of RELION's table of optics groups: images that share microscope, pixel size and aberrations.
 *
 * @param number the number that particles name, from 1
 * @param name its name
 * @param microscope voltage, spherical aberration, amplitude contrast
 * @param pixelSizes the pixel sizes of its images at the stages of processing
 * @param images size and kind of the extracted particle images
 * @param aberrations beam tilt, Zernike coefficients, magnification
 */
public record OpticsGroup(int number, String name, Microscope microscope, PixelSizes pixelSizes, Images images,
	Aberrations aberrations)
{

	/**
	 * Å per pixel at the stages of processing; {@code NaN} where the file does not say.
	 *
	 * @param image of the extracted particle images ({@code rlnImagePixelSize})
	 * @param micrograph of the averages in which particles were picked ({@code rlnMicrographPixelSize})
	 * @param original of the movies ({@code rlnMicrographOriginalPixelSize})
	 * @param tiltSeries of the tilt images ({@code rlnTomoTiltSeriesPixelSize})
	 */
	public record PixelSizes(double image, double micrograph, double original, double tiltSeries) {}

	/**
	 * The extracted particle images.
	 *
	 * @param size edge length in pixels; 0 where the file does not say
	 * @param dimensions 2 for images and stacks of images, 3 for sub-tomograms; 0 where the file does not say
	 * @param premultiplied whether the images are already multiplied with their contrast transfer function
	 */
	public record Images(int size, int dimensions, boolean premultiplied) {}

	/**
	 * Aberrations above defocus and astigmatism. Arrays are shared, not to be changed.
	 *
	 * @param beamTiltMrad x and y, mrad
	 * @param oddZernike coefficients of the antisymmetric part in RELION's order; empty if none
	 * @param evenZernike coefficients of the symmetric part in RELION's order; empty if none
	 * @param magnification 2×2 matrix, row-major
	 */
	public record Aberrations(double[] beamTiltMrad, double[] oddZernike, double[] evenZernike, double[] magnification) {

		/** No aberrations. */
		public static Aberrations none() {
			return new Aberrations(new double[2], new double[0], new double[0], new double[] { 1, 0, 0, 1 });
		}

		/** Whether there is nothing to correct. */
		public boolean isNone() {
			return allZero(beamTiltMrad) && allZero(oddZernike) && allZero(evenZernike) && magnification[0] == 1 &&
				magnification[1] == 0 && magnification[2] == 0 && magnification[3] == 1;
		}

		private static boolean allZero(final double[] values) {
			for (final double value : values)
				if (value != 0) return false;
			return true;
		}
	}

	/**
	 * The optics group of premultiplied or raw 2-D tilt image stacks of one tilt series.
	 *
	 * @param number from 1
	 * @param name its name
	 * @param microscope voltage, spherical aberration, amplitude contrast
	 * @param tiltSeriesPixelSize Å per pixel of the tilt images
	 * @param imagePixelSize Å per pixel of the stacks
	 * @param images edge length, dimensions and whether premultiplied
	 */
	public static OpticsGroup tomo(final int number, final String name, final Microscope microscope,
		final double tiltSeriesPixelSize, final double imagePixelSize, final Images images)
	{
		return new OpticsGroup(number, name, microscope, new PixelSizes(imagePixelSize, Double.NaN, Double.NaN,
			tiltSeriesPixelSize), images, Aberrations.none());
	}

	/**
	 * The optics group of particles cut out of micrographs.
	 *
	 * @param number from 1
	 * @param name its name
	 * @param microscope voltage, spherical aberration, amplitude contrast
	 * @param micrographPixelSize Å per pixel of the micrographs
	 * @param imagePixelSize Å per pixel of the particle images
	 * @param images edge length, dimensions and whether premultiplied
	 */
	public static OpticsGroup micrographs(final int number, final String name, final Microscope microscope,
		final double micrographPixelSize, final double imagePixelSize, final Images images)
	{
		return new OpticsGroup(number, name, microscope, new PixelSizes(imagePixelSize, micrographPixelSize, Double.NaN,
			Double.NaN), images, Aberrations.none());
	}
}
