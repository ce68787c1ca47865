package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.WarpSettings;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.CreateSourceOptions.Selection;

class CreateSourceTest {

	@TempDir
	Path folder;
	private WarpFolder warp;
	private Population population;
	private CreateSourceOptions options;

	@BeforeEach
	void project() {
		warp = new WarpFolder(folder.resolve("my data"));
		population = CreatePopulation.create(folder.resolve("m"), "My Population");
		options = CreateSourceOptions.of(warp.settings, "EMPIAR 1");
	}

	private static List<String> names(final DataSource source) {
		return source.items().stream().map(SourceItem::fileName).toList();
	}

	private MException refused(final CreateSourceOptions how) {
		final List<String> before = WarpFolder.state(folder);
		final MException e = assertThrows(MException.class, () -> CreateSource.create(population, how, Monitor.SILENT));
		assertEquals(before, WarpFolder.state(folder), "a refused source must leave the disk as it was");
		assertFalse(e.remedy().isEmpty(), e.getMessage());
		return e;
	}

	@Test
	void aSourceTakesEverythingFromTheSettings() {
		warp.series("TS_1");
		warp.series("TS_2");
		final CreatedSource created = CreateSource.create(population, options, Monitor.SILENT);
		final DataSource source = created.source();
		assertEquals(warp.series.resolve("EMPIAR1.source"), source.file());
		assertEquals(List.of("TS_1.tomostar", "TS_2.tomostar"), names(source));
		assertEquals(2.5, source.pixelSize());
		assertEquals(100, source.volumeSize()[0]);
		assertEquals(50, source.volumeSize()[2]);
		assertEquals(WarpFolder.TILTS, source.frameLimit());
		assertEquals(-3, source.dosePerFrame());
		assertTrue(source.correction().flipY());
		assertEquals(warp.root.resolve("gain ref.mrc"), source.correction().gain().orElseThrow());
		assertEquals(DataHash.ofItem("TS_1", warp.movie("TS_1", 0)), source.items().get(0).hash());
		assertEquals(27, source.version().length());
		assertTrue(Files.exists(warp.series.resolve("versions").resolve(source.version()).resolve("TS_2.xml")));
		final Population again = PopulationStore.load(population.file());
		assertEquals(1, again.sources().size());
		assertEquals(source.guid(), again.sources().get(0).guid());
		assertEquals(source.items(), again.sources().get(0).items());
		assertEquals(source.correction(), again.sources().get(0).correction());
		final String text = WarpFolder.text(population.file());
		assertTrue(text.contains("../my%20data/warp_tiltseries/EMPIAR1.source"), text);
		assertTrue(WarpFolder.text(source.file()).contains("Value=\"../gain%20ref.mrc\""));
		assertTrue(WarpFolder.text(warp.series.resolve("versions").resolve(source.version()).resolve("EMPIAR1.source"))
			.contains("Value=\"../../../gain%20ref.mrc\""));
	}

	@Test
	void itemsAreCountedByQuality() {
		warp.settings("<Param Name=\"DefocusMax\" Value=\"4\" /><Param Name=\"ResolutionMax\" Value=\"8\" />" +
			"<Param Name=\"AstigmatismMax\" Value=\"2\" />");
		for (int i = 0; i < 6; i++)
			warp.series("good_" + i, 2, 0.02 * (i % 3), 30 * i, 5, i == 0 ? "null" : "");
		warp.series("defocused", 4.5, 0, 0, 5, "");
		warp.series("blurred", 2, 0, 0, 9, "");
		warp.series("astigmatic", 2, 1, 45, 5, "");
		warp.series("bad_but_wanted", 9, 0, 0, 5, "False");
		warp.series("unwanted", 2, 0, 0, 5, "True");
		warp.tomostar("imported");
		warp.series("no_ctf");
		WarpFolder.write(warp.xml("no_ctf"), WarpFolder.text(warp.xml("no_ctf")).replace("OptionsCTF", "OptionsPicking"));
		final ItemGroups groups = CreateSource.groups(warp.settings, Monitor.SILENT);
		assertEquals(List.of("bad_but_wanted.tomostar", "good_0.tomostar", "good_1.tomostar", "good_2.tomostar",
			"good_3.tomostar", "good_4.tomostar", "good_5.tomostar"), groups.passing());
		assertEquals(List.of("astigmatic.tomostar", "blurred.tomostar", "defocused.tomostar"), groups.filtered());
		assertEquals(List.of("unwanted.tomostar"), groups.deselected());
		assertEquals(List.of("no_ctf.tomostar"), groups.unprocessed());
		assertEquals(List.of("imported.tomostar"), groups.withoutMetadata());
		final CreatedSource all = CreateSource.create(population, options.withSelection(Selection.ALL), Monitor.SILENT);
		assertEquals(12, all.source().items().size());
		final CreateSourceOptions second = CreateSourceOptions.of(warp.settings, "second");
		final DataSource some = CreateSource.create(population, second.withSelection(new Selection(true, false, false,
			Optional.empty())), Monitor.SILENT).source();
		assertEquals(10, some.items().size());
		assertFalse(names(some).contains("unwanted.tomostar"));
	}

