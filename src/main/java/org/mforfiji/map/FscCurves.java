package org.mforfiji.map;

import java.util.Arrays;

import org.mforfiji.base.MException;

/**
 * The Fourier shell correlations of two half-maps, one value for each shell 0 … n/2 − 1 (cycles per box). Immutable:
 * the arrays are copied in, accessors return copies.
 */
public final class FscCurves {

	/** Correlation of half-maps at which the resolution is read. */
	public static final double THRESHOLD = 0.143;
	/** Unmasked correlation from which on phases are randomised. */
	public static final double RANDOMISE_BELOW = 0.8;
	/**
	 * First shell that can end a resolution or begin the randomisation: those before hold less than three waves across the
	 * box, longer than a particle of half its size, few values, and where the contrast transfer nearly vanishes, noise.
	 */
	public static final int FIRST_SHELL = 3;
	/** Shells after the first randomised one that are taken as they are, since masking mixes neighbours. */
	public static final int KEPT_AFTER_RANDOMISATION = 2;

	/** Volume of protein. */
	private static final double ANGSTROM3_PER_KDA = 1210;

	private final int box;
	private final double pixelSize;
	private final double[] unmasked;
	private final double[] masked;
	private final double[] randomised;
	private final double[] corrected;

	/**
	 * @param box edge n of the maps in voxels, even
	 * @param pixelSize Å
	 * @param unmasked correlation of the whole half-maps, n/2 values
	 * @param masked correlation within the soft mask
	 * @param randomised correlation within the mask after the phases were made random from {@link #randomisedFrom()} on
	 * @param corrected correlation within the mask, freed of what the mask alone correlates
	 */
	public FscCurves(final int box, final double pixelSize, final double[] unmasked, final double[] masked,
		final double[] randomised,
		final double[] corrected)
	{
		for (final double[] curve : new double[][] { unmasked, masked, randomised, corrected })
			if (curve.length != box / 2 || box < 2) throw new MException("A shell correlation of a box of " + box +
				" voxels has " + curve.length +
				" shells", "", "It needs n/2");
		if (!(pixelSize > 0)) throw new MException("The pixel size of a shell correlation is " + pixelSize + " Å", "",
			"");
		this.box = box;
		this.pixelSize = pixelSize;
		this.unmasked = unmasked.clone();
		this.masked = masked.clone();
		this.randomised = randomised.clone();
		this.corrected = corrected.clone();
	}

	/** The curves of a resolution that is given, not measured: 1 up to it and 0.001 beyond. */
	public static FscCurves fixed(final int box, final double pixelSize, final double resolution) {
		final double[] curve = new double[box / 2];
		for (int s = 0; s < curve.length; s++)
			curve[s] = s <= box * pixelSize / resolution ? 1 : 0.001;
		return new FscCurves(box, pixelSize, curve, curve, curve, curve);
	}

	/** Edge n of the maps in voxels. */
	public int box() {
		return box;
	}

	/** Å per voxel of the maps. */
	public double pixelSize() {
		return pixelSize;
	}

	/** Number of shells, n/2. */
	public int shells() {
		return unmasked.length;
	}

	/** Correlation of the whole half-maps. */
	public double[] unmasked() {
		return unmasked.clone();
	}

	/** Correlation within the mask. */
	public double[] masked() {
		return masked.clone();
	}

	/** Correlation within the mask with random phases. */
	public double[] randomised() {
		return randomised.clone();
	}

	/** Correlation within the mask, corrected for it. */
	public double[] corrected() {
		return corrected.clone();
	}

	/** Spatial frequency of every shell in 1/Å. */
	public double[] frequencies() {
		final double[] out = new double[shells()];
		Arrays.setAll(out, s -> s / (box * pixelSize));
		return out;
	}

	/** First shell whose phases were made random. */
	public int randomisedFrom() {
		return randomisedFrom(unmasked);
	}

	/** Resolution in Å: where the corrected curve crosses 0.143, between shells; see {@link #crossing}. */
	public double resolution() {
		return box * pixelSize / crossing(corrected, THRESHOLD);
	}

	/** Resolution of the unmasked curve in Å, at the same threshold. */
	public double unmaskedResolution() {
		return box * pixelSize / crossing(unmasked, THRESHOLD);
	}

	/** Resolution in Å as RELION gives it: the last shell before the first corrected value below 0.143. */
	public double wholeShellResolution() {
		int shell = Math.min(FIRST_SHELL, shells()) - 1;
		while (shell + 1 < shells() && (corrected[shell + 1] >= THRESHOLD || isGap(corrected, shell + 1, THRESHOLD)))
			shell++;
		return box * pixelSize / shell;
	}

	/**
	 * The unmasked correlation translated to what the particle's own share of the box would give, f·F/(1 + (f − 1)·F)
	 * with f = 1/share: an estimate that depends on no mask's shape, only on its volume (or the molecular weight).
	 *
	 * @param share volume of the particle over that of the box, in (0, 1]
	 */
	public double[] particle(final double share) {
		if (!(share > 0 && share <= 1)) throw new MException("The particle's share of the box is " + share, "",
			"It must be in (0, 1]");
		final double[] out = new double[shells()];
		Arrays.setAll(out, s -> unmasked[s] / (share + (1 - share) * unmasked[s]));
		return out;
	}

	/** Share of the box that a particle of this molecular weight in kDa fills, at 1.21 Å³ a dalton; at most 1. */
	public double share(final double molecularWeightKda) {
		return Math.min(1, ANGSTROM3_PER_KDA * molecularWeightKda / Math.pow(box * pixelSize, 3));
	}

	/**
	 * Where a curve first falls to the threshold from {@link #FIRST_SHELL} on, in shells: linear between the last value
	 * above and the first not above. The shell before the first if it begins below; the last shell if it never falls so far. A
	 * single shell between two that are three times the threshold ends nothing: there the contrast transfer vanishes.
	 */
	public static double crossing(final double[] curve, final double threshold) {
		for (int s = FIRST_SHELL; s < curve.length; s++) {
			if (curve[s] > threshold || isGap(curve, s, threshold)) continue;
			final double above = Math.max(0, curve[s - 1] - threshold);
			return s - 1 + above / Math.max(1e-5, above + threshold - curve[s]);
		}
		return curve.length - 1;
	}

	private static boolean isGap(final double[] curve, final int s, final double threshold) {
		return s + 1 < curve.length && Math.min(curve[s - 1], curve[s + 1]) >= 3 * threshold;
	}

	/** First shell from {@link #FIRST_SHELL} on whose unmasked correlation is at most 0.8; the last if there is none. */
	static int randomisedFrom(final double[] unmasked) {
		int shell = FIRST_SHELL;
		while (shell < unmasked.length - 1 && unmasked[shell] > RANDOMISE_BELOW)
			shell++;
		return Math.min(shell, unmasked.length - 1);
	}

	/**
	 * Frees a masked correlation of what the mask alone correlates: (masked − randomised)/(1 − randomised) from two
	 * shells after the first randomised one on, the masked curve itself before.
	 */
	public static double[] correct(final double[] masked, final double[] randomised, final int randomisedFrom) {
		final double[] out = masked.clone();
		for (int s = randomisedFrom + KEPT_AFTER_RANDOMISATION; s < out.length; s++)
			out[s] = randomised[s] > 1 - 1e-6 ? 0 : (masked[s] - randomised[s]) / (1 - randomised[s]);
		return out;
	}
}
