package org.mforfiji.refine;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;

/**
 * A tilt image made ready for particles: plane subtracted, rescaled in Fourier space, freed of periods longer than four
 * particle diameters, mean 0, standard deviation 1, protein bright; and the power of its noise, measured on the image itself.
 *
 * @param image the image at the species' pixel size
 * @param noisePower power of one pixel's noise (1 for white noise) in rings of width 1/(n·px), at ring r for frequency
 *          r/(n·px), n being the species' box
 * @param rounding factors (x, y) from true Å to Å of the rescaled image, whose size is rounded to even numbers
 */
record PreparedTilt(Volume image, float[] noisePower, double[] rounding) {

	/**
	 * Prepares an image.
	 *
	 * @param raw average of the tilt as stored (protein dark)
	 * @param imageSize true size of the image, Å (x, y)
	 * @param pixelSize wanted Å per pixel
	 * @param box species' box, pixels
	 * @param diameterA species' diameter
	 * @param where file, for errors
	 */
	static PreparedTilt of(final Volume raw, final double[] imageSize, final double pixelSize, final int box,
		final double diameterA, final String where)
	{
		final int nx = evenSize(imageSize[0], pixelSize), ny = evenSize(imageSize[1], pixelSize);
		if (nx < 8 || ny < 8) throw new MException("At " + pixelSize + " Å per pixel the image has " + nx + "×" + ny + " pixels",
			where, "Check the pixel size of the species and the data source");
		final float[] flat = subtractPlane(raw, where);
		final float[] spectrum = new Fft2D(raw.nx(), raw.ny()).forward(flat);
		final float[] scaled = resize(spectrum, raw.nx(), raw.ny(), nx, ny);
		final double highPass = 1 / (4 * diameterA);
		final float[] power = filterAndMeasure(scaled, nx, ny, pixelSize, box, highPass, where);
		final float[] pixels = new float[nx * ny];
		new Fft2D(nx, ny).inverse(scaled, pixels);
		final double sigma = deviation(pixels);
		if (!(sigma > 0)) throw new MException("The image is constant", where, "Exclude this tilt (UseTilt) or restore its average");
		for (int i = 0; i < pixels.length; i++)
			pixels[i] *= (float) (-1 / sigma);
		for (int r = 0; r < power.length; r++)
			power[r] /= (float) (sigma * sigma);
		return new PreparedTilt(new Volume(pixels, nx, ny, 1, pixelSize), power, new double[] { nx * pixelSize / imageSize[0], ny *
			pixelSize / imageSize[1] });
	}

	/** Edge of the rescaled image: 2·round(size/(2·px)), half to even. */
	static int evenSize(final double sizeA, final double pixelSize) {
		return 2 * (int) Math.rint(sizeA / (2 * pixelSize));
	}

	/** Least-squares plane over the pixels; the image without it. */
	private static float[] subtractPlane(final Volume raw, final String where) {
		final int nx = raw.nx(), ny = raw.ny();
		double sum = 0, sx = 0, sy = 0;
		final double cx = (nx - 1) / 2.0, cy = (ny - 1) / 2.0;
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++) {
				final double v = raw.data()[y * nx + x];
				sum += v;
				sx += v * (x - cx);
				sy += v * (y - cy);
			}
		if (!Double.isFinite(sum)) throw new MException("The image holds pixels that are not finite numbers", where,
			"Make the average again or exclude this tilt (UseTilt)");
		final double n = (double) nx * ny;
		final double mean = sum / n, ax = nx > 1 ? sx / (n * (nx * (double) nx - 1) / 12) : 0, ay = ny > 1 ? sy / (n * (ny *
			(double) ny - 1) / 12) : 0;
		final float[] flat = new float[nx * ny];
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++)
				flat[y * nx + x] = (float) (raw.data()[y * nx + x] - mean - ax * (x - cx) - ay * (y - cy));
		return flat;
	}

	/** Half-complex spectrum cropped or padded to another size; values scaled so that the image keeps its grey values. */
	private static float[] resize(final float[] from, final int fx, final int fy, final int tx, final int ty) {
		final float[] to = new float[2 * ty * (tx / 2 + 1)];
		final float scale = (float) ((double) tx * ty / ((double) fx * fy));
		final int halfX = (Math.min(fx, tx) - 1) / 2, halfY = (Math.min(fy, ty) - 1) / 2;
		for (int ky = -halfY; ky <= halfY; ky++) {
			final int source = 2 * (ky < 0 ? ky + fy : ky) * (fx / 2 + 1), target = 2 * (ky < 0 ? ky + ty : ky) * (tx / 2 + 1);
			for (int i = 0; i < 2 * (halfX + 1); i++)
				to[target + i] = from[source + i] * scale;
		}
		return to;
	}

	/** Zeroes frequencies below the high-pass and returns the mean power per pixel in the rings of the box. */
	private static float[] filterAndMeasure(final float[] spectrum, final int nx, final int ny, final double pixelSize,
		final int box, final double highPass, final String where)
	{
		final double[] sum = new double[box / 2 + 2];
		final double[] count = new double[box / 2 + 2];
		for (int row = 0; row < ny; row++) {
			final double fy = (row < (ny + 1) / 2 ? row : row - ny) / (ny * pixelSize);
			for (int kx = 0; kx <= nx / 2; kx++) {
				final double fx = kx / (nx * pixelSize);
				final double f = Math.sqrt(fx * fx + fy * fy);
				final int i = 2 * (row * (nx / 2 + 1) + kx);
				if (f < highPass) {
					spectrum[i] = 0;
					spectrum[i + 1] = 0;
					continue;
				}
				final int ring = (int) Math.rint(f * box * pixelSize);
				if (ring >= sum.length) continue;
				sum[ring] += (double) spectrum[i] * spectrum[i] + (double) spectrum[i + 1] * spectrum[i + 1];
				count[ring]++;
			}
		}
		return meanPower(sum, count, (double) nx * ny, where);
	}

	/** Ring means; rings that hold nothing (below the high-pass, or finer than the image) take their nearest neighbour's. */
	private static float[] meanPower(final double[] sum, final double[] count, final double pixels, final String where) {
		final float[] power = new float[sum.length];
		int last = -1;
		for (int r = 0; r < sum.length; r++) {
			if (count[r] > 0 && sum[r] > 0) {
				power[r] = (float) (sum[r] / count[r] / pixels);
				for (int gap = last + 1; gap < r; gap++)
					power[gap] = last < 0 ? power[r] : power[last];
				last = r;
			}
		}
		if (last < 0) throw new MException("The image has no power at any frequency", where,
			"Exclude this tilt (UseTilt) or restore its average");
		for (int r = last + 1; r < power.length; r++)
			power[r] = power[last];
		return power;
	}

	private static double deviation(final float[] pixels) {
		double sum = 0, square = 0;
		for (final float v : pixels) {
			sum += v;
			square += (double) v * v;
		}
		final double mean = sum / pixels.length;
		return Math.sqrt(Math.max(0, square / pixels.length - mean * mean));
	}
}
