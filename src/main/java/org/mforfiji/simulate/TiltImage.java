package org.mforfiji.simulate;

import org.mforfiji.base.Volume;

/** A tilt image under construction, protein bright. */
final class TiltImage {

	private final int nx;
	private final int ny;
	private final double pixelSize;
	private final float[] pixels;

	TiltImage(final MicroscopeOptions microscope) {
		nx = microscope.imageWidth();
		ny = microscope.imageHeight();
		pixelSize = microscope.pixelSize();
		pixels = new float[nx * ny];
	}

	float[] pixels() {
		return pixels;
	}

	/** Adds an n×n box whose first pixel goes to (x0, y0); what lies outside the image is lost. */
	void add(final float[] box, final int n, final int x0, final int y0) {
		for (int y = Math.max(0, -y0); y < n && y0 + y < ny; y++) {
			final int row = (y0 + y) * nx + x0;
			for (int x = Math.max(0, -x0); x < n && x0 + x < nx; x++)
				pixels[row + x] += box[y * n + x];
		}
	}

	/** Collects the pixels of a disc (centre and radius in pixels) into {count, sum, sum of squares}. */
	static void measure(final float[] image, final int nx, final double[] disc, final double[] sums) {
		final int ny = image.length / nx;
		final double r = disc[2];
		for (int y = (int) Math.max(0, Math.ceil(disc[1] - r)); y <= Math.min(ny - 1, Math.floor(disc[1] + r)); y++)
			for (int x = (int) Math.max(0, Math.ceil(disc[0] - r)); x <= Math.min(nx - 1, Math.floor(disc[0] + r)); x++) {
				final double dx = x - disc[0];
				final double dy = y - disc[1];
				if (dx * dx + dy * dy > r * r) continue;
				final double value = image[y * nx + x];
				sums[0]++;
				sums[1] += value;
				sums[2] += value * value;
			}
	}

	/** The image as a volume of one slice, sharing the pixels. */
	Volume volume() {
		return new Volume(pixels, nx, ny, 1, pixelSize);
	}
}
