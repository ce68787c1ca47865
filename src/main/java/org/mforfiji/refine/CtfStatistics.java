package org.mforfiji.refine;

import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.optics.Ctf;

/**
 * All that the images of one species in one tilt say of the tilt's contrast transfer. With γ of particle p = g + d_p, d_p the
 * known share of its height, U its prediction before contrast transfer and X its image, both on a box without aliasing, and
 * S the noise power of a Fourier pixel:
 *
 * <pre>
 * A_ss = Σ_p |U|² cos² d/S    A_sc = Σ_p |U|² cos d·sin d/S    A_cc = Σ_p |U|² sin² d/S
 * b_s  = Σ_p X̄·U cos d/S      b_c  = Σ_p X̄·U sin d/S
 * Σ_p Σ_k |X + a·U·sin(g + d)|²/S = const + Σ_k [ 2a·Re(b_s sin g + b_c cos g) + a²·(A_ss sin² g + 2 A_sc sin g cos g + A_cc cos² g) ]
 * </pre>
 *
 * so that any hypothesis g costs a sum over pixels and no pass over the images. The gain a is by ring of the reference.
 */
final class CtfStatistics {

	static final int ASS = 0;
	static final int ASC = 1;
	static final int ACC = 2;
	static final int BS = 3;
	static final int BC = 4;
	/** Imaginary parts of X̄·U, which only odd aberrations need. */
	static final int BS_IMAGINARY = 5;
	static final int BC_IMAGINARY = 6;

	private final HalfPlane pixels;
	private final double step;
	private final int from;
	private final int species;
	private final double[] gamma;
	private final int[] ring;
	private final float[][] sums;

	/**
	 * @param pixels of the box
	 * @param pixelSize Å
	 * @param from first pixel of the list in use; as many as the sums have
	 * @param species index of the species, whose gains count
	 * @param referenceBox box of the reference, whose rings the gains are of
	 * @param ctf the tilt's CTF as stored, at the height for which d is 0
	 * @param sums by kind and pixel
	 */
	CtfStatistics(final HalfPlane pixels, final double pixelSize, final int from, final int species, final int referenceBox,
		final Ctf ctf, final float[][] sums)
	{
		this.pixels = pixels;
		this.from = from;
		this.species = species;
		this.sums = sums;
		step = 1 / (pixels.n() * pixelSize);
		gamma = new double[sums[0].length];
		ring = new int[gamma.length];
		for (int i = 0; i < gamma.length; i++) {
			gamma[i] = ctf.gamma(kx(i), ky(i));
			ring[i] = (int) (pixels.radius(from + i) * (double) referenceBox / pixels.n());
		}
	}

	int size() {
		return gamma.length;
	}

	/** Index of the species. */
	int species() {
		return species;
	}

	/** Frequency of pixel i, 1/Å. */
	double kx(final int i) {
		return step * pixels.kx(from + i);
	}

	double ky(final int i) {
		return step * pixels.ky(from + i);
	}

	/** Stored γ at pixel i. */
	double gamma(final int i) {
		return gamma[i];
	}

	/** Ring of the reference at pixel i. */
	int ring(final int i) {
		return ring[i];
	}

	/** A sum at pixel i. */
	double sum(final int kind, final int i) {
		return sums[kind][i];
	}
}
