package org.mforfiji.simulate;

import static org.mforfiji.simulate.SeriesFilesWriter.fixed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.relion.SplineDeformation;
import org.mforfiji.io.relion.TiltCtf;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.optics.Ctf;

/**
 * Writes the tables with which RELION 5's tomography programs open a simulated project: tomograms, tilt series and one
 * optimisation set for each species, in the folder {@code relion}, which is also the working folder for the programs; and
 * the same with the truth in {@code relion/truth}, the image warp as RELION's spline deformation.
 * RELION's view rotation Rz·Ry·Rx is the tilt matrix of Warp with YTilt = −(angle + level Y), XTilt = level X.
 */
final class RelionProject {

	/** RELION's B-factor per exposure that makes its weights exp(−dose·k²), M's. */
	private static final double M_DAMAGE = 4;

	/** RELION takes only positive B-factors; this one leaves all but 10⁻⁶ of the amplitude. */
	private static final double NO_DAMAGE = 1e-6;

	private final SimulationOptions options;
	private final ProjectFolders folders;

	RelionProject(final SimulationOptions options, final ProjectFolders folders) {
		this.options = options;
		this.folders = folders;
	}

	/** What is planted that the tables of the truth cannot hold. */
	static List<String> leftOut(final PlantedErrors planted) {
		final List<String> left = new ArrayList<>();
		if (planted.volumeWarpRmsA() > 0) left.add("volume warp");
		if (planted.stageAngleRmsDeg() > 0) left.add("stage angles");
		if (planted.magnificationRmsPercent() > 0 || !Arrays.equals(planted.magnification(), new double[] { 1, 0, 0, 1 })) left.add("magnification");
		if (planted.zernikeEven().length + planted.zernikeOdd().length > 0) left.add("aberrations");
		if (planted.temporalSamples() > 1 && (planted.trajectoryRmsA() > 0 || planted.trajectoryRmsDeg() > 0)) left.add(
			"trajectories of particles");
		return left;
	}

	void write(final List<PlannedSeries> series, final List<SpeciesModel> species) {
		write("", series, species, folders);
		write("truth/", series, species, folders.truth());
	}

	/** @param folder of the tables below the working folder: empty for the given state, with a slash for the true one */
	private void write(final String folder, final List<PlannedSeries> series, final List<SpeciesModel> species,
		final ProjectFolders particles)
	{
		final boolean truth = !folder.isEmpty();
		final StarBlock tomograms = StarBlock.loop("global", columns(truth));
		for (final PlannedSeries s : series) {
			final String file = folder + "tilt_series/" + s.name() + ".star";
			tomograms.addRow(tomogram(s, file, truth));
			StarFile.of(tilts(s, truth)).write(folders.relion().resolve(file));
		}
		StarFile.of(tomograms).write(folders.relion().resolve(folder + "tomograms.star"));
		for (final SpeciesModel s : species) {
			final Path table = folders.relion().relativize(particles.particles(s.name(), "relion5"));
			StarFile.of(StarBlock.list("").put("rlnTomoParticlesFile", table.toString()).put("rlnTomoTomogramsFile", folder +
				"tomograms.star")).write(folders.relion().resolve(folder + "optimisation_set_" + WarpPaths.safeName(s.name()) +
					".star"));
		}
	}

	private String[] columns(final boolean truth) {
		Stream<String> columns = Stream.of("rlnTomoName", "rlnVoltage", "rlnSphericalAberration", "rlnAmplitudeContrast",
			"rlnMicrographOriginalPixelSize", "rlnTomoHand", "rlnOpticsGroupName", "rlnTomoTiltSeriesPixelSize",
			"rlnTomoTiltSeriesStarFile", "rlnTomoSizeX", "rlnTomoSizeY", "rlnTomoSizeZ", "rlnTomoImportFractionalDose");
		if (bfactorPerDose() > 0) columns = Stream.concat(columns, Stream.of("rlnCtfBfactorPerElectronDose"));
		if (truth) columns = Stream.concat(columns, Stream.of("rlnTomoDeformationGridSizeX", "rlnTomoDeformationGridSizeY",
			"rlnTomoDeformationType"));
		return columns.toArray(String[]::new);
	}

