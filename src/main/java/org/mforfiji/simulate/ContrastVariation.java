package org.mforfiji.simulate;

import java.util.Random;

import org.mforfiji.optics.ExposureWeights.Envelope;

/**
 * How the signal differs from tilt to tilt and from series to series beyond what exposure and ice do to it: vibration, drift,
 * bad ice. Each tilt and each series has a factor exp(−c·|z|) and a B-factor −b·|z|, z normally distributed, so that all lose
 * and some hardly. The true metadata hold it, the given ones do not.
 *
 * @param tilt c of tilts
 * @param tiltBfactor b of tilts, Å²
 * @param series c of series
 * @param seriesBfactor b of series, Å²
 */
public record ContrastVariation(double tilt, double tiltBfactor, double series, double seriesBfactor) {

	/** None. */
	public static final ContrastVariation NONE = new ContrastVariation(0, 0, 0, 0);

	/** @throws org.mforfiji.base.MException for a negative number, or one beyond reason */
	public ContrastVariation {
		Limits.check("variation of contrast between tilts", tilt, 0, 5);
		Limits.check("variation of B-factors between tilts (Å²)", tiltBfactor, 0, 10000.0);
		Limits.check("variation of contrast between series", series, 0, 5);
		Limits.check("variation of B-factors between series (Å²)", seriesBfactor, 0, 10000.0);
	}

	/** What a tilt loses, its series' loss apart. */
	public Envelope ofTilt(final long seed, final int seriesIndex, final int tiltIndex) {
		return draw(new Seeds(seed).stream("contrast of tilts", seriesIndex, tiltIndex), tilt, tiltBfactor);
	}

	/** What all tilts of a series lose. */
	public Envelope ofSeries(final long seed, final int seriesIndex) {
		return draw(new Seeds(seed).stream("contrast of series", seriesIndex), series, seriesBfactor);
	}

	private static Envelope draw(final Random random, final double contrast, final double bfactor) {
		final double scale = Math.exp(-contrast * Math.abs(random.nextGaussian()));
		return new Envelope(-bfactor * Math.abs(random.nextGaussian()), scale);
	}
}
