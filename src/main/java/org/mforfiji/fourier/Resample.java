package org.mforfiji.fourier;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

/** Changes the sampling, the box or the place of images and maps. Inputs are left as they are. */
public final class Resample {

	/**
	 * Relative error of the pixel size that {@link #rescaleCube} accepts without more padding: 0.01 Å at 100 Å from
	 * the centre.
	 */
	private static final double PIXEL_TOLERANCE = 1e-4;

	private Resample() {}

	/**
	 * Samples an image with another number of pixels over the same extent, by Fourier cropping or padding. Values
	 * keep their mean and scale; pixel (0, 0) stays in its place; the pixel size becomes pixelSize·nx/newNx (x and y
	 * may differ by a rounding, see formats of sizes 2·round(n/2s)).
	 *
	 * @param image one image
	 */
	public static Volume rescaleImage(final Volume image, final int newNx, final int newNy) {
		if (image.nz() != 1) throw new MException("An image is expected, but there are " + image.nz() + " sections", "",
			"Rescale one image of the stack at a time");
		final FourierRescale rescale = new FourierRescale(size(image), new int[] { newNx, newNy, 1 });
		return rescale.apply(image, image.pixelSize() * image.nx() / newNx);
	}

	/**
	 * Samples a cubic map with a new pixel size in a box of n voxels; its centre voxel (edge/2, integer) goes to the
	 * new centre voxel. The map is padded with zeros as far as needed for the new pixel size to be met within 1e-4,
	 * Fourier cropped or padded, and brought to the box; values keep their scale.
	 *
	 * @param map a cube
	 * @param n new edge in voxels
	 * @param newPixelSize Å
	 */
	public static Volume rescaleCube(final Volume map, final int n, final double newPixelSize) {
		if (!map.isCube()) throw new MException("A map of " + map.nx() + "×" + map.ny() + "×" + map.nz() +
			" voxels is no cube", "",
			"Pad or crop it to a cube first");
		if (!(newPixelSize > 0) || !(map.pixelSize() > 0)) throw new MException("A map of " + map.pixelSize() +
			" Å per voxel cannot be brought to " + newPixelSize + " Å", "", "Give pixel sizes above 0");
		final double ratio = map.pixelSize() / newPixelSize;
		if (Math.abs(ratio - 1) < 1e-7) return padOrCrop(map, n, n, n).withPixelSize(newPixelSize);
		final int padded = commensurateEdge(map.nx(), ratio);
		final int scaled = Math.max(2, 2 * (int) Math.rint(padded * ratio / 2));
		final Volume wide = padOrCrop(map, padded, padded, padded);
		final Volume rescaled = new FourierRescale(size(wide), new int[] { scaled, scaled, scaled }).apply(wide,
			newPixelSize);
		return padOrCrop(rescaled, n, n, n);
	}

	/**
	 * The smallest even edge ≥ n of which ratio makes an even number of voxels, or the one below 2·n where it comes
	 * nearest.
	 */
	private static int commensurateEdge(final int n, final double ratio) {
		int best = n + (n & 1);
		double least = Double.POSITIVE_INFINITY;
		for (int edge = best; edge <= Math.max(2 * n, n + 32); edge += 2) {
			final double exact = edge * ratio;
			final double error = Math.abs(2 * Math.rint(exact / 2) / exact - 1);
			if (error < least) {
				least = error;
				best = edge;
			}
			if (error <= PIXEL_TOLERANCE) return edge;
		}
		return best;
	}

	/**
	 * Brings an image or map to another box about its centre: voxel n/2 (integer division) of each axis goes to the
	 * new n/2; new voxels are 0.
	 */
	public static Volume padOrCrop(final Volume volume, final int nx, final int ny, final int nz) {
		FftSizes.spectrumLength(nx, ny, nz);
		final float[] data = new float[nx * ny * nz];
		final int dx = nx / 2 - volume.nx() / 2;
		final int dy = ny / 2 - volume.ny() / 2;
		final int dz = nz / 2 - volume.nz() / 2;
		final int firstX = Math.max(0, -dx);
		final int count = Math.min(volume.nx(), nx - dx) - firstX;
		for (int z = Math.max(0, -dz); z < Math.min(volume.nz(), nz - dz); z++)
			for (int y = Math.max(0, -dy); y < Math.min(volume.ny(), ny - dy); y++) {
				final int from = (z * volume.ny() + y) * volume.nx() + firstX;
				System.arraycopy(volume.data(), from, data, ((z + dz) * ny + y + dy) * nx + firstX + dx, count);
			}
		return new Volume(data, nx, ny, nz, volume.pixelSize());
	}

	/**
	 * Moves the content of an image or map by fractions of a voxel, circularly: the spectrum is multiplied by
	 * exp(−2πi k·s/n).
	 *
	 * @param dx voxels towards larger x; {@code dy}, {@code dz} alike
	 */
	public static Volume shift(final Volume volume, final double dx, final double dy, final double dz) {
		final Fft3D fft = new Fft3D(volume.nx(), volume.ny(), volume.nz());
		final float[] spectrum = fft.forward(volume.data());
		new FourierShift(size(volume), new double[] { dx, dy, dz }).apply(spectrum, volume.nx() / 2 + 1);
		return new Volume(fft.inverse(spectrum), volume.nx(), volume.ny(), volume.nz(), volume.pixelSize());
	}

	/**
	 * Removes detail finer than a resolution: factor 1 up to r = 2·pixelSize/resolution (as a fraction of Nyquist),
	 * then a raised cosine down to 0 at r + edge.
	 *
	 * @param resolutionA Å, at least two pixels
	 * @param edge width of the transition as a fraction of Nyquist, e.g. 0.05; 0 for a hard edge
	 */
	public static Volume lowPass(final Volume volume, final double resolutionA, final double edge) {
		if (!(resolutionA >= 2 * volume.pixelSize() * (1 - 1e-9))) throw new MException("A low-pass at " + resolutionA +
			" Å is beyond the Nyquist limit of " + 2 * volume.pixelSize() + " Å", "",
			"Give a resolution of at least two pixels");
		final int[] size = size(volume);
		final Fft3D fft = new Fft3D(size[0], size[1], size[2]);
		final float[] spectrum = fft.forward(volume.data());
		final double cut = 2 * volume.pixelSize() / resolutionA;
		int at = 0;
		for (int z = 0; z < size[2]; z++)
			for (int y = 0; y < size[1]; y++) {
				final double fy = fraction(y, size[1]);
				final double fz = fraction(z, size[2]);
				for (int x = 0; x <= size[0] / 2; x++, at += 2) {
					final double fx = fraction(x, size[0]);
					final float factor = (float) lowPassFactor(Math.sqrt(fx * fx + fy * fy + fz * fz), cut, edge);
					spectrum[at] *= factor;
					spectrum[at + 1] *= factor;
				}
			}
		return new Volume(fft.inverse(spectrum), size[0], size[1], size[2], volume.pixelSize());
	}

	private static int[] size(final Volume volume) {
		return new int[] { volume.nx(), volume.ny(), volume.nz() };
	}

	private static double fraction(final int index, final int n) {
		return 2.0 * Math.min(index, n - index) / n;
	}

	private static double lowPassFactor(final double radius, final double cut, final double edge) {
		if (radius <= cut) return 1;
		if (radius >= cut + edge) return 0;
		return 0.5 + 0.5 * Math.cos(Math.PI * (radius - cut) / edge);
	}
}
