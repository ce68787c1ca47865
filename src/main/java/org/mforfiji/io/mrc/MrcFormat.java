package org.mforfiji.io.mrc;

/**
 * How an MRC file is to be written. Immutable: begin with {@link #volume()} or {@link #stack()}.
 *
 * @param images whether the sections are images of a stack (space group 0) or planes of a volume (space group 1)
 * @param half whether voxels are kept as 16-bit floats (mode 12) instead of 32-bit floats (mode 2)
 * @param nonFinite whether NaN and infinite voxels may be written
 */
public record MrcFormat(boolean images, boolean half, boolean nonFinite) {

	/** A volume of 32-bit floats, all finite. */
	public static MrcFormat volume() {
		return new MrcFormat(false, false, false);
	}

	/** A stack of images of 32-bit floats, all finite. */
	public static MrcFormat stack() {
		return new MrcFormat(true, false, false);
	}

	/** The same in mode 12: half the size, three significant digits, values within ±65504. */
	public MrcFormat asHalf() {
		return new MrcFormat(images, true, nonFinite);
	}

	/** The same, and NaN or infinite voxels are written as they are. */
	public MrcFormat withNonFinite() {
		return new MrcFormat(images, half, true);
	}

	MrcMode mode() {
		return half ? MrcMode.FLOAT16 : MrcMode.FLOAT32;
	}
}