	/** RELION's B-factor for an exposure of 1 e⁻/Å²; 0 for the critical exposures that it takes by itself. */
	private double bfactorPerDose() {
		return switch (options.imaging().damage()) {
			case GRANT_GRIGORIEFF -> 0;
			case M_DEFAULT -> M_DAMAGE;
			case NONE -> NO_DAMAGE;
		};
	}

	private String[] tomogram(final PlannedSeries s, final String file, final boolean truth) {
		final MicroscopeOptions m = options.microscope();
		final int[] size = SeriesPlanner.dimensions(options);
		final List<String> row = new ArrayList<>(List.of(s.name(), fixed(m.voltageKv(), 6), fixed(m.csMm(), 6), fixed(m
			.amplitudeContrast(), 6), fixed(m.pixelSize(), 6), options.tilts().anglesInverted() ? "-1.0" : "1.0", "simulated",
			fixed(m.pixelSize(), 6), file, String.valueOf(size[0]), String.valueOf(size[1]), String.valueOf(size[2]), fixed(options
				.tilts().dosePerTilt(), 6)));
		if (bfactorPerDose() > 0) row.add(fixed(bfactorPerDose(), 6));
		if (truth) {
			final SplineDeformation first = deformation(s, 0);
			row.addAll(List.of(String.valueOf(first.width()), String.valueOf(first.height()), "spline"));
		}
		return row.toArray(String[]::new);
	}

	private SplineDeformation deformation(final PlannedSeries series, final int tilt) {
		final MicroscopeOptions m = options.microscope();
		final TiltSeriesGeometry g = series.truth();
		return SplineDeformation.ofImageWarp(g.movementX(), g.movementY(), g.tau(tilt), m.pixelSize(), new int[] { m
			.imageWidth(), m.imageHeight() });
	}

	/** The tilts in the order of exposure. */
	private StarBlock tilts(final PlannedSeries series, final boolean truth) {
		final List<String> columns = new ArrayList<>(List.of("rlnMicrographName", "rlnMicrographPreExposure",
			"rlnTomoNominalStageTiltAngle", "rlnTomoXTilt", "rlnTomoYTilt", "rlnTomoZRot", "rlnTomoXShiftAngst",
			"rlnTomoYShiftAngst", "rlnDefocusU", "rlnDefocusV", "rlnDefocusAngle", "rlnCtfScalefactor"));
		if (truth) columns.add("rlnTomoDeformationCoefficients");
		final StarBlock table = StarBlock.loop(series.name(), columns.toArray(String[]::new));
		final double[] dose = series.given().dose();
		IntStream.range(0, series.tilts()).boxed().sorted(Comparator.comparingDouble(t -> dose[t])).forEach(t -> table.addRow(
			tilt(series, t, truth)));
		return table;
	}

	private String[] tilt(final PlannedSeries series, final int t, final boolean truth) {
		final TiltSeriesGeometry g = truth ? series.truth() : series.given();
		final Ctf optics = series.ctf().get(t);
		final TiltCtf ctf = TiltCtf.ofMicrometres(g.defocus().value(0.5, 0.5, g.tau(t)), truth ? optics.defocusDeltaUm() : 0,
			truth ? optics.defocusAngleDeg() : 0, 0);
		final List<String> row = new ArrayList<>(List.of(folders.relion().relativize(SeriesFilesWriter.average(folders
			.averages(), series, t)).toString(), fixed(g.dose()[t], 6), fixed(g.angles()[t], 6), fixed(g.levelAngleX(), 6), fixed(
				-(g.angles()[t] + g.levelAngleY()), 6), fixed(g.axisAngles()[t], 6), fixed(g.axisOffsetX()[t], 6), fixed(g
					.axisOffsetY()[t], 6), fixed(ctf.defocusUA(), 2), fixed(ctf.defocusVA(), 2), fixed(ctf.angleDeg(), 6), fixed(Math
						.cos(Math.toRadians(g.angles()[t])), 6)));
		if (truth) row.add(deformation(series, t).text());
		return row.toArray(String[]::new);
	}
}
