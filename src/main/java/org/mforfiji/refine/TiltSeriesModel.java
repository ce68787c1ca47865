package org.mforfiji.refine;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.population.TiltSeries;

/**
 * Imaging of a tilt series with its image warp.
 */
public final class TiltSeriesModel implements ImagingModel {

	private final TiltSeriesGeometry geometry;
	private final GridSize size;
	private final CubicGrid x;
	private final CubicGrid y;
	private final double[] magnification;

	/**
	 * @param geometry the series
	 * @param size grid of the image warp; the stored grid is resampled to it by M's rule; {@link GridSize#NONE} keeps the
	 *          stored grid and refines none
	 */
	public TiltSeriesModel(final TiltSeriesGeometry geometry, final GridSize size) {
		this(geometry, size, new double[] { 1, 0, 0, 1 });
	}

	/**
	 * A series with its anisotropic magnification.
	 *
	 * @param size grid of the image warp
	 */
	public static TiltSeriesModel of(final TiltSeries series, final GridSize size) {
		return new TiltSeriesModel(series.geometry(), size, series.magnification());
	}

	private TiltSeriesModel(final TiltSeriesGeometry geometry, final GridSize size, final double[] magnification) {
		this.magnification = magnification;
		this.size = size;
		this.x = size.isPresent() ? resized(geometry.movementX(), size, geometry.tilts()) : geometry.movementX();
		this.y = size.isPresent() ? resized(geometry.movementY(), size, geometry.tilts()) : geometry.movementY();
		this.geometry = geometry.withImageWarp(x, y);
	}

	private static CubicGrid resized(final CubicGrid grid, final GridSize size, final int tilts) {
		final boolean same = grid.nx() == size.width() && grid.ny() == size.height() && grid.nz() == tilts;
		return same ? grid : grid.resized(size.width(), size.height(), tilts);
	}

	/** The geometry with the current warp. */
	public TiltSeriesGeometry geometry() {
		return geometry;
	}

	@Override
	public int tilts() {
		return geometry.tilts();
	}

	@Override
	public double[] doseFractions() {
		return geometry.doseFractions();
	}

	@Override
	public double[] project(final double[] position, final int tilt) {
		final TiltSeriesGeometry.Projection at = geometry.project(position, tilt);
		return new double[] { at.x(), at.y() };
	}

	@Override
	public double[] jacobian(final double[] position, final int tilt) {
		return geometry.projectionJacobian(position, tilt);
	}

	@Override
	public double[] orientation(final double[] position, final int tilt) {
		return geometry.orientation(position, tilt);
	}

	@Override
	public double[] magnification() {
		return magnification.clone();
	}

	@Override
	public double[] warpWeights(final double[] position, final int tilt) {
		if (!size.isPresent()) return new double[0];
		final double[] at = geometry.unwarped(position, tilt);
		final double[] image = geometry.imageSize();
		final double[] weights = x.planeWeights(at[0] / image[0], at[1] / image[1]);
		for (int i = 0; i < weights.length; i++)
			weights[i] = -weights[i];
		return weights;
	}

	@Override
	public GridSize warpSize() {
		return size;
	}

	@Override
	public float[] warp(final int axis) {
		return (axis == 0 ? x : y).values();
	}

	@Override
	public TiltSeriesModel withWarp(final float[] newX, final float[] newY) {
		return new TiltSeriesModel(geometry.withImageWarp(x.withValues(newX), y.withValues(newY)), size, magnification);
	}
}
