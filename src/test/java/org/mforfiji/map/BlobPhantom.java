package org.mforfiji.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;
import org.mforfiji.fourier.HalfPlane;

/**
 * A map of Gaussian blobs, whose transform and projections are formulas. Lengths in voxels, places counted from the
 * centre voxel.
 */
final class BlobPhantom {

	/** A blob a·exp(−|x − c|²/(2σ²)). */
	record Blob(double x, double y, double z, double sigma, double height) {}

	private final int n;
	private final List<Blob> blobs;

	BlobPhantom(final int n, final List<Blob> blobs) {
		this.n = n;
		this.blobs = List.copyOf(blobs);
	}

	/** Blobs of random place within a radius and random height. */
	static BlobPhantom random(final int n, final int count, final double radius, final double sigma, final long seed) {
		final Random random = new Random(seed);
		final List<Blob> blobs = new ArrayList<>();
		while (blobs.size() < count) {
			final double x = radius * (2 * random.nextDouble() - 1);
			final double y = radius * (2 * random.nextDouble() - 1);
			final double z = radius * (2 * random.nextDouble() - 1);
			if (x * x + y * y + z * z < radius * radius) blobs.add(new Blob(x, y, z, sigma, 0.5 + random.nextDouble()));
		}
		return new BlobPhantom(n, blobs);
	}

	/** The transform at k cycles per box, origin at the centre voxel. */
	double[] transform(final double kx, final double ky, final double kz) {
		double re = 0;
		double im = 0;
		for (final Blob b : blobs) {
			final double k2 = (kx * kx + ky * ky + kz * kz) / ((double) n * n);
			final double amplitude = b.height * Math.pow(2 * Math.PI, 1.5) * Math.pow(b.sigma,
				3) * Math.exp(-2 * Math.PI * Math.PI * b.sigma * b.sigma *
				k2);
			final double phase = -2 * Math.PI * (kx * b.x + ky * b.y + kz * b.z) / n;
			re += amplitude * Math.cos(phase);
			im += amplitude * Math.sin(phase);
		}
		return new double[] { re, im };
	}

	/** The exact slice seen by a rotation, interleaved in the order of the half plane. */
	float[] slice(final double[] m, final HalfPlane pixels) {
		final float[] out = new float[2 * pixels.size()];
		for (int j = 0; j < pixels.size(); j++) {
			final double kx = pixels.kx(j);
			final double ky = pixels.ky(j);
			final double[] f = transform(kx * m[0] + ky * m[3], kx * m[1] + ky * m[4], kx * m[2] + ky * m[5]);
			out[2 * j] = (float) f[0];
			out[2 * j + 1] = (float) f[1];
		}
		return out;
	}

	/** The blobs' values at the voxels. */
	Volume sampled() {
		final Volume map = Volume.cube(n, 1);
		for (int z = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++)
					map.data()[(z * n + y) * n + x] = (float) density(x - n / 2, y - n / 2, z - n / 2);
		return map;
	}

	private double density(final double x, final double y, final double z) {
		double sum = 0;
		for (final Blob b : blobs) {
			final double r2 = (x - b.x) * (x - b.x) + (y - b.y) * (y - b.y) + (z - b.z) * (z - b.z);
			sum += b.height * Math.exp(-r2 / (2 * b.sigma * b.sigma));
		}
		return sum;
	}

	/** The map whose transform is the formula within the Nyquist sphere and zero beyond. */
	Volume bandLimited() {
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] spectrum = new float[fft.spectrumLength()];
		final int r = n / 2;
		for (int z = -r + 1; z < r; z++)
			for (int y = -r + 1; y < r; y++)
				for (int x = 0; x < r; x++) {
					if (x * x + y * y + z * z >= r * r) continue;
					final double[] f = transform(x, y, z);
					final int i = 2 * ((Math.floorMod(z, n) * n + Math.floorMod(y, n)) * (r + 1) + x);
					final int sign = (x + y + z & 1) == 0 ? 1 : -1;
					spectrum[i] = (float) (sign * f[0]);
					spectrum[i + 1] = (float) (sign * f[1]);
				}
		return new Volume(fft.inverse(spectrum), n, n, n, 1);
	}
}
