package org.mforfiji.map;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

/**
 * Fourier shell correlation of two maps, with the noise substitution of Chen et al. (Ultramicroscopy 135, 2013, 24–35)
 * where a mask is used: what the masked maps still correlate after their phases were made random is the work of the
 * mask and is taken off.
 */
public final class FourierShellCorrelation {

	private FourierShellCorrelation() {}

	/** As {@link #compute(Volume, Volume, Volume, Parallel)}, in the calling thread. */
	public static FscCurves compute(final Volume a, final Volume b, final Volume softMask) {
		return compute(a, b, softMask, Parallel.serial());
	}

	/**
	 * All curves of two half-maps. The random phases are the same in every run.
	 *
	 * @param a first half-map, a cube of even edge
	 * @param b second half-map
	 * @param softMask values from 0 to 1; null for none, whereupon the masked and corrected curves equal the unmasked
	 *          one and the randomised is that of the whole maps
	 */
	public static FscCurves compute(final Volume a, final Volume b, final Volume softMask, final Parallel parallel) {
		requirePair(a, b);
		final int n = a.nx();
		final Fft3D fft = new Fft3D(n, n, n);
		final float[] spectrumA = fft.forward(a.data(), parallel);
		final float[] spectrumB = fft.forward(b.data(), parallel);
		final double[] unmasked = ShellSums.of(spectrumA, spectrumB, n, parallel).correlation();
		unmasked[0] = 1;
		final int from = FscCurves.randomisedFrom(unmasked);
		new PhaseRandomisation(n, 2L * from).apply(spectrumA, from, parallel);
		new PhaseRandomisation(n, 2L * from + 1).apply(spectrumB, from, parallel);
		if (softMask == null) {
			final double[] randomised = ShellSums.of(spectrumA, spectrumB, n, parallel).correlation();
			return new FscCurves(n, a.pixelSize(), unmasked, unmasked, randomised, unmasked);
		}
		Masks.requireSame(a, softMask);
		final Volume randomA = new Volume(fft.inverse(spectrumA, parallel), n, n, n, a.pixelSize());
		final Volume randomB = new Volume(fft.inverse(spectrumB, parallel), n, n, n, a.pixelSize());
		final double[] randomised = masked(randomA, randomB, softMask, fft, parallel);
		final double[] masked = masked(a, b, softMask, fft, parallel);
		masked[0] = 1;
		return new FscCurves(n, a.pixelSize(), unmasked, masked, randomised, FscCurves.correct(masked, randomised,
			from));
	}

	/** The plain correlation of two maps, shells 0 … n/2 − 1; shell 0 as it is. */
	public static double[] between(final Volume a, final Volume b, final Parallel parallel) {
		requirePair(a, b);
		final Fft3D fft = new Fft3D(a.nx(), a.nx(), a.nx());
		return ShellSums.of(fft.forward(a.data(), parallel), fft.forward(b.data(), parallel), a.nx(), parallel)
			.correlation();
	}

	private static double[] masked(final Volume a, final Volume b, final Volume mask, final Fft3D fft,
		final Parallel parallel) {
		final float[] spectrumA = fft.forward(Masks.multiply(a, mask, parallel).data(), parallel);
		final float[] spectrumB = fft.forward(Masks.multiply(b, mask, parallel).data(), parallel);
		return ShellSums.of(spectrumA, spectrumB, a.nx(), parallel).correlation();
	}

	private static void requirePair(final Volume a, final Volume b) {
		if (!a.isCube() || a.nx() % 2 != 0 || a.nx() < 8) throw new MException("Shell correlation of a map of " +
			a.nx() + "×" + a.ny() + "×" + a.nz() +
			" voxels", "", "Give cubes with an even edge of at least 8 voxels");
		Masks.requireSame(a, b);
		if (Math.abs(a.pixelSize() - b.pixelSize()) > 1e-3 * a.pixelSize())
			throw new MException("The pixel sizes of two half-maps differ: " + a
			.pixelSize() + " and " + b.pixelSize() + " Å", "", "Correct the headers");
	}
}
