package org.mforfiji.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.Volume;

/**
 * Central sections of maps as a table of grey pictures: a column for each map, rows for the planes xy, xz and yz
 * through the centre voxel n/2. Grey values span the middle 99 % of a map's own sections, so that maps of different
 * scale can be compared; density is light. A bar shows the scale.
 */
final class MapSections {

	private static final String[] PLANES = { "xy", "xz", "yz" };
	private static final int TITLE = 28;
	private static final int GAP = 6;
	private static final double DARKEST = 0.005;
	private static final double LIGHTEST = 0.999;
	private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
	private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

	private final List<NamedMap> maps;
	private final int tile;

	/** @param tile edge of one section in pixels of the picture */
	MapSections(final List<NamedMap> maps, final int tile) {
		this.maps = maps;
		this.tile = tile;
	}

	/** Width of the table in pixels. */
	int width() {
		return maps.size() * (tile + GAP) + GAP;
	}

	/** Height of the table in pixels. */
	int height() {
		return TITLE + PLANES.length * (tile + GAP);
	}

	/** Draws the table with its upper left corner at (left, top). */
	void draw(final Graphics2D graphics, final int left, final int top) {
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		for (int column = 0; column < maps.size(); column++) {
			final NamedMap map = maps.get(column);
			final int x = left + GAP + column * (tile + GAP);
			graphics.setColor(Color.BLACK);
			graphics.setFont(FONT);
			graphics.drawString(shortened(graphics, map.name()), x, top + TITLE - 10);
			final int size = size(map);
			final float[][] sections = new float[PLANES.length][];
			for (int plane = 0; plane < PLANES.length; plane++)
				sections[plane] = section(map.map(), plane, size);
			final float[] range = range(sections);
			for (int plane = 0; plane < PLANES.length; plane++) {
				final int y = top + TITLE + plane * (tile + GAP);
				graphics.drawImage(grey(sections[plane], size, range), x, y, tile, tile, null);
				label(graphics, PLANES[plane], x + 6, y + 16);
			}
			drawScale(graphics, size * map.map().pixelSize(), x, top + TITLE + tile);
		}
	}

	private String shortened(final Graphics2D graphics, final String name) {
		String text = name;
		while (text.length() > 2 && graphics.getFontMetrics().stringWidth(text) > tile)
			text = text.substring(0, text.length() - 2) + "…";
		return text;
	}

	/** Voxels shown along an edge. */
	private static int size(final NamedMap map) {
		final int n = map.map().nx();
		final int wanted = (int) Math.ceil(map.extentA() / map.map().pixelSize());
		return wanted == 0 ? n : Math.max(2, Math.min(n, wanted));
	}

	/** The central section of {@code size} voxels: plane 0 is xy, 1 xz, 2 yz; the second axis points down. */
	static float[] section(final Volume map, final int plane, final int size) {
		final int centre = map.nx() / 2;
		final int first = centre - size / 2;
		final float[] out = new float[size * size];
		for (int b = 0; b < size; b++)
			for (int a = 0; a < size; a++)
				out[b * size + a] = switch (plane) {
					case 0 -> map.at(first + a, first + b, centre);
					case 1 -> map.at(first + a, centre, first + b);
					default -> map.at(centre, first + a, first + b);
				};
		return out;
	}

	private static float[] range(final float[][] sections) {
		int count = 0;
		final float[] all = new float[sections.length * sections[0].length];
		for (final float[] section : sections)
			for (final float value : section)
				if (Float.isFinite(value)) all[count++] = value;
		if (count == 0) return new float[] { 0, 1 };
		Arrays.sort(all, 0, count);
		return new float[] { all[(int) (DARKEST * (count - 1))], all[(int) (LIGHTEST * (count - 1))] };
	}

	private static BufferedImage grey(final float[] section, final int size, final float[] range) {
		final BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
		final float span = range[1] > range[0] ? range[1] - range[0] : 1;
		for (int i = 0; i < section.length; i++) {
			final int level = Math.round(255 * Math.max(0, Math.min(1, (section[i] - range[0]) / span)));
			image.setRGB(i % size, i / size, level << 16 | level << 8 | level);
		}
		return image;
	}

	private static void label(final Graphics2D graphics, final String text, final int x, final int y) {
		graphics.setFont(SMALL);
		graphics.setColor(Color.BLACK);
		graphics.drawString(text, x + 1, y + 1);
		graphics.setColor(Color.YELLOW);
		graphics.drawString(text, x, y);
	}

	/** A bar of a round length, at most a third of the tile, at its lower left. */
	private void drawScale(final Graphics2D graphics, final double extentA, final int x, final int bottom) {
		final double length = roundLength(extentA / 3);
		final int pixels = (int) Math.round(length / extentA * tile);
		graphics.setColor(Color.BLACK);
		graphics.fillRect(x + 7, bottom - 10, pixels, 4);
		graphics.setColor(Color.YELLOW);
		graphics.fillRect(x + 6, bottom - 11, pixels, 4);
		label(graphics, (length == Math.rint(length) ? Long.toString((long) length) : Double.toString(length)) + " Å",
			x + 6, bottom - 16);
	}

	/** The largest of 1, 2, 5 times a power of ten that is not above a length. */
	static double roundLength(final double most) {
		final double power = Math.pow(10, Math.floor(Math.log10(most)));
		final double lead = most / power;
		return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
	}
}
