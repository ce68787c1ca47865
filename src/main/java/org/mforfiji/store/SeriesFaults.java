package org.mforfiji.store;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.population.TiltSeries;

/**
 * What makes a tilt series unfit for refinement, each with the file, the tilt (counted from 1) and what to do. A single tilt
 * and tilts of one and the same exposure are no faults: times within the series are 0 then.
 */
public final class SeriesFaults {

	private static final String DESELECT = "or remove the series from the data source";

	private SeriesFaults() {}

	/** The faults of a series; none if it can be used. Looks for the averages of the used tilts on disk, reads no images. */
	public static List<MException> of(final TiltSeries series) {
		final List<MException> faults = new ArrayList<>();
		exposure(series, faults);
		optics(series, faults);
		images(series, faults);
		return faults;
	}

	private static void exposure(final TiltSeries series, final List<MException> faults) {
		final TiltSeriesMetadata metadata = series.metadata();
		final double[] dose = metadata.dose();
		for (int t = 0; t < dose.length; t++)
			if (dose[t] < 0) faults.add(new MException("The exposure before a tilt is negative: " + dose[t] + " e⁻/Å²", metadata
				.where() + ", tilt " + (t + 1), "Correct the list Dose, or import the series again"));
		if (series.usedTilts() == 0) faults.add(new MException("None of the tilts is in use", metadata.where() +
			", list UseTilt", "Select tilts, " + DESELECT));
	}

	private static void optics(final TiltSeries series, final List<MException> faults) {
		final TiltSeriesMetadata metadata = series.metadata();
		final String remedy = "Estimate the CTF of the series (WarpTools ts_ctf), " + DESELECT;
		final CubicGrid defocus = metadata.grid(SeriesGrid.CTF);
		if (defocus.nz() != series.tilts() && series.tilts() > 1) {
			faults.add(new MException("The series has no CTF for each of its tilts: the grid GridCTF has " + defocus.nz() + (defocus
				.nz() == 1 ? " node" : " nodes") + " for " + series.tilts() + " tilts", metadata.where(), remedy));
			return;
		}
		final int plane = defocus.nx() * defocus.ny();
		for (int t = 0; t < series.tilts(); t++)
			for (int i = 0; series.useTilt(t) && i < plane; i++)
				if (defocus.valueAt(t * plane + i) == 0) {
					faults.add(new MException("The defocus of a tilt was never estimated: it is 0", metadata.where() + ", tilt " + (t +
						1), remedy + ", or deselect the tilt"));
					break;
				}
	}

	private static void images(final TiltSeries series, final List<MException> faults) {
		for (int t = 0; t < series.tilts(); t++) {
			if (!series.useTilt(t)) continue;
			final String where = series.metadata().where() + ", tilt " + (t + 1);
			if (series.metadata().moviePaths().get(t).isEmpty()) faults.add(new MException("A tilt has no movie", where,
				"Write the series again with its list MoviePath, or deselect the tilt"));
			else if (!Files.isRegularFile(series.averagePath(t))) faults.add(new MException("The average of a tilt is missing: " +
				series.averagePath(t), where, "Export the averages of the frame series (WarpTools fs_motion --out_averages), " +
					"correct DataDirectory or MoviePath, or deselect the tilt"));
		}
	}
}
