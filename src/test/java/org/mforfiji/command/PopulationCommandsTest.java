package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Volume;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SpeciesStore;

/** Types what a user of M would type. */
class PopulationCommandsTest {

	private static final String SETTINGS = """
		<?xml version="1.0" encoding="utf-8"?>
		<Settings>
		<Import>
		<Param Name="DataFolder" Value="tomostar" />
		<Param Name="ProcessingFolder" Value="warp" />
		<Param Name="Extension" Value="*.tomostar" />
		<Param Name="PixelSize" Value="1.5" />
		</Import>
		<Tomo><Param Name="DimensionsX" Value="4000" /><Param Name="DimensionsY" Value="4000" />
		<Param Name="DimensionsZ" Value="1000" /></Tomo>
		<Filter><Param Name="ResolutionMax" Value="5" /><Param Name="ParticlesMin" Value="0" /></Filter>
		</Settings>
		""";

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	private Path folder;
	private Path population;
	private Path settings;

	@BeforeEach
	void project() throws IOException {
		population = folder.resolve("refined/Mycells.population");
		settings = Files.writeString(folder.resolve("warp.settings"), SETTINGS);
		Files.createDirectories(folder.resolve("warp"));
		Files.createDirectories(folder.resolve("tomostar"));
		series("TS_1", 4, "");
		series("TS_2", 4, "");
		series("TS_poor", 9, "");
		series("TS_out", 4, "True");
		assertEquals(Shell.DONE, run("create_population", "-d", population.getParent().toString(), "-n", "My cells"), err());
	}

	/** A series of two tilts with a resolution of the CTF fit. */
	private void series(final String name, final int resolution, final String deselected) throws IOException {
		Files.writeString(folder.resolve("tomostar/" + name + ".tomostar"), "data_\n\nloop_\n_wrpMovieName #1\n_wrpAngleTilt #2\n" +
			"raw/" + name + ".mrc 0\nraw/" + name + ".mrc 3\n");
		Files.createDirectories(folder.resolve("tomostar/raw"));
		Files.writeString(folder.resolve("tomostar/raw/" + name + ".mrc"), "raw data of " + name);
		Files.writeString(folder.resolve("warp/" + name + ".xml"), """
			<?xml version="1.0" encoding="utf-8"?>
			<TiltSeries DataDirectory="%s" UnselectFilter="False" UnselectManual="%s" CTFResolutionEstimate="%d">
			<Angles>0
			3</Angles>
			<Dose>0
			3</Dose>
			<MoviePath>raw/%s.mrc
			raw/%s.mrc</MoviePath>
			<OptionsCTF><Param Name="PixelSize" Value="1.5" /></OptionsCTF>
			<CTF><Param Name="PixelSize" Value="1.5" /><Param Name="Defocus" Value="3" /></CTF>
			</TiltSeries>
			""".formatted(folder.resolve("tomostar"), deselected, resolution, name, name));
	}

