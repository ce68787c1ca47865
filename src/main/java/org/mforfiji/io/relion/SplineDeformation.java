package org.mforfiji.io.relion;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;

/**
 * RELION 5's two-dimensional deformation of a tilt image, of the type {@code spline}: bicubic Hermite cells between nodes
 * at i·W/(w − 1), j·H/(h − 1) of an image of W × H pixels. It is added to the undeformed position at which it is evaluated.
 * Immutable.
 * <p>
 * Each node holds four numbers in pixels: value, ∂/∂x, ∂/∂y and ∂²/∂x∂y, derivatives per grid cell. They are stored by
 * component (x, y), row of nodes, column of nodes, and these four.
 */
public final class SplineDeformation {

	/** Numbers per node and component. */
	private static final int NUMBERS = 4;

	private final int width;
	private final int height;
	private final double[] imageSize;
	private final double[] coefficients;

	/**
	 * @param width nodes along x, at least 2
	 * @param height nodes along y, at least 2
	 * @param imageWidth width of the image in pixels
	 * @param imageHeight height of the image in pixels
	 * @param coefficients 8·width·height numbers
	 */
	public SplineDeformation(final int width, final int height, final int imageWidth, final int imageHeight,
		final double[] coefficients)
	{
		if (width < 2 || height < 2) throw new MException("A spline deformation of RELION cannot have " + width + "×" + height +
			" nodes", "rlnTomoDeformationGridSizeX, rlnTomoDeformationGridSizeY", "Give at least 2×2");
		if (coefficients.length != 2 * NUMBERS * width * height) throw new MException("A spline deformation of " + width + "×" +
			height + " nodes has " + 2 * NUMBERS * width * height + " coefficients, not " + coefficients.length,
			"rlnTomoDeformationCoefficients", "Take tomograms and tilt series from the same job of RELION");
		this.width = width;
		this.height = height;
		imageSize = new double[] { imageWidth, imageHeight };
		this.coefficients = coefficients.clone();
	}

	/**
	 * The deformation that stands for Warp's image warp of a tilt, exactly if the grid has no margins. An axis of one node
	 * gets two.
	 *
	 * @param warpX image warp along x, Å; it is subtracted from positions, the deformation is added
	 * @param warpY image warp along y, Å, of the same nodes
	 * @param tau the tilt's place among the nodes along z
	 * @param pixelSize Å
	 * @param imagePixels width and height of the image in pixels
	 */
	public static SplineDeformation ofImageWarp(final CubicGrid warpX, final CubicGrid warpY, final double tau,
		final double pixelSize, final int[] imagePixels)
	{
		final int w = Math.max(2, warpX.nx()), h = Math.max(2, warpX.ny());
		final double[] coefficients = new double[2 * NUMBERS * w * h];
		for (int component = 0; component < 2; component++)
			new Nodes(component == 0 ? warpX : warpY, tau, w, h).write(coefficients, component * NUMBERS * w * h, -1 / pixelSize);
		return new SplineDeformation(w, h, imagePixels[0], imagePixels[1], coefficients);
	}

	/** Value and derivatives of a section of a grid, at the nodes of a deformation. */
	private record Nodes(CubicGrid grid, double tau, int width, int height) {

		/** Writes the four numbers of each node. */
		void write(final double[] target, final int offset, final double factor) {
			final CubicGrid slopes = slopes();
			for (int j = 0; j < height; j++)
				for (int i = 0; i < width; i++) {
					final double x = (double) i / (width - 1), y = (double) j / (height - 1);
					final double[] f = grid.valueAndGradient(x, y, tau);
					final int at = offset + NUMBERS * (j * width + i);
					target[at] = factor * f[0];
					target[at + 1] = factor * f[1] / (width - 1);
					target[at + 2] = factor * f[2] / (height - 1);
					target[at + 3] = factor * slopes.valueAndGradient(x, y, 0)[2] / ((width - 1) * (height - 1));
				}
		}

		/** ∂/∂x as a grid of its own: along y it is the spline through its values at the nodes, as the grid is a product. */
		private CubicGrid slopes() {
			final float[] values = new float[width * grid.ny()];
			for (int j = 0; j < grid.ny(); j++)
				for (int i = 0; i < width; i++)
					values[j * width + i] = (float) grid.valueAndGradient((double) i / (width - 1), grid.ny() == 1 ? 0 : (double) j / (grid
						.ny() - 1), tau)[1];
			return new CubicGrid(width, grid.ny(), 1, new double[3], values);
		}
	}

	/** The deformation of a tilt image as read, for images of that many pixels. */
	public static SplineDeformation of(final RelionTilt tilt, final RelionTomogram.DeformationGrid grid, final int imageWidth,
		final int imageHeight)
	{
		if (!grid.type().equals("spline")) throw new MException("Deformations of the type '" + grid.type() + "' are not known",
			"rlnTomoDeformationType", "Align with the deformation model spline");
		return new SplineDeformation(grid.width(), grid.height(), imageWidth, imageHeight, tilt.deformation());
	}

	/** Nodes along x. */
	public int width() {
		return width;
	}

	/** Nodes along y. */
	public int height() {
		return height;
	}

	/** As RELION writes it: numbers between brackets, without blanks. */
	public String text() {
		return Arrays.stream(coefficients).mapToObj(c -> String.format(Locale.ROOT, "%.7g", c)).collect(Collectors.joining(",",
			"[", "]"));
	}

	/**
	 * What is added to a position.
	 *
	 * @param x undeformed position in pixels, the middle of the first at 0; outside the nodes that of the border counts
	 * @param y likewise
	 * @return along x and y, pixels
	 */
	public double[] at(final double x, final double y) {
		final double u = Math.max(0, Math.min(width - 1, x * (width - 1) / imageSize[0]));
		final double v = Math.max(0, Math.min(height - 1, y * (height - 1) / imageSize[1]));
		final int i = Math.min(width - 2, (int) u), j = Math.min(height - 2, (int) v);
		final double[] bx = hermite(u - i), by = hermite(v - j);
		final double[] sum = new double[2];
		for (int component = 0; component < 2; component++)
			for (int corner = 0; corner < 4; corner++) {
				final int right = corner & 1, down = corner >> 1;
				final int at = NUMBERS * ((component * height + j + down) * width + i + right);
				sum[component] += by[down] * (bx[right] * coefficients[at] + bx[2 + right] * coefficients[at + 1]) + by[2 + down] * (bx[
					right] * coefficients[at + 2] + bx[2 + right] * coefficients[at + 3]);
			}
		return sum;
	}

	/** Weights of the values at both ends and of the slopes at both ends. */
	private static double[] hermite(final double t) {
		final double t2 = t * t, t3 = t2 * t;
		return new double[] { 2 * t3 - 3 * t2 + 1, 3 * t2 - 2 * t3, t3 - 2 * t2 + t, t3 - t2 };
	}
}
