package org.mforfiji.refine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.mforfiji.base.MException;

/**
 * Number of nodes of a volume warp grid.
 *
 * @param x nodes along x of the tomogram
 * @param y nodes along y
 * @param z nodes along z
 * @param t nodes along the exposure
 */
public record VolumeGridSize(int x, int y, int z, int t) {

	/** No grid. */
	public static final VolumeGridSize NONE = new VolumeGridSize(0, 0, 0, 0);

	private static final Pattern FORM = Pattern.compile(
		"\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*");

	/**
	 * Reads {@code XxYxZxT}, e.g. {@code 2x2x1x10}.
	 *
	 * @param text the option's value; empty means no grid
	 * @param option name of the option, for the error
	 */
	public static VolumeGridSize parse(final String text, final String option) {
		if (text == null || text.isBlank()) return NONE;
		final Matcher m = FORM.matcher(text);
		if (!m.matches()) throw new MException("'" + text + "' is not the size of a volume grid", option,
			"Give four whole numbers from 1 to 99 like 2x2x1x10: along x, y, z and the exposure");
		return new VolumeGridSize(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)),
			Integer.parseInt(m.group(4)));
	}

	/** Nodes in space. */
	public int spatialNodes() {
		return x * y * z;
	}

	/** Number of nodes. */
	public int nodes() {
		return spatialNodes() * t;
	}

	/** Whether there is a grid at all. */
	public boolean isPresent() {
		return nodes() > 0;
	}

	/** First node along the exposure that is refined: the warp counts from the first exposure, where there are several. */
	public int firstFree() {
		return t > 1 ? 1 : 0;
	}

	@Override
	public String toString() {
		return isPresent() ? x + "x" + y + "x" + z + "x" + t : "off";
	}
}
