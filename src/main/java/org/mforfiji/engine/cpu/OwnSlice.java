package org.mforfiji.engine.cpu;

import java.util.Arrays;

import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.OwnContribution;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.HalfPlane;

/**
 * Computes what an image itself adds to the slice through its half-map: back-projection fills the box with a constant
 * along the view, the mask keeps of it the part T/n, T being the mask projected along the view. With D' the image in the
 * frame of the particle, o = FFT[ (T/n) · FFT⁻¹( D' · weight / (W + τ) ) ]. Work space of one thread.
 */
final class OwnSlice {

	private final HalfPlane pixels;
	private final Fft2D fft;
	private final SliceTask task;
	private final float[] gathered;
	private final float[] image;
	private final float[] maskImage;
	private final float[] share;
	private final double[] matrix = new double[9];

	OwnSlice(final HalfPlane pixels, final double pixelSize) {
		this.pixels = pixels;
		final int n = pixels.n();
		fft = new Fft2D(n, n);
		task = new SliceTask(pixels, pixelSize);
		gathered = new float[2 * pixels.size()];
		image = new float[n * n];
		maskImage = new float[n * n];
		share = new float[pixels.size()];
	}

	/** The own contribution of image i, interleaved, over the pixels of the band that the image has. */
	float[] compute(final ParticleStack stack, final int i, final ImagePoses poses, final OwnContribution part) {
		final int count = Math.min(pixels.within(part.band()), stack.count(i));
		task.rotation(poses, i);
		weighImage(stack, i, poses, part, count);
		fft.inverse(pixels.scatter(gathered, 0, count), image);
		projectMask(part);
		for (int x = 0; x < image.length; x++)
			image[x] *= Math.max(0, maskImage[x]) / pixels.n();
		final float[] spectrum = fft.forward(image);
		final float[] own = new float[2 * count];
		for (int j = 0; j < count; j++) {
			final int s = pixels.spectrumIndex(j);
			own[2 * j] = spectrum[s];
			own[2 * j + 1] = spectrum[s + 1];
		}
		return own;
	}

	private void weighImage(final ParticleStack stack, final int i, final ImagePoses poses, final OwnContribution part,
		final int count)
	{
		poses.rotation(i, matrix);
		part.inverseWeight().slice(matrix, pixels, count, share, 0);
		final float[] values = stack.values(i);
		final double stepX = poses.shiftX(i) * task.unit(), stepY = poses.shiftY(i) * task.unit();
		for (int j = 0; j < count; j++) {
			final float w = share[j] * part.weight()[(int) pixels.radius(j)];
			final double phase = pixels.kx(j) * stepX + pixels.ky(j) * stepY;
			final float c = (float) Math.cos(phase), s = (float) Math.sin(phase);
			gathered[2 * j] = w * (values[2 * j] * c - values[2 * j + 1] * s);
			gathered[2 * j + 1] = w * (values[2 * j] * s + values[2 * j + 1] * c);
		}
	}

	private void projectMask(final OwnContribution part) {
		task.volume(part.mask());
		final int count = pixels.within(Math.min(pixels.n() / 2, (int) (part.mask().radius() / part.mask().padding())));
		Arrays.fill(gathered, 0);
		for (int j = 0; j < count; j++) {
			sample(j);
			gathered[2 * j] = sampleRe;
			gathered[2 * j + 1] = sampleIm;
		}
		fft.inverse(pixels.scatter(gathered, 0, count), maskImage);
	}

	private float sampleRe;
	private float sampleIm;

	/** Trilinear value of the task's volume at pixel j of the slice. */
	private void sample(final int j) {
		final float[] m = task.rotation, v = task.volume;
		final float p = task.padding, kx = task.kx[j], ky = task.ky[j];
		float qx = p * (m[0] * kx + m[3] * ky), qy = p * (m[1] * kx + m[4] * ky), qz = p * (m[2] * kx + m[5] * ky);
		final float fold = qx < 0 ? -1 : 1;
		qx *= fold;
		qy *= fold;
		qz *= fold;
		final int x0 = (int) qx, y0 = (int) Math.floor(qy), z0 = (int) Math.floor(qz);
		final float fx = qx - x0, fy = qy - y0, fz = qz - z0;
		float re = 0, im = 0;
		for (int corner = 0; corner < 8; corner++) {
			final int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
			final float w = (dx == 0 ? 1 - fx : fx) * (dy == 0 ? 1 - fy : fy) * (dz == 0 ? 1 - fz : fz);
			final int at = 2 * (((z0 + dz + task.centre) * task.ny + y0 + dy + task.centre) * task.nx + x0 + dx);
			re += w * v[at];
			im += w * v[at + 1];
		}
		sampleRe = re;
		sampleIm = im * fold;
	}
}
