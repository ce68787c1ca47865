package org.mforfiji.fourier;

import org.mforfiji.base.Parallel;

/**
 * Fourier transform of real maps of nx×ny×nz voxels, as {@link Fft2D} in three dimensions: kx = 0 … nx/2, ky and kz
 * in FFT order, real part at index {@code 2·((kz·ny + ky)·(nx/2+1) + kx)}. Immutable; one object serves many threads
 * and starts none of its own: threads come with the {@link Parallel} that is passed in, and their number does not
 * change the result.
 */
public final class Fft3D {

	private final int nx;
	private final int ny;
	private final int nz;
	private final int spectrumLength;
	private final RealLines rows;
	private final ComplexLines columns;
	private final ComplexLines depths;

	/**
	 * @param nx width in voxels
	 * @param ny height in voxels
	 * @param nz depth in voxels
	 */
	public Fft3D(final int nx, final int ny, final int nz) {
		spectrumLength = FftSizes.spectrumLength(nx, ny, nz);
		this.nx = nx;
		this.ny = ny;
		this.nz = nz;
		rows = RealLines.of(nx);
		columns = new ComplexLines(ny);
		depths = nz == ny ? columns : new ComplexLines(nz);
	}

	/** Width of the map in voxels. */
	public int nx() {
		return nx;
	}

	/** Height of the map in voxels. */
	public int ny() {
		return ny;
	}

	/** Depth of the map in voxels. */
	public int nz() {
		return nz;
	}

	/** Floats of a spectrum: 2·nz·ny·(nx/2+1). */
	public int spectrumLength() {
		return spectrumLength;
	}

	/** The spectrum of a map, in a new array, in the calling thread. */
	public float[] forward(final float[] real) {
		return forward(real, Parallel.serial());
	}

	/** The spectrum of a map, in a new array. */
	public float[] forward(final float[] real, final Parallel parallel) {
		final float[] spectrum = new float[spectrumLength];
		forward(real, spectrum, parallel);
		return spectrum;
	}

	/** The spectrum of a map, unnormalised, in the calling thread; the map is left as it is. */
	public void forward(final float[] real, final float[] spectrum) {
		forward(real, spectrum, Parallel.serial());
	}

	/** The spectrum of a map, unnormalised; the map is left as it is. */
	public void forward(final float[] real, final float[] spectrum, final Parallel parallel) {
		requireLengths(real, spectrum);
		final int stride = rows.stride();
		parallel.loop(nz, z -> {
			rows.forward(real, z * ny * nx, ny, spectrum, z * ny * stride);
			columns.transform(spectrum, z * ny * stride, nx / 2 + 1, stride, true);
		});
		parallel.loop(ny, y -> depths.transform(spectrum, y * stride, nx / 2 + 1, ny * stride, true));
	}

	/** The map of a spectrum, normalised by 1/(nx·ny·nz), in the calling thread; destroys the spectrum. */
	public void inverse(final float[] spectrum, final float[] real) {
		inverse(spectrum, real, Parallel.serial());
	}

	/**
	 * The map of a spectrum, normalised by 1/(nx·ny·nz) so that it undoes the forward transform; destroys the
	 * spectrum.
	 */
	public void inverse(final float[] spectrum, final float[] real, final Parallel parallel) {
		requireLengths(real, spectrum);
		final int stride = rows.stride();
		final float scale = (float) (1.0 / ((double) nx * ny * nz));
		parallel.loop(ny, y -> depths.transform(spectrum, y * stride, nx / 2 + 1, ny * stride, false));
		parallel.loop(nz, z -> {
			columns.transform(spectrum, z * ny * stride, nx / 2 + 1, stride, false);
			rows.inverse(spectrum, z * ny * stride, ny, real, z * ny * nx, scale);
		});
	}

	/** As {@link #inverse(float[], float[], Parallel)}, in a new array. */
	public float[] inverse(final float[] spectrum, final Parallel parallel) {
		final float[] real = new float[nx * ny * nz];
		inverse(spectrum, real, parallel);
		return real;
	}

	/** As {@link #inverse(float[], float[])}, in a new array. */
	public float[] inverse(final float[] spectrum) {
		return inverse(spectrum, Parallel.serial());
	}

	private void requireLengths(final float[] real, final float[] spectrum) {
		FftSizes.requireLength(real, nx * ny * nz, "map");
		FftSizes.requireLength(spectrum, spectrumLength, "spectrum");
	}
}
