package org.mforfiji.simulate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The file that stands for the raw movie of a simulated tilt: a one-frame 8-bit TIFF of the right width and height, all
 * pixels 1, PackBits-compressed to about a kilobyte. M takes from a raw movie the image size and the bytes for the data
 * hash; the name in its description makes the hash of every movie different.
 */
final class PlaceholderMovie {

	private static final int SHORT = 3;
	private static final int LONG = 4;
	private static final int ASCII = 2;

	private PlaceholderMovie() {}

	/** The bytes of the file. */
	static byte[] tiff(final String name, final int width, final int height) {
		final byte[] pixels = packedOnes(width, height);
		final byte[] text = (name + " (simulated, no frames)\0").getBytes(StandardCharsets.US_ASCII);
		final int textAt = 8 + pixels.length + pixels.length % 2;
		final int directoryAt = textAt + text.length + text.length % 2;
		final int[][] entries = { { 256, LONG, 1, width }, { 257, LONG, 1, height }, { 258, SHORT, 1, 8 }, { 259, SHORT, 1,
			32773 }, { 262, SHORT, 1, 1 }, { 270, ASCII, text.length, textAt }, { 273, LONG, 1, 8 }, { 277, SHORT, 1, 1 }, { 278,
				LONG, 1, height }, { 279, LONG, 1, pixels.length } };
		final ByteBuffer file = ByteBuffer.allocate(directoryAt + 2 + 12 * entries.length + 4).order(ByteOrder.LITTLE_ENDIAN);
		file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directoryAt);
		file.put(pixels);
		file.position(textAt);
		file.put(text);
		file.position(directoryAt);
		file.putShort((short) entries.length);
		for (final int[] entry : entries)
			file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
		file.putInt(0);
		return file.array();
	}

	/** Every row as PackBits runs of at most 128 equal bytes. */
	private static byte[] packedOnes(final int width, final int height) {
		final ByteArrayOutputStream packed = new ByteArrayOutputStream();
		for (int y = 0; y < height; y++)
			for (int left = width; left > 0;) {
				final int run = Math.min(128, left);
				packed.write(run == 1 ? 0 : 257 - run);
				packed.write(1);
				left -= run;
			}
		return packed.toByteArray();
	}
}
