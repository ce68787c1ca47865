package org.mforfiji.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.Tomostar;
import org.mforfiji.io.warp.WarpText;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights.Envelope;

/** Writes the Warp side of a simulated project: settings, tomostar, metadata of series and movies, placeholder movies. */
final class SeriesFilesWriter {

	private static final List<String> BEFORE_CTF = List.of("OptionsCTF", "CTF", "GridCTF");

	private final SimulationOptions options;
	private final ProjectFolders folders;

	SeriesFilesWriter(final SimulationOptions options, final ProjectFolders folders) {
		this.options = options;
		this.folders = folders;
	}

	/** Settings of tilt series and tilt movies. */
	void writeSettings() {
		final int[] size = SeriesPlanner.dimensions(options);
		XmlFile.write(settings("tomostar", "warp_tiltseries", "*.tomostar", size), folders.tiltSeriesSettings());
		XmlFile.write(settings("warp_frameseries", "warp_frameseries", "*.tif", size), folders.frameSeriesSettings());
	}

	private XmlElement settings(final String data, final String processing, final String pattern, final int[] size) {
		final MicroscopeOptions m = options.microscope();
		final XmlElement input = params("Import", "DataFolder", data, "ProcessingFolder", processing, "DoRecursiveSearch",
			"False", "Extension", pattern, "PixelSize", WarpText.decimal(m.pixelSize()), "BinTimes", "0", "DosePerAngstromFrame",
			WarpText.decimal(-options.tilts().dosePerTilt()), "EERGroupFrames", "-40", "CorrectGain", "False", "CorrectDefects",
			"False");
		final XmlElement tomo = params("Tomo", "DimensionsX", String.valueOf(size[0]), "DimensionsY", String.valueOf(size[1]),
			"DimensionsZ", String.valueOf(size[2]));
		final XmlElement ctf = params("CTF", "Voltage", WarpText.decimal(m.voltageKv()), "Cs", WarpText.decimal(m.csMm()),
			"Amplitude", WarpText.decimal(m.amplitudeContrast()), "DoPhase", "False", "UseMovieSum", "False");
		final XmlElement filter = params("Filter", "AstigmatismMax", "20", "DefocusMin", "-20", "DefocusMax", "40",
			"ResolutionMax", "200", "MotionMax", "5", "ParticlesSuffix", "", "ParticlesMin", "-1");
		return params("Settings", "ProcessCTF", "True", "ProcessMovement", "True", "ProcessPicking", "False").plus(input).plus(
			ctf).plus(tomo).plus(filter);
	}

	private static XmlElement params(final String name, final String... pairs) {
		XmlElement element = XmlElement.of(name);
		for (int i = 0; i < pairs.length; i += 2)
			element = element.plus(XmlElement.param(pairs[i], pairs[i + 1]));
		return element;
	}

	/** Everything of a series but its images. */
	void write(final PlannedSeries series) {
		tomostar(series).write(folders.tomostar().resolve(series.name() + ".tomostar"));
		XmlFile.write(processed(given(series)), folders.tiltSeries().resolve(series.name() + ".xml"));
		XmlFile.write(processed(truth(series)), folders.truth().tiltSeries().resolve(series.name() + ".xml"));
		for (int t = 0; t < series.tilts(); t++)
			writeMovie(series, t);
	}

	private Tomostar tomostar(final PlannedSeries series) {
		final TiltSeriesGeometry g = series.given();
		final List<Tomostar.Tilt> tilts = new ArrayList<>();
		for (int t = 0; t < series.tilts(); t++)
			tilts.add(new Tomostar.Tilt("../warp_frameseries/" + series.movies().get(t), g.angles()[t], g.dose()[t], Optional.of(
				new Tomostar.Alignment(g.axisAngles()[t], g.axisOffsetX()[t], g.axisOffsetY()[t])), Optional.empty(), Optional
					.empty()));
		return Tomostar.of(tilts, series.name() + ".tomostar");
	}

	/** What the user is given: alignment, doses and nominal defocus; neutral grids. */
	TiltSeriesMetadata given(final PlannedSeries series) {
		final TiltSeriesGeometry g = series.given();
		final Ctf ctf = SeriesPlanner.givenCtf(options, g.defocus().value(0.5, 0.5, 0.5));
		return TiltSeriesMetadata.of(tomostar(series), "").withDimensions(g.imageSize(), g.volumeSize()).withAnglesInverted(g
			.anglesInverted()).withLevelAngles(g.levelAngleX(), g.levelAngleY()).withCtf(ctf).withGrid(SeriesGrid.CTF, g
				.defocus());
	}

	/** The truth. */
	TiltSeriesMetadata truth(final PlannedSeries series) {
		final TiltSeriesGeometry g = series.truth();
		final double[] delta = series.ctf().stream().mapToDouble(Ctf::defocusDeltaUm).toArray();
		final double[] angle = series.ctf().stream().mapToDouble(Ctf::defocusAngleDeg).toArray();
		final Ctf ctf = series.ctf().get(series.firstExposed());
		return withWeights(series, given(series)).withCtf(ctf).withGrid(SeriesGrid.CTF, g.defocus()).withGrid(SeriesGrid.CTF_DEFOCUS_DELTA, WarpFields
			.tiltGrid(delta)).withGrid(SeriesGrid.CTF_DEFOCUS_ANGLE, WarpFields.tiltGrid(angle)).withImageWarp(g.movementX(), g
				.movementY()).withVolumeWarp(g.volumeWarpX(), g.volumeWarpY(), g.volumeWarpZ()).withGrid(SeriesGrid.ANGLE_X, g
					.angleX()).withGrid(SeriesGrid.ANGLE_Y, g.angleY()).withGrid(SeriesGrid.ANGLE_Z, g.angleZ()).withMagnification(
						series.magnification());
	}

