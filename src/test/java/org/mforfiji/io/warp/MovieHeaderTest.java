package org.mforfiji.io.warp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;

class MovieHeaderTest {

	@TempDir
	Path folder;

	@Test
	void readsMrcAndTiff() {
		final Path mrc = folder.resolve("a.mrc");
		MrcFile.writeStack(mrc, new Volume(new float[7 * 5 * 3], 7, 5, 3, 1));
		assertEquals(new MovieHeader(7, 5, 3), MovieHeader.read(mrc));
		final Path one = folder.resolve("a.tif");
		new FileSaver(new ImagePlus("", IJ.createImage("", "8-bit", 12, 9, 1).getProcessor())).saveAsTiff(one.toString());
		assertEquals(new MovieHeader(12, 9, 1), MovieHeader.read(one));
	}

	/** A file of frames without pixels: directories alone, as the header reader sees them. */
	private Path tiff(final String name, final boolean big, final ByteOrder order, final int frames) throws IOException {
		final int step = big ? 20 : 12;
		final int length = (big ? 16 : 6) + 2 * step;
		final int start = big ? 16 : 8;
		final ByteBuffer b = ByteBuffer.allocate(start + frames * length).order(order);
		b.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(b.get(0)).putShort((short) (big ? 43 : 42));
		if (big) b.putShort((short) 8).putShort((short) 0).putLong(start);
		else b.putInt(start);
		for (int f = 0; f < frames; f++) {
			if (big) b.putLong(2);
			else b.putShort((short) 2);
			for (int tag = 256; tag <= 257; tag++) {
				b.putShort((short) tag).putShort((short) (big ? 16 : 4));
				if (big) b.putLong(1).putLong(tag == 256 ? 4096 : 4092);
				else b.putInt(1).putInt(tag == 256 ? 4096 : 4092);
			}
			final int next = f + 1 == frames ? 0 : start + (f + 1) * length;
			if (big) b.putLong(next);
			else b.putInt(next);
		}
		return Files.write(folder.resolve(name), b.array());
	}

	@Test
	void countsFramesOfBothKindsAndByteOrders() throws IOException {
		for (final ByteOrder order : new ByteOrder[] { ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN }) {
			assertEquals(new MovieHeader(4096, 4092, 5), MovieHeader.read(tiff("a.tiff", false, order, 5)));
			assertEquals(new MovieHeader(4096, 4092, 9), MovieHeader.read(tiff("a.eer", true, order, 9)));
		}
	}

	@Test
	void damagedFilesAreRefused() throws IOException {
		final Path whole = tiff("a.tif", false, ByteOrder.LITTLE_ENDIAN, 3);
		final byte[] bytes = Files.readAllBytes(whole);
		final Path cut = Files.write(folder.resolve("cut.tif"), Arrays.copyOf(bytes, bytes.length - 20));
		assertTrue(assertThrows(MException.class, () -> MovieHeader.read(cut)).remedy().contains("truncated"));
		final Path text = Files.writeString(folder.resolve("text.tif"), "not an image at all");
		assertTrue(assertThrows(MException.class, () -> MovieHeader.read(text)).what().contains("not a TIFF"));
		final Path other = Files.writeString(folder.resolve("a.dat"), "");
		assertTrue(assertThrows(MException.class, () -> MovieHeader.read(other)).what().contains(".dat"));
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8 + 2 + 24, 8);
		final Path endless = Files.write(folder.resolve("endless.tif"), bytes);
		assertTrue(assertThrows(MException.class, () -> MovieHeader.read(endless)).what().contains("no end"));
	}
}