	private int run(final String... args) {
		out.reset();
		err.reset();
		return new Shell(CommandCatalog.of(CreatePopulationCommand.class, CreateSourceCommand.class, AddSourceCommand.class,
			RemoveSourceCommand.class, ListSourcesCommand.class, CreateSpeciesCommand.class,
			AddSpeciesCommand.class, RemoveSpeciesCommand.class, ResampleTrajectoriesCommand.class,
			ListSpeciesCommand.class), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
				StandardCharsets.UTF_8), false).run(args);
	}

	private String out() {
		return out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return err.toString(StandardCharsets.UTF_8);
	}

	/** Half-maps of a blob with different noise, a round mask, and particles of two series and of one that is not there. */
	private void speciesFiles() throws IOException {
		final int n = 32;
		final Volume[] maps = { Volume.cube(n, 4), Volume.cube(n, 4), Volume.cube(n, 4) };
		final Random random = new Random(1);
		for (int i = 0; i < n * n * n; i++) {
			final double r2 = square(i % n - n / 2) + square(i / n % n - n / 2 - 2) + square(i / n / n - n / 2);
			for (int h = 0; h < 2; h++)
				maps[h].data()[i] = (float) (Math.exp(-r2 / 8) + 0.02 * random.nextGaussian());
			maps[2].data()[i] = r2 < 64 ? 1 : 0;
		}
		MrcFile.write(folder.resolve("half1.mrc"), maps[0]);
		MrcFile.write(folder.resolve("half2.mrc"), maps[1]);
		MrcFile.write(folder.resolve("mask.mrc"), maps[2]);
		final StringBuilder star = new StringBuilder("data_\n\nloop_\n_rlnMicrographName #1\n_rlnCoordinateX #2\n" +
			"_rlnCoordinateY #3\n_rlnCoordinateZ #4\n_rlnAngleRot #5\n_rlnAngleTilt #6\n_rlnAnglePsi #7\n");
		for (int i = 0; i < 6; i++)
			star.append(i < 5 ? "TS_" + (1 + i % 2) : "TS_7").append(".tomostar ").append(1000 + 100 * i).append(
				" 2000 500 10 20 30\n");
		Files.writeString(folder.resolve("run_data.star"), star);
	}

	private static double square(final double x) {
		return x * x;
	}

	private int createSpecies(final String... more) {
		return run(Stream.concat(Stream.of("create_species", "-p", population.toString(), "-n", "70S", "-d", "64", "--half1",
			folder.resolve("half1.mrc").toString(), "--half2", folder.resolve("half2.mrc").toString(), "-m", folder.resolve(
				"mask.mrc").toString()), Stream.of(more)).toArray(String[]::new));
	}

	@Test
	void speciesIsMadeListedRemovedAndAddedAgain() throws IOException {
		createSource("day 1");
		speciesFiles();
		final String table = folder.resolve("run_data.star").toString();
		assertEquals(Shell.FAILED, createSpecies("--particles_relion", table, "--angpix_coords", "1.5"));
		assertTrue(err().contains("TS_7.tomostar"), err());
		assertEquals(Shell.DONE, createSpecies("--particles_relion", table, "--angpix_coords", "1.5", "--ignore_unmatched",
			"-s", "D2", "-t", "2", "--json"), err());
		assertTrue(out().contains("\"box_size\": 32, \"symmetry\": \"D2\", \"temporal_samples\": 2, \"particles\": 5"), out());
		assertTrue(out().contains("\"linked\": 5, \"unmatched\": 1, \"shares\": [{\"source\": \"day 1\""), out());
		final Species species = PopulationStore.load(population).species().get(0);
		assertTrue(Files.exists(SpeciesStore.map(species, "filtsharp")), "filtered and sharpened maps are made");

		assertEquals(Shell.DONE, run("list_species", "-p", population.toString()));
		assertTrue(out().contains("'70S' (" + species.guid() + "), " + species.file() + "\n"), out());
		assertTrue(out().contains("5 particles, D2, diameter 64 Å, box 32 at 4.0 Å"), out());
		assertEquals(Shell.DONE, run("resample_trajectories", "-p", population.toString(), "-s", species.file().toString(),
			"--samples", "3", "--json"), err());
		assertTrue(out().contains("\"temporal_samples\": 3, \"particles\": 5"), out());
		assertEquals(Shell.WRONG_USAGE, run("resample_trajectories", "-p", population.toString(), "-s", "70S", "--samples", "0"));
		assertEquals(3, PopulationStore.load(population).species().get(0).particles().get(0).samples());
		assertEquals(Shell.DONE, run("remove_species", "-p", population.toString(), "-s", "70S", "--json"), err());
		assertEquals("{\"species\": []}\n", out());
		assertEquals(Shell.DONE, run("add_species", "-p", population.toString(), "-s", species.file().toString()), err());
		assertEquals(species.guid(), PopulationStore.load(population).species().get(0).guid());
	}

	@Test
	void optionsOfASpeciesAreCheckedBeforeAnythingRuns() throws IOException {
		speciesFiles();
		final String table = folder.resolve("run_data.star").toString();
		assertEquals(Shell.WRONG_USAGE, createSpecies());
		assertTrue(err().contains("Exactly one particle table is needed. Give either --particles_relion or --particles_m"), err());
		assertEquals(Shell.WRONG_USAGE, createSpecies("--particles_relion", table, "-s", "Q5"));
		assertTrue(err().contains("Q5"), err());
		assertEquals(Shell.WRONG_USAGE, createSpecies("--particles_relion", table, "--helical_units", "3"));
		assertTrue(err().contains("helical symmetry is incomplete"), err());
		assertEquals(Shell.WRONG_USAGE, createSpecies("--particles_m", table, "--angpix_coords", "2"));
		assertEquals(Shell.FAILED, createSpecies("--particles_relion", table), "without a data source nothing can be linked");
		assertEquals(0, PopulationStore.load(population).species().size());
		assertFalse(Files.exists(population.resolveSibling("species")), "a failure leaves nothing on disk");
	}

	private int createSource(final String name, final String... more) {
		final String[] args = { "create_source", "-p", population.toString(), "-s", settings.toString(), "-n", name };
		final String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
		System.arraycopy(more, 0, all, args.length, more.length);
		return run(all);
	}

	@Test
	void newPopulationIsEmpty() {
		assertEquals(new Population("My cells", population, java.util.List.of(), java.util.List.of(), java.util.Map.of()),
			PopulationStore.load(population));
		assertEquals(Shell.DONE, run("list_species", "-p", population.toString(), "--json"));
		assertEquals("{\"species\": []}\n", out());
		assertEquals(Shell.FAILED, run("create_population", "-d", population.getParent().toString(), "-n", "My cells"));
		assertTrue(err().contains("There is a population of this name already"), err());
	}

	@Test
	void sourceTakesWhatPassesTheFilterAndCountsTheRest() {
		assertEquals(Shell.DONE, createSource("day 1", "--json"), err());
		assertTrue(out().contains("\"items\": 2, \"frame_limit\": 2"), out());
		assertTrue(out().contains("\"passing\": 2, \"filtered\": 1, \"deselected\": 1, \"unprocessed\": 0}"), out());
		assertEquals(2, PopulationStore.load(population).sources().get(0).items().size());
	}

	@Test
	void groupsCanBeIncludedAndTiltsLimited() {
		assertEquals(Shell.DONE, createSource("all", "--include_filtered", "--include_deselected", "--nframes", "1",
			"--dont_version"), err());
		final var source = PopulationStore.load(population).sources().get(0);
		assertEquals(4, source.items().size());
		assertEquals(1, source.frameLimit());
		assertFalse(source.keepsVersions());
	}

	@Test
	void listTakesExactlyItsItems() throws IOException {
		final Path list = Files.writeString(folder.resolve("list.txt"), "somewhere/TS_poor.tomostar\n");
		assertEquals(Shell.WRONG_USAGE, createSource("listed", "--files", list.toString(), "--include_filtered"));
		assertEquals(Shell.DONE, createSource("listed", "--files", list.toString()), err());
		assertEquals("TS_poor.tomostar", PopulationStore.load(population).sources().get(0).items().get(0).fileName());
	}

	@Test
	void sourcesAreListedRemovedAndAddedAgain() {
		createSource("day 1");
		assertEquals(Shell.DONE, run("list_sources", "-p", population.toString()));
		final Matcher line = Pattern.compile("^'day 1' \\(([0-9a-f-]{36})\\), (/.*\\.source)$", Pattern.MULTILINE).matcher(out());
		assertTrue(line.find(), out());
		final String guid = line.group(1);
		final String file = line.group(2);

		assertEquals(Shell.FAILED, run("add_source", "-p", population.toString(), "-s", file));
		assertTrue(err().contains("The population has this data source already"), err());
		assertEquals(Shell.FAILED, run("remove_source", "-p", population.toString(), "-s", "day 2"));
		assertTrue(err().contains("The population has no data source 'day 2'"), err());

		assertEquals(Shell.DONE, run("remove_source", "-p", population.toString(), "-s", guid, "--json"));
		assertEquals("{\"sources\": []}\n", out());
		assertTrue(Files.exists(Path.of(file)), "the files of the source stay");
		assertEquals(Shell.DONE, run("add_source", "-p", population.toString(), "-s", file), err());
		assertEquals(Shell.DONE, run("remove_source", "-p", population.toString(), "-s", file), err());
	}

	@Test
	void populationThatIsNotThereIsWrongUsage() {
		assertEquals(Shell.WRONG_USAGE, run("list_sources", "-p", population.resolveSibling("Mycell.population").toString()));
		assertTrue(err().contains("the nearest name in that folder is Mycells.population"), err());
		assertEquals(Shell.FAILED, run("list_sources", "-p", settings.toString()));
		assertTrue(err().contains("This is no population"), err());
	}
}
