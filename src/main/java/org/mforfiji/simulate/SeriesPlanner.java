package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.optics.Ctf;

/** Draws the tilt series of a simulation: geometry, warps, stage angles and optics, true and given. */
final class SeriesPlanner {

	private final SimulationOptions options;
	private final Seeds seeds;

	SeriesPlanner(final SimulationOptions options) {
		this.options = options;
		this.seeds = new Seeds(options.seed());
	}

	/** Tomogram size x, y, z in pixels of the tilt images; x and y are those of the image as the tilt axis turns it. */
	static int[] dimensions(final SimulationOptions options) {
		final MicroscopeOptions m = options.microscope();
		final boolean turned = Math.abs(Math.sin(Math.toRadians(options.tilts().axisAngleDeg()))) > Math.sqrt(0.5);
		final int depth = 2 * (int) Math.ceil(options.tilts().thicknessA() / m.pixelSize() / 2);
		return turned ? new int[] { m.imageHeight(), m.imageWidth(), depth } : new int[] { m.imageWidth(), m.imageHeight(),
			depth };
	}

	PlannedSeries plan(final int index) {
		final String name = String.format(Locale.ROOT, "TS_%02d", index + 1);
		final double[] angles = options.tilts().anglesDeg();
		final List<String> movies = new ArrayList<>();
		for (int t = 0; t < angles.length; t++)
			movies.add(String.format(Locale.ROOT, "%s_%03d_%.1f.tif", name, options.tilts().scheme().ranks(angles)[t] + 1,
				angles[t] + 0.0));
		final double[] givenDefocus = new double[angles.length];
		final ImagingOptions imaging = options.imaging();
		final double place = (2.0 * index + 1) / options.series() - 1;
		Arrays.fill(givenDefocus, imaging.defocusUm() + imaging.defocusSpreadUm() * place);
		final TiltSeriesGeometry given = given(index, angles, givenDefocus);
		final TiltSeriesGeometry truth = truth(index, given, givenDefocus);
		final MicroscopeOptions m = options.microscope();
		final byte[] firstMovie = PlaceholderMovie.tiff(movies.get(0), m.imageWidth(), m.imageHeight());
		return new PlannedSeries(index, name, movies, truth, given, optics(index, truth), magnification(index),
			DataHash.ofBytes(DataHash.utf16(
			name), firstMovie));
	}

	private TiltSeriesGeometry given(final int index, final double[] angles, final double[] defocus) {
		final TiltOptions tilts = options.tilts();
		final MicroscopeOptions m = options.microscope();
		final WarpFields offsets = new WarpFields(seeds.stream("axis offsets", index));
		final double[] axis = new double[angles.length];
		Arrays.fill(axis, tilts.axisAngleDeg());
		final int[] dimensions = dimensions(options);
		return TiltSeriesGeometry.builder().angles(angles).axisAngles(axis).dose(tilts.doses()).axisOffsetX(offsets.perTilt(
			angles.length, tilts.axisOffsetRmsA())).axisOffsetY(offsets.perTilt(angles.length, tilts.axisOffsetRmsA()))
			.levelAngleX(tilts.levelAngleXDeg()).levelAngleY(tilts.levelAngleYDeg()).anglesInverted(tilts.anglesInverted())
			.imageSize(new double[] { m.imageWidth() * m.pixelSize(), m.imageHeight() * m.pixelSize() }).volumeSize(
				new double[] { dimensions[0] * m.pixelSize(), dimensions[1] * m.pixelSize(), dimensions[2] * m.pixelSize() })
			.defocus(WarpFields.tiltGrid(defocus)).build();
	}

	private TiltSeriesGeometry truth(final int index, final TiltSeriesGeometry given, final double[] givenDefocus) {
		final PlantedErrors planted = options.planted();
		final int[] ranks = options.tilts().scheme().ranks(given.angles());
		final int[] nodes = planted.volumeWarpNodes();
		final WarpFields image = new WarpFields(seeds.stream("image warp", index));
		final WarpFields volume = new WarpFields(seeds.stream("volume warp", index));
		final WarpFields stage = new WarpFields(seeds.stream("stage angles", index));
		final double[] defocus = new WarpFields(seeds.stream("defocus errors", index)).perTilt(ranks.length, planted
			.defocusRmsUm());
		for (int t = 0; t < defocus.length; t++)
			defocus[t] += givenDefocus[t] + planted.defocusOffsetUm();
		return given.toBuilder().movementX(image.imageWarp(planted, ranks)).movementY(image.imageWarp(
			planted, ranks)).volumeWarpX(volume.volumeWarp(nodes, planted.volumeWarpRmsA())).volumeWarpY(volume.volumeWarp(nodes,
				planted.volumeWarpRmsA())).volumeWarpZ(volume.volumeWarp(nodes, planted.volumeWarpRmsA())).angleX(
					stageAngles(stage, ranks.length)).angleY(stageAngles(stage, ranks.length)).angleZ(stageAngles(stage,
						ranks.length)).defocus(WarpFields.tiltGrid(defocus)).build();
	}

	private double[] magnification(final int index) {
		final double[] m = options.planted().magnification(), own = new WarpFields(seeds.stream("magnification", index)).perTilt(3,
			options.planted().magnificationRmsPercent() / 100);
		return new double[] { m[0] + own[0] + own[1], m[1] + own[2], m[2] + own[2], m[3] + own[0] - own[1] };
	}

	private CubicGrid stageAngles(final WarpFields fields, final int tilts) {
		return WarpFields.tiltGrid(fields.perTilt(tilts, options.planted().stageAngleRmsDeg()));
	}

	private List<Ctf> optics(final int index, final TiltSeriesGeometry truth) {
		final PlantedErrors planted = options.planted();
		final double[] astigmatism = new WarpFields(seeds.stream("astigmatism", index)).perTilt(truth.tilts(), planted
			.astigmatismRmsUm());
		final List<Ctf> optics = new ArrayList<>();
		for (int t = 0; t < truth.tilts(); t++)
			optics.add(givenCtf(options, truth.defocus().value(0.5, 0.5, truth.tau(t))).toBuilder().defocusDeltaUm(planted
				.astigmatismUm() + astigmatism[t]).defocusAngleDeg(planted.astigmatismAngleDeg()).zernikeEven(planted
					.zernikeEven()).zernikeOdd(planted.zernikeOdd()).build());
		return optics;
	}

	/** The CTF without what is planted. */
	static Ctf givenCtf(final SimulationOptions options, final double defocusUm) {
		final MicroscopeOptions m = options.microscope();
		return Ctf.builder().pixelSize(m.pixelSize()).voltageKv(m.voltageKv()).csMm(m.csMm()).amplitudeContrast(m
			.amplitudeContrast()).defocusUm(defocusUm).build();
	}
}
