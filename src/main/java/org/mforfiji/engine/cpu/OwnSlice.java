package org.mforfiji.engine.cpu;

import org.mforfiji.base.Turns;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.OwnContribution;
import org.mforfiji.engine.OwnShare;
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
	private final SliceKernel kernel;
	private final SliceTask task;
	private final float[] gathered;
	private final float[] spectrum;
	private final float[] image;
	private final float[] maskImage;
	private final float[] share;
	private final float[] cos;
	private final float[] sin;
	private final double[] matrix = new double[9];

	OwnSlice(final HalfPlane pixels, final double pixelSize, final SliceKernel kernel) {
		this.pixels = pixels;
		this.kernel = kernel;
		final int n = pixels.n();
		fft = new Fft2D(n, n);
		task = new SliceTask(pixels, pixelSize);
		gathered = new float[2 * pixels.size()];
		spectrum = new float[fft.spectrumLength()];
		image = new float[n * n];
		maskImage = new float[n * n];
		share = new float[pixels.size()];
		cos = new float[pixels.size()];
		sin = new float[pixels.size()];
	}

	/** The own share of image i, over the pixels of the band that the image has. */
	OwnShare compute(final ParticleStack stack, final int i, final ImagePoses poses, final OwnContribution part) {
		final int count = Math.min(pixels.within(part.band()), stack.count(i));
		final float[] power = weighImage(stack, i, poses, part, count);
		pixels.scatter(gathered, 0, count, spectrum);
		fft.inverse(spectrum, image, part.band());
		projectMask(i, poses, part);
		final float scale = 1f / pixels.n();
		for (int x = 0; x < image.length; x++)
			image[x] *= scale * Math.max(0, maskImage[x]);
		fft.forward(image, spectrum, part.band());
		final float[] own = new float[2 * count];
		pixels.gather(spectrum, count, own, 0);
		return new OwnShare(own, power, matrix.clone(), poses.shiftX(i), poses.shiftY(i), part.moments());
	}

	private float[] weighImage(final ParticleStack stack, final int i, final ImagePoses poses, final OwnContribution part,
		final int count)
	{
		poses.rotation(i, matrix);
		part.inverseWeight().slice(matrix, pixels, count, share, 0);
		final float turnX = (float) (poses.shiftX(i) * task.unit() / (2 * Math.PI));
		final float turnY = (float) (poses.shiftY(i) * task.unit() / (2 * Math.PI));
		for (int j = 0; j < count; j++)
			sin[j] = task.kx[j] * turnX + task.ky[j] * turnY;
		Turns.cosSin(sin, count, cos, sin);
		final float[] values = stack.values(i);
		final float[] power = new float[OwnShare.HARMONICS * part.band()];
		for (int ring = 0; ring < part.band(); ring++) {
			final float weight = part.weight()[ring];
			for (int j = pixels.within(ring), end = Math.min(count, pixels.within(ring + 1)); j < end; j++) {
				final float w = share[j] * weight;
				gathered[2 * j] = w * (values[2 * j] * cos[j] - values[2 * j + 1] * sin[j]);
				gathered[2 * j + 1] = w * (values[2 * j] * sin[j] + values[2 * j + 1] * cos[j]);
				addPower(power, OwnShare.HARMONICS * ring, j, w * (values[2 * j] * values[2 * j] + values[2 * j + 1] * values[2 *
					j + 1]));
			}
		}
		return power;
	}

	private void addPower(final float[] power, final int at, final int j, final float p) {
		final float kx = task.kx[j], ky = task.ky[j], k2 = Math.max(kx * kx + ky * ky, 1);
		power[at] += p;
		power[at + 1] += p * (kx * kx - ky * ky) / k2;
		power[at + 2] += p * 2 * kx * ky / k2;
	}

	private void projectMask(final int i, final ImagePoses poses, final OwnContribution part) {
		task.rotation(poses, i);
		task.volume(part.mask());
		final int rings = task.inside(Math.min(pixels.n() / 2, (int) (part.mask().radius() / part.mask().padding())));
		final int count = pixels.within(rings);
		kernel.slice(task, count, gathered);
		pixels.scatter(gathered, 0, count, spectrum);
		fft.inverse(spectrum, maskImage, rings);
	}
}