	@Test
	void particleCountsAndMasksAreFiltered() throws IOException {
		warp.settings("<Param Name=\"ParticlesSuffix\" Value=\"_ribo\" /><Param Name=\"ParticlesMin\" Value=\"2\" />");
		warp.series("few");
		warp.series("many");
		warp.series("none");
		warp.series("dirty");
		WarpFolder.write(warp.xml("dirty"), WarpFolder.text(warp.xml("dirty")).replace("UnselectFilter=",
			"MaskPercentage=\"12\" UnselectFilter="));
		Files.createDirectories(warp.series.resolve("matching"));
		final String head = "\ndata_\n\nloop_\n_rlnCoordinateX #1\n";
		WarpFolder.write(warp.series.resolve("matching/few_ribo.star"), head + "1\n\n");
		WarpFolder.write(warp.series.resolve("matching/many_ribo.star"), head + "1\n2\n3\n");
		final ItemGroups groups = CreateSource.groups(warp.settings, Monitor.SILENT);
		assertEquals(List.of("many.tomostar", "none.tomostar"), groups.passing());
		assertEquals(List.of("dirty.tomostar", "few.tomostar"), groups.filtered());
	}

	@Test
	void aListOverridesTheGroups() {
		warp.series("TS_1");
		warp.series("TS_2", 9, 0, 0, 99, "");
		warp.series("TS_3");
		final Path list = folder.resolve("list.txt");
		WarpFolder.write(list, "/somewhere/TS_2.tomostar\nTS_3\n\nTS_9.tomostar\n");
		final RecordingMonitor monitor = new RecordingMonitor();
		final DataSource source = CreateSource.create(population, options.withSelection(Selection.of(list)), monitor).source();
		assertEquals(List.of("TS_2.tomostar", "TS_3.tomostar"), names(source));
		assertTrue(monitor.warnings.get(0).contains("TS_9.tomostar"), monitor.warnings.toString());
		WarpFolder.write(list, "a\nb\n");
		assertTrue(refused(CreateSourceOptions.of(warp.settings, "b").withSelection(Selection.of(list))).what().contains("a, b"));
	}

	@Test
	void theLimitOfTiltsIsStoredAndHonoured() {
		warp.series("TS_1");
		final DataSource source = CreateSource.create(population, options.withLimit(3), Monitor.SILENT).source();
		assertEquals(3, source.frameLimit());
		final TiltSeries series = ItemLoader.load(source, source.items().get(0));
		assertEquals(3, series.usedTilts());
		assertFalse(series.useTilt(0) || series.useTilt(4));
		assertEquals(32 * 2.5, series.imageSize()[0]);
		assertEquals(5, CreateSource.create(population, CreateSourceOptions.of(warp.settings, "b").withLimit(99), Monitor.SILENT)
			.source().frameLimit());
		assertTrue(refused(options.withLimit(-1)).what().contains("-1"));
	}

