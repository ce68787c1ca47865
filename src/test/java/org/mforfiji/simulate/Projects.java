package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;

/** Small simulated projects for tests. */
final class Projects {

	static final double PIXEL = 6;
	static final double SIGMA = 12;

	private Projects() {}

	/** A map of one Gaussian blob at an offset in Å from the centre. */
	static Path blob(final Path folder, final double... offset) {
		final int n = 64;
		final Volume map = Volume.cube(n, PIXEL);
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++, i++) {
					final double dx = (x - n / 2) * PIXEL - offset[0];
					final double dy = (y - n / 2) * PIXEL - offset[1];
					final double dz = (z - n / 2) * PIXEL - offset[2];
					map.data()[i] = (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * SIGMA * SIGMA));
				}
		final Path file = folder.resolve("blob.mrc");
		MrcFile.write(file, map);
		return file;
	}

	static SpeciesOptions.Builder species(final Path map, final int count) {
		return SpeciesOptions.builder().name("blob").source(map).particlesPerSeries(count).diameterA(150);
	}

	static SimulationOptions.Builder small(final SpeciesOptions... species) {
		return SimulationOptions.builder().series(1).species(List.of(species)).microscope(MicroscopeOptions.builder().pixelSize(
			PIXEL).imageWidth(160).imageHeight(144).build()).tilts(TiltOptions.builder().stepDeg(12).axisOffsetRmsA(20)
				.levelAngleXDeg(2).levelAngleYDeg(-3).thicknessA(400).build());
	}

	static Simulation.Result run(final SimulationOptions options, final Path folder) {
		return run(options, folder, 2);
	}

	static Simulation.Result run(final SimulationOptions options, final Path folder, final int threads) {
		try (Parallel parallel = new Parallel(threads)) {
			return Simulation.run(options, folder, parallel, Monitor.SILENT);
		}
	}
}
