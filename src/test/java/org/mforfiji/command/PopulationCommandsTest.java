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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.population.Population;
import org.mforfiji.store.PopulationStore;

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
			RemoveSourceCommand.class, ListSourcesCommand.class, AddSpeciesCommand.class, RemoveSpeciesCommand.class,
			ListSpeciesCommand.class), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
				StandardCharsets.UTF_8), false).run(args);
	}

	private String out() {
		return out.toString(StandardCharsets.UTF_8);
	}

	private String err() {
		return err.toString(StandardCharsets.UTF_8);
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
