package org.mforfiji.io.mrc;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.mforfiji.base.MException;

/**
 * What the 1024 bytes at the head of an MRC file say (MRC2014, with IMOD's flag for unsigned bytes).
 *
 * @param nx columns: width of a stored section in voxels
 * @param ny rows
 * @param nz sections: depth, or number of images
 * @param mode how a voxel is stored
 * @param byteOrder of the whole file
 * @param grid {mx, my, mz}: intervals along x, y, z in the cell
 * @param cellA {x, y, z} edges of the cell in Å
 * @param axes {mapc, mapr, maps}: which axis (1 x, 2 y, 3 z) runs along columns, rows and sections
 * @param statistics {min, max, mean, rms} as written; not checked
 * @param spaceGroup 0 image or stack, 1 volume, 401 stack of volumes
 * @param extendedBytes length of the extended header
 * @param unsignedBytes whether mode 0 means 0 … 255
 * @param originA {x, y, z} in Å as written; M's maps have none
 */
public record MrcHeader(int nx, int ny, int nz, MrcMode mode, ByteOrder byteOrder, int[] grid, double[] cellA,
	int[] axes,
	float[] statistics, int spaceGroup, int extendedBytes, boolean unsignedBytes, double[] originA)
{

	/** Bytes of the fixed header. */
	public static final int BYTES = 1024;

	private static final int IMOD_STAMP = 1146047817;
	private static final String NOT_MRC = "Check that the path names an MRC file and copy it again from where it came";

	/** Voxels in the file. */
	public long voxels() {
		return (long) nx * ny * nz;
	}

	/** Byte at which the voxels begin. */
	public long dataOffset() {
		return BYTES + (long) extendedBytes;
	}

	/** Bytes the file must have at least. */
	public long fileBytes() {
		return dataOffset() + voxels() * mode.bytes();
	}

	/** Whether the sections are images of a stack (space group 0), not planes of a volume. */
	public boolean isStack() {
		return spaceGroup == 0;
	}

	/** Whether the cell gives a pixel size. */
	public boolean hasPixelSize() {
		return pixelSize(0) > 0;
	}

	/** Å per voxel along x; 1 where the cell is empty, which is what the format means by it. */
	public double pixelSize() {
		return hasPixelSize() ? pixelSize(0) : 1;
	}

	/**
	 * Å per voxel along axis 0 (x), 1 (y) or 2 (z): the shortest decimal number that gives the cell in single
	 * precision, so that 0.834 comes back as 0.834; 0 where the cell is empty.
	 */
	public double pixelSize(final int axis) {
		if (grid[axis] <= 0 || !(cellA[axis] > 0) || Double.isInfinite(cellA[axis])) return 0;
		final double size = cellA[axis] / grid[axis];
		for (int digits = 1; digits < 9; digits++) {
			final double shorter = new BigDecimal(size).round(new MathContext(digits)).doubleValue();
			if ((float) (shorter * grid[axis]) == (float) cellA[axis]) return shorter;
		}
		return size;
	}

	/** Whether x runs along columns, y along rows and z along sections. */
	public boolean isPlainOrder() {
		return axes[0] == 1 && axes[1] == 2 && axes[2] == 3;
	}

	/**
	 * Reads a header.
	 *
	 * @param bytes the first 1024 bytes
	 * @param fileBytes size of the file
	 * @param where the file, for errors
	 * @throws MException if this is no MRC header, or its numbers cannot be
	 */
	static MrcHeader parse(final ByteBuffer bytes, final long fileBytes, final String where) {
		bytes.order(ByteOrder.LITTLE_ENDIAN);
		if (bytes.getShort(0) == (short) 0x8B1F) throw new MException("The file is compressed with gzip", where,
			"Unpack it (gunzip) and give the unpacked file");
		final ByteOrder order = byteOrder(bytes, where);
		bytes.order(order);
		final int code = bytes.getInt(12);
		final MrcMode mode = MrcMode.of(code).orElseThrow(() -> new MException("MRC mode " + code +
			" is not a real image that can be read", where,
			"Convert it to mode 2 (float), e.g. with IMOD's newstack -mode 2"));
		final float[] statistics = { bytes.getFloat(76), bytes.getFloat(80), bytes.getFloat(84), bytes.getFloat(216) };
		final boolean unsigned = bytes.getInt(152) == IMOD_STAMP && (bytes.getInt(156) & 1) == 0;
		final MrcHeader header = new MrcHeader(bytes.getInt(0), bytes.getInt(4), bytes.getInt(8), mode, order,
			ints(bytes, 28), doubles(bytes, 40), axes(bytes, where), statistics, bytes.getInt(88), bytes.getInt(92),
			unsigned, doubles(bytes, 196));
		header.check(fileBytes, where);
		return header;
	}

	private void check(final long size, final String where) {
		if (extendedBytes < 0 || extendedBytes > size - BYTES)
			throw new MException("The MRC header asks for an extended header of " +
			extendedBytes + " bytes in a file of " + size, where, NOT_MRC);
		if (voxels() > Long.MAX_VALUE / 4 || (double) nx * ny * nz > 1e15)
			throw new MException("The MRC header gives " + nx + "×" + ny +
			"×" + nz + " voxels, which cannot be", where, NOT_MRC);
		if (size < fileBytes()) throw new MException("The MRC file is truncated: its header promises " + nx + "×" +
			ny + "×" + nz +
			" voxels of mode " + mode.code() + ", " + fileBytes() + " bytes, and it has " + size, where,
			"Copy it again or compute it again; the program that wrote it may have been stopped");
	}

	/** The order in which the header makes sense; the machine stamp decides where both do. */
	private static ByteOrder byteOrder(final ByteBuffer bytes, final String where) {
		final boolean little = plausible(bytes.order(ByteOrder.LITTLE_ENDIAN));
		final boolean big = plausible(bytes.order(ByteOrder.BIG_ENDIAN));
		if (!little && !big) throw new MException("This is not an MRC file, or its header is broken", where, NOT_MRC);
		if (little && big) return bytes.get(212) == 0x11 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
	}

	private static boolean plausible(final ByteBuffer bytes) {
		for (int i = 0; i < 3; i++)
			if (bytes.getInt(4 * i) < 1 || bytes.getInt(4 * i) > 1 << 24) return false;
		final int mode = bytes.getInt(12);
		if (mode < 0 || mode > 16 && mode != 101) return false;
		for (int i = 0; i < 3; i++)
			if (bytes.getInt(64 + 4 * i) < 0 || bytes.getInt(64 + 4 * i) > 3) return false;
		return true;
	}

	/** Old files leave the axes 0. */
	private static int[] axes(final ByteBuffer bytes, final String where) {
		final int[] axes = ints(bytes, 64);
		if (axes[0] == 0 && axes[1] == 0 && axes[2] == 0) return new int[] { 1, 2, 3 };
		if (axes[0] * axes[1] * axes[2] != 6 || axes[0] + axes[1] + axes[2] != 6)
			throw new MException("The axis order of the MRC header is " +
			axes[0] + ", " + axes[1] + ", " + axes[2] + ", which cannot be", where, NOT_MRC);
		return axes;
	}

	private static int[] ints(final ByteBuffer bytes, final int offset) {
		return new int[] { bytes.getInt(offset), bytes.getInt(offset + 4), bytes.getInt(offset + 8) };
	}

	private static double[] doubles(final ByteBuffer bytes, final int offset) {
		return new double[] { bytes.getFloat(offset), bytes.getFloat(offset + 4), bytes.getFloat(offset + 8) };
	}
}
