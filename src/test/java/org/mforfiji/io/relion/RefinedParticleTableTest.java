package org.mforfiji.io.relion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/** New poses go into a table and come out of it again, and all else stays. */
class RefinedParticleTableTest {

	@TempDir
	private Path folder;
	private final Random random = new Random(4);

	private List<RefinedParticleTable.Refined> poses(final int n) {
		final List<RefinedParticleTable.Refined> poses = new ArrayList<>();
		for (int p = 0; p < n; p++)
			poses.add(new RefinedParticleTable.Refined(new double[] { 50 * random.nextGaussian(), 50 * random.nextGaussian(), 20 *
				random.nextGaussian() }, Rotations.toEulerDeg(Rotations.random(random)), p % 2, Map.of("myNumber",
					Integer.toString(p))));
		return poses;
	}

	/** Writes a table of RELION 5 with three particles, by the columns' values. */
	private Path table(final String subtomogram, final String shifts, final String image) throws IOException {
		final Path project = Files.createDirectories(folder.resolve("project/Extract/job01"));
		Files.createDirectories(project.resolve("stacks"));
		Files.writeString(project.resolve("stacks/a.mrcs"), "");
		final StringBuilder text = new StringBuilder("data_general\n\n_rlnTomoSubTomosAre2DStacks 1\n\ndata_optics\n\nloop_\n" +
			"_rlnOpticsGroup #1\n_rlnOpticsGroupName #2\n_rlnTomoTiltSeriesPixelSize #3\n_rlnImagePixelSize #4\n_rlnImageSize #5\n" +
			"1 og1 2.0 4.0 64\n\ndata_particles\n\nloop_\n_rlnTomoName\n_rlnCenteredCoordinateXAngst\n_rlnCenteredCoordinateYAngst\n" +
			"_rlnCenteredCoordinateZAngst\n_rlnAngleRot\n_rlnAngleTilt\n_rlnAnglePsi\n_rlnOpticsGroup\n_rlnImageName\n_myScore\n");
		if (!subtomogram.isEmpty()) text.append("_rlnTomoSubtomogramRot\n_rlnTomoSubtomogramTilt\n_rlnTomoSubtomogramPsi\n");
		if (!shifts.isEmpty()) text.append("_rlnOriginXAngst\n_rlnOriginYAngst\n_rlnOriginZAngst\n");
		for (int p = 0; p < 3; p++)
			text.append("TS_1 " + (10 * p) + " -20 5 30 40 50 1 " + image + " 0." + p + " " + subtomogram + " " + shifts + "\n");
		Files.writeString(project.resolve("particles.star"), text);
		final RelionTilt tilt = RelionTilt.of(TiltProjection.ofAngles(0, 0, 0, 0, 0), TiltCtf.ofMicrometres(3, 0, 0, 0), 0);
		final RelionTomogram tomogram = new RelionTomogram("TS_1", new int[] { 1000, 800, 300 }, 2, RelionTomogram.Acquisition.of(
			-1, 3, "og1", new Microscope(300, 2.7, 0.1)), List.of(tilt));
		new ParticleSeriesWriter(project, "x", ParticleSeriesWriter.Layout.MATRICES).write(RelionParticles.read(project.resolve(
			"particles.star")), List.of(tomogram));
		OptimisationSet.of(project.resolve("optimisation_set.star"), "Extract/job01/particles.star",
			"Extract/job01/x_tomograms.star").write();
		return project.resolve("optimisation_set.star");
	}

	private void roundTrip(final Path set, final Path outFolder) throws IOException {
		final ParticleSeries series = ParticleSeries.read(set);
		final List<RefinedParticleTable.Refined> poses = poses(series.particles().size());
		final Path target = Files.createDirectories(outFolder).resolve("new_particles.star");
		new RefinedParticleTable(series).write(poses, target, target);
		final OptimisationSet moved = OptimisationSet.read(set).withParticles(outFolder.resolve("new_set.star"), target);
		moved.write();
		final ParticleSeries back = ParticleSeries.read(moved.file());
		for (int p = 0; p < poses.size(); p++) {
			final StackParticle particle = back.particles().get(p), old = series.particles().get(p);
			assertArrayEquals(poses.get(p).centredA(), back.centredA(particle), 2e-6);
			assertEquals(0, Rotations.angleBetweenDeg(Rotations.fromEulerDeg(poses.get(p).anglesDeg()), Rotations.fromEulerDeg(
				particle.particle().anglesDeg())), 1e-4);
			assertArrayEquals(series.imageCentreA(old), back.imageCentreA(particle), 1e-5, "images are centred where they were");
			assertEquals(p % 2 + 1, particle.particle().labels().randomSubset());
			assertEquals(old.stack(), particle.stack(), "images are found");
			assertEquals(Integer.toString(p), particle.particle().extra().get("myNumber"));
		}
		final StarBlock before = StarFile.read(series.table().file()).block("particles"), after = StarFile.read(target).block(
			"particles");
		for (final String column : before.columns())
			if (!column.matches("rln(Angle|Origin|Image|RandomSubset).*")) assertEquals(before.texts(column), after.texts(column), column);
	}

	@Test
	void centredCoordinatesWithoutShifts() throws IOException {
		roundTrip(table("", "", "stacks/a.mrcs"), folder.resolve("elsewhere"));
	}

	@Test
	void shiftsAndAnglesCountInTheFrameOfTheSubtomogram() throws IOException {
		roundTrip(table("15 70 -30", "1.5 -2 3", "stacks/a.mrcs"), folder.resolve("elsewhere"));
	}

	/** A path from RELION's project folder stays as it is below that folder, and so do the tables' paths. */
	@Test
	void pathsFromAProjectFolderStay() throws IOException {
		final Path set = table("", "0 0 0", "Extract/job01/stacks/a.mrcs"), out = folder.resolve("project/Refine/job02");
		roundTrip(set, out);
		assertEquals("Extract/job01/stacks/a.mrcs", StarFile.read(out.resolve("new_particles.star")).block("particles").text(0,
			"rlnImageName"));
		final OptimisationSet moved = OptimisationSet.read(out.resolve("new_set.star"));
		assertEquals("Refine/job02/new_particles.star", moved.entries().get("rlnTomoParticlesFile"));
		assertEquals("Extract/job01/x_tomograms.star", moved.entries().get("rlnTomoTomogramsFile"));
		roundTrip(set, folder.resolve("other"));
		assertTrue(Path.of(OptimisationSet.read(folder.resolve("other/new_set.star")).entries().get("rlnTomoTomogramsFile"))
			.isAbsolute());
	}

	@Test
	void tablesOfOthers() throws IOException {
		roundTrip(Fixtures.path("real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12_optimisation_set.star"), folder.resolve(
			"70S"));
	}
}
