package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;

class ItemLoaderTest {

	@TempDir
	Path folder;
	private WarpFolder warp;
	private DataSource source;
	private SourceItem item;

	@BeforeEach
	void project() {
		warp = new WarpFolder(folder.resolve("data"));
		warp.series("TS_1");
		item = new SourceItem("hash", "TS_1.tomostar");
		source = DataSource.builder("s", warp.series.resolve("s.source")).pixelSize(WarpFolder.PIXEL).dimensions(40, 48, 20)
			.items(List.of(item)).build();
	}

	private MException refused() {
		final MException e = assertThrows(MException.class, () -> ItemLoader.load(source, item));
		assertTrue(e.where().contains("TS_1.xml") && !e.remedy().isEmpty(), e.getMessage());
		return e;
	}

	private void list(final String name, final String... values) {
		final XmlElement root = XmlFile.read(warp.xml("TS_1"));
		XmlFile.write(root.withChild(XmlElement.of(name).withText(String.join("\n", values)), List.of()), warp.xml("TS_1"));
	}

	@Test
	void aWholeSeriesIsLoaded() {
		final TiltSeries series = ItemLoader.load(source, item);
		assertEquals("TS_1", series.name());
		assertEquals("hash", series.hash());
		assertArrayEquals(new double[] { 80, 60 }, series.imageSize());
		assertEquals(warp.average("TS_1", 2), series.averagePath(2));
		assertEquals(warp.frames.resolve("mask/TS_1_2.tif"), series.maskPath(2));
		assertEquals(2.2, series.geometry().project(new double[] { 50, 60, 25 }, 2).defocusUm(), 1e-6);
		assertEquals(2.7, series.ctf(1, 3).csMm());
		assertTrue(series.envelope(2, false).scale() > 0.99);
	}

	@Test
	void aSeriesWithoutCtfPerTiltIsRefused() {
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(warp.xml("TS_1"));
		TiltSeriesXml.write(metadata.withGrid(SeriesGrid.CTF, CubicGrid.constant(2)), warp.xml("TS_1"));
		assertTrue(refused().what().contains("1 node for 5 tilts"));
		assertEquals(5, ItemLoader.open(source, item).tilts());
		final float[] values = { 2, 2, 2, 0, 2 };
		TiltSeriesXml.write(metadata.withGrid(SeriesGrid.CTF, CubicGrid.zeros(1, 1, 5).withValues(values)), warp.xml("TS_1"));
		assertTrue(refused().where().endsWith("tilt 4"));
		TiltSeriesXml.write(TiltSeriesXml.read(warp.xml("TS_1")).withUseTilt(new boolean[] { true, true, true, false, true }), warp
			.xml("TS_1"));
		assertEquals(4, ItemLoader.load(source, item).usedTilts());
	}

	@Test
	void equalExposuresAreNoFaultButNegativeOnesAre() {
		list("Dose", "3", "3", "3", "3", "3");
		assertArrayEquals(new double[5], ItemLoader.load(source, item).geometry().doseFractions());
		list("Dose", "3", "3", "-1", "3", "3");
		assertTrue(refused().where().endsWith("tilt 3"));
	}

	@Test
	void aSingleTiltIsNoFault() throws IOException {
		Files.delete(warp.tomostars.resolve("TS_1.tomostar"));
		for (final String name : List.of("Angles", "Dose", "UseTilt", "AxisAngle", "AxisOffsetX", "AxisOffsetY", "FOVFraction"))
			list(name, name.equals("UseTilt") ? "True" : "1");
		list("MoviePath", "../warp_frameseries/TS_1_0.mrc");
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(warp.xml("TS_1"));
		TiltSeriesXml.write(metadata.withGrid(SeriesGrid.CTF, CubicGrid.constant(2)), warp.xml("TS_1"));
		assertEquals(2, ItemLoader.load(source, item).geometry().project(new double[] { 50, 60, 25 }, 0).defocusUm(), 1e-6);
	}

	@Test
	void deselectedTiltsNeedNoImages() throws IOException {
		Files.delete(warp.average("TS_1", 3));
		final MException e = refused();
		assertTrue(e.where().endsWith("tilt 4") && e.what().contains(warp.average("TS_1", 3).toString()), e.getMessage());
		list("UseTilt", "True", "True", "True", "False", "True");
		assertFalse(ItemLoader.load(source, item).useTilt(3));
		list("UseTilt", "False", "False", "False", "False", "False");
		assertTrue(refused().what().contains("None of the tilts"));
		list("UseTilt", "True", "True", "True", "False", "True");
		list("MoviePath", "", "a.mrc", "b.mrc", "c.mrc", "d.mrc");
		assertThrows(MException.class, () -> ItemLoader.load(source, item));
	}

	@Test
	void anXmlWithoutTiltsTakesThoseOfTheTomostar() {
		XmlFile.write(XmlElement.of("TiltSeries", "DataDirectory", warp.tomostars.toString()), warp.xml("TS_1"));
		assertEquals(5, ItemLoader.open(source, item).tilts());
		assertTrue(refused().what().contains("no CTF"));
	}

	@Test
	void withoutXmlTheTomostarBesideTheSourceIsTaken() throws IOException {
		Files.delete(warp.xml("TS_1"));
		assertTrue(refused().what().contains("neither metadata nor a .tomostar"));
		Files.copy(warp.tomostars.resolve("TS_1.tomostar"), warp.series.resolve("TS_1.tomostar"));
		final TiltSeries series = ItemLoader.open(source, item);
		assertEquals(5, series.tilts());
		assertEquals(85, series.metadata().axisAngles()[0]);
		assertEquals("TS_1", series.name());
	}

	@Test
	void movedProjectsAreFoundByTheirRelativePlaces() {
		final XmlElement root = XmlFile.read(warp.xml("TS_1"));
		for (final String elsewhere : List.of("/no/such/place/tomostar", "D:\\no\\such\\tomostar\\")) {
			XmlFile.write(root.withAttribute("DataDirectory", elsewhere), warp.xml("TS_1"));
			assertEquals(warp.average("TS_1", 0), ItemLoader.load(source, item).averagePath(0));
		}
	}

	@Test
	void frameSeriesAreNoTiltSeries() {
		final SourceItem movie = new SourceItem("h", "a.tif");
		assertTrue(assertThrows(MException.class, () -> ItemLoader.load(source, movie)).what().contains("frame series"));
		XmlFile.write(XmlElement.of("Movie"), warp.xml("TS_1"));
		assertTrue(refused().what().contains("frame series"));
	}

	@Test
	void theImageSizeComesFromMoviesMemoryOrAverages() throws IOException {
		for (int t = 0; t < 5; t++)
			Files.delete(warp.movie("TS_1", t));
		assertArrayEquals(new double[] { 80, 60 }, ItemLoader.load(source, item).imageSize());
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(warp.xml("TS_1"));
		TiltSeriesXml.write(metadata.withDimensions(new double[] { 81, 61 }, new double[] { 100, 120, 50 }), warp.xml("TS_1"));
		assertArrayEquals(new double[] { 81, 61 }, ItemLoader.load(source, item).imageSize());
		TiltSeriesXml.write(metadata, warp.xml("TS_1"));
		for (int t = 0; t < 5; t++)
			Files.delete(warp.average("TS_1", t));
		assertTrue(refused().what().contains("size of the tilt images is unknown"));
	}
}
