package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.mforfiji.base.MException;

/**
 * Number of nodes of an image warp grid in the plane; in time there is one node per tilt.
 *
 * @param width nodes along x
 * @param height nodes along y
 */
public record GridSize(int width, int height) {

	/** No grid. */
	public static final GridSize NONE = new GridSize(0, 0);

	/** The grid that the data of each item speak for. */
	public static final GridSize AUTO = new GridSize(-1, -1);

	private static final int[] AUTO_WIDTHS = { 1, 2, 3, 4, 6 };

	private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,2})\\s*[xX×]\\s*(\\d{1,2})\\s*");

	/**
	 * Reads {@code WxH}, e.g. {@code 4x3}, or {@code auto}.
	 *
	 * @param text the option's value; empty means no grid
	 * @param option name of the option, for the error
	 */
	public static GridSize parse(final String text, final String option) {
		if (text == null || text.isBlank()) return NONE;
		if (text.strip().equalsIgnoreCase("auto")) return AUTO;
		final Matcher matcher = FORM.matcher(text);
		if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1 || Integer.parseInt(matcher.group(2)) < 1)
			throw new MException("'" + text + "' is not a grid size", option, "Give two whole numbers from 1 to 99 like 4x3, " +
				"columns first, or auto");
		return new GridSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

	/** Number of nodes in the plane; the most that there can be, if the data are to choose. */
	public int nodes() {
		final int most = AUTO_WIDTHS[AUTO_WIDTHS.length - 1];
		return isAuto() ? most * most : width * height;
	}

	/** Whether the data of each item are to choose. */
	public boolean isAuto() {
		return width < 0;
	}

	/** Grids to choose from for images of a size, coarse ones first; cells are nearly square. */
	static List<GridSize> candidates(final double imageX, final double imageY) {
		final double ratio = Math.min(imageX, imageY) / Math.max(imageX, imageY);
		final List<GridSize> sizes = new ArrayList<>();
		for (final int longer : AUTO_WIDTHS) {
			final int shorter = (int) Math.max(1, Math.round(longer * ratio));
			sizes.add(imageX >= imageY ? new GridSize(longer, shorter) : new GridSize(shorter, longer));
		}
		return sizes;
	}

	/** Whether there is a grid at all. */
	public boolean isPresent() {
		return nodes() > 0;
	}

	@Override
	public String toString() {
		return isAuto() ? "auto" : isPresent() ? width + "x" + height : "off";
	}
}
