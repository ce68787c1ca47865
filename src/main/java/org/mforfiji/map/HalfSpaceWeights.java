package org.mforfiji.map;

import org.mforfiji.fourier.HalfPlane;

/**
 * A real function on the Fourier voxels of an n-box without oversampling, with f(−k) = f(k): the weights of a
 * reconstruction or their inverse. Stored as the half x ≥ 0 with r = n/2, nx = r + 2, ny = nz = 2r + 3: the voxel (x,
 * y, z) is at index {@code ((z+r+1)·ny + y+r+1)·nx + x}, as in {@link FourierVolume}. Immutable, if nobody writes to
 * {@link #data()}.
 */
public final class HalfSpaceWeights {

	private final int box;
	private final HalfSpace space;
	private final float[] data;

	HalfSpaceWeights(final int box, final float[] data) {
		this.box = box;
		this.space = new HalfSpace(box / 2);
		this.data = data;
	}

	/** Edge n of the box. */
	public int box() {
		return box;
	}

	/** Radius r = n/2 in voxels. */
	public int radius() {
		return space.radius();
	}

	/** The voxels, shared, not copied. */
	public float[] data() {
		return data;
	}

	/** The value at the voxel (x, y, z), centred coordinates, x ≥ 0. */
	public float at(final int x, final int y, final int z) {
		return data[space.index(x, y, z)];
	}

	/** The function along a central slice, f(Rᵀ·(kx, ky, 0)) for every listed pixel, trilinear. */
	public float[] slice(final double[] rotation, final HalfPlane pixels) {
		final float[] out = new float[pixels.size()];
		slice(rotation, pixels, pixels.size(), out, 0);
		return out;
	}

	/**
	 * As {@link #slice(double[], HalfPlane)}, of the first {@code count} pixels into a given array.
	 *
	 * @param rotation R, row-major (9)
	 */
	public void slice(final double[] rotation, final HalfPlane pixels, final int count, final float[] out,
		final int offset) {
		for (int j = 0; j < count; j++) {
			final double kx = pixels.kx(j);
			final double ky = pixels.ky(j);
			out[offset + j] = value(kx * rotation[0] + ky * rotation[3], kx * rotation[1] + ky * rotation[4],
				kx * rotation[2] + ky * rotation[5]);
		}
	}

	/** The function at q cycles per box, trilinear; zero beyond the radius. */
	public float value(final double qx, final double qy, final double qz) {
		final int r = space.radius();
		if (!(qx * qx + qy * qy + qz * qz <= (double) r * r)) return 0;
		final double sign = qx < 0 ? -1 : 1;
		final double x = sign * qx;
		final double y = sign * qy + r + 1;
		final double z = sign * qz + r + 1;
		final int row = space.nx();
		final int plane = row * space.ny();
		final int i = (int) z * plane + (int) y * row + (int) x;
		final float fx = (float) (x - (int) x);
		final float fy = (float) (y - (int) y);
		final float fz = (float) (z - (int) z);
		return bilinear(i, row, fx, fy) * (1 - fz) + bilinear(i + plane, row, fx, fy) * fz;
	}

	private float bilinear(final int i, final int row, final float fx, final float fy) {
		final float low = data[i] + fx * (data[i + 1] - data[i]);
		final float high = data[i + row] + fx * (data[i + row + 1] - data[i + row]);
		return low + fy * (high - low);
	}
}
