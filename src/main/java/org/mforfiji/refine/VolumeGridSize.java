package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
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

	/** The grid that the data of each item speak for. */
	public static final VolumeGridSize AUTO = new VolumeGridSize(-1, -1, -1, -1);

	/** No warp, and one that is stored is taken away. */
	public static final VolumeGridSize CLEARED = new VolumeGridSize(1, 1, 1, 0);

	/** The most nodes that data may choose. */
	private static final VolumeGridSize LARGEST = new VolumeGridSize(3, 3, 2, 10);

	/** Exposure from node to node that data may choose, e⁻/Å². */
	private static final double STEP = 12;

	private static final Pattern FORM = Pattern.compile(
		"\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*[xX×]\\s*([1-9]\\d?)\\s*");

	/**
	 * Reads {@code XxYxZxT}, e.g. {@code 2x2x1x10}, or {@code auto}.
	 *
	 * @param text the option's value; empty means no grid
	 * @param option name of the option, for the error
	 */
	public static VolumeGridSize parse(final String text, final String option) {
		if (text == null || text.isBlank()) return NONE;
		if (text.strip().equalsIgnoreCase("auto")) return AUTO;
		final Matcher m = FORM.matcher(text);
		if (!m.matches()) throw new MException("'" + text + "' is not the size of a volume grid", option,
			"Give four whole numbers from 1 to 99 like 2x2x1x10: along x, y, z and the exposure, or auto");
		return new VolumeGridSize(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)),
			Integer.parseInt(m.group(4)));
	}

	/**
	 * Grids to choose from, none first, then coarse ones. Where the image warp is refined, which shifts whole tilts, one node
	 * in space would say the same again.
	 *
	 * @param exposure range of the exposure, e⁻/Å²
	 * @param tilts number of tilts
	 * @param withImageWarp whether the image warp is refined
	 */
	static List<VolumeGridSize> candidates(final double exposure, final int tilts, final boolean withImageWarp) {
		if (!(exposure > 0) || tilts < 4) return List.of(CLEARED);
		final int t = (int) Math.max(2, Math.min(Math.min(LARGEST.t, tilts / 2), 1 + Math.round(exposure / STEP)));
		final List<VolumeGridSize> sizes = new ArrayList<>(List.of(CLEARED, new VolumeGridSize(1, 1, 1, t), new VolumeGridSize(2, 2, 1,
			t), new VolumeGridSize(2, 2, 2, t), new VolumeGridSize(3, 3, 2, t)));
		if (withImageWarp) sizes.remove(1);
		return sizes;
	}

	/** Whether the data of each item are to choose. */
	public boolean isAuto() {
		return t < 0;
	}

	/** Whether a stored warp is taken away. */
	public boolean isCleared() {
		return t == 0 && x > 0;
	}

	/** This size; the largest that there can be, if the data are to choose. */
	VolumeGridSize orLargest() {
		return isAuto() ? LARGEST : this;
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
		return isAuto() || nodes() > 0;
	}

	/** First node along the exposure that is refined: the warp counts from the first exposure, where there are several. */
	public int firstFree() {
		return t > 1 ? 1 : 0;
	}

	@Override
	public String toString() {
		if (isAuto()) return "auto";
		return isCleared() ? "none" : isPresent() ? x + "x" + y + "x" + z + "x" + t : "off";
	}
}
