package org.mforfiji.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;

/**
 * One picture of a result: shell correlations at the left, central sections of maps beside each other at the right.
 * Needs no screen.
 */
public final class ResultPicture {

	private static final int PLOT_WIDTH = 820;
	private static final int LEAST_HEIGHT = 560;
	private static final int TILE = 240;

	private ResultPicture() {}

	/**
	 * Writes the picture as PNG; the file appears whole or not at all.
	 *
	 * @param png file to write; its folder must exist
	 * @param curves curves of the plot, e.g. {@link NamedCurve#of} of before and after; empty for no plot
	 * @param maps maps, a column each; empty for none
	 */
	public static void write(final Path png, final List<NamedCurve> curves, final List<NamedMap> maps) {
		final BufferedImage image = draw(curves, maps);
		AtomicFile.write(png, channel -> {
			final ByteBuffer bytes = ByteBuffer.wrap(encode(image));
			while (bytes.hasRemaining())
				channel.write(bytes);
		});
	}

	/** The picture. */
	public static BufferedImage draw(final List<NamedCurve> curves, final List<NamedMap> maps) {
		if (curves.isEmpty() && maps.isEmpty()) throw new MException("There is nothing to show in a picture of results",
			"", "");
		final MapSections sections = new MapSections(maps, TILE);
		final int plot = curves.isEmpty() ? 0 : PLOT_WIDTH;
		final int height = maps.isEmpty() ? LEAST_HEIGHT : sections.height();
		final BufferedImage image = new BufferedImage(plot + (maps.isEmpty() ? 0 : sections.width()), height,
			BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
		if (!curves.isEmpty()) graphics.drawImage(FscPlot.draw(curves, plot, height), 0, 0, null);
		if (!maps.isEmpty()) sections.draw(graphics, plot, 0);
		graphics.dispose();
		return image;
	}

	private static byte[] encode(final BufferedImage image) {
		try {
			final ByteArrayOutputStream out = new ByteArrayOutputStream();
			if (!ImageIO.write(image, "png", out)) throw new MException("This Java cannot write PNG pictures", "",
				"Use a complete Java runtime");
			return out.toByteArray();
		}
		catch (final IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
	}
}
