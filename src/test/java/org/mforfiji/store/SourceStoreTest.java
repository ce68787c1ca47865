package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;

class SourceStoreTest {

	@TempDir
	Path folder;
	private WarpFolder warp;
	private Population population;
	private DataSource source;

	@BeforeEach
	void project() {
		warp = new WarpFolder(folder.resolve("data"));
		warp.series("TS_1");
		warp.series("TS_2");
		final CreatedSource created = CreateSource.create(CreatePopulation.create(folder, "p"), CreateSourceOptions.of(
			warp.settings, "s"), Monitor.SILENT);
		population = created.population();
		source = created.source();
	}

	private TiltSeriesMetadata warped(final String name, final float by) {
		final CubicGrid grid = CubicGrid.constant(by);
		return TiltSeriesXml.read(warp.xml(name)).withImageWarp(grid, grid);
	}

	@Test
	void aCommitStoresMetadataAndVersionTogether() {
		final SourceItem item = source.items().get(1);
		final DataSource next = SourceStore.commit(source, Map.of(item, warped("TS_2", 3)));
		assertNotEquals(source.version(), next.version());
		assertEquals(source.version(), next.previousVersion());
		assertEquals(next.version(), SourceStore.version(next));
		assertEquals(3, TiltSeriesXml.read(warp.xml("TS_2")).grid(SeriesGrid.MOVEMENT_X).valueAt(0));
		final Path versions = warp.series.resolve("versions");
		assertEquals(0, TiltSeriesXml.read(versions.resolve(source.version()).resolve("TS_2.xml")).grid(SeriesGrid.MOVEMENT_X)
			.valueAt(0));
		assertEquals(3, TiltSeriesXml.read(versions.resolve(next.version()).resolve("TS_2.xml")).grid(SeriesGrid.MOVEMENT_X)
			.valueAt(0));
		assertTrue(Files.exists(versions.resolve(next.version()).resolve("TS_1.xml")));
		final DataSource again = SourceStore.load(source.file());
		assertEquals(next.version(), again.version());
		assertEquals(source.version(), again.previousVersion());
	}

	@Test
	void aCommitWithoutChangesMakesNoVersion() {
		final List<String> before = WarpFolder.state(folder);
		final DataSource same = SourceStore.commit(source, Map.of());
		assertEquals(source.version(), same.version());
		assertEquals(before, WarpFolder.state(folder));
		// Weights are not in the hash of M, yet they must be stored.
		SourceStore.commit(source, Map.of(source.items().get(0), TiltSeriesXml.read(warp.xml("TS_1")).withWeight(0.5, -8)));
		assertEquals(0.5, TiltSeriesXml.read(warp.xml("TS_1")).weight());
		assertEquals(source.version(), SourceStore.load(source.file()).version());
	}

	@Test
	void aStateWithoutCopyIsCopiedBeforeItIsReplaced() {
		final Path copy = warp.series.resolve("versions").resolve(source.version());
		Folders.delete(copy);
		SourceStore.commit(source, Map.of(source.items().get(0), warped("TS_1", 1)));
		assertEquals(0, TiltSeriesXml.read(copy.resolve("TS_1.xml")).grid(SeriesGrid.MOVEMENT_X).valueAt(0));
		assertEquals(source.version(), SourceStore.load(copy.resolve("s.source")).version());
		assertEquals(warp.root.resolve("gain ref.mrc"), SourceStore.load(copy.resolve("s.source")).correction().gain()
			.orElseThrow());
	}

	@Test
	void aSourceMayKeepNoVersions() {
		final DataSource without = source.toBuilder().keepsVersions(false).build();
		final DataSource next = SourceStore.commit(without, Map.of(source.items().get(0), warped("TS_1", 1)));
		assertFalse(Files.exists(warp.series.resolve("versions").resolve(next.version())));
		assertFalse(SourceStore.load(source.file()).keepsVersions());
	}

	@Test
	void tiltMoviesAreInTheVersion() {
		final String before = SourceStore.version(source);
		XmlFile.write(XmlElement.of("Movie").plus(XmlElement.of("GridMovementX").plus(XmlElement.of("Node", "Value", "1"))),
			warp.frames.resolve("TS_1_3.xml"));
		assertNotEquals(before, SourceStore.version(source));
	}

	@Test
	void whatIsNotUnderstoodSurvives() {
		final XmlElement foreign = XmlElement.of("Future").plus(XmlElement.param("A", "b"));
		XmlFile.write(XmlFile.read(source.file()).withParam("RelativeWeight", "0.7").plus(foreign), source.file());
		SourceStore.save(SourceStore.load(source.file()).toBuilder().name("new name").build());
		final XmlElement root = XmlFile.read(source.file());
		assertEquals(foreign, root.child("Future").orElseThrow());
		assertTrue(root.children().contains(XmlElement.param("RelativeWeight", "0.7")));
		assertEquals("new name", SourceStore.load(source.file()).name());
		assertTrue(root.child("UsedSpecies").isPresent());
	}

	@Test
	void oldFilesAreRead() {
		WarpFolder.write(folder.resolve("old.source"), "<DataSource><Param Name=\"PixelSizeX\" Value=\"1.7\" />" +
			"<Param Name=\"PixelSize\" Value=\"1.35\" /><Files><File Hash=\"h\" Name=\"C:\\x\\TS.tomostar\" /></Files></DataSource>");
		final DataSource old = SourceStore.load(folder.resolve("old.source"));
		assertEquals(1.7, old.pixelSize());
		assertEquals("TS.tomostar", old.items().get(0).fileName());
		assertTrue(old.isTiltSeries());
		assertEquals(-1, old.frameLimit());
		WarpFolder.write(folder.resolve("double.source"),
			"<DataSource><Files><File Hash=\"h\" Name=\"a.tif\" /><File Hash=\"h\" Name=\"b.tif\" /></Files></DataSource>");
		final MException e = assertThrows(MException.class, () -> SourceStore.load(folder.resolve("double.source")));
		assertTrue(e.what().contains("a.tif and b.tif"), e.getMessage());
	}

	@Test
	void aPopulationKnowsItsSourcesByGuid() throws IOException {
		assertEquals(List.of(source.guid()), PopulationStore.load(population.file()).sources().stream().map(DataSource::guid)
			.toList());
		WarpFolder.write(source.file(), WarpFolder.text(source.file()).replace(source.guid().toString(),
			"00000000-0000-0000-0000-000000000001"));
		final MException e = assertThrows(MException.class, () -> PopulationStore.load(population.file()));
		assertTrue(e.what().contains(source.guid().toString()), e.getMessage());
		Files.delete(source.file());
		assertTrue(assertThrows(MException.class, () -> PopulationStore.load(population.file())).what().contains("missing"));
	}
}
