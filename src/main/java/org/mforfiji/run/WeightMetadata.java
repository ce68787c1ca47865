package org.mforfiji.run;

import java.util.List;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.refine.GridSize;

/** Weights in the metadata of a tilt series, where M keeps them. */
final class WeightMetadata {

	private static final List<SeriesGrid> GRIDS = List.of(SeriesGrid.DOSE_BFACTORS, SeriesGrid.DOSE_BFACTOR_DELTAS,
		SeriesGrid.DOSE_BFACTOR_ANGLES, SeriesGrid.DOSE_WEIGHTS, SeriesGrid.LOCATION_BFACTORS, SeriesGrid.LOCATION_WEIGHTS);

	private WeightMetadata() {}

	/** Without any fitted weights. What holds none is left as it is. */
	static TiltSeriesMetadata cleared(final TiltSeriesMetadata metadata) {
		TiltSeriesMetadata cleared = metadata;
		for (final SeriesGrid grid : GRIDS)
			cleared = constant(cleared, grid);
		return withSeries(cleared, 1, 0);
	}

	private static TiltSeriesMetadata constant(final TiltSeriesMetadata metadata, final SeriesGrid grid) {
		final CubicGrid now = metadata.grid(grid);
		return now.size() == 1 && now.valueAt(0) == grid.ifMissing() ? metadata : metadata.withGrid(grid, CubicGrid.constant(grid
			.ifMissing()));
	}

	/** With weights of its tilts; without an anisotropy if none of them has one. */
	static TiltSeriesMetadata withTilts(final TiltSeriesMetadata metadata, final List<FittedWeight> tilts) {
		final int n = tilts.size();
		final float[] weights = new float[n], bfactors = new float[n], deltas = new float[n], angles = new float[n];
		boolean anisotropic = false;
		for (int t = 0; t < n; t++) {
			weights[t] = (float) tilts.get(t).weight();
			bfactors[t] = (float) tilts.get(t).bfactor();
			deltas[t] = (float) tilts.get(t).delta();
			angles[t] = (float) tilts.get(t).angleDeg();
			anisotropic |= deltas[t] != 0;
		}
		final TiltSeriesMetadata changed = metadata.withGrid(SeriesGrid.DOSE_WEIGHTS, perTilt(weights)).withGrid(
			SeriesGrid.DOSE_BFACTORS, perTilt(bfactors));
		return anisotropic ? changed.withGrid(SeriesGrid.DOSE_BFACTOR_DELTAS, perTilt(deltas)).withGrid(
			SeriesGrid.DOSE_BFACTOR_ANGLES, perTilt(angles)) : constant(constant(changed, SeriesGrid.DOSE_BFACTOR_DELTAS),
				SeriesGrid.DOSE_BFACTOR_ANGLES);
	}

	private static CubicGrid perTilt(final float[] values) {
		return new CubicGrid(1, 1, values.length, new double[3], values);
	}

	/** With a weight of the whole series, unless it has that already. */
	static TiltSeriesMetadata withSeries(final TiltSeriesMetadata metadata, final double weight, final double bfactor) {
		return metadata.weight() == weight && metadata.bfactor() == bfactor ? metadata : metadata.withWeight(weight, bfactor);
	}

	/** With weights by location; x runs fastest. */
	static TiltSeriesMetadata withLocations(final TiltSeriesMetadata metadata, final GridSize size,
		final List<FittedWeight> nodes)
	{
		final float[] weights = new float[nodes.size()], bfactors = new float[nodes.size()];
		for (int i = 0; i < weights.length; i++) {
			weights[i] = (float) nodes.get(i).weight();
			bfactors[i] = (float) nodes.get(i).bfactor();
		}
		return metadata.withGrid(SeriesGrid.LOCATION_WEIGHTS, new CubicGrid(size.width(), size.height(), 1, new double[3],
			weights)).withGrid(SeriesGrid.LOCATION_BFACTORS, new CubicGrid(size.width(), size.height(), 1, new double[3], bfactors));
	}
}
