package org.mforfiji.io.imod;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;

class ImodAlignmentTest {

	private static final String TURNED = "0.9396926 0.3420201 -0.3420201 0.9396926 10.0 -4.0\n";
	private static final String PLAIN = "1 0 0 1 3 5\n";

	@TempDir
	Path folder;

	/** The original program's import of the same files at 10 Å per pixel. */
	@Test
	void importEqualsThatOfTheOriginal() throws IOException {
		final ImodAlignment alignment = ImodAlignment.read(Fixtures.path("warp/xf_import/00254.xf"), 10);
		final String xml = Files.readString(Fixtures.path("warp/xf_import/00254.xml"));
		final int tilts = list(xml, "Angles").length;
		assertEquals(41, tilts);
		assertEquals(tilts, alignment.tilts());
		final TiltAlignment before = new TiltAlignment(new double[tilts], new double[tilts], new double[tilts],
			new double[tilts], allUsed(tilts));
		final TiltAlignment after = alignment.applyTo(before);
		assertArrayEquals(list(xml, "Angles"), after.anglesDeg(), 1e-9);
		assertArrayEquals(list(xml, "AxisAngle"), after.axisAnglesDeg(), 2e-6);
		assertArrayEquals(list(xml, "AxisOffsetX"), after.offsetsX(), 5e-5);
		assertArrayEquals(list(xml, "AxisOffsetY"), after.offsetsY(), 5e-5);
		assertEquals(0, before.offsetsX()[0]);
	}

	private static double[] list(final String xml, final String element) {
		final Matcher found = Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(xml);
		assertTrue(found.find());
		return Arrays.stream(found.group(1).split("\\s+")).mapToDouble(Double::parseDouble).toArray();
	}

	private static boolean[] allUsed(final int n) {
		final boolean[] used = new boolean[n];
		Arrays.fill(used, true);
		return used;
	}

	@Test
	void everyAlignmentOfImodIsReadAndLocalOnesAreRefused() throws IOException {
		final List<Path> files;
		try (Stream<Path> walk = Files.walk(Fixtures.path("formats/imod"))) {
			files = walk.sorted().toList();
		}
		int read = 0;
		for (final Path file : files) {
			final int lines = Files.isRegularFile(file) ? (int) Files.readAllLines(file).stream().filter(l -> !l.isBlank()).count() : 0;
			if (file.toString().matches(".*(local|midas).*")) {
				assertThrows(MException.class, () -> ImodAlignment.read(file, 2));
				continue;
			}
			if (file.toString().endsWith(".xf")) assertEquals(lines, ImodAlignment.read(file, 2).tilts());
			else if (file.toString().endsWith(".tlt")) assertEquals(lines, ImodAlignment.readAngles(file).length);
			else continue;
			read++;
		}
		assertTrue(read > 12, read + " files");
	}

	@Test
	void rotationAndShiftHaveTheSignsOfM() throws IOException {
		final ImodAlignment alignment = ImodAlignment.read(write("a.xf", TURNED + PLAIN), 2);
		assertEquals(20, alignment.axisAngleDeg(0), 1e-5);
		assertEquals(-2 * (0.9396926 * 10 + 0.3420201 * 4), alignment.offsetX(0), 1e-9);
		assertEquals(-2 * (0.3420201 * 10 - 0.9396926 * 4), alignment.offsetY(0), 1e-9);
		assertEquals(0, alignment.axisAngleDeg(1));
		assertEquals(-6, alignment.offsetX(1));
		assertEquals(-10, alignment.offsetY(1));
		assertTrue(alignment.anglesDeg().isEmpty());
	}

	@Test
	void linesGoToTheTiltsInUse() throws IOException {
		write("s.tlt", "-3\n\n6\n");
		final ImodAlignment alignment = ImodAlignment.read(write("s.xf", TURNED + PLAIN), 1);
		final TiltAlignment series = new TiltAlignment(new double[] { 1, 2, 3 }, new double[] { 7, 8, 9 },
			new double[3], new double[3],
			new boolean[] { true, false, true });
		final TiltAlignment after = alignment.applyTo(series);
		assertArrayEquals(new double[] { -3, 2, 6 }, after.anglesDeg());
		assertArrayEquals(new double[] { 20, 8, 0 }, after.axisAnglesDeg(), 1e-5);
		assertArrayEquals(new boolean[] { true, false, true }, after.used());
		assertEquals(-3, after.offsetsX()[2]);
	}

	@Test
	void cutViewsAreLeftOut() throws IOException {
		write("s_cutviews0.rawtlt", "2.1\n");
		final ImodAlignment alignment = ImodAlignment.read(write("s_st.xf", TURNED + PLAIN), 1);
		final TiltAlignment series = new TiltAlignment(new double[] { 1, 2, 3 }, new double[3], new double[3],
			new double[3], new boolean[3]);
		assertArrayEquals(new boolean[] { true, false, true }, alignment.applyTo(series).used());
		final TiltAlignment longer = new TiltAlignment(new double[4], new double[4], new double[4], new double[4],
			new boolean[4]);
		final MException error = assertThrows(MException.class, () -> alignment.applyTo(longer));
		assertTrue(error.what().contains("2 lines") && error.what().contains("4 tilts"), error.what());
	}

	@Test
	void anglesThatSayNothingAreLeftOut() throws IOException {
		final Path xf = write("z.xf", PLAIN + PLAIN);
		assertTrue(ImodAlignment.read(xf, Optional.of(write("z.tlt", "0\n0\n")), 1).anglesDeg().isEmpty());
		assertTrue(ImodAlignment.read(xf, Optional.of(write("z.tlt", "1\n2\n3\n")), 1).anglesDeg().isEmpty());
		assertArrayEquals(new double[] { 0, 3 }, ImodAlignment.read(xf, Optional.of(write("z.rawtlt", "0\n3\n")),
			1).anglesDeg().orElseThrow());
	}

	@Test
	void alignmentsAreFoundWhereProgramsLeaveThem() throws IOException {
		final Path stacks = Files.createDirectories(folder.resolve("tiltstack/TS_1"));
		assertTrue(ImodAlignment.find(stacks, "TS_1").isEmpty());
		Files.createDirectories(folder.resolve("tiltstack/TS_1_Imod"));
		final Path beside = write("tiltstack/TS_1_Imod/TS_1_st.xf", PLAIN);
		assertEquals(beside.toAbsolutePath(), ImodAlignment.find(stacks, "TS_1").orElseThrow().toAbsolutePath());
		final Path own = write("tiltstack/TS_1/TS_1.xf", PLAIN);
		assertEquals(own, ImodAlignment.find(stacks, "TS_1.mrc").orElseThrow());
	}

	@Test
	void brokenFilesAreRefusedWithTheLine() throws IOException {
		for (final String bad : new String[] { PLAIN + "1 0 0 1 3\n", PLAIN + "1 0 0 1 3 x\n", PLAIN +
			"1 0 0 1 3 NaN\n", PLAIN + "1 1 1 1 0 0\n" }) {
			final Path file = write("bad.xf", bad);
			assertEquals(file + ", line 2", assertThrows(MException.class, () -> ImodAlignment.read(file, 1)).where());
		}
		final Path empty = write("empty.xf", "\n");
		assertThrows(MException.class, () -> ImodAlignment.read(empty, 1));
		assertThrows(MException.class, () -> ImodAlignment.read(folder.resolve("none.xf"), 1));
		assertThrows(MException.class, () -> ImodAlignment.read(write("a.xf", PLAIN), 0));
	}

	private Path write(final String name, final String text) throws IOException {
		return Files.writeString(folder.resolve(name), text);
	}
}