	/** Weights and B-factors as they are, if they vary; those of an exposure by M's rule, whatever damage was simulated. */
	private TiltSeriesMetadata withWeights(final PlannedSeries series, final TiltSeriesMetadata metadata) {
		final ImagingOptions imaging = options.imaging();
		if (imaging.variation().equals(ContrastVariation.NONE)) return metadata;
		final float[] weights = new float[series.tilts()], bfactors = new float[series.tilts()];
		for (int t = 0; t < weights.length; t++) {
			final Envelope loss = imaging.variation().ofTilt(options.seed(), series.index(), t);
			final double exposure = imaging.damage() == RadiationDamage.NONE ? 0 : -4 * series.truth().dose()[t];
			weights[t] = (float) (loss.scale() * imaging.iceContrast().contrast(series.inclinationDeg(t), options.tilts()
				.thicknessA(), imaging.meanFreePathA()));
			bfactors[t] = (float) (loss.bfactor() + exposure);
		}
		final Envelope whole = imaging.variation().ofSeries(options.seed(), series.index());
		return metadata.withGrid(SeriesGrid.DOSE_WEIGHTS, perTilt(weights)).withGrid(SeriesGrid.DOSE_BFACTORS, perTilt(bfactors))
			.withWeight(whole.scale(), whole.bfactor());
	}

	private static CubicGrid perTilt(final float[] values) {
		return new CubicGrid(1, 1, values.length, new double[3], values);
	}

	/** With the marks of a processed item: without them M takes the series for unprocessed. */
	private XmlElement processed(final TiltSeriesMetadata metadata) {
		return metadata.xml().withAttribute("CTFResolutionEstimate", WarpText.decimal(round(2.2 * options.microscope()
			.pixelSize()))).withChild(optionsCtf(), BEFORE_CTF);
	}

	private XmlElement optionsCtf() {
		final MicroscopeOptions m = options.microscope();
		return params("OptionsCTF", "PixelSize", WarpText.decimal(m.pixelSize()), "BinTimes", "0", "Voltage", WarpText.decimal(
			m.voltageKv()), "Cs", WarpText.decimal(m.csMm()), "Amplitude", WarpText.decimal(m.amplitudeContrast()), "DoPhase",
			"False", "UseMovieSum", "False");
	}

	private static double round(final double value) {
		return Math.rint(100 * value) / 100;
	}

	private void writeMovie(final PlannedSeries series, final int t) {
		final String movie = series.movies().get(t);
		final String root = movie.substring(0, movie.lastIndexOf('.'));
		final MicroscopeOptions m = options.microscope();
		final Path file = folders.frameSeries().resolve(movie);
		try {
			Files.write(file, PlaceholderMovie.tiff(movie, m.imageWidth(), m.imageHeight()));
		}
		catch (final IOException failed) {
			throw FileErrors.writing(file, failed);
		}
		final double defocus = series.given().defocus().value(0.5, 0.5, series.given().tau(t));
		final XmlElement ctf = params("CTF", "PixelSize", WarpText.decimal(m.pixelSize()), "Cs", WarpText.decimal(m.csMm()),
			"Voltage", WarpText.decimal(m.voltageKv()), "Defocus", WarpText.decimal(defocus), "Amplitude", WarpText.decimal(m
				.amplitudeContrast()));
		final XmlElement movieXml = XmlElement.of("Movie", "DataDirectory", "", "UnselectFilter", "False", "UnselectManual",
			"null", "CTFResolutionEstimate", WarpText.decimal(round(2.2 * m.pixelSize())), "MeanFrameMovement", "0",
			"MaskPercentage", "0", "Bfactor", "0", "Weight", "1", "MagnificationCorrection", "1, 0, 0, 1").withChildren(Arrays
				.asList(optionsCtf(), ctf, grid("GridCTF", defocus), grid("GridMovementX", 0), grid("GridMovementY", 0)));
		XmlFile.write(movieXml, folders.frameSeries().resolve(root + ".xml"));
	}

	private static XmlElement grid(final String name, final double value) {
		return XmlElement.of(name, "Width", "1", "Height", "1", "Depth", "1", "MarginX", "0", "MarginY", "0", "MarginZ", "0")
			.plus(XmlElement.of("Node", "X", "0", "Y", "0", "Z", "0", "Value", WarpText.single(value)));
	}

	/** File of the average of a tilt, below the given folder of averages. */
	static Path average(final Path averages, final PlannedSeries series, final int t) {
		final String movie = series.movies().get(t);
		return averages.resolve(movie.substring(0, movie.lastIndexOf('.')) + ".mrc");
	}

	/** A number with a fixed count of decimals. */
	static String fixed(final double value, final int decimals) {
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}
}
