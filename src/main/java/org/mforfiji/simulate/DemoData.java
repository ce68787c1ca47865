package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;

/**
 * Makes the data set of the demonstration: 20S proteasomes (D7) in two tilt series, with an unknown image warp and inexact
 * poses. The optics in the given state are the true ones, so a refinement of image warp and poses can reach the truth. Images
 * and maps are float16, so that the whole takes about 12 MB.
 */
public final class DemoData {

	/** Name of the species. */
	public static final String SPECIES = "20S";

	/** Diameter of the species, Å; its box is 62 voxels. */
	public static final int DIAMETER = 186;

	/** Å. */
	private static final double PIXEL_SIZE = 6;

	/** Width and height of the tilt images in pixels: 1656 Å. */
	private static final int IMAGE_SIZE = 276;

	private DemoData() {}

	/**
	 * Makes the data set.
	 *
	 * @param args atomic model of the 20S proteasome (PDB or mmCIF, also gzipped), target folder
	 */
	public static void main(final String[] args) {
		if (args.length != 2) throw new MException("Two arguments are needed, not " + args.length, "DemoData",
			"Give the atomic model and the target folder");
		try (Parallel parallel = Parallel.allProcessors()) {
			Simulation.run(options(Path.of(args[0])), Path.of(args[1]), parallel, Monitor.SILENT);
		}
	}

	/**
	 * The settings: two series of 31 tilts from −60° to 60° with 3.5 e⁻/Å² each, 70 particles per series. Unknown are a 4×3
	 * image warp of 4.5 Å and shifts of whole tilts of 2 Å, positions by 3 Å per axis and orientations by 2° (all rms). The
	 * noise per area is about that of 0.05 per pixel of 4 Å, and the B-factor of 1600 Å² lets the signal fade before Nyquist
	 * (12 Å). The series' defoci, 2.1 and 2.9 µm, leave no common zero of the contrast transfer in the band, which would end
	 * the half-map resolution there.
	 *
	 * @param model atomic model of the 20S proteasome
	 */
	public static SimulationOptions options(final Path model) {
		final MicroscopeOptions microscope = MicroscopeOptions.builder().pixelSize(PIXEL_SIZE).imageWidth(IMAGE_SIZE)
			.imageHeight(IMAGE_SIZE).build();
		final TiltOptions tilts = TiltOptions.builder().minAngleDeg(-60).maxAngleDeg(60).stepDeg(4).dosePerTilt(3.5).thicknessA(
			900).build();
		final PlantedErrors planted = PlantedErrors.builder().imageWarpNodes(4, 3).imageWarpRmsA(4.5).tiltShiftRmsA(2)
			.positionRmsA(3).angleRmsDeg(2).build();
		final SpeciesOptions species = SpeciesOptions.builder().name(SPECIES).source(model).symmetry("D7").bFactor(1600)
			.diameterA(DIAMETER).particlesPerSeries(70).referenceResolutionA(30).build();
		return SimulationOptions.builder().series(2).seed(30).microscope(microscope).tilts(tilts).planted(planted).imaging(
			ImagingOptions.builder().defocusUm(2.5).defocusSpreadUm(0.8).snr(0.1).build()).species(List.of(species)).build();
	}
}
