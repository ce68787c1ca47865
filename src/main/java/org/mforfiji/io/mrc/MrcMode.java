package org.mforfiji.io.mrc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How an MRC file stores a voxel. */
public enum MrcMode {

		/** 8-bit integers, mode 0; signed, unless IMOD's flag says otherwise. */
		INT8(0, 1),
		/** Signed 16-bit integers, mode 1. */
		INT16(1, 2),
		/** 32-bit floats, mode 2. */
		FLOAT32(2, 4),
		/** Unsigned 16-bit integers, mode 6. */
		UINT16(6, 2),
		/** 16-bit floats, mode 12. */
		FLOAT16(12, 2);

	private final int code;
	private final int bytes;

	MrcMode(final int code, final int bytes) {
		this.code = code;
		this.bytes = bytes;
	}

	/** The number in the header. */
	public int code() {
		return code;
	}

	/** Bytes per voxel. */
	public int bytes() {
		return bytes;
	}

	static Optional<MrcMode> of(final int code) {
		return Arrays.stream(values()).filter(mode -> mode.code == code).findFirst();
	}

	/** Decodes {@code count} voxels from the buffer's position on. */
	void decode(final ByteBuffer from, final boolean unsignedBytes, final float[] to, final int offset,
		final int count) {
		switch (this) {
			case FLOAT32 -> from.asFloatBuffer().get(to, offset, count);
			case INT8 -> {
				final int mask = unsignedBytes ? 0xFF : -1;
				for (int i = 0; i < count; i++)
					to[offset + i] = from.get(i) & mask;
			}
			case INT16 -> {
				for (int i = 0; i < count; i++)
					to[offset + i] = from.getShort(2 * i);
			}
			case UINT16 -> {
				for (int i = 0; i < count; i++)
					to[offset + i] = from.getShort(2 * i) & 0xFFFF;
			}
			case FLOAT16 -> {
				for (int i = 0; i < count; i++)
					to[offset + i] = Float16.toFloat(from.getShort(2 * i));
			}
		}
	}
}
