package org.mforfiji.fourier;

/**
 * Fourier transform of real images of nx×ny pixels, any size (best: {@link FftSizes#goodSize}). The transform is F(k)
 * = Σ f(x)·exp(−2πi k·x/n), kept as half-complex spectrum: the columns kx = 0 … nx/2 and all rows, ky in FFT order
 * (0, 1, …, −1), real and imaginary part interleaved, real part at index {@code 2·(ky·(nx/2+1) + kx)}. Immutable; one
 * object serves many threads and starts none of its own.
 */
public final class Fft2D {

	private final int nx;
	private final int ny;
	private final int spectrumLength;
	private final RealLines rows;
	private final ComplexLines columns;

	/**
	 * @param nx width in pixels
	 * @param ny height in pixels
	 */
	public Fft2D(final int nx, final int ny) {
		spectrumLength = FftSizes.spectrumLength(nx, ny, 1);
		this.nx = nx;
		this.ny = ny;
		rows = RealLines.of(nx);
		columns = new ComplexLines(ny);
	}

	/** Width of the image in pixels. */
	public int nx() {
		return nx;
	}

	/** Height of the image in pixels. */
	public int ny() {
		return ny;
	}

	/** Floats of a spectrum: 2·ny·(nx/2+1). */
	public int spectrumLength() {
		return spectrumLength;
	}

	/** The spectrum of an image, in a new array. */
	public float[] forward(final float[] real) {
		final float[] spectrum = new float[spectrumLength];
		forward(real, spectrum);
		return spectrum;
	}

	/** The spectrum of an image, unnormalised; the image is left as it is. */
	public void forward(final float[] real, final float[] spectrum) {
		forward(real, spectrum, nx / 2 + 1);
	}

	/** As {@link #forward(float[], float[])}, but only the columns kx &lt; {@code width}; other columns are arbitrary. */
	public void forward(final float[] real, final float[] spectrum, final int width) {
		FftSizes.requireLength(real, nx * ny, "image");
		FftSizes.requireLength(spectrum, spectrumLength, "spectrum");
		final int stride = rows.stride();
		rows.forward(real, 0, ny, spectrum, 0);
		columns.transform(spectrum, 0, width, stride, true);
	}

	/**
	 * The image of a spectrum, normalised by 1/(nx·ny) so that it undoes {@link #forward}; destroys the spectrum.
	 * What has no place in the spectrum of a real image (imaginary parts of self-conjugate coefficients) is ignored.
	 */
	public void inverse(final float[] spectrum, final float[] real) {
		inverse(spectrum, real, nx / 2 + 1);
	}

	/** As {@link #inverse(float[], float[])} of a spectrum whose columns kx ≥ {@code width} are zero. */
	public void inverse(final float[] spectrum, final float[] real, final int width) {
		FftSizes.requireLength(real, nx * ny, "image");
		FftSizes.requireLength(spectrum, spectrumLength, "spectrum");
		final int stride = rows.stride();
		columns.transform(spectrum, 0, width, stride, false);
		rows.inverse(spectrum, 0, ny, real, 0, (float) (1.0 / ((double) nx * ny)));
	}

	/** As {@link #inverse(float[], float[])}, in a new array. */
	public float[] inverse(final float[] spectrum) {
		final float[] real = new float[nx * ny];
		inverse(spectrum, real);
		return real;
	}

	/**
	 * As {@link #inverse(float[], float[])}, but only the pixels around the origin: a square of even edge ≤ nx, ny, whose
	 * first pixel is the origin again, with those before it at the end of rows and columns.
	 */
	public void inverseAroundOrigin(final float[] spectrum, final int edge, final float[] real) {
		FftSizes.requireLength(real, edge * edge, "image");
		FftSizes.requireLength(spectrum, spectrumLength, "spectrum");
		final int stride = rows.stride(), half = edge / 2;
		columns.transform(spectrum, 0, nx / 2 + 1, stride, false);
		System.arraycopy(spectrum, (ny - half) * stride, spectrum, half * stride, half * stride);
		final float[] wide = new float[edge * nx];
		rows.inverse(spectrum, 0, edge, wide, 0, (float) (1.0 / ((double) nx * ny)));
		for (int y = 0; y < edge; y++) {
			System.arraycopy(wide, y * nx, real, y * edge, half);
			System.arraycopy(wide, (y + 1) * nx - half, real, y * edge + half, half);
		}
	}
}
