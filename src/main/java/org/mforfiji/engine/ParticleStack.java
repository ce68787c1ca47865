package org.mforfiji.engine;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.fourier.HalfPlane;

/**
 * The images of one species' particles in one item (tilt series or particle series), CTF-premultiplied and cropped to the
 * species' box: of each image the spectrum D = Σ C·w·X/S (complex) and the equally cropped C2 = C²·w²/S (real), divided
 * by n², for the leading pixels of {@link HalfPlane}. With them the Gaussian likelihood of a prediction Y (unmodulated) is
 * E = Σ (−2 Re(conj(D)·Y) + C2·|Y|²) plus a constant, so that neither the CTF nor the uncropped images are needed again,
 * and back-projection of D over C2 gives the map. X is the unnormalised FFT of the image with the particle, at its
 * projected position of the time of extraction, in the origin; S the noise power of one pixel. Immutable.
 */
public final class ParticleStack {

	private final HalfPlane pixels;
	private final double pixelSize;
	private final int[] particle;
	private final int[] tilt;
	private final double[] position;
	private final float[][] values;

	private ParticleStack(final Builder builder) {
		pixels = builder.pixels;
		pixelSize = builder.pixelSize;
		final int n = builder.images.size();
		particle = new int[n];
		tilt = new int[n];
		position = new double[2 * n];
		values = new float[n][];
		for (int i = 0; i < n; i++) {
			final Image image = builder.images.get(i);
			particle[i] = image.particle;
			tilt[i] = image.tilt;
			position[2 * i] = image.x;
			position[2 * i + 1] = image.y;
			values[i] = image.values;
		}
	}

	/**
	 * One image of a stack.
	 *
	 * @param particle index of the particle in the caller's list
	 * @param tilt index of the tilt in its stored order
	 * @param x projected position at extraction, Å
	 * @param y projected position at extraction, Å
	 * @param values D interleaved (real, imaginary), then C2; a third of the length is the number of pixels
	 */
	public record Image(int particle, int tilt, double x, double y, float[] values) {}

	/** Number of images. */
	public int size() {
		return particle.length;
	}

	/** The pixel list that the images are prefixes of. */
	public HalfPlane pixels() {
		return pixels;
	}

	/** Edge of the box, pixels. */
	public int box() {
		return pixels.n();
	}

	/** Å per pixel. */
	public double pixelSize() {
		return pixelSize;
	}

	/** Index of image i's particle. */
	public int particle(final int i) {
		return particle[i];
	}

	/** Index of image i's tilt. */
	public int tilt(final int i) {
		return tilt[i];
	}

	/** Projected x at extraction, Å. */
	public double x(final int i) {
		return position[2 * i];
	}

	/** Projected y at extraction, Å. */
	public double y(final int i) {
		return position[2 * i + 1];
	}

	/** Number of pixels of image i (its band limit). */
	public int count(final int i) {
		return values[i].length / 3;
	}

	/** The values of image i, D interleaved, then C2; not copied: do not write. */
	public float[] values(final int i) {
		return values[i];
	}

	/** Bytes of pixel data. */
	public long bytes() {
		long sum = 0;
		for (final float[] image : values)
			sum += 4L * image.length;
		return sum;
	}

	/** Collects images in the order of their particles. */
	public static Builder builder(final int box, final double pixelSize) {
		return new Builder(box, pixelSize);
	}

	/** Collects images; not thread-safe. */
	public static final class Builder {

		private final HalfPlane pixels;
		private final double pixelSize;
		private final List<Image> images = new ArrayList<>();

		private Builder(final int box, final double pixelSize) {
			this.pixels = HalfPlane.of(box);
			this.pixelSize = pixelSize;
		}

		/** Adds an image. */
		public Builder add(final Image image) {
			images.add(image);
			return this;
		}

		/** The stack. */
		public ParticleStack build() {
			return new ParticleStack(this);
		}
	}
}
