package org.mforfiji.independent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.geometry.TiltSeriesGeometry.Projection;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/**
 * A project that was written, and whose images were drawn, without a line of the program, goes through the program's
 * verbs and comes out as the map it was drawn from: same hand, same place.
 */
class IndependentSeriesTest {

	@TempDir
	static Path folder;

	private static LiteralProject project;
	private static LiteralSeries literal;

	@BeforeAll
	static void draw() throws Exception {
		project = new LiteralProject(folder);
		literal = project.write();
	}

	private static void run(final String... args) {
		final ByteArrayOutputStream err = new ByteArrayOutputStream();
		final int code = new Shell(CommandCatalog.discover(), new PrintStream(new ByteArrayOutputStream()), new PrintStream(err,
			true, StandardCharsets.UTF_8), false).run(args);
		assertEquals(0, code, err.toString(StandardCharsets.UTF_8));
	}

	@Test
	void everyDistortionIsUndone() throws Exception {
		final String population = folder.resolve("p/p.population").toString();
		run("create_population", "-d", folder.resolve("p").toString(), "-n", "p");
		run("create_source", "-p", population, "-s", folder.resolve("series.settings").toString(), "-n", "s");
		run("create_species", "-p", population, "-n", "blobs", "-d", "" + LiteralProject.DIAMETER, "--half1", folder.resolve(
			"start1.mrc").toString(), "--half2", folder.resolve("start2.mrc").toString(), "-m", folder.resolve("mask.mrc")
				.toString(), "--particles_relion", folder.resolve("particles.star").toString());
		final Population made = PopulationStore.load(Path.of(population));
		samePlaces(made);
		run("reconstruct", "--population", population);
		final double[] right = agreement(made);
		for (int shell = 3; shell <= 22; shell++)
			assertTrue(right[shell] > 0.95, "shell " + shell + ": " + right[shell]);

		flipHand(made.sources().get(0));
		run("reconstruct", "--population", population);
		final double[] flipped = agreement(made);
		double better = 0;
		for (int shell = 20; shell < 30; shell++)
			better += right[shell] - flipped[shell];
		assertTrue(better > 0.015, "the true hand of defocus is better by " + better);
	}

	private static void samePlaces(final Population population) {
		final DataSource source = population.sources().get(0);
		final Species species = population.species().get(0);
		final TiltSeries series = ItemLoader.load(source, source.items().get(0));
		assertEquals(LiteralProject.PARTICLES, species.particles().size());
		for (int p = 0; p < LiteralProject.PARTICLES; p++) {
			final double[] position = species.particles().get(p).position(0), euler = project.angles[p];
			final double[][] e = LiteralSeries.euler(euler[0], euler[1], euler[2]);
			for (int t = 0; t < LiteralProject.TILTS; t++) {
				final LiteralSeries.Place expected = literal.place(project.positions[p], e, t);
				final Projection is = series.geometry().project(position, t);
				assertEquals(expected.x(), is.x(), 1e-4);
				assertEquals(expected.y(), is.y(), 1e-4);
				assertEquals(expected.defocusUm(), is.defocusUm(), 1e-7);
				final double[] frame = series.geometry().orientation(position, t);
				for (int i = 0; i < 9; i++) {
					double element = 0;
					for (int k = 0; k < 3; k++)
						element += frame[i - i % 3 + k] * e[k][i % 3];
					assertEquals(expected.orientation()[i / 3][i % 3], element, 1e-6);
				}
			}
		}
	}

	/** Correlation of the mean of the half-maps with the truth, per shell. */
	private static double[] agreement(final Population population) {
		final Species species = population.species().get(0);
		final float[] one = MrcFile.read(SpeciesStore.map(species, "half1")).data(), two = MrcFile.read(SpeciesStore.map(species,
			"half2")).data();
		final float[] mean = new float[one.length], truth = project.map(0, false), ball = project.map(0, true);
		for (int i = 0; i < mean.length; i++)
			mean[i] = (one[i] + two[i]) * ball[i];
		final int n = LiteralProject.BOX;
		try (Parallel parallel = new Parallel(2)) {
			return FourierShellCorrelation.between(new Volume(mean, n, n, n, LiteralProject.PIXEL), new Volume(truth, n, n, n,
				LiteralProject.PIXEL), parallel);
		}
	}

	private static void flipHand(final DataSource source) throws Exception {
		final Path xml = source.itemXml(source.items().get(0));
		final String text = Files.readString(xml);
		assertTrue(text.contains("AreAnglesInverted=\"True\""));
		Files.writeString(xml, text.replace("AreAnglesInverted=\"True\"", "AreAnglesInverted=\"False\""));
	}
}
