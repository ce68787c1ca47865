package org.mforfiji.io.mrc;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.FileErrors;

/** Reads an MRC file: its header, or a run of its sections. */
final class MrcReader {

	/** Bytes read at a time, a multiple of every voxel size. */
	private static final int CHUNK = 1 << 20;

	private final Path file;
	private final boolean nonFinite;

	/** @param nonFinite whether NaN and infinite voxels are let through */
	MrcReader(final Path file, final boolean nonFinite) {
		this.file = file;
		this.nonFinite = nonFinite;
	}

	MrcHeader header() {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return header(channel);
		}
		catch (final IOException failed) {
			throw FileErrors.reading(file, failed);
		}
	}

	/** All sections; axes are put in the order x, y, z. */
	Volume all() {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			final MrcHeader header = header(channel);
			return inOrder(header, sections(channel, header, 0, header.nz()));
		}
		catch (final IOException failed) {
			throw FileErrors.reading(file, failed);
		}
	}

	/** The planes z = first … first + count − 1. */
	Volume slices(final int first, final int count) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			final MrcHeader header = header(channel);
			if (header.isPlainOrder()) {
				checkRange(first, count, header.nz());
				return sections(channel, header, first, count);
			}
			final Volume whole = inOrder(header, sections(channel, header, 0, header.nz()));
			checkRange(first, count, whole.nz());
			final float[] part = new float[whole.nx() * whole.ny() * count];
			System.arraycopy(whole.data(), whole.nx() * whole.ny() * first, part, 0, part.length);
			return new Volume(part, whole.nx(), whole.ny(), count, whole.pixelSize());
		}
		catch (final IOException failed) {
			throw FileErrors.reading(file, failed);
		}
	}

	private void checkRange(final int first, final int count, final int nz) {
		final int worst = first < 0 ? first : first + count - 1;
		if (first < 0 || count < 1 || first > nz - count) throw new MException("Section " + worst + " is asked for (counted from 0), but there are " + nz, file.toString(),
				"Check which images the particle or tilt refers to");
	}

	private MrcHeader header(final FileChannel channel) throws IOException {
		final long size = channel.size();
		if (size < MrcHeader.BYTES) throw new MException("The MRC file has " + size + " bytes, fewer than a header of " +
			MrcHeader.BYTES, file.toString(), "Copy it again or compute it again");
		final ByteBuffer bytes = ByteBuffer.allocate(MrcHeader.BYTES);
		fill(channel, bytes, 0);
		return MrcHeader.parse(bytes, size, file.toString());
	}

	private Volume sections(final FileChannel channel, final MrcHeader header, final int first, final int count)
		throws IOException {
		final long plane = (long) header.nx() * header.ny();
		final long voxels = plane * count;
		if (voxels > Integer.MAX_VALUE - 16) throw new MException("The MRC file holds " + header.nx() + "×" +
			header.ny() + "×" + count +
			" voxels, more than one map can have in memory", file.toString(), "Bin it to a larger pixel size");
		final float[] data = new float[(int) voxels];
		final int step = CHUNK / header.mode().bytes();
		final int bytes = (int) Math.min(CHUNK, voxels * header.mode().bytes());
		final ByteBuffer chunk = ByteBuffer.allocateDirect(bytes).order(header.byteOrder());
		final long start = header.dataOffset() + first * plane * header.mode().bytes();
		for (int done = 0; done < data.length; done += step) {
			final int now = Math.min(step, data.length - done);
			chunk.clear().limit(now * header.mode().bytes());
			fill(channel, chunk, start + (long) done * header.mode().bytes());
			header.mode().decode(chunk, header.unsignedBytes(), data, done, now);
		}
		if (!nonFinite) refuseNonFinite(data, header, first);
		return new Volume(data, header.nx(), header.ny(), count, header.pixelSize());
	}

	private static void fill(final FileChannel channel, final ByteBuffer buffer, final long position)
		throws IOException {
		long at = position;
		while (buffer.hasRemaining()) {
			final int got = channel.read(buffer, at);
			if (got < 0) throw new EOFException("the file ends at byte " + at + " while it is read");
			at += got;
		}
		buffer.flip();
	}

	private void refuseNonFinite(final float[] data, final MrcHeader header, final int first) {
		final int bad = MrcFile.firstNonFinite(data);
		if (bad < 0) return;
		final int plane = header.nx() * header.ny();
		throw new MException("Voxel (" + bad % header.nx() + ", " + bad % plane / header.nx() + ", " + (first +
			bad / plane) + ") is " +
			data[bad], file.toString(),
				"Compute the file again; a mask or a division by zero in an earlier step may be at fault");
	}

	/** Brings the voxels into the order x, y, z. */
	private static Volume inOrder(final MrcHeader header, final Volume stored) {
		if (header.isPlainOrder()) return stored;
		final int[] edge = { stored.nx(), stored.ny(), stored.nz() };
		final int[] size = new int[3];
		for (int i = 0; i < 3; i++)
			size[header.axes()[i] - 1] = edge[i];
		final int[] steps = { 1, size[0], size[0] * size[1] };
		final int[] step = new int[3];
		for (int i = 0; i < 3; i++)
			step[i] = steps[header.axes()[i] - 1];
		final float[] data = new float[stored.data().length];
		int from = 0;
		for (int s = 0; s < edge[2]; s++)
			for (int r = 0; r < edge[1]; r++)
				for (int c = 0; c < edge[0]; c++)
					data[c * step[0] + r * step[1] + s * step[2]] = stored.data()[from++];
		return new Volume(data, size[0], size[1], size[2], stored.pixelSize());
	}
}
