package org.mforfiji.io.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.FileSaver;
import ij.io.TiffDecoder;
import ij.process.ByteProcessor;

/**
 * Masks of micrographs as Warp keeps them: grey TIFF images (8 bit; 16 bit and float are read too), where any value
 * above 0 marks what is not to be used. The first row of the file is y = 0, as in the average that the mask belongs
 * to. Needs no window; thread-safe.
 */
public final class TiffMask {

	private TiffMask() {}

	/**
	 * Reads the first image of a TIFF file.
	 *
	 * @return one image with the grey values; its pixel size is 1, since masks carry none
	 * @throws MException if the file is missing, truncated, no TIFF, or in colour
	 */
	public static Volume read(final Path file) {
		final FileInfo info = info(file);
		if (info.nImages < 1 || info.width < 1 || info.height < 1) throw broken(file, null);
		if (info.getBytesPerPixel() == 0 || info.fileType == FileInfo.RGB || info.fileType == FileInfo.RGB48)
			throw new MException(
			"The mask is a colour image", file.toString(), "Save it as 8-bit grey TIFF");
		if (size(file) < end(info)) throw broken(file, null);
		final ImagePlus image = open(info, file);
		if (image == null) throw broken(file, null);
		final float[] pixels = (float[]) image.getProcessor().convertToFloatProcessor().getPixels();
		return new Volume(pixels.clone(), image.getWidth(), image.getHeight(), 1, 1);
	}

	/** Writes a mask as 8-bit TIFF; values are rounded and cut to 0 … 255. Replaces the file in one step. */
	public static void write(final Path file, final Volume mask) {
		if (mask.nz() != 1) throw new MException("A mask is one image, but there are " + mask.nz(), file.toString(),
			"Write them one by one");
		final byte[] pixels = new byte[mask.data().length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.round(Math.max(0, Math.min(255, mask.data()[i])));
		final ImagePlus image = new ImagePlus("mask", new ByteProcessor(mask.nx(), mask.ny(), pixels));
		final ByteBuffer bytes = ByteBuffer.wrap(new FileSaver(image).serialize());
		AtomicFile.write(file, channel -> {
			while (bytes.hasRemaining())
				channel.write(bytes);
		});
	}

	private static FileInfo info(final Path file) {
		final Path absolute = file.toAbsolutePath();
		try {
			if (!Files.isRegularFile(absolute)) Files.newInputStream(absolute).close();
			final FileInfo[] found = new TiffDecoder(absolute.getParent() + "/",
				absolute.getFileName().toString()).getTiffInfo();
			if (found == null || found.length == 0) throw broken(file, null);
			return found[0];
		}
		catch (final IOException failed) {
			throw Files.isRegularFile(absolute) ? broken(file, failed) : FileErrors.reading(file, failed);
		}
		catch (final RuntimeException failed) {
			throw failed instanceof MException known ? known : broken(file, failed);
		}
	}

	/** The byte after the last pixel. */
	private static long end(final FileInfo info) {
		long end = 0;
		if (info.compression <= FileInfo.COMPRESSION_NONE) end = info.getOffset() +
			(long) info.width * info.height * info.getBytesPerPixel();
		if (info.stripOffsets == null || info.stripLengths == null) return end;
		for (int i = 0; i < Math.min(info.stripOffsets.length, info.stripLengths.length); i++)
			end = Math.max(end, Integer.toUnsignedLong(info.stripOffsets[i]) +
			Integer.toUnsignedLong(info.stripLengths[i]));
		return end;
	}

	private static ImagePlus open(final FileInfo info, final Path file) {
		try {
			return new FileOpener(info).openImage();
		}
		catch (final RuntimeException failed) {
			throw broken(file, failed);
		}
	}

	private static long size(final Path file) {
		try {
			return Files.size(file);
		}
		catch (final IOException failed) {
			throw FileErrors.reading(file, failed);
		}
	}

	private static MException broken(final Path file, final Exception cause) {
		final String reason = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
		return new MException("This is not a TIFF image that can be read, or it is truncated" + reason, file.toString(),
			"Compute the mask again, or save it as 8-bit TIFF", cause);
	}
}
