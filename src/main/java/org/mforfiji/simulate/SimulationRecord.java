package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.WarpPaths;

/** Writes what a simulation was asked for and what was measured: {@code truth/simulation.star}. */
final class SimulationRecord {

	private final SimulationOptions options;
	private final Simulation.Result result;
	private final List<SpeciesModel> models;

	SimulationRecord(final SimulationOptions options, final Simulation.Result result, final List<SpeciesModel> models) {
		this.options = options;
		this.result = result;
		this.models = models;
	}

	void write(final Path file) {
		final PlantedErrors p = options.planted();
		final StarBlock measured = StarBlock.list("simulation").put("simSeed", String.valueOf(options.seed())).put("simSeries",
			String.valueOf(options.series())).put("simSnr", number(result.snr())).put("simNoiseSigma", number(result
				.noiseSigma())).put("simDamage", options.imaging().damage().name()).put("simIceContrast", options.imaging()
					.iceContrast().name()).put("simTiltScheme", options.tilts().scheme().name()).put("simImageWarpRmsA", number(p
						.imageWarpRmsA())).put("simTiltShiftRmsA", number(p.tiltShiftRmsA())).put("simVolumeWarpRmsA", number(p
							.volumeWarpRmsA())).put("simStageAngleRmsDeg", number(p.stageAngleRmsDeg())).put("simMagnificationRmsPercent", number(p
								.magnificationRmsPercent())).put("simZernikeOdd", list(p.zernikeOdd())).put("simZernikeEven", list(p
									.zernikeEven())).put("simDefocusOffsetUm",
								number(p.defocusOffsetUm())).put("simDefocusRmsUm", number(p.defocusRmsUm())).put("simPositionRmsA", number(
									p.positionRmsA())).put("simAngleRmsDeg", number(p.angleRmsDeg())).put("simTrajectoryRmsA", number(p
										.trajectoryRmsA())).put("simTrajectoryRmsDeg", number(p.trajectoryRmsDeg()));
		measured.put("simTemporalSamples", String.valueOf(p.temporalSamples()));
		final StarBlock species = StarBlock.loop("species", "simSpeciesName", "simSymmetry", "simDiameterA",
			"simMolecularWeightKda");
		for (final SpeciesModel s : models)
			species.addRow(WarpPaths.safeName(s.name()), s.options().symmetry(), String.valueOf(s.diameterA()), number(s
				.molecularWeightKda()));
		StarFile.of(measured, species).write(file);
	}

	private static String list(final double[] values) {
		return values.length == 0 ? "0" : Arrays.stream(values).mapToObj(SimulationRecord::number).collect(Collectors.joining(","));
	}

	private static String number(final double value) {
		return Double.isInfinite(value) ? "inf" : String.format(Locale.ROOT, "%.6g", value);
	}
}
