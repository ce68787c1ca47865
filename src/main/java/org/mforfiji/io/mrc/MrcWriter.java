package org.mforfiji.io.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.AtomicFile;

/** Writes an MRC file, little-endian. */
final class MrcWriter {

	private static final int CHUNK = 1 << 20;
	private static final String LABEL = "M for Fiji";

	private final Path file;
	private final MrcFormat format;

	MrcWriter(final Path file, final MrcFormat format) {
		this.file = file;
		this.format = format;
	}

	void write(final Volume volume) {
		check(volume);
		AtomicFile.write(file, channel -> {
			writeAll(channel, header(volume));
			writeVoxels(channel, volume.data());
		});
	}

	private void check(final Volume volume) {
		if (!(volume.pixelSize() > 0) || Double.isInfinite(volume.pixelSize()))
			throw new MException("A map with pixel size " + volume
			.pixelSize() + " Å cannot be written", file.toString(), "Give the pixel size in Å");
		if (!format.nonFinite()) {
			final int bad = MrcFile.firstNonFinite(volume.data());
			if (bad >= 0) throw new MException("Voxel " + bad + " of the map to be written is " + volume.data()[bad],
				file.toString(),
				"Look for empty masks or images in what it was made from; the file on disk is as it was");
		}
		if (format.half()) for (final float value : volume.data())
			if (Math.abs(value) > Float16.MAX && !Float.isInfinite(value)) throw new MException("The value " + value +
				" is too large for 16-bit floats", file.toString(), "Write 32-bit floats (mode 2) or scale the map");
	}

	private ByteBuffer header(final Volume volume) {
		final ByteBuffer bytes = ByteBuffer.allocate(MrcHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		final int depth = format.images() ? 1 : volume.nz();
		bytes.putInt(volume.nx()).putInt(volume.ny()).putInt(volume.nz()).putInt(format.mode().code());
		bytes.position(28);
		bytes.putInt(volume.nx()).putInt(volume.ny()).putInt(depth);
		for (final int n : new int[] { volume.nx(), volume.ny(), depth })
			bytes.putFloat((float) (n * volume.pixelSize()));
		bytes.putFloat(90).putFloat(90).putFloat(90).putInt(1).putInt(2).putInt(3);
		final float[] statistics = statistics(volume.data());
		bytes.putFloat(statistics[0]).putFloat(statistics[1]).putFloat(statistics[2]).putInt(format.images() ? 0 : 1);
		bytes.putInt(108, 20140);
		bytes.put(208, "MAP ".getBytes(StandardCharsets.US_ASCII)).put(212, new byte[] { 0x44, 0x44, 0, 0 });
		bytes.putFloat(216, statistics[3]).putInt(220, 1);
		for (int i = 224; i < 304; i++)
			bytes.put(i, (byte) ' ');
		bytes.put(224, LABEL.getBytes(StandardCharsets.US_ASCII));
		return bytes.rewind();
	}

	/** {min, max, mean, standard deviation} of the finite values, summed in double precision. */
	static float[] statistics(final float[] data) {
		double sum = 0;
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		long count = 0;
		for (final float value : data)
			if (Float.isFinite(value)) {
				sum += value;
				min = Math.min(min, value);
				max = Math.max(max, value);
				count++;
			}
		if (count == 0) return new float[4];
		final double mean = sum / count;
		double squares = 0;
		for (final float value : data)
			if (Float.isFinite(value)) squares += (value - mean) * (value - mean);
		return new float[] { min, max, (float) mean, (float) Math.sqrt(squares / count) };
	}

	private void writeVoxels(final FileChannel channel, final float[] data) throws IOException {
		final int step = CHUNK / format.mode().bytes();
		final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
		for (int done = 0; done < data.length; done += step) {
			final int now = Math.min(step, data.length - done);
			chunk.clear().limit(now * format.mode().bytes());
			if (format.half()) for (int i = 0; i < now; i++)
				chunk.putShort(2 * i, Float16.fromFloat(data[done + i]));
			else chunk.asFloatBuffer().put(data, done, now);
			writeAll(channel, chunk);
		}
	}

	private static void writeAll(final FileChannel channel, final ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining())
			channel.write(bytes);
	}
}
