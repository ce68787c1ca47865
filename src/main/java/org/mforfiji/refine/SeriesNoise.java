package org.mforfiji.refine;

import java.util.List;
import java.util.function.Function;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.optics.RadialWeight;

/**
 * Noise power of the tilt images that a tomogram's particle images were cut from, measured where the images show no
 * particle: outside its circle, or everywhere if the circle leaves less than a fifth of the image. The power of premultiplied
 * images is divided by what the noise was multiplied with, CTF² and the squared exposure weight. The spectrum's form is
 * taken from all tilts together, its height from each, as few particles tell no more.
 */
final class SeriesNoise {

	private static final double LEAST_BACKGROUND = 0.2;
	private static final double EDGE = 2;
	/** Leading rings, which hold gradients and the particle itself, do not count for a tilt's height. */
	private static final int FIRST_RING = 3;

	private final RelionTomogram tomogram;
	private final int box;
	private final double pixelSize;
	private final float[] background;
	private final double area;

	SeriesNoise(final RelionTomogram tomogram, final int box, final double pixelSize, final double diameterA) {
		this.tomogram = tomogram;
		this.box = box;
		this.pixelSize = pixelSize;
		final float[] outside = outside(box, diameterA / 2 / pixelSize);
		final boolean enough = squares(outside) >= LEAST_BACKGROUND * box * box;
		background = enough ? outside : outside(box, -EDGE);
		area = squares(background);
	}

	private static float[] outside(final int box, final double radius) {
		final float[] window = new float[box * box];
		for (int y = 0, i = 0; y < box; y++)
			for (int x = 0; x < box; x++, i++)
				window[i] = (float) Math.max(0, Math.min(1, (Math.hypot(x - box / 2, y - box / 2) - radius) / EDGE));
		return window;
	}

	private static double squares(final float[] window) {
		double sum = 0;
		for (final float value : window)
			sum += value * value;
		return sum;
	}

	/** Power and what it was multiplied with, summed over pixels: [tilt][ring]. */
	private record Sums(double[][] power, double[][] weight) {

		Sums(final int tilts, final int rings) {
			this(new double[tilts][rings], new double[tilts][rings]);
		}

		void add(final Sums other) {
			for (int t = 0; t < power.length; t++)
				for (int r = 0; r < power[t].length; r++) {
					power[t][r] += other.power[t][r];
					weight[t][r] += other.weight[t][r];
				}
		}
	}

	/**
	 * Measures.
	 *
	 * @param images reads a particle's images by tilt
	 * @return by tilt; null where no particle has an image, or only empty ones
	 */
	NoiseRings[] measure(final List<StackParticle> particles, final Function<StackParticle, Volume[]> images,
		final Parallel parallel)
	{
		final int tilts = tomogram.tilts().size();
		final double[][][] modulation = new double[2][tilts][];
		parallel.loop(tilts, t -> {
			modulation[0][t] = counts();
			modulation[1][t] = squaredModulation(t);
		});
		final Sums[] each = new Sums[particles.size()];
		parallel.loop(each.length, p -> each[p] = sums(images.apply(particles.get(p)), modulation[particles.get(p)
			.isPremultiplied() ? 1 : 0]));
		final Sums all = new Sums(tilts, rings());
		for (final Sums sums : each)
			all.add(sums);
		return rings(all);
	}

	private int rings() {
		return box / 2 + 2;
	}

	private Sums sums(final Volume[] images, final double[][] modulation) {
		final Sums sums = new Sums(images.length, rings());
		final Fft2D fft = new Fft2D(box, box);
		for (int t = 0; t < images.length; t++) {
			if (images[t] == null) continue;
			add(fft.forward(outside(images[t].data())), sums.power[t]);
			for (int r = 0; r < rings(); r++)
				sums.weight[t][r] += modulation[t][r];
		}
		return sums;
	}

	/** The image outside the particle, less its mean there. */
	private float[] outside(final float[] image) {
		double sum = 0, weights = 0;
		for (int i = 0; i < image.length; i++) {
			sum += image[i] * background[i];
			weights += background[i];
		}
		final float[] windowed = new float[image.length];
		for (int i = 0; i < image.length; i++)
			windowed[i] = (float) (image[i] - sum / weights) * background[i];
		return windowed;
	}

	private void add(final float[] spectrum, final double[] power) {
		for (int i = 0; i < spectrum.length / 2; i++) {
			final int ring = ring(i);
			if (ring < power.length) power[ring] += ((double) spectrum[2 * i] * spectrum[2 * i] + (double) spectrum[2 * i + 1] *
				spectrum[2 * i + 1]) / area;
		}
	}

	private int ring(final int i) {
		final int x = i % (box / 2 + 1), row = i / (box / 2 + 1), y = row <= box / 2 ? row : row - box;
		return (int) Math.rint(Math.sqrt(x * x + y * y));
	}

	private double[] counts() {
		final double[] counts = new double[rings()];
		for (int i = 0; i < box * (box / 2 + 1); i++)
			if (ring(i) < counts.length) counts[ring(i)]++;
		return counts;
	}

	private double[] squaredModulation(final int t) {
		final RadialWeight weight = tomogram.weight(t);
		final float[] values = tomogram.ctf(t, pixelSize, 0).withEnvelope(0, 1).image(box, pixelSize);
		final double[] sums = new double[rings()];
		for (int i = 0; i < values.length; i++) {
			final int ring = ring(i);
			if (ring >= sums.length) continue;
			final double w = weight.amplitude(square(ring / (box * pixelSize)));
			sums[ring] += values[i] * values[i] * w * w;
		}
		return sums;
	}

	private static double square(final double value) {
		return value * value;
	}

	private NoiseRings[] rings(final Sums sums) {
		final int tilts = tomogram.tilts().size();
		final double[] form = new double[rings()];
		for (int r = 0; r < form.length; r++) {
			double power = 0, weight = 0;
			for (int t = 0; t < tilts; t++) {
				power += sums.power[t][r];
				weight += sums.weight[t][r];
			}
			form[r] = power > 0 && weight > 0 ? power / weight : r > 0 ? form[r - 1] : 0;
		}
		form[0] = form[1];
		final NoiseRings[] noise = new NoiseRings[tilts];
		for (int t = 0; t < tilts; t++) {
			final double height = height(sums.power[t], sums.weight[t], form);
			if (height > 0) noise[t] = scaled(form, height);
		}
		return noise;
	}

	private double height(final double[] power, final double[] weight, final double[] form) {
		double measured = 0, expected = 0;
		for (int r = Math.min(FIRST_RING, box / 4); r <= box / 2; r++)
			if (form[r] > 0) {
				measured += power[r] / form[r];
				expected += weight[r];
			}
		return expected > 0 ? measured / expected : 0;
	}

	private NoiseRings scaled(final double[] form, final double height) {
		final float[] power = new float[form.length];
		for (int r = 0; r < power.length; r++)
			power[r] = (float) (height * form[r]);
		return new NoiseRings(power, box);
	}
}
