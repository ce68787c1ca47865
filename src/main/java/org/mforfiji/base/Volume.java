package org.mforfiji.base;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A real-space map, image or stack of images: float voxels with x fastest, then y, then z, and a pixel size in Å. The
 * voxels are shared, not copied, with the ImgLib2 view {@link #img()}.
 *
 * @param data voxels, length {@code nx·ny·nz}, index {@code (z·ny + y)·nx + x}
 * @param nx width in voxels
 * @param ny height in voxels
 * @param nz depth in voxels, or the number of images of a stack; 1 for an image
 * @param pixelSize Å per voxel along every axis
 */
public record Volume(float[] data, int nx, int ny, int nz, double pixelSize) {

	public Volume {
		if (nx < 1 || ny < 1 || nz < 1 || (long) nx * ny * nz != data.length) throw new MException("A volume of " + nx + "×" +
			ny + "×" + nz + " voxels cannot hold " + data.length + " values", "", "");
	}

	/** A map of zeros with {@code n} voxels along each axis. */
	public static Volume cube(final int n, final double pixelSize) {
		return new Volume(new float[Math.multiplyExact(Math.multiplyExact(n, n), n)], n, n, n, pixelSize);
	}

	/** An image of zeros. */
	public static Volume image(final int nx, final int ny, final double pixelSize) {
		return new Volume(new float[Math.multiplyExact(nx, ny)], nx, ny, 1, pixelSize);
	}

	/** Copies a 2-D or 3-D ImgLib2 image. */
	public static Volume of(final RandomAccessibleInterval<? extends RealType<?>> source, final double pixelSize) {
		final int nx = (int) source.dimension(0);
		final int ny = (int) source.dimension(1);
		final int nz = source.numDimensions() > 2 ? (int) source.dimension(2) : 1;
		final float[] data = new float[Math.multiplyExact(Math.multiplyExact(nx, ny), nz)];
		final Img<FloatType> target = source.numDimensions() > 2 ? ArrayImgs.floats(data, nx, ny, nz) : ArrayImgs.floats(data,
			nx, ny);
		final var in = net.imglib2.view.Views.flatIterable(source).cursor();
		final var out = target.cursor();
		while (out.hasNext())
			out.next().setReal(in.next().getRealFloat());
		return new Volume(data, nx, ny, nz, pixelSize);
	}

	/** The voxels as an ImgLib2 image (3-D, or 2-D if {@code nz} is 1); writes go through to {@link #data()}. */
	public Img<FloatType> img() {
		return nz == 1 ? ArrayImgs.floats(data, nx, ny) : ArrayImgs.floats(data, nx, ny, nz);
	}

	/** Whether all three edges are equal. */
	public boolean isCube() {
		return nx == ny && ny == nz;
	}

	/** The voxel at (x, y, z), 0-based. */
	public float at(final int x, final int y, final int z) {
		return data[(z * ny + y) * nx + x];
	}

	/** A deep copy. */
	public Volume copy() {
		return new Volume(data.clone(), nx, ny, nz, pixelSize);
	}

	/** The same voxels (shared) under another pixel size. */
	public Volume withPixelSize(final double newPixelSize) {
		return new Volume(data, nx, ny, nz, newPixelSize);
	}

	/** Image {@code z} of a stack, copied. */
	public Volume slice(final int z) {
		final float[] plane = new float[nx * ny];
		System.arraycopy(data, z * nx * ny, plane, 0, plane.length);
		return new Volume(plane, nx, ny, 1, pixelSize);
	}
}
