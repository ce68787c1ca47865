package org.mforfiji.independent;

/**
 * A tilt image of particles made of Gaussian blobs, summed in Fourier space pixel by pixel: each blob's transform is a
 * formula, taken at the magnified frequency, times the contrast transfer function of its particle, written out; the inverse transform is a plain sum.
 */
final class LiteralImage {

	/** Finest frequency that is drawn, 1/Å. */
	private static final double BAND = 1 / 6.0;

	private final int nx;
	private final int ny;
	private final double pixel;
	private final int mx;
	private final int my;
	/** Half-plane, [ky + my][kx], ky in [−my, my]. */
	private final double[][] re;
	private final double[][] im;
	private final double volts;
	private final double cs;
	private final double amplitude;
	private final double delta;
	private final double angle;
	private final double phase;
	private final double b;
	private final double weight;
	private final double m11;
	private final double m21;
	private final double m12;
	private final double m22;
	private final double[] oddCoefficients;
	private final double[] evenCoefficients;

	LiteralImage(final LiteralSeries series, final int t, final int nx, final int ny, final double pixel) {
		volts = 1000 * series.ctf("Voltage");
		cs = series.ctf("Cs");
		amplitude = series.ctf("Amplitude");
		delta = series.node("GridCTFDefocusDelta", t);
		angle = Math.toRadians(series.node("GridCTFDefocusAngle", t));
		phase = series.node("GridCTFPhase", t);
		b = Math.min(series.grid("GridDoseBfacs", 0.5, 0.5, series.tau(t)), -3 * series.dose[t]);
		weight = series.grid("GridDoseWeights", 0.5, 0.5, series.tau(t));
		final double[] m = series.magnification();
		m11 = m[0];
		m21 = m[1];
		m12 = m[2];
		m22 = m[3];
		oddCoefficients = series.ctfList("ZernikeCoeffsOdd");
		evenCoefficients = series.ctfList("ZernikeCoeffsEven");
		this.nx = nx;
		this.ny = ny;
		this.pixel = pixel;
		mx = Math.min(nx / 2 - 1, (int) (BAND * nx * pixel));
		my = Math.min(ny / 2 - 1, (int) (BAND * ny * pixel));
		re = new double[2 * my + 1][mx + 1];
		im = new double[2 * my + 1][mx + 1];
	}

	/**
	 * Adds a particle.
	 *
	 * @param place where it is
	 * @param blobs centres of its blobs in the map, Å from the map's centre
	 * @param sigma width of the blobs, Å
	 */
	void add(final LiteralSeries.Place place, final double[][] blobs, final double sigma) {
		final double[][] fre = new double[2 * my + 1][mx + 1], fim = new double[2 * my + 1][mx + 1];
		for (final double[] blob : blobs) {
			final double[] at = LiteralSeries.times(place.orientation(), blob);
			final double[][] px = phases((place.x() + m11 * at[0] + m21 * at[1]) / pixel, nx, mx), py = phases((place.y() + m12 *
				at[0] + m22 * at[1]) / pixel, ny, my);
			for (int y = 0; y <= 2 * my; y++) {
				final int ky = y - my;
				final double c = py[0][Math.abs(ky)], s = Math.signum(ky) * py[1][Math.abs(ky)];
				for (int x = 0; x <= mx; x++) {
					fre[y][x] += px[0][x] * c - px[1][x] * s;
					fim[y][x] += px[0][x] * s + px[1][x] * c;
				}
			}
		}
		for (int y = 0; y <= 2 * my; y++)
			for (int x = 0; x <= mx; x++) {
				final double kx = x / (nx * pixel), ky = (y - my) / (ny * pixel);
				if (kx * kx + ky * ky > BAND * BAND) continue;
				final double mapX = m11 * kx + m12 * ky, mapY = m21 * kx + m22 * ky;
				final double blob = Math.exp(-2 * Math.PI * Math.PI * sigma * sigma * (mapX * mapX + mapY * mapY));
				final double ctf = blob * ctf(place.defocusUm(), kx, ky), psi = odd(kx, ky);
				final double a = ctf * Math.cos(psi), b = -ctf * Math.sin(psi);
				re[y][x] += fre[y][x] * a - fim[y][x] * b;
				im[y][x] += fre[y][x] * b + fim[y][x] * a;
			}
	}

