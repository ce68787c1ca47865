package org.mforfiji.run;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.optics.ExposureWeights.Envelope;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.Damping;

/** The parts of what damps the images of a tilt series according to its metadata. */
final class SeriesDamping {

	private static final double B_PER_DOSE = -4;
	private static final double LEAST_COSINE = 0.05;

	private final TiltSeries series;

	SeriesDamping(final TiltSeries series) {
		this.series = series;
	}

	/** Of a tilt by exposure and tilt angle alone, fitted or not. */
	static Damping expected(final TiltSeries series, final int t) {
		final double cosine = Math.max(LEAST_COSINE, Math.cos(Math.toRadians(series.metadata().angles()[t])));
		return Damping.of(new Envelope(B_PER_DOSE * series.metadata().dose()[t], cosine));
	}

	/** Of a tilt by its metadata, place and series apart. */
	Damping tilt(final int t) {
		final double tau = series.geometry().tau(t);
		return Damping.of(series.envelope(t, false)).over(middle()).withAnisotropy(grid(SeriesGrid.DOSE_BFACTOR_DELTAS).value(0.5,
			0.5, tau), grid(SeriesGrid.DOSE_BFACTOR_ANGLES).value(0.5, 0.5, tau));
	}

	/** Of the whole series. */
	Damping whole() {
		return Damping.of(new Envelope(series.metadata().bfactor(), series.metadata().weight()));
	}

	/** Of a place, Å. */
	Damping place(final double[] position) {
		return Damping.of(series.envelopeAtPlace(position)).times(middle());
	}

	private Damping middle() {
		return Damping.of(new Envelope(grid(SeriesGrid.LOCATION_BFACTORS).value(0.5, 0.5, 0.5), grid(SeriesGrid.LOCATION_WEIGHTS)
			.value(0.5, 0.5, 0.5)));
	}

	/** The node of a grid over the tomogram that is nearest to a position in Å. */
	int node(final double[] position, final int width, final int height) {
		final double[] at = fractions(position);
		return nearest(at[1], height) * width + nearest(at[0], width);
	}

	private static int nearest(final double at, final int nodes) {
		return (int) Math.max(0, Math.min(nodes - 1.0, Math.rint(at * (nodes - 1))));
	}

	private double[] fractions(final double[] position) {
		final double[] size = series.geometry().volumeSize();
		return new double[] { position[0] / size[0], position[1] / size[1] };
	}

	private CubicGrid grid(final SeriesGrid grid) {
		return series.metadata().grid(grid);
	}
}
