package org.mforfiji.map;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;

/**
 * The file of a {@link BackProjector}: magic number, box, images, Hermitian flag, the rotations averaged over
 * (big-endian), the sums as little-endian floats (real, imaginary, weight of every voxel), and a CRC-32 of all before
 * it.
 */
final class BackProjectorFile {

	private static final int MAGIC = 0x4d424b31;
	/** Bytes before the rotations and after the sums. */
	private static final int HEADER = 29;
	private static final int CHUNK = 1 << 14;

	private BackProjectorFile() {}

	static void write(final BackProjector sums, final Path file) {
		AtomicFile.write(file, channel -> {
			final CheckedOutputStream checked =
				new CheckedOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 18),
				new CRC32());
			final DataOutputStream out = new DataOutputStream(checked);
			out.writeInt(MAGIC);
			out.writeInt(sums.n());
			out.writeLong(sums.images());
			out.writeBoolean(sums.isHermitian());
			out.writeInt(sums.operators().size());
			for (final double[] rotation : sums.operators())
				for (final double element : rotation)
					out.writeDouble(element);
			writeFloats(sums.sums(), out);
			out.writeLong(checked.getChecksum().getValue());
			out.flush();
		});
	}

	private static void writeFloats(final float[] values, final DataOutputStream out) throws IOException {
		final ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
		for (int from = 0; from < values.length; from += CHUNK) {
			final int count = Math.min(CHUNK, values.length - from);
			buffer.asFloatBuffer().put(values, from, count);
			out.write(buffer.array(), 0, 4 * count);
		}
	}

	static BackProjector read(final Path file) {
		try (CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file),
			1 << 18), new CRC32());
				DataInputStream in = new DataInputStream(checked))
		{
			if (in.readInt() != MAGIC) throw damaged(file, "it is of another kind", null);
			final int n = in.readInt();
			final long images = in.readLong();
			final boolean hermitian = in.readBoolean();
			final int count = in.readInt();
			if (n < 8 || n % 2 != 0 || Files.size(file) != HEADER + 72L * count + BackProjector.bytes(n))
				throw damaged(file, "its size is wrong", null);
			final List<double[]> operators = readRotations(in, count);
			final float[] values = new float[new HalfSpace(n / 2).length(BackProjector.VALUES)];
			readFloats(values, in);
			final long sum = checked.getChecksum().getValue();
			if (in.readLong() != sum) throw damaged(file, "its checksum is wrong", null);
			return new BackProjector(n, values, images, hermitian, operators);
		}
		catch (final IOException error) {
			throw damaged(file, "it could not be read to the end", error);
		}
	}

	private static List<double[]> readRotations(final DataInputStream in, final int count) throws IOException {
		final List<double[]> rotations = new ArrayList<>();
		for (int g = 0; g < count; g++) {
			final double[] rotation = new double[9];
			for (int e = 0; e < 9; e++)
				rotation[e] = in.readDouble();
			rotations.add(rotation);
		}
		return rotations;
	}

	private static void readFloats(final float[] values, final DataInputStream in) throws IOException {
		final ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
		for (int from = 0; from < values.length; from += CHUNK) {
			final int count = Math.min(CHUNK, values.length - from);
			in.readFully(buffer.array(), 0, 4 * count);
			buffer.asFloatBuffer().get(values, from, count);
		}
	}

	private static MException damaged(final Path file, final String how, final Exception cause) {
		return new MException("The sums of a reconstruction cannot be read: " + how, file.toString(),
			"Delete the file and insert the images again", cause);
	}
}