	/** exp(−2πi·k·x/n) for k = 0 … m: cosines, sines. */
	private static double[][] phases(final double x, final int n, final int m) {
		final double[][] p = new double[2][m + 1];
		for (int k = 0; k <= m; k++) {
			p[0][k] = Math.cos(-2 * Math.PI * k * x / n);
			p[1][k] = Math.sin(-2 * Math.PI * k * x / n);
		}
		return p;
	}

	/** CTF with the exposure's damping and the tilt's weight. */
	private double ctf(final double defocusUm, final double kx, final double ky) {
		final double lambda = 12.2643247 / Math.sqrt(volts * (1 + 0.978466e-6 * volts));
		final double k2 = kx * kx + ky * ky, alpha = Math.atan2(ky, kx);
		final double under = -1e4 * (defocusUm + 0.5 * delta * Math.cos(2 * (alpha - angle)));
		final double gamma = Math.PI * lambda * under * k2 + 0.5 * Math.PI * cs * 1e7 * lambda * lambda * lambda * k2 * k2 -
			Math.PI * phase - Math.asin(amplitude) + even(kx, ky);
		return -Math.sin(gamma) * Math.exp(b * k2 / 4) * weight;
	}

	/** Odd aberrations: first order sin, cos; third order sin 3φ, sin φ, cos φ, cos 3φ. */
	private double odd(final double kx, final double ky) {
		final double[] c = oddCoefficients;
		final double r = Math.hypot(kx, ky), phi = r == 0 ? 0 : Math.atan2(ky, kx), coma = 3 * r * r * r - 2 * r;
		return c[0] * r * Math.sin(phi) + c[1] * r * Math.cos(phi) + c[2] * r * r * r * Math.sin(3 * phi) + c[3] * coma * Math.sin(
			phi) + c[4] * coma * Math.cos(phi) + c[5] * r * r * r * Math.cos(3 * phi);
	}

	/** Even aberrations of second order: r² sin 2φ, 2r² − 1, r² cos 2φ. */
	private double even(final double kx, final double ky) {
		final double[] c = evenCoefficients;
		final double r2 = kx * kx + ky * ky, phi = r2 == 0 ? 0 : Math.atan2(ky, kx);
		return c[0] * r2 * Math.sin(2 * phi) + c[1] * (2 * r2 - 1) + c[2] * r2 * Math.cos(2 * phi);
	}

	/** The image, protein bright. */
	double[] pixels() {
		final double[][] rowRe = new double[ny][mx + 1], rowIm = new double[ny][mx + 1];
		for (int y = 0; y < ny; y++)
			for (int k = -my; k <= my; k++) {
				final double c = Math.cos(2 * Math.PI * k * y / ny), s = Math.sin(2 * Math.PI * k * y / ny);
				for (int x = 0; x <= mx; x++) {
					rowRe[y][x] += re[k + my][x] * c - im[k + my][x] * s;
					rowIm[y][x] += re[k + my][x] * s + im[k + my][x] * c;
				}
			}
		final double[] cos = new double[nx], sin = new double[nx];
		for (int i = 0; i < nx; i++) {
			cos[i] = Math.cos(2 * Math.PI * i / nx);
			sin[i] = Math.sin(2 * Math.PI * i / nx);
		}
		final double[] image = new double[nx * ny];
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++) {
				double sum = rowRe[y][0];
				for (int k = 1; k <= mx; k++)
					sum += 2 * (rowRe[y][k] * cos[k * x % nx] - rowIm[y][k] * sin[k * x % nx]);
				image[y * nx + x] = sum / ((double) nx * ny);
			}
		return image;
	}
}
