package org.mforfiji.simulate;

import static org.mforfiji.simulate.SeriesFilesWriter.fixed;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.WarpPaths;

/**
 * Writes the tables with which RELION 5's tomography programs open a simulated project: tomograms, tilt series and one
 * optimisation set for each species, in the folder {@code relion}, which is also the working folder for the programs.
 * RELION's view rotation Rz·Ry·Rx is the tilt matrix of Warp with YTilt = −(angle + level Y), XTilt = level X.
 */
final class RelionProject {

	private final SimulationOptions options;
	private final ProjectFolders folders;

	RelionProject(final SimulationOptions options, final ProjectFolders folders) {
		this.options = options;
		this.folders = folders;
	}

	void write(final List<PlannedSeries> series, final List<SpeciesModel> species) {
		final MicroscopeOptions m = options.microscope();
		final int[] size = SeriesPlanner.dimensions(options);
		final StarBlock tomograms = StarBlock.loop("global", "rlnTomoName", "rlnVoltage", "rlnSphericalAberration",
			"rlnAmplitudeContrast", "rlnMicrographOriginalPixelSize", "rlnTomoHand", "rlnOpticsGroupName",
			"rlnTomoTiltSeriesPixelSize", "rlnTomoTiltSeriesStarFile", "rlnTomoSizeX", "rlnTomoSizeY", "rlnTomoSizeZ",
			"rlnTomoImportFractionalDose");
		for (final PlannedSeries s : series) {
			final String file = "tilt_series/" + s.name() + ".star";
			tomograms.addRow(s.name(), fixed(m.voltageKv(), 6), fixed(m.csMm(), 6), fixed(m.amplitudeContrast(), 6), fixed(m
				.pixelSize(), 6), options.tilts().anglesInverted() ? "-1.0" : "1.0", "simulated", fixed(m.pixelSize(), 6), file,
				String.valueOf(size[0]), String.valueOf(size[1]), String.valueOf(size[2]), fixed(options.tilts().dosePerTilt(),
					6));
			StarFile.of(tilts(s)).write(folders.relion().resolve(file));
		}
		StarFile.of(tomograms).write(folders.relion().resolve("tomograms.star"));
		for (final SpeciesModel s : species) {
			final Path particles = folders.relion().relativize(folders.particles(s.name(), "relion5"));
			StarFile.of(StarBlock.list("").put("rlnTomoParticlesFile", particles.toString()).put("rlnTomoTomogramsFile",
				"tomograms.star")).write(folders.relion().resolve("optimisation_set_" + WarpPaths.safeName(s.name()) + ".star"));
		}
	}

	/** The tilts in the order of exposure. */
	private StarBlock tilts(final PlannedSeries series) {
		final TiltSeriesGeometry g = series.given();
		final StarBlock table = StarBlock.loop(series.name(), "rlnMicrographName", "rlnMicrographPreExposure",
			"rlnTomoNominalStageTiltAngle", "rlnTomoXTilt", "rlnTomoYTilt", "rlnTomoZRot", "rlnTomoXShiftAngst",
			"rlnTomoYShiftAngst", "rlnDefocusU", "rlnDefocusV", "rlnDefocusAngle", "rlnCtfScalefactor");
		final double[] dose = g.dose();
		IntStream.range(0, series.tilts()).boxed().sorted(Comparator.comparingDouble(t -> dose[t])).forEach(t -> {
			final String defocus = fixed(1e4 * g.defocus().value(0.5, 0.5, g.tau(t)), 2);
			table.addRow(folders.relion().relativize(SeriesFilesWriter.average(folders.averages(), series, t)).toString(),
				fixed(dose[t], 6), fixed(g.angles()[t], 6), fixed(g.levelAngleX(), 6), fixed(-(g.angles()[t] + g.levelAngleY()),
					6), fixed(g.axisAngles()[t], 6), fixed(g.axisOffsetX()[t], 6), fixed(g.axisOffsetY()[t], 6), defocus, defocus,
				"0.000000", fixed(Math.cos(Math.toRadians(g.angles()[t])), 6));
		});
		return table;
	}
}
