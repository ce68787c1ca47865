package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.fourier.PaddedFft3D;

/**
 * The Fourier transform of a cubic map, oversampled for trilinear interpolation, from which central slices are cut: the
 * projections of the map. The map's centre voxel n/2 is the origin. Normalised so that a slice equals the unnormalised
 * 2-D Fourier transform of the projection (the sum over voxels along the view), with the centre pixel n/2 as origin.
 * <p>
 * Only the half x ≥ 0 is stored, interleaved: with r = {@link #radius()}, nx = r + 2 and ny = nz = 2r + 3, the real
 * part of the voxel (x, y, z), x ∈ [0, r+1], y and z ∈ [−r−1, r+1], is at index
 * {@code 2·(((z+r+1)·ny + y+r+1)·nx + x)}. F at k cycles per box sits at voxel k·{@link #padding()}. Immutable, if
 * nobody writes to {@link #data()}.
 */
public final class FourierVolume {

	private final int box;
	private final int padded;
	private final double pixelSize;
	private final HalfSpace space;
	private final float[] data;
	private float[] amplitudeSlopes;

	private FourierVolume(final int box, final int padded, final double pixelSize, final HalfSpace space,
		final float[] data) {
		this.box = box;
		this.padded = padded;
		this.pixelSize = pixelSize;
		this.space = space;
		this.data = data;
	}

	/** As {@link #of(Volume, double, double, Parallel)}, in the calling thread. */
	public static FourierVolume of(final Volume map, final double padding, final double maxShell) {
		return of(map, padding, maxShell, Parallel.serial());
	}

	/**
	 * Transforms a map: divides it by sinc²(x/P)·sinc²(y/P)·sinc²(z/P), which trilinear interpolation multiplies it by,
	 * pads it with zeros to P³ and transforms it.
	 *
	 * @param map cube of even edge n; left as it is
	 * @param padding oversampling, at least 1; P is the next even size ≥ padding·n that transforms fast
	 * @param maxShell highest frequency that will be asked for, cycles per box, in (0, n/2]
	 */
	public static FourierVolume of(final Volume map, final double padding, final double maxShell,
		final Parallel parallel) {
		if (!map.isCube() || map.nx() % 2 != 0) throw new MException("A map of " + map.nx() + "×" + map.ny() + "×" +
			map.nz() +
			" voxels cannot be projected", "", "Give a cube with an even edge");
		final int n = map.nx();
		if (!(padding >= 1 && padding <= 8)) throw new MException("The padding of a map is " + padding, "",
			"Give a number from 1 to 8");
		if (!(maxShell > 0 && maxShell <= n / 2)) throw new MException("The highest shell of a map of " + n +
			" voxels is " + maxShell, "",
			"Give a number in (0, " + n / 2 + "]");
		final int padded = FftSizes.goodSize((int) Math.ceil(padding * n - 1e-9));
		final Volume flat = GriddingCorrection.divide(map, padded, parallel);
		final HalfSpace space = new HalfSpace((int) Math.ceil(maxShell * padded / n - 1e-9));
		return new FourierVolume(n, padded, map.pixelSize(), space, new PaddedFft3D(n, padded).centred(flat.data(),
			space.nx(), parallel));
	}

	/** Edge n of the map in voxels. */
	public int box() {
		return box;
	}

	/** Å per voxel of the map. */
	public double pixelSize() {
		return pixelSize;
	}

	/** The oversampling in fact, P/n. */
	public double padding() {
		return (double) padded / box;
	}

	/** Radius r up to which values can be interpolated, in padded voxels. */
	public int radius() {
		return space.radius();
	}

	/**
	 * How amplitudes change with frequency on average: ½·d(log power)/d(log |k|) at ring r + ½, from shells of the width of a ring.
	 *
	 * @return for each ring that the transform has whole
	 */
	public synchronized float[] amplitudeSlopes() {
		if (amplitudeSlopes == null) amplitudeSlopes = slopes(shellPower());
		return amplitudeSlopes;
	}

	private double[] shellPower() {
		final int r = space.radius(), shells = (int) (r / padding());
		final double[] power = new double[shells], voxels = new double[shells];
		for (int z = -r; z <= r; z++)
			for (int y = -r; y <= r; y++)
				for (int x = 0; x <= r; x++) {
					final int shell = (int) (Math.sqrt(x * x + y * y + z * z) / padding());
					if (shell >= shells) continue;
					final int at = 2 * space.index(x, y, z);
					power[shell] += data[at] * data[at] + data[at + 1] * data[at + 1];
					voxels[shell]++;
				}
		for (int s = 0; s < shells; s++)
			power[s] /= voxels[s];
		return power;
	}

	private static float[] slopes(final double[] power) {
		final float[] slopes = new float[power.length];
		for (int r = 1; r < power.length; r++) {
			final int before = Math.max(1, r - 1), after = Math.min(power.length - 1, r + 1);
			if (after > before && power[before] > 0 && power[after] > 0) slopes[r] = (float) ((r + 0.5) * Math.log(power[after] /
				power[before]) / (2 * (after - before)));
		}
		return slopes;
	}

	/** The voxels, shared, not copied. */
	public float[] data() {
		return data;
	}

