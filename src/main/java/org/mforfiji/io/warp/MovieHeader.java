package org.mforfiji.io.warp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;

/**
 * Size of a raw movie, from its header: MRC, EM, TIFF, BigTIFF and EER. Pixels are not read.
 *
 * @param width pixels along x
 * @param height pixels along y
 * @param frames number of frames; for EER that of the detector, before any grouping
 */
public record MovieHeader(int width, int height, int frames) {

	private static final int MOST_FRAMES = 1_000_000;
	private static final int TAG_WIDTH = 256;
	private static final int TAG_HEIGHT = 257;

	/**
	 * Reads the header; the file name's extension tells the format.
	 *
	 * @throws MException if the file cannot be read, is damaged or of another format
	 */
	public static MovieHeader read(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		final String extension = name.substring(name.lastIndexOf('.') + 1);
		switch (extension) {
			case "mrc", "mrcs", "st", "ali", "rec", "map" -> {
				final MrcHeader header = MrcFile.readHeader(file);
				return new MovieHeader(header.nx(), header.ny(), header.nz());
			}
			case "tif", "tiff", "eer", "em" -> {
				try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
					return extension.equals("em") ? em(channel, file) : tiff(channel, file);
				}
				catch (final EOFException e) {
					throw new MException("The file ends within its header", file.toString(), "Copy it again; it is truncated", e);
				}
				catch (final IOException e) {
					throw FileErrors.reading(file, e);
				}
			}
			default -> throw new MException("The size of a ." + extension + " movie cannot be read", file.toString(),
				"Known are mrc, mrcs, st, em, tif, tiff and eer");
		}
	}

	private static MovieHeader em(final FileChannel channel, final Path file) throws IOException {
		final ByteBuffer head = bytes(channel, 0, 16);
		// The first byte names the machine: 6 is little-endian, as all that is written today.
		head.order(head.get(0) == 6 || head.get(0) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		return checked(head.getInt(4), head.getInt(8), head.getInt(12), file);
	}

	private static MovieHeader tiff(final FileChannel channel, final Path file) throws IOException {
		final ByteBuffer head = bytes(channel, 0, 8);
		final ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
		head.order(order);
		final int magic = head.getShort(2);
		if (head.get(0) != head.get(1) || head.get(0) != 'I' && head.get(0) != 'M' || magic != 42 && magic != 43)
			throw new MException("The file is not a TIFF", file.toString(), "Check that it is whole and of the format its name says");
		final boolean big = magic == 43;
		final long first = big ? bytes(channel, 8, 8).order(order).getLong(0) : head.getInt(4) & 0xFFFFFFFFL;
		ByteBuffer table = directory(channel, first, order, big, file);
		final int step = big ? 20 : 12;
		long width = 0;
		long height = 0;
		for (int i = 0; i < (table.capacity() - (big ? 8 : 4)) / step; i++) {
			final int tag = table.getShort(i * step) & 0xFFFF;
			if (tag == TAG_WIDTH) width = value(table, i * step, big);
			if (tag == TAG_HEIGHT) height = value(table, i * step, big);
		}
		long frames = 1;
		for (long next = next(table, big); next != 0; next = next(table, big)) {
			if (++frames > MOST_FRAMES) throw new MException("The chain of frames has no end", file.toString(),
				"Copy the file again; it is damaged");
			table = directory(channel, next, order, big, file);
		}
		return checked(width, height, frames, file);
	}

	/** The entries of an image directory, followed by the place of the next one. */
	private static ByteBuffer directory(final FileChannel channel, final long at, final ByteOrder order, final boolean big,
		final Path file) throws IOException
	{
		if (at < 8 || at > channel.size()) throw new EOFException();
		final ByteBuffer count = bytes(channel, at, big ? 8 : 2).order(order);
		final long entries = big ? count.getLong(0) : count.getShort(0) & 0xFFFF;
		if (entries < 1 || entries > 65_535) throw new MException("The file's image directory is damaged", file.toString(),
			"Copy it again; it is truncated or damaged");
		return bytes(channel, at + (big ? 8 : 2), (int) entries * (big ? 20 : 12) + (big ? 8 : 4)).order(order);
	}

	private static long next(final ByteBuffer table, final boolean big) {
		return big ? table.getLong(table.capacity() - 8) : table.getInt(table.capacity() - 4) & 0xFFFFFFFFL;
	}

	private static long value(final ByteBuffer table, final int entry, final boolean big) {
		final int at = entry + (big ? 12 : 8);
		return switch (table.getShort(entry + 2)) {
			case 3 -> table.getShort(at) & 0xFFFF;
			case 4 -> table.getInt(at) & 0xFFFFFFFFL;
			case 16 -> table.getLong(at);
			default -> 0;
		};
	}

	private static MovieHeader checked(final long width, final long height, final long frames, final Path file) {
		if (width < 1 || height < 1 || width > 1_000_000 || height > 1_000_000) throw new MException("The header gives " + width +
			"×" + height + " pixels", file.toString(), "Copy the file again; it is damaged or of another format");
		return new MovieHeader((int) width, (int) height, (int) Math.max(1, frames));
	}

	private static ByteBuffer bytes(final FileChannel channel, final long position, final int count) throws IOException {
		final ByteBuffer buffer = ByteBuffer.allocate(count);
		while (buffer.hasRemaining())
			if (channel.read(buffer, position + buffer.position()) < 0) throw new EOFException();
		return buffer.flip();
	}
}
