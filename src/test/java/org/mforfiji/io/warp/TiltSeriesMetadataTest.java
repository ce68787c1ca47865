package org.mforfiji.io.warp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;

class TiltSeriesMetadataTest {

	@TempDir
	Path folder;

	@Test
	void readsARefinedSeries() {
		final TiltSeriesMetadata m = TiltSeriesXml.read(Fixtures.path("warp/TS_1.xml"));
		assertEquals(41, m.tilts());
		assertEquals(40.01, m.angles()[0]);
		assertEquals(114, m.dose()[40]);
		assertEquals(-85.60053, m.axisAngles()[0]);
		assertEquals(49.980087, m.axisOffsetX()[40]);
		assertEquals(-60.133255, m.axisOffsetY()[40]);
		assertEquals("../2/2Dvs3D_53-1_00041_-40.0_Jul31_11.05.12.tif", m.moviePaths().get(0));
		assertEquals(1.457031, m.levelAngleX());
		assertEquals(-5.920115, m.levelAngleY());
		assertEquals(-16.02326, m.bfactor());
		assertArrayEquals(new double[] { 1.0062196, 0.004283654, 0.00422745, 1.0009562 }, m.magnification());
		assertEquals(4.8, m.ctfResolutionEstimate());
		assertEquals(Optional.empty(), m.unselectManual());
		assertEquals(3.27283443186616, m.ctf().csMm());
		assertEquals(0.1, m.ctf().amplitudeContrast());
		assertEquals(-0.7790994, m.ctf().zernikeEven()[2], 1e-7);
		assertEquals(12, m.ctf().zernikeOdd().length);
		final CubicGrid x = m.grid(SeriesGrid.MOVEMENT_X);
		assertArrayEquals(new int[] { 6, 4, 41 }, new int[] { x.nx(), x.ny(), x.nz() });
		assertEquals(-10.229785f, x.valueAt(3));
		assertEquals(-5.229996f, x.valueAt(25));
		assertTrue(m.hasPerTiltDefocus());
		assertFalse(m.anglesInverted());
		assertTrue(TiltSeriesXml.read(Fixtures.path("warp/00254_refined.xml")).anglesInverted());
		assertFalse(TiltSeriesXml.read(Fixtures.path("warp/xf_import/00254.xml")).hasPerTiltDefocus());
	}

	@Test
	void readsWarp1InUtf16() {
		final TiltSeriesMetadata m = TiltSeriesXml.read(Fixtures.path("formats/warp1/017.xml"));
		assertEquals(60, m.tilts());
		assertEquals("017_60.mrc", m.moviePaths().get(59));
		assertArrayEquals(new double[] { 1, 0, 0, 1 }, m.magnification());
		final LinearGrid4D warp = m.volumeWarp(0);
		assertArrayEquals(new int[] { 3, 3, 4, 10 }, new int[] { warp.nx(), warp.ny(), warp.nz(), warp.nw() });
		assertEquals(0, m.levelAngleX());
	}

	@Test
	void changesTouchNothingElse() {
		final TiltSeriesMetadata m = TiltSeriesXml.read(Fixtures.path("warp/TS_1.xml"));
		final CubicGrid grid = CubicGrid.zeros(3, 2, 41).withValues(ramp(3 * 2 * 41));
		final TiltSeriesMetadata changed = m.withImageWarp(grid, grid).withMagnification(m.magnification()).withWeight(0.5,
			-3).withCtf(m.ctf());
		final Path file = folder.resolve("TS_1.xml");
		TiltSeriesXml.write(changed, file);
		final TiltSeriesMetadata back = TiltSeriesXml.read(file);
		assertEquals(changed.xml(), back.xml());
		assertEquals(grid, back.grid(SeriesGrid.MOVEMENT_Y));
		assertEquals(0.5, back.weight());
		assertEquals(m.grid(SeriesGrid.DOSE_WEIGHTS), back.grid(SeriesGrid.DOSE_WEIGHTS));
		assertEquals(m.xml().child("OptionsCTF"), back.xml().child("OptionsCTF"));
		assertEquals(41, back.xml().children("TiltPS1D").size());
		assertArrayEquals(m.magnification(), back.magnification());
		assertEquals(m.ctf().zernikeOdd()[1], back.ctf().zernikeOdd()[1]);
		assertEquals(names(m), names(back));
	}

	private static List<String> names(final TiltSeriesMetadata m) {
		return m.xml().children().stream().map(XmlElement::name).toList();
	}

	private static float[] ramp(final int n) {
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = i * 0.37f - 5;
		return values;
	}

	@Test
	void aNewElementGoesToItsPlaceInTheOrderOfM() {
		final TiltSeriesMetadata m = metadata("<Angles>1\n2</Angles><GridCTF /><OptionsPicking /><GridAngleX />");
		final TiltSeriesMetadata changed = m.withGrid(SeriesGrid.MOVEMENT_X, CubicGrid.constant(1)).withUseTilt(new boolean[] {
			true, false });
		assertEquals(List.of("Angles", "UseTilt", "GridCTF", "OptionsPicking", "GridMovementX", "GridAngleX"), names(changed));
		assertFalse(changed.useTilt()[1]);
	}