	/**
	 * F by trilinear interpolation.
	 *
	 * @param q frequency, cycles per box (3)
	 * @param out receives real and imaginary part; zeros where q lies beyond the radius
	 */
	public void value(final double[] q, final float[] out) {
		interpolate(q[0] * padding(), q[1] * padding(), q[2] * padding(), out, 0);
	}

	/**
	 * The central slice seen by a view: F(Rᵀ·(kx, ky, 0)) for every listed pixel.
	 *
	 * @param rotation R, row-major (9): turns the map into the view, which looks along z
	 * @param pixels half plane of an n-box
	 * @return interleaved, 2·{@code pixels.size()} floats; zeros beyond the radius
	 */
	public float[] slice(final double[] rotation, final HalfPlane pixels) {
		if (pixels.n() != box) throw new MException("A map of " + box + " voxels gives no slice of " + pixels.n() +
			" pixels", "", "");
		final float[] out = new float[2 * pixels.size()];
		for (int j = 0; j < pixels.size(); j++) {
			final double kx = pixels.kx(j) * padding();
			final double ky = pixels.ky(j) * padding();
			interpolate(kx * rotation[0] + ky * rotation[3], kx * rotation[1] + ky * rotation[4], kx * rotation[2] +
				ky * rotation[5], out, 2 * j);
		}
		return out;
	}

	/**
	 * F(Rᵀ·(kx, ky, 0)) at any frequencies.
	 *
	 * @param kx cycles per box of the map, fractions allowed
	 * @param ky alike
	 * @param from first index of the frequencies
	 * @param to index after the last
	 * @param rotation R, row-major (9)
	 * @param out receives the values, interleaved, from its beginning; zeros beyond the radius
	 */
	public void values(final float[] kx, final float[] ky, final int from, final int to, final double[] rotation,
		final float[] out)
	{
		final double p = padding();
		final float xx = (float) (p * rotation[0]), xy = (float) (p * rotation[1]), xz = (float) (p * rotation[2]);
		final float yx = (float) (p * rotation[3]), yy = (float) (p * rotation[4]), yz = (float) (p * rotation[5]);
		final float limit = (float) space.radius() * space.radius();
		final int centre = space.radius() + 1, row = 2 * space.nx(), plane = row * space.ny();
		for (int i = from, o = 0; i < to; i++, o += 2) {
			float x = kx[i] * xx + ky[i] * yx, y = kx[i] * xy + ky[i] * yy, z = kx[i] * xz + ky[i] * yz;
			if (!(x * x + y * y + z * z <= limit)) {
				out[o] = 0;
				out[o + 1] = 0;
				continue;
			}
			final float sign = x < 0 ? -1 : 1;
			x *= sign;
			y = y * sign + centre;
			z = z * sign + centre;
			final int x0 = (int) x, y0 = (int) y, z0 = (int) z, a = z0 * plane + y0 * row + 2 * x0;
			final float fx = x - x0, fy = y - y0, fz = z - z0;
			final float re0 = bilinear(a, row, fx, fy), re1 = bilinear(a + plane, row, fx, fy);
			final float im0 = bilinear(a + 1, row, fx, fy), im1 = bilinear(a + 1 + plane, row, fx, fy);
			out[o] = re0 + fz * (re1 - re0);
			out[o + 1] = sign * (im0 + fz * (im1 - im0));
		}
	}

	/**
	 * The projection of the map along the view's z axis, n×n pixels, centre n/2: what {@link #slice} is the transform
	 * of.
	 */
	public Volume project(final double[] rotation) {
		final HalfPlane pixels = HalfPlane.of(box);
		final float[] slice = slice(rotation, pixels);
		for (int j = 0; j < pixels.size(); j++)
			if ((pixels.kx(j) + pixels.ky(j) & 1) != 0) {
				slice[2 * j] = -slice[2 * j];
				slice[2 * j + 1] = -slice[2 * j + 1];
			}
		final float[] image = new Fft2D(box, box).inverse(pixels.scatter(slice, 0, pixels.size()));
		return new Volume(image, box, box, 1, pixelSize);
	}

	private void interpolate(final double qx, final double qy, final double qz, final float[] out, final int at) {
		out[at] = 0;
		out[at + 1] = 0;
		final int r = space.radius();
		if (!(qx * qx + qy * qy + qz * qz <= (double) r * r)) return;
		final boolean mate = qx < 0;
		final double x = mate ? -qx : qx;
		final double y = (mate ? -qy : qy) + r + 1;
		final double z = (mate ? -qz : qz) + r + 1;
		final int x0 = (int) x;
		final int y0 = (int) y;
		final int z0 = (int) z;
		final int row = 2 * space.nx();
		final int plane = row * space.ny();
		final int i = z0 * plane + y0 * row + 2 * x0;
		final float fx = (float) (x - x0);
		final float fy = (float) (y - y0);
		final float fz = (float) (z - z0);
		out[at] = bilinear(i, row, fx, fy) * (1 - fz) + bilinear(i + plane, row, fx, fy) * fz;
		final float im = bilinear(i + 1, row, fx, fy) * (1 - fz) + bilinear(i + 1 + plane, row, fx, fy) * fz;
		out[at + 1] = mate ? -im : im;
	}

	private float bilinear(final int i, final int row, final float fx, final float fy) {
		final float low = data[i] + fx * (data[i + 2] - data[i]);
		final float high = data[i + row] + fx * (data[i + row + 2] - data[i + row]);
		return low + fy * (high - low);
	}
}
