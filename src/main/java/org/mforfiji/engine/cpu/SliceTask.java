package org.mforfiji.engine.cpu;

import java.util.Arrays;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.OwnShare;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.Reference;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.map.FourierVolume;

/**
 * One thread's work space for {@link SliceKernel}: the reference volume, the image, the pose as tables, and room for the
 * sums. Fields are package-private arrays, because the kernel is all about them.
 */
final class SliceTask {

	/** Columns and rows of the pixels, as numbers, with room to read a vector beyond the last. */
	final float[] kx;
	final float[] ky;
	final HalfPlane pixels;

	float[] volume;
	/** The volume that {@link #pixelSlope} belongs to. */
	private FourierVolume sloped;
	int nx;
	int ny;
	int centre;
	float padding;

	/** Image: D interleaved, 2·{@code count} long, then C2, {@code count} long. */
	float[] values;
	int count;
	/** Own contribution, interleaved, of {@code ownCount} pixels; or null. */
	float[] own;
	int ownCount;
	float[] gain;
	/** The gain of each pixel's ring. */
	final float[] pixelGain;
	/** For derivatives by each parameter of the magnification: what it does to the mean amplitude at a pixel, as a share. */
	final float[][] pixelSlope = new float[3][];
	/** Rings to go through. */
	int rings;
	/** Rotation, row-major. */
	final float[] rotation = new float[9];
	/** Turns of the shift's phase per cycle along x and y; exp(+2πi·(kx·turnX + ky·turnY)) moves the image back. */
	float turnX;
	float turnY;

	/** Results of the last call. */
	final double[] cross;
	final double[] power;
	/** E, then b, then h for {@link #parameters}. */
	final double[] terms = new double[1 + LocalParameters.MAGNIFICATION.count() + LocalParameters.MAGNIFICATION.triangle()];
	/** Derivatives wanted of {@link SliceKernel#linearise}. */
	LocalParameters parameters = LocalParameters.POSE;
	/** Where conj(Y)·D is added, interleaved over the band; or null. */
	float[] crossSpectrum;

	/** For the kernel: work space, and the distinct sums behind the terms. */
	final PixelBlock block = new PixelBlock();
	final double[] sums = new double[BlockKernel.SUMS];

	private final double unit;
	private final double[] matrix = new double[9];

	SliceTask(final HalfPlane pixels, final double pixelSize) {
		this.pixels = pixels;
		final int n = pixels.n();
		unit = 2 * Math.PI / (n * pixelSize);
		kx = new float[pixels.size() + PixelBlock.LANES];
		ky = new float[pixels.size() + PixelBlock.LANES];
		for (int j = 0; j < pixels.size(); j++) {
			kx[j] = pixels.kx(j);
			ky[j] = pixels.ky(j);
		}
		pixelGain = new float[kx.length];
		cross = new double[n / 2 + 1];
		power = new double[n / 2 + 1];
	}

	/** Phase per Å and cycle per box: 2π/(n·px). */
	double unit() {
		return unit;
	}

	/** Chooses the reference. */
	void reference(final Reference reference) {
		volume(reference.volume());
		if (parameters == LocalParameters.MAGNIFICATION) slopes(reference.volume());
		if (gain == reference.gain()) return;
		gain = reference.gain();
		for (int r = 0; r < Math.min(gain.length, pixels.n() / 2); r++)
			Arrays.fill(pixelGain, pixels.within(r), pixels.within(r + 1), gain[r]);
	}

	private void slopes(final FourierVolume source) {
		if (source == sloped) return;
		sloped = source;
		final float[] slopes = source.amplitudeSlopes();
		for (int m = 0; m < 3; m++)
			if (pixelSlope[m] == null) pixelSlope[m] = new float[kx.length];
		for (int j = 1, end = pixels.within(Math.min(pixels.n() / 2, slopes.length)); j < end; j++) {
			final float slope = slopes[(int) pixels.radius(j)], k2 = kx[j] * kx[j] + ky[j] * ky[j];
			pixelSlope[0][j] = slope;
			pixelSlope[1][j] = slope * (kx[j] * kx[j] - ky[j] * ky[j]) / k2;
			pixelSlope[2][j] = slope * 2 * kx[j] * ky[j] / k2;
		}
	}

	/** Chooses the volume only. */
	void volume(final FourierVolume source) {
		volume = source.data();
		nx = source.radius() + 2;
		ny = 2 * source.radius() + 3;
		centre = source.radius() + 1;
		padding = (float) source.padding();
	}

	/** Chooses the image and its pose and clears the sums. */
	void image(final ParticleStack stack, final int i, final ImagePoses poses, final Reference reference) {
		values = stack.values(i);
		count = stack.count(i);
		final OwnShare share = reference.own() == null ? null : reference.own()[i];
		own = share == null ? null : share.slice();
		ownCount = own == null ? 0 : own.length / 2;
		rotation(poses, i);
		rings = ringsWithin(inside(Math.min(reference.band(), pixels.n() / 2)), count);
		turnX = (float) (poses.shiftX(i) * unit / (2 * Math.PI));
		turnY = (float) (poses.shiftY(i) * unit / (2 * Math.PI));
		Arrays.fill(cross, 0);
		Arrays.fill(power, 0);
		Arrays.fill(terms, 0);
	}

	/** Copies the rotation of image i. */
	void rotation(final ImagePoses poses, final int i) {
		poses.rotation(i, matrix);
		for (int e = 0; e < 9; e++)
			rotation[e] = (float) matrix[e];
	}

	/** How many of so many rings stay within the volume, where an image's magnification is more than 1. */
	int inside(final int wanted) {
		double xx = 0, xy = 0, yy = 0;
		for (int c = 0; c < 3; c++) {
			xx += matrix[c] * matrix[c];
			xy += matrix[c] * matrix[3 + c];
			yy += matrix[3 + c] * matrix[3 + c];
		}
		final double stretch = Math.sqrt((xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy));
		return (int) Math.min(wanted, (centre - 0.01) / (padding * stretch));
	}

	private int ringsWithin(final int band, final int available) {
		int r = band;
		while (r > 0 && pixels.within(r) > available)
			r--;
		return r;
	}
}
