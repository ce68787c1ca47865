package org.mforfiji.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.refine.GridSize;
import org.mforfiji.simulate.ContrastVariation;
import org.mforfiji.simulate.IceContrast;
import org.mforfiji.simulate.ImagingOptions;
import org.mforfiji.simulate.MicroscopeOptions;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.RadiationDamage;
import org.mforfiji.simulate.Simulation;
import org.mforfiji.simulate.SimulationOptions;
import org.mforfiji.simulate.SpeciesOptions;
import org.mforfiji.simulate.TiltOptions;
import org.mforfiji.simulate.TiltScheme;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Simulates tilt series with known truth as a complete Warp project. */
@Plugin(type = Command.class, name = "simulate", headless = true,
	description = "Simulate tilt series with planted errors as a Warp project, with RELION tables and the truth",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SIMULATION, weight = Menus.SIMULATION_WEIGHT), @Menu(label = "Simulate...", weight = 1) })
public final class SimulateCommand extends MCommand {

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String speciesHeading = "What is in the sample";

	@Parameter(label = "Models", description = "One PDB, mmCIF (also gzipped) or MRC file per species, separated by commas",
		attrs = @Attr(name = "cli", value = "-m,--model"))
	private String model = "";

	@Parameter(label = "Names", description = "A name per species, separated by commas; empty takes the files' names", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "-n,--name"))
	private String name = "";

	@Parameter(label = "Symmetry", description = "Point group per species, separated by commas; one for all is enough", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "-s,--sym"))
	private String sym = "C1";

	@Parameter(label = "Particles", description = "Particles per series and species, separated by commas; one number for all is enough", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--particles"))
	private String particles = "80";

	@Parameter(label = "Diameters", description = "Diameter per species in Å, separated by commas; 0 measures the model", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "-d,--diameter"))
	private String diameter = "0";

	@Parameter(label = "Starting maps", description = "Å to which the half-maps of the species are low-passed; 0 leaves them sharp", min = "0", max = "1000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--reference_resolution"))
	private double referenceResolution = 30;

	@Parameter(label = "B-factor", description = "B-factor of the atoms in Å²", min = "0", max = "10000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--bfactor"))
	private double bFactor = 100;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String tiltsHeading = "Microscope and tilts";

	@Parameter(label = "Series", description = "Number of tilt series", min = "1", max = "1000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--series"))
	private int series = 2;

	@Parameter(label = "Pixel size", description = "Å per pixel of the tilt images", min = "0.1", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--angpix"))
	private double angpix = 5;

	@Parameter(label = "Width", description = "Width of the tilt images in pixels", min = "32", max = "20000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--width"))
	private int width = 400;

	@Parameter(label = "Height", description = "Height of the tilt images in pixels", min = "32", max = "20000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--height"))
	private int height = 400;

	@Parameter(label = "Voltage", description = "Acceleration voltage in kV", min = "20", max = "1000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--voltage"))
	private double voltage = 300;

	@Parameter(label = "Spherical aberration", description = "Cs in mm", min = "0", max = "20", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--cs"))
	private double cs = 2.7;

	@Parameter(label = "Amplitude contrast", description = "Share of amplitude contrast", min = "0", max = "1", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--amplitude"))
	private double amplitude = 0.07;

	@Parameter(label = "Tilt scheme", description = "Order in which tilts are taken", choices = { "DOSE_SYMMETRIC", "BIDIRECTIONAL", "UNIDIRECTIONAL" }, required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--scheme"))
	private String scheme = "DOSE_SYMMETRIC";

	@Parameter(label = "Least angle", description = "First tilt angle in degrees", min = "-85", max = "85", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--min_angle"))
	private double minAngle = -60;

	@Parameter(label = "Greatest angle", description = "Last tilt angle in degrees", min = "-85", max = "85", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--max_angle"))
	private double maxAngle = 60;

	@Parameter(label = "Step", description = "Degrees between tilts", min = "0.1", max = "60", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--step"))
	private double step = 3;

	@Parameter(label = "Exposure", description = "e⁻/Å² per tilt", min = "0", max = "1000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--dose"))
	private double dose = 3;

	@Parameter(label = "Thickness", description = "Thickness of the ice in Å", min = "50", max = "100000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--thickness"))
	private double thickness = 1000;

	@Parameter(label = "Axis offsets", description = "Known shifts of the tilts (AxisOffset) in Å rms", min = "0", max = "1000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--axis_offset"))
	private double axisOffset = 0;

	@Parameter(label = "Defocus", description = "Mean defocus in µm, underfocus positive", min = "-20", max = "20", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--defocus"))
	private double defocus = 3;

	@Parameter(label = "Defocus spread", description = "Known differences of defocus between series in µm", min = "0", max = "10", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--defocus_spread"))
	private double defocusSpread = 0.5;

	@Parameter(label = "SNR", description = "Ratio of the variances of signal and noise in the particles of the first tilt", min = "0.0001", max = "1000000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--snr"))
	private double snr = 0.05;

	@Parameter(label = "Radiation damage", description = "How signal fades with exposure", choices = { "NONE", "M_DEFAULT", "GRANT_GRIGORIEFF" }, required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--damage"))
	private String damage = "M_DEFAULT";

	@Parameter(label = "Ice contrast", description = "How signal fades with the path through the ice", choices = { "NONE", "COSINE", "ATTENUATION" }, required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--ice"))
	private String ice = "COSINE";

	@Parameter(label = "Bad tilts", description = "Variation of contrast between tilts, beyond exposure and ice: each loses a random factor with this spread in its logarithm", min = "0", max = "5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--tilt_contrast"))
	private double tiltContrast = 0;

	@Parameter(label = "Blurred tilts", description = "Variation of the B-factor between tilts, beyond exposure, in Å²", min = "0", max = "10000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--tilt_bfactor"))
	private double tiltBfactor = 0;

	@Parameter(label = "Bad series", description = "Variation of contrast between series, as that between tilts", min = "0", max = "5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--series_contrast"))
	private double seriesContrast = 0;

	@Parameter(label = "Blurred series", description = "Variation of the B-factor between series in Å²", min = "0", max = "10000", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--series_bfactor"))
	private double seriesBfactor = 0;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String errorsHeading = "What the given files do not know";

	@Parameter(label = "Image warp grid", description = "Nodes of the planted image warp per tilt as WxH", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--imagewarp"))
	private String imagewarpNodes = "4x4";

	@Parameter(label = "Image warp", description = "Planted image warp in Å rms", min = "0", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--imagewarp_rms"))
	private double imagewarpRms = 0;

	@Parameter(label = "Tilt shifts", description = "Planted shifts of whole tilts in Å rms", min = "0", max = "200", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--tilt_shift"))
	private double tiltShift = 0;

	@Parameter(label = "Volume warp", description = "Planted volume warp in Å rms", min = "0", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--volumewarp_rms"))
	private double volumewarpRms = 0;

	@Parameter(label = "Stage angles", description = "Planted errors of stage angles in degrees rms", min = "0", max = "10", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--stage_rms"))
	private double stage = 0;

	@Parameter(label = "Magnification", description = "Planted 2×2 magnification matrix by rows, separated by commas", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--magnification"))
	private String magnification = "1,0,0,1";

	@Parameter(label = "Magnification spread", description = "Planted differences of the magnification between series, isotropic and anisotropic, in percent rms", min = "0", max = "10", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--magnification_rms"))
	private double magnificationRms = 0;

	@Parameter(label = "Defocus offset", description = "Planted error of all defocus values in µm", min = "-5", max = "5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--defocus_offset"))
	private double defocusOffset = 0;

	@Parameter(label = "Defocus errors", description = "Planted errors of defocus per tilt in µm rms", min = "0", max = "5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--defocus_rms"))
	private double defocusRms = 0;

	@Parameter(label = "Astigmatism", description = "Planted astigmatism (U − V) in µm", min = "0", max = "5", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--astigmatism"))
	private double astigmatism = 0;

	@Parameter(label = "Astigmatism angle", description = "Its direction in degrees", min = "-180", max = "180", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--astigmatism_angle"))
	private double astigmatismAngle = 0;

	@Parameter(label = "Odd aberrations", description = "Planted odd Zernike coefficients of M, separated by commas", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--zernike_odd"))
	private String zernikeOdd = "";

	@Parameter(label = "Even aberrations", description = "Planted even Zernike coefficients of M, separated by commas", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--zernike_even"))
	private String zernikeEven = "";

	@Parameter(label = "Position errors", description = "Errors of the given particle positions in Å rms per axis", min = "0", max = "200", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--position_rms"))
	private double positionRms = 0;

	@Parameter(label = "Angle errors", description = "Errors of the given particle orientations in degrees rms", min = "0", max = "180", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--angle_rms"))
	private double angleRms = 0;

	@Parameter(label = "Trajectory", description = "Movement of particles during the exposure, a random walk of this rms per axis in Å", min = "0", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--trajectory_position_rms"))
	private double trajectoryPositionRms = 0;

	@Parameter(label = "Turning", description = "Rotation of particles during the exposure, a random walk of this rms in degrees", min = "0", max = "90", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--trajectory_angle_rms"))
	private double trajectoryAngleRms = 0;

	@Parameter(label = "Trajectory samples", description = "True poses per particle along the exposure, if particles move", min = "2", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--trajectory_samples"))
	private int trajectorySamples = 3;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String outputHeading = "Output";

	@Parameter(label = "Folder", description = "New or empty folder for the project", style = "directory",
		attrs = @Attr(name = "cli", value = "-o,--output"))
	private File output;

	@Parameter(label = "Seed", description = "The same seed gives the same bytes", min = "0", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--seed"))
	private int seed = 1;

	@Parameter(label = "Particles", description = "Particles in all series", type = ItemIO.OUTPUT)
	private int simulatedParticles;

	@Parameter(label = "Images", description = "Particle images in all tilts", type = ItemIO.OUTPUT)
	private int images;

	@Parameter(label = "SNR", description = "Signal-to-noise ratio as measured", type = ItemIO.OUTPUT)
	private double measuredSnr;

	@Parameter(label = "Settings", description = "Warp settings of the tilt series, for create_source", type = ItemIO.OUTPUT)
	private File settings;

	@Override
	protected void validate() {
		options();
	}

	@Override
	protected void execute(final Monitor monitor) {
		try (Parallel parallel = parallel()) {
			final Simulation.Result result = Simulation.run(options(), path(output), parallel, monitor);
			simulatedParticles = result.particles();
			images = result.images();
			measuredSnr = result.snr();
			settings = result.folders().tiltSeriesSettings().toFile();
		}
	}

	private SimulationOptions options() {
		final MicroscopeOptions microscope = MicroscopeOptions.builder().pixelSize(angpix).imageWidth(width).imageHeight(height)
			.voltageKv(voltage).csMm(cs).amplitudeContrast(amplitude).build();
		final TiltOptions tilts = TiltOptions.builder().scheme(TiltScheme.valueOf(scheme)).minAngleDeg(minAngle).maxAngleDeg(
			maxAngle).stepDeg(step).dosePerTilt(dose).thicknessA(thickness).axisOffsetRmsA(axisOffset).build();
		final ImagingOptions imaging = ImagingOptions.builder().defocusUm(defocus).defocusSpreadUm(defocusSpread).snr(snr).damage(
			RadiationDamage.valueOf(damage)).iceContrast(IceContrast.valueOf(ice)).variation(new ContrastVariation(tiltContrast, tiltBfactor,
				seriesContrast, seriesBfactor)).build();
		return SimulationOptions.builder().series(series).seed(seed).microscope(microscope).tilts(tilts).imaging(imaging).planted(
			planted()).species(species()).build();
	}

	private PlantedErrors planted() {
		final GridSize grid = GridSize.parse(imagewarpNodes, "--imagewarp");
		if (grid.isAuto()) throw new MException("The grid of a planted image warp cannot be automatic", "--imagewarp",
			"Give its size, e.g. 4x3");
		return PlantedErrors.builder().imageWarpNodes(grid.width(), grid.height()).imageWarpRmsA(imagewarpRms).tiltShiftRmsA(
			tiltShift).volumeWarpRmsA(volumewarpRms).stageAngleRmsDeg(stage).magnification(numbers(magnification,
				"--magnification")).magnificationRmsPercent(magnificationRms).defocusOffsetUm(defocusOffset).defocusRmsUm(defocusRms).astigmatismUm(astigmatism)
			.astigmatismAngleDeg(astigmatismAngle).zernikeOdd(numbers(zernikeOdd, "--zernike_odd")).zernikeEven(numbers(zernikeEven,
				"--zernike_even")).positionRmsA(positionRms).angleRmsDeg(angleRms).temporalSamples(trajectoryPositionRms > 0 ||
				trajectoryAngleRms > 0 ? trajectorySamples : 1).trajectoryRmsA(trajectoryPositionRms).trajectoryRmsDeg(
					trajectoryAngleRms).build();
	}

	private List<SpeciesOptions> species() {
		final String[] models = list(model);
		final List<SpeciesOptions> all = new ArrayList<>();
		for (int i = 0; i < models.length; i++) {
			final SpeciesOptions.Builder builder = SpeciesOptions.builder().source(Path.of(models[i])).name(name.isBlank() ? rootName(
				models[i]) : entry(name, i, models.length, "--name")).symmetry(entry(sym, i, models.length, "--sym"))
				.particlesPerSeries(whole(entry(particles, i, models.length, "--particles"), "--particles")).diameterA(whole(entry(
					diameter, i, models.length, "--diameter"), "--diameter")).bFactor(bFactor);
			if (referenceResolution > 0) builder.referenceResolutionA(referenceResolution);
			all.add(builder.build());
		}
		return all;
	}

	private static String rootName(final String file) {
		final String name = Path.of(file).getFileName().toString();
		final int dot = name.indexOf('.');
		return dot > 0 ? name.substring(0, dot) : name;
	}

	private static String[] list(final String text) {
		return Arrays.stream(text.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toArray(String[]::new);
	}

	/** Entry i of a list with one entry per species, or of one for all. */
	private static String entry(final String text, final int i, final int count, final String option) {
		final String[] entries = list(text);
		if (entries.length != 1 && entries.length != count) throw new MException("There are " + count + " models but " +
			entries.length + " entries", option, "Give one entry per model, separated by commas, or one for all");
		return entries[entries.length == 1 ? 0 : i];
	}

	private static int whole(final String text, final String option) {
		try {
			return Integer.parseInt(text);
		}
		catch (final NumberFormatException e) {
			throw new MException("'" + text + "' is not a whole number", option, "Give whole numbers, separated by commas", e);
		}
	}

	private static double[] numbers(final String text, final String option) {
		try {
			return Arrays.stream(list(text)).mapToDouble(Double::parseDouble).toArray();
		}
		catch (final NumberFormatException e) {
			throw new MException("'" + text + "' is not a list of numbers", option, "Give numbers, separated by commas", e);
		}
	}
}
