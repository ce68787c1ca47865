package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.population.Population;
import org.mforfiji.simulate.ImagingOptions;
import org.mforfiji.simulate.MicroscopeOptions;
import org.mforfiji.simulate.PlantedErrors;
import org.mforfiji.simulate.ProjectFolders;
import org.mforfiji.simulate.Simulation;
import org.mforfiji.simulate.SimulationOptions;
import org.mforfiji.simulate.SpeciesOptions;
import org.mforfiji.simulate.TiltOptions;
import org.mforfiji.store.CreatePopulation;
import org.mforfiji.store.CreateSource;
import org.mforfiji.store.CreateSourceOptions;
import org.mforfiji.store.CreateSpecies;
import org.mforfiji.store.CreateSpeciesOptions;
import org.mforfiji.store.ParticleSource;
import org.mforfiji.store.PopulationStore;

/** Simulated series of a small particle with fine detail, whose contrast transfer is not what their metadata say. */
final class CtfPopulation {

	static final double PIXEL = 2.5;
	static final int DIAMETER = 70;

	private CtfPopulation() {}

	private static Path phantom(final Path folder) {
		final int n = 56;
		final Volume map = Volume.cube(n, PIXEL);
		final Random random = new Random(5);
		for (int blob = 0; blob < 60; blob++) {
			final double[] at = new double[3];
			do
				for (int c = 0; c < 3; c++)
					at[c] = 56 * (random.nextDouble() - 0.5);
			while (at[0] * at[0] + at[1] * at[1] + at[2] * at[2] > 28 * 28);
			for (int i = 0; i < map.data().length; i++) {
				final double dx = (i % n - n / 2) * PIXEL - at[0], dy = (i / n % n - n / 2) * PIXEL - at[1], dz = (i / n / n - n / 2) *
					PIXEL - at[2];
				map.data()[i] += (float) Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * 2.2 * 2.2));
			}
		}
		final Path file = folder.resolve("phantom.mrc");
		MrcFile.write(file, map);
		return file;
	}

	/** Simulates a project in {@code folder/project} and makes a population of it in {@code folder/population}. */
	static Population create(final Path folder, final double snr, final int series, final int particles,
		final PlantedErrors planted) throws IOException
	{
		Files.createDirectories(folder);
		final SpeciesOptions kind = SpeciesOptions.builder().name("phantom").source(phantom(folder)).particlesPerSeries(particles)
			.diameterA(DIAMETER).build();
		final SimulationOptions options = SimulationOptions.builder().series(series).species(List.of(kind)).microscope(
			MicroscopeOptions.builder().pixelSize(PIXEL).imageWidth(300).imageHeight(280).build()).tilts(TiltOptions.builder()
				.stepDeg(10).dosePerTilt(2).thicknessA(300).build()).imaging(ImagingOptions.builder().snr(snr).defocusUm(1.5).build())
			.planted(planted).build();
		try (Parallel parallel = new Parallel(2)) {
			final ProjectFolders folders = Simulation.run(options, folder.resolve("project"), parallel, Monitor.SILENT).folders();
			Population population = CreatePopulation.create(folder.resolve("population"), "test");
			population = CreateSource.create(population, CreateSourceOptions.of(folders.tiltSeriesSettings(), "simulated"),
				Monitor.SILENT).population();
			population = CreateSpecies.create(population, CreateSpeciesOptions.builder(kind.name(), DIAMETER,
				new CreateSpeciesOptions.MapFiles(folders.map(kind.name(), "half1"), folders.map(kind.name(), "half2"), folders.map(kind
					.name(), "mask"))).build(), ParticleSource.relion(folders.particles(kind.name(), "relion5"),
						PixelSizeOverride.NONE, false), new HalfMapAnalysis(parallel), Monitor.SILENT).population();
			return PopulationStore.load(population.file());
		}
	}
}
