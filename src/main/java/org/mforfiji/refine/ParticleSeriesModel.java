package org.mforfiji.refine;

import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.relion.RelionTomogram;

/**
 * Imaging of the particles of one tomogram by the projection matrices of RELION's tables, for particle series whose whole
 * tilt images are not at hand: no image warp. Positions count from the corner of the tomogram, projected positions from
 * the middle of the image.
 */
public final class ParticleSeriesModel implements ImagingModel {

	private final RelionTomogram tomogram;
	private final double[] doseFractions;

	/** @param tomogram the tomogram, tilts read */
	public ParticleSeriesModel(final RelionTomogram tomogram) {
		this.tomogram = tomogram;
		final int tilts = tomogram.tilts().size();
		doseFractions = new double[tilts];
		double least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
		for (int t = 0; t < tilts; t++) {
			least = Math.min(least, tomogram.tilts().get(t).exposureBefore());
			most = Math.max(most, tomogram.tilts().get(t).exposureBefore());
		}
		for (int t = 0; t < tilts; t++)
			doseFractions[t] = most > least ? (tomogram.tilts().get(t).exposureBefore() - least) / (most - least) : 0;
	}

	@Override
	public int tilts() {
		return doseFractions.length;
	}

	@Override
	public double[] doseFractions() {
		return doseFractions.clone();
	}

	/** Position from the corner of the tomogram of one from its middle, Å. */
	public double[] fromCorner(final double[] centred) {
		final double[] size = tomogram.sizeA();
		return new double[] { centred[0] + size[0] / 2, centred[1] + size[1] / 2, centred[2] + size[2] / 2 };
	}

	/** Position from the middle of the tomogram of one from its corner, Å. */
	public double[] centred(final double[] position) {
		final double[] size = tomogram.sizeA();
		return new double[] { position[0] - size[0] / 2, position[1] - size[1] / 2, position[2] - size[2] / 2 };
	}

	@Override
	public double[] project(final double[] position, final int tilt) {
		final double[] at = Rotations.apply(rotation(tilt), centred(position));
		return new double[] { at[0], at[1] };
	}

	@Override
	public double[] jacobian(final double[] position, final int tilt) {
		return java.util.Arrays.copyOf(rotation(tilt), 6);
	}

	@Override
	public double[] orientation(final double[] position, final int tilt) {
		return rotation(tilt).clone();
	}

	private double[] rotation(final int tilt) {
		return tomogram.tilts().get(tilt).projection().rotation();
	}

	@Override
	public double[] warpWeights(final double[] position, final int tilt) {
		return new double[0];
	}

	@Override
	public GridSize warpSize() {
		return GridSize.NONE;
	}

	@Override
	public float[] warp(final int axis) {
		return new float[0];
	}

	@Override
	public ImagingModel withWarp(final float[] x, final float[] y) {
		throw new IllegalStateException("A particle series has no image warp");
	}
}
