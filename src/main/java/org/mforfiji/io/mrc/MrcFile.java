package org.mforfiji.io.mrc;

import java.nio.file.Path;

import org.mforfiji.base.Volume;

/**
 * MRC files (.mrc, .mrcs, .map, .st, .rec): maps, images and stacks of 8-bit, 16-bit, float and half-float voxels
 * (modes 0, 1, 2, 6, 12), either byte order, with or without extended header. The pixel size is cell / intervals
 * along x. Every error is a {@link org.mforfiji.base.MException} that names the file. Thread-safe.
 */
public final class MrcFile {

	private MrcFile() {}

	/** The header, checked against the size of the file. */
	public static MrcHeader readHeader(final Path file) {
		return new MrcReader(file, false).header();
	}

	/** The whole map or stack, x fastest whatever the order in the file; NaN and infinite voxels are an error. */
	public static Volume read(final Path file) {
		return new MrcReader(file, false).all();
	}

	/** As {@link #read}, and NaN and infinite voxels are let through. */
	public static Volume readWithNonFinite(final Path file) {
		return new MrcReader(file, true).all();
	}

	/** Plane or image z (from 0) alone; reads no more of the file than that, unless its axes are permuted. */
	public static Volume readSlice(final Path file, final int z) {
		return new MrcReader(file, false).slices(z, 1);
	}

	/** Planes or images first … first + count − 1 (from 0). */
	public static Volume readSlices(final Path file, final int first, final int count) {
		return new MrcReader(file, false).slices(first, count);
	}

	/** Writes a volume as 32-bit floats with correct statistics; replaces the file in one step. */
	public static void write(final Path file, final Volume volume) {
		write(file, volume, MrcFormat.volume());
	}

	/** Writes a stack of images as 32-bit floats; replaces the file in one step. */
	public static void writeStack(final Path file, final Volume images) {
		write(file, images, MrcFormat.stack());
	}

	/**
	 * Writes a map or stack in a chosen format; replaces the file in one step.
	 *
	 * @throws org.mforfiji.base.MException on NaN or infinite voxels (unless the format lets them), values too large
	 *   for mode 12, no pixel size, or if the disk refuses; the old file is then as it was
	 */
	public static void write(final Path file, final Volume volume, final MrcFormat format) {
		new MrcWriter(file, format).write(volume);
	}

	/** Index of the first NaN or infinite value, −1 if there is none. */
	static int firstNonFinite(final float[] data) {
		float poison = 0;
		for (final float value : data)
			poison += value * 0;
		if (poison == 0) return -1;
		for (int i = 0; i < data.length; i++)
			if (!Float.isFinite(data[i])) return i;
		return -1;
	}
}