	@Test
	void aSeriesWithoutXmlIsMadeFromItsTomostar() throws IOException {
		final Path star = folder.resolve("TS_1.tomostar");
		Files.writeString(star, """

			data_

			loop_
			_wrpMovieName #1
			_wrpAngleTilt #2
			_wrpAxisAngle #3
			_wrpDose #4
			_wrpAverageIntensity #5
			_wrpMaskedFraction #6
			  ../frames/a_000.tif  -2.02  -85.600  3.1  16.5  0.010
			  ../frames/a_001.tif   0.00  -85.600  0    16.9  0.000
			""");
		final Tomostar tomostar = Tomostar.read(star);
		final TiltSeriesMetadata m = TiltSeriesMetadata.of(tomostar, "");
		assertArrayEquals(new double[] { -2.02, 0 }, m.angles());
		assertArrayEquals(new double[] { 3.1, 0 }, m.dose());
		assertArrayEquals(new double[] { -85.6, -85.6 }, m.axisAngles());
		assertArrayEquals(new double[] { 0, 0 }, m.axisOffsetX());
		assertEquals(List.of("../frames/a_000.tif", "../frames/a_001.tif"), m.moviePaths());
		assertFalse(m.hasPerTiltDefocus());
		final Path xml = folder.resolve("TS_1.xml");
		TiltSeriesXml.write(m, xml);
		assertEquals(m.xml(), TiltSeriesXml.read(xml).xml());
		assertEquals(300, m.ctf().voltageKv());
		final Path again = folder.resolve("again.tomostar");
		tomostar.write(again);
		assertEquals(tomostar.rows(), Tomostar.read(again).rows());
		Files.writeString(star, Files.readString(star).replace("_wrpDose", "_wrpDuse"));
		assertTrue(assertThrows(MException.class, () -> Tomostar.read(star)).getMessage().contains("wrpDose"));
	}

	@Test
	void anEmptyXmlTakesTheTiltsOfTheTomostar() {
		final Tomostar tomostar = Tomostar.of(List.of(new Tomostar.Tilt("a.tif", 3, 1, Optional.empty(), Optional.empty(),
			Optional.empty()), new Tomostar.Tilt("b.tif", 6, 0, Optional.of(new Tomostar.Alignment(80, 1, 2)), Optional.empty(),
				Optional.empty())), "TS.tomostar");
		final TiltSeriesMetadata m = metadata("<Angles></Angles><OptionsCTF />").withTilts(tomostar);
		assertArrayEquals(new double[] { 3, 6 }, m.angles());
		assertArrayEquals(new double[] { 0, 80 }, m.axisAngles());
		assertEquals(List.of("a.tif", "b.tif"), m.moviePaths());
		assertTrue(m.xml().child("OptionsCTF").isPresent());
	}

	@Test
	void faultsAreNamed() {
		assertFault("<Angles>1\n2\n3</Angles><Dose>1\n2</Dose>", "Dose has 2 entries", "Angles has 3");
		assertFault("<Angles>1\nx\n3</Angles>", "'x'", "Angles", "tilt 2");
		assertFault("<Angles>1\nNaN\n3</Angles>", "'NaN'", "tilt 2");
		assertFault("<Angles>1\n2</Angles><UseTilt>True\n1</UseTilt>", "UseTilt", "tilt 2");
		assertFault("<Angles>1\n2</Angles><CTF><Param Name=\"Defocus\" Value=\"abc\" /></CTF>", "'abc'", "Defocus");
		assertFault("<Angles>1\n2</Angles><GridCTF Depth=\"2\"><Node Z=\"1\" Value=\"NaN\" /></GridCTF>", "GridCTF", "Z = 1");
		assertFault("<Angles>1\n2</Angles><GridCTF Depth=\"2\"><Node Z=\"2\" Value=\"1\" /></GridCTF>", "GridCTF", "Z = 2");
		assertFault("<Angles>1\n2</Angles><GridCTF Width=\"0\" />", "GridCTF", "size");
	}

	private static void assertFault(final String content, final String... parts) {
		final MException e = assertThrows(MException.class, () -> metadata(content));
		for (final String part : parts)
			assertTrue(e.getMessage().contains(part), e.getMessage());
		assertTrue(e.where().contains("TS_9.xml") && !e.remedy().isEmpty(), e.getMessage());
	}

	private static TiltSeriesMetadata metadata(final String content) {
		return TiltSeriesMetadata.of(XmlFile.parse("<TiltSeries>" + content + "</TiltSeries>", "TS_9.xml"), "TS_9.xml");
	}

	@Test
	void theProcessingHashFollowsWhatMHashes() {
		final TiltSeriesMetadata m = TiltSeriesXml.read(Fixtures.path("warp/TS_1.xml"));
		final String hash = ProcessingHash.ofTiltSeries(m, movie -> "x");
		assertEquals(27, hash.length());
		assertEquals(hash, ProcessingHash.ofTiltSeries(m.withWeight(0.1, -9), movie -> "x"));
		final double[] y = m.axisOffsetY();
		y[3] += 5;
		assertEquals(hash, ProcessingHash.ofTiltSeries(m.withAlignment(m.angles(), m.axisAngles(), m.axisOffsetX(), y),
			movie -> "x"));
		assertFalse(hash.equals(ProcessingHash.ofTiltSeries(m.withAlignment(m.angles(), m.axisAngles(), y, y), movie -> "x")));
		assertFalse(hash.equals(ProcessingHash.ofTiltSeries(m, movie -> "y")));
		assertFalse(hash.equals(ProcessingHash.ofTiltSeries(m.withGrid(SeriesGrid.CTF_PHASE, CubicGrid.zeros(1, 1, 40)),
			movie -> "x")));
	}
}
