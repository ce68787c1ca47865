package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.simulate.ProjectFolders;
import org.mforfiji.store.CreateSpecies;
import org.mforfiji.store.CreateSpeciesOptions;
import org.mforfiji.store.ParticleSource;
import org.mforfiji.store.SpeciesStore;
import org.mforfiji.store.SpeciesTrajectories;

/** Pose trajectories go from the particle table through a run into the particle table, and from one number of samples to others. */
class TrajectoryRunTest {

	@TempDir
	Path folder;

	private Population open() {
		return SimulatedPopulation.open(folder);
	}

	private Species species() {
		return open().species().get(0);
	}

	private static RunOptions options() {
		return RunOptions.builder(SimulatedPopulation.refinement().build()).checkpointSeconds(0).build();
	}

	@Test
	void oneSampleBecomesTwoAndIsRefined() throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
		SimulatedPopulation.run(population, options(), 2, moment -> {});
		final Species one = species();
		final Species two = SpeciesTrajectories.resample(open(), one.name(), 2);
		assertEquals(2, two.temporalSamples());
		assertEquals(one.version(), two.previousVersion());
		assertNotEquals(one.version(), two.version());
		assertTrue(Files.exists(two.folder().resolve("versions/" + two.version())), "the version is kept");
		for (int p = 0; p < one.particles().size(); p++)
			for (int j = 0; j < 2; j++)
				assertArrayEquals(one.particles().get(p).position(0), species().particles().get(p).position(j), 1e-5);

		final RunReport report = SimulatedPopulation.run(open(), options(), 2, moment -> {});
		assertTrue(report.totals().improvement() > 0);
		final Species refined = species();
		assertEquals(2, refined.temporalSamples());
		double moved = 0;
		for (final Particle particle : refined.particles())
			for (int c = 0; c < 3; c++)
				moved = Math.max(moved, Math.abs(particle.position(1)[c] - particle.position(0)[c]));
		assertTrue(moved > 0.05 && moved < 5, "furthest way from sample to sample " + moved + " Å");
		final StarBlock errors = StarFile.read(report.folder().resolve("simulated/TS_01_errors.star")).block("phantom_particles");
		for (final String column : new String[] { "mffSigmaX1", "mffSigmaAngleZ1", "mffSigmaX2", "mffSigmaAngleZ2" })
			assertTrue(errors.number(0, column) > 0, column);

		final Species back = SpeciesTrajectories.resample(open(), one.guid().toString(), 1);
		assertArrayEquals(refined.particles().get(3).position(0), back.particles().get(3).position(0), 1e-5);
		assertEquals(back.version(), SpeciesTrajectories.resample(open(), one.name(), 1).version(), "nothing to do");
	}

	/** A species that is made with trajectories is reconstructed, and refined beside one that stands still. */
	@Test
	void speciesIsMadeWithTrajectoriesAndRefinedBesideOneWithout() throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
		final ProjectFolders project = new ProjectFolders(folder.resolve("project"));
		try (Parallel parallel = new Parallel(2)) {
			CreateSpecies.create(population, CreateSpeciesOptions.builder("moving", SimulatedPopulation.DIAMETER,
				new CreateSpeciesOptions.MapFiles(project.map("phantom", "half1"), project.map("phantom", "half2"), project.map(
					"phantom", "mask"))).temporalSamples(2).build(), ParticleSource.relion(project.particles("phantom", "relion5"),
						PixelSizeOverride.NONE, false), new HalfMapAnalysis(parallel), Monitor.SILENT);
		}
		SimulatedPopulation.run(open(), RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build(), 2, moment -> {});
		final Species before = open().species().get(1);
		assertEquals(2, before.temporalSamples());
		assertTrue(before.globalResolution() > 0, "reconstructed");
		SimulatedPopulation.run(open(), options(), 2, moment -> {});
		assertEquals(1, species().particles().get(0).samples());
		final Particle refined = open().species().get(1).particles().get(0);
		assertEquals(2, refined.samples());
		assertNotEquals(refined.position(0)[0], refined.position(1)[0]);
		assertTrue(refined.extra().containsKey("mffPriorPsi2"), refined.extra().toString());
	}

	@Test
	void interruptedTrajectoriesEndWithTheSameBits() throws IOException {
		final Population straight = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("straight"));
		final Population killed = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder.resolve("killed"));
		for (final Population population : new Population[] { straight, killed })
			SpeciesTrajectories.resample(population, "phantom", 3);
		SimulatedPopulation.run(SimulatedPopulation.open(folder.resolve("straight")), options(), 2, moment -> {});
		SimulatedPopulation.killAt(SimulatedPopulation.open(folder.resolve("killed")), options(), "item simulated/TS_01");
		SimulatedPopulation.run(SimulatedPopulation.open(folder.resolve("killed")), options(), 1, moment -> {});
		final Species a = SimulatedPopulation.open(folder.resolve("straight")).species().get(0), b = SimulatedPopulation.open(folder
			.resolve("killed")).species().get(0);
		assertEquals(Files.readString(SpeciesStore.particles(a)), Files.readString(SpeciesStore.particles(b)));
		assertEquals(3, a.particles().get(0).samples());
	}

	@Test
	void impossibleNumbersAndSpeciesAreRefused() throws IOException {
		final Population population = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
		final String before = Files.readString(SpeciesStore.particles(species()));
		assertTrue(assertThrows(MException.class, () -> SpeciesTrajectories.resample(population, "phantom", 0)).getMessage()
			.contains("cannot have 0 samples"));
		assertTrue(assertThrows(MException.class, () -> SpeciesTrajectories.resample(population, "ghost", 2)).getMessage().contains(
			"no species 'ghost'"));
		assertEquals(before, Files.readString(SpeciesStore.particles(species())));
	}
}
