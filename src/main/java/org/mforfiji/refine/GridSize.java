package org.mforfiji.refine;

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

	private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,2})\\s*[xX×]\\s*(\\d{1,2})\\s*");

	/**
	 * Reads {@code WxH}, e.g. {@code 4x3}.
	 *
	 * @param text the option's value; empty means no grid
	 * @param option name of the option, for the error
	 */
	public static GridSize parse(final String text, final String option) {
		if (text == null || text.isBlank()) return NONE;
		final Matcher matcher = FORM.matcher(text);
		if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1 || Integer.parseInt(matcher.group(2)) < 1)
			throw new MException("'" + text + "' is not a grid size", option, "Give two whole numbers from 1 to 99 like 4x3, " +
				"columns first");
		return new GridSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
	}

	/** Number of nodes in the plane. */
	public int nodes() {
		return width * height;
	}

	/** Whether there is a grid at all. */
	public boolean isPresent() {
		return nodes() > 0;
	}

	@Override
	public String toString() {
		return isPresent() ? width + "x" + height : "off";
	}
}
