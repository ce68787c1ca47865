package org.mforfiji.fourier;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;

/**
 * Fourier transform of an n³ map that is zero-padded to P³, its centre voxel n/2 taken as origin, of which only the
 * coefficients near the origin are kept. Lines that hold only zeros are not transformed and the padded map is never
 * built, so that time and memory follow the part that is kept. Immutable; starts no threads of its own.
 */
public final class PaddedFft3D {

	private final int n;
	private final int padded;
	private final Fft2D planes;
	private final ComplexLines depths;

	/**
	 * @param n edge of the map in voxels
	 * @param padded edge P ≥ n after padding, even
	 */
	public PaddedFft3D(final int n, final int padded) {
		if (padded < n || padded % 2 != 0) throw new MException("A map of " + n + " voxels cannot be padded to " +
			padded, "",
			"Give an even size that is not below the map's");
		this.n = n;
		this.padded = padded;
		planes = new Fft2D(padded, padded);
		depths = new ComplexLines(padded);
	}

	/**
	 * The coefficients 0 ≤ kx &lt; nx, |ky|, |kz| ≤ nx − 1 in padded voxels, unnormalised, interleaved; real part at
	 * {@code 2·(((kz+nx−1)·ny + ky+nx−1)·nx + kx)} with ny = 2·nx − 1. Beyond the Nyquist frequency the transform goes
	 * on with its period P.
	 *
	 * @param map voxels, index {@code (z·n + y)·n + x}
	 */
	public float[] centred(final float[] map, final int nx, final Parallel parallel) {
		final int ny = 2 * nx - 1;
		final double length = 2.0 * nx * ny * ny;
		if (length > Integer.MAX_VALUE - 16) throw new MException("A Fourier volume of radius " + (nx - 1) +
			" is larger than one array can hold", "",
			"Use a coarser pixel size, a smaller box or less padding");
		final float[] slices = new float[(int) (2.0 * n * nx * ny)];
		parallel.loop(n, z -> transformSlice(map, z, slices, nx));
		final float[] out = new float[(int) length];
		parallel.loop(ny, y -> transformDepth(slices, y, out, nx));
		return out;
	}

	private void transformSlice(final float[] map, final int z, final float[] slices, final int nx) {
		final float[] image = new float[padded * padded];
		for (int y = 0; y < n; y++)
			for (int x = 0; x < n; x++)
				image[wrap(y - n / 2) * padded + wrap(x - n / 2)] = map[(z * n + y) * n + x];
		final float[] spectrum = planes.forward(image);
		final int ny = 2 * nx - 1;
		final int base = 2 * z * nx * ny;
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++)
				copy(spectrum, x, y - nx + 1, slices, base + 2 * (y * nx + x));
	}

	private void copy(final float[] spectrum, final int kx, final int ky, final float[] target, final int at) {
		final int x = wrap(kx);
		final boolean mate = x > padded / 2;
		final int row = wrap(mate ? -ky : ky);
		final int from = 2 * (row * (padded / 2 + 1) + (mate ? padded - x : x));
		target[at] = spectrum[from];
		target[at + 1] = mate ? -spectrum[from + 1] : spectrum[from + 1];
	}

	private void transformDepth(final float[] slices, final int y, final float[] out, final int nx) {
		final int ny = 2 * nx - 1;
		final int row = 2 * nx;
		final float[] lines = new float[padded * row];
		for (int z = 0; z < n; z++)
			System.arraycopy(slices, (z * ny + y) * row, lines, wrap(z - n / 2) * row, row);
		depths.transform(lines, 0, nx, row, true);
		for (int z = 0; z < ny; z++)
			System.arraycopy(lines, wrap(z - nx + 1) * row, out, (z * ny + y) * row, row);
	}

	private int wrap(final int k) {
		return Math.floorMod(k, padded);
	}
}
