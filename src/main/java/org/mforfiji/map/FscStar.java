package org.mforfiji.map;

import java.nio.file.Path;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * The file of shell correlations, {@code <species>_fsc.star}: one row for each shell 0 … n/2 − 1 with its resolution in
 * Å (n·pixel/shell, {@code Infinity} for shell 0) and four curves. M reads the columns by their position.
 */
public final class FscStar {

	private static final String[] COLUMNS = { "wrpResolution", "wrpFSCUnmasked", "wrpFSCRandomized", "wrpFSCCorrected",
		"wrpFSCMasked" };

	private FscStar() {}

	/** Writes the file; it appears whole or not at all. */
	public static void write(final Path file, final FscCurves curves) {
		final StarBlock block = StarBlock.loop("", COLUMNS);
		final double[] unmasked = curves.unmasked(), randomised = curves.randomised(), corrected = curves.corrected(),
			masked = curves.masked();
		for (int s = 0; s < curves.shells(); s++)
			block.addRow(s == 0 ? "Infinity" : text(curves.box() * curves.pixelSize() / s), text(unmasked[s]),
				text(randomised[s]), text(
				corrected[s]), text(masked[s]));
		StarFile.of(block).write(file);
	}

	/**
	 * Reads a file that this program or M wrote.
	 *
	 * @throws MException if it has fewer than five columns or two rows, or a value that is no number
	 */
	public static FscCurves read(final Path file) {
		final StarBlock block = StarFile.read(file).firstLoop();
		final int shells = block.rows();
		if (block.columns().size() < COLUMNS.length || shells < 2)
			throw new MException("This is no file of shell correlations: it has " + block
			.columns().size() + " columns and " + shells + " rows", file.toString(), "Reconstruct the species again");
		final double[][] curves = new double[4][shells];
		for (int s = 0; s < shells; s++)
			for (int c = 0; c < 4; c++)
				curves[c][s] = block.number(s, c + 1);
		final double pixelSize = block.number(1, 0) / (2.0 * shells);
		return new FscCurves(2 * shells, pixelSize, curves[0], curves[3], curves[1], curves[2]);
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.6f", value);
	}
}