	@Test
	void withoutRawDataAStoredHashIsTakenElseTheAverage() throws IOException {
		warp.series("TS_1");
		warp.series("TS_2");
		final DataSource first = CreateSource.create(population, options.withSelection(Selection.of(list("TS_1"))),
			Monitor.SILENT).source();
		for (final String name : List.of("TS_1", "TS_2"))
			for (int t = 0; t < WarpFolder.TILTS; t++)
				Files.delete(warp.movie(name, t));
		final RecordingMonitor monitor = new RecordingMonitor();
		final Population other = CreatePopulation.create(folder.resolve("other"), "other");
		final DataSource second = CreateSource.create(other, CreateSourceOptions.of(warp.settings, "second"), monitor).source();
		assertEquals(first.items().get(0), second.items().get(0));
		assertEquals(DataHash.ofItem("TS_2", warp.average("TS_2", 0)), second.items().get(1).hash());
		assertEquals(1, monitor.warnings.size());
		assertTrue(monitor.warnings.get(0).contains("TS_2.tomostar") && !monitor.warnings.get(0).contains("TS_1"), monitor.warnings
			.toString());
		assertEquals(16 * 5.0, ItemLoader.load(second, second.items().get(1)).imageSize()[0]);
		Files.delete(second.file());
		Files.delete(warp.average("TS_2", 0));
		final MException e = refused(CreateSourceOptions.of(warp.settings, "third"));
		assertTrue(e.where().contains("TS_2.xml, tilt 1"), e.getMessage());
	}

	private Path list(final String name) {
		final Path list = folder.resolve("list.txt");
		WarpFolder.write(list, name + ".tomostar\n");
		return list;
	}

	@Test
	void itemsOfOtherSourcesAreRefusedByName() {
		for (int i = 0; i < 7; i++)
			warp.series("TS_" + i);
		final Population with = CreateSource.create(population, options, Monitor.SILENT).population();
		final CreateSourceOptions second = CreateSourceOptions.of(warp.settings, "second");
		population = with;
		final MException e = refused(second);
		assertTrue(e.what().contains("'EMPIAR 1' has TS_0.tomostar, TS_1.tomostar") && e.what().contains("and 2 more"), e
			.getMessage());
		assertTrue(refused(options).what().contains("already"));
	}

	@Test
	void settingsWithoutDataAreRefused() throws IOException {
		assertTrue(refused(options).what().contains("no tilt series"));
		warp.series("TS_1", 2, 0, 0, 5, "True");
		assertTrue(refused(options).what().contains("1 are deselected by hand"));
		assertTrue(refused(options.withOutput(folder.resolve("elsewhere.source"))).what().contains("folder of the metadata"));
		assertTrue(refused(CreateSourceOptions.of(warp.settings, " / ")).what().contains("cannot be the name"));
		assertTrue(refused(CreateSourceOptions.of(folder.resolve("no.settings"), "x")).where().contains("no.settings"));
		WarpFolder.write(warp.settings, WarpFolder.text(warp.settings).replace("\"warp_tiltseries\"", "\"gone\""));
		assertTrue(refused(options).what().contains("processing folder"));
	}

	@Test
	void metadataStandInForMissingTomostars() throws IOException {
		warp.series("TS_1");
		Files.delete(warp.tomostars.resolve("TS_1.tomostar"));
		final RecordingMonitor monitor = new RecordingMonitor();
		assertEquals(List.of("TS_1.tomostar"), names(CreateSource.create(population, options, monitor).source()));
		assertEquals(1, monitor.warnings.size());
	}

	@Test
	void settingsOfWindowsAreUnderstood() {
		WarpFolder.write(warp.settings, WarpFolder.text(warp.settings).replace("\"tomostar\"", "\".\\tomostar\"").replace(
			"\"CorrectGain\" Value=\"True\"", "\"CorrectGain\" Value=\"False\""));
		final WarpSettings settings = WarpSettings.read(warp.settings);
		assertEquals(warp.tomostars, settings.input().dataFolder());
		assertTrue(settings.input().movies().gain().isEmpty());
		assertEquals(3, settings.filter().astigmatismMax());
		WarpFolder.write(warp.settings, WarpFolder.text(warp.settings).replace("Value=\"2.5\"", "Value=\"2,5\""));
		assertTrue(assertThrows(MException.class, () -> WarpSettings.read(warp.settings)).what().contains("'2,5' of PixelSize"));
	}
}
