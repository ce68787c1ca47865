package org.mforfiji.io.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;

class TiffMaskTest {

	@TempDir
	Path folder;

	private static Volume mask(final int nx, final int ny) {
		final Volume mask = Volume.image(nx, ny, 1);
		for (int y = 0; y < ny; y++)
			for (int x = 0; x < nx; x++)
				mask.data()[y * nx + x] = y < 3 && x > 4 ? 255 : x == 0 ? y % 200 : 0;
		return mask;
	}

	@Test
	void masksComeBackRowByRow() {
		final Volume mask = mask(31, 17);
		TiffMask.write(folder.resolve("m.tif"), mask);
		final Volume read = TiffMask.read(folder.resolve("m.tif"));
		assertArrayEquals(mask.data(), read.data());
		assertEquals(31, read.nx());
		assertEquals(255, read.at(6, 0, 0));
		assertEquals(0, read.at(6, 16, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "LZW", "PackBits", "Deflate", "ZLib" })
	void compressedMasksOfOtherProgramsAreRead(final String compression) throws IOException {
		final Volume mask = mask(64, 40);
		final Path file = compressed(mask, compression);
		assertArrayEquals(mask.data(), TiffMask.read(file).data());
		final byte[] all = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(all, all.length / 2));
		assertThrows(MException.class, () -> TiffMask.read(file));
	}

	private Path compressed(final Volume mask, final String compression) throws IOException {
		final BufferedImage image = new BufferedImage(mask.nx(), mask.ny(), BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 0; y < mask.ny(); y++)
			for (int x = 0; x < mask.nx(); x++)
				image.getRaster().setSample(x, y, 0, (int) mask.at(x, y, 0));
		final Path file = folder.resolve(compression + ".tif");
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
			final ImageWriteParam options = writer.getDefaultWriteParam();
			options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			options.setCompressionType(compression);
			writer.setOutput(out);
			writer.write(null, new IIOImage(image, null, null), options);
		}
		return file;
	}

	@Test
	void sixteenBitMasksAreReadAsTheyAre() {
		final short[] pixels = { 0, 1, 300, (short) 40000 };
		final Path file = folder.resolve("short.tif");
		new FileSaver(new ImagePlus("s", new ShortProcessor(2, 2, pixels, null))).saveAsTiff(file.toString());
		assertArrayEquals(new float[] { 0, 1, 300, 40000 }, TiffMask.read(file).data());
	}

	@Test
	void whatIsNoMaskIsRefusedWithItsName() throws IOException {
		final Path text = Files.writeString(folder.resolve("text.tif"),
			"this is text, not an image, and long enough to look at");
		final Path empty = Files.write(folder.resolve("empty.tif"), new byte[0]);
		TiffMask.write(folder.resolve("cut.tif"), mask(50, 50));
		final Path cut = folder.resolve("cut.tif");
		Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 1500));
		for (final Path bad : new Path[] { text, empty, cut, folder.resolve("none.tif"), folder }) {
			final MException error = assertThrows(MException.class, () -> TiffMask.read(bad), bad.toString());
			assertEquals(bad.toString(), error.where());
		}
		final Path colour = folder.resolve("colour.tif");
		new FileSaver(new ImagePlus("c", new ColorProcessor(3, 3))).saveAsTiff(colour.toString());
		assertTrue(assertThrows(MException.class, () -> TiffMask.read(colour)).what().contains("colour"));
	}

	@Test
	void stacksAreNotWritten() {
		assertThrows(MException.class, () -> TiffMask.write(folder.resolve("x.tif"), Volume.cube(4, 1)));
		assertFalse(Files.exists(folder.resolve("x.tif")));
	}
}
