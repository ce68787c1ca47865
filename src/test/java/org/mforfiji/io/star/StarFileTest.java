package org.mforfiji.io.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.MException;

class StarFileTest {

	@TempDir
	Path folder;

	private static StarFile parse(final String... lines) {
		return StarFile.parse(String.join("\n", lines), "test.star");
	}

	private static String written(final StarFile file) {
		final StringWriter out = new StringWriter();
		try {
			file.writeTo(out);
		}
		catch (final IOException impossible) {
			throw new AssertionError(impossible);
		}
		return out.toString();
	}

	private static MException fault(final String... lines) {
		return assertThrows(MException.class, () -> parse(lines));
	}

	@Test
	void blocksLoopsListsCommentsAndQuotes() {
		final StarFile file = parse("# version 50001", "", "data_general", "",
			"_rlnTomoSubTomosAre2DStacks    1   # a comment",
			"_rlnName \"two words\"", "_rlnEmpty", "", "data_optics", "loop_ ", "_rlnOpticsGroup #1 ",
				"_rlnOpticsGroupName", "\t1\t'group 1' ",
			"2 it's # last", "", "# version", "data_", "loop_", "_a # 1", "_b", "data_001/x.mrc 3", "", "", "7 a#b");
		assertEquals(List.of("general", "optics", ""), file.blocks().stream().map(StarBlock::name).toList());
		final StarBlock general = file.block("general");
		assertFalse(general.isLoop());
		assertEquals(1, general.rows());
		assertEquals("two words", general.value("rlnName"));
		assertEquals("", general.value("rlnEmpty"));
		assertEquals(1, general.integer(0, "rlnTomoSubTomosAre2DStacks"));
		final StarBlock optics = file.block("optics");
		assertEquals(List.of("rlnOpticsGroup", "rlnOpticsGroupName"), optics.columns());
		assertEquals(List.of("group 1", "it's"), optics.texts("rlnOpticsGroupName"));
		assertEquals(List.of("data_001/x.mrc", "7"), file.block("").texts("a"));
		assertEquals("a#b", file.block("").text(1, "b"));
		assertEquals("optics", file.firstLoop().name());
	}

	@Test
	void windowsLineEndsAndByteOrderMark() {
		final StarFile file = StarFile.parse("\uFEFFdata_a\r\n\r\nloop_\r\n_x #1\r\n_y #2\r\n1 2\r\n", "w.star");
		assertArrayEquals(new double[] { 2 }, file.block("a").numbers("y"));
	}

	@Test
	void loopBeforeAnyBlockNameIsTheUnnamedBlock() {
		assertEquals(1, parse("loop_", "_x", "5").block("").integer(0, "x"), 4);
	}

	@Test
	void columnNumbersGiveThePositionOnlyWhereTheyAreComplete() {
		assertEquals(List.of("b", "a"), parse("data_", "loop_", "_a #2", "_b #1", "1 2").firstLoop().columns());
		assertEquals(List.of("a", "b"), parse("data_", "loop_", "_a #1", "_b #3", "1 2").firstLoop().columns());
		assertEquals(List.of("a", "b"), parse("data_", "loop_", "_a", "_b #1", "1 2").firstLoop().columns());
	}

	@Test
	void severalTablesInOneBlockAreSeveralBlocks() {
		final StarFile file = parse("data_x", "_k 1", "loop_", "_a", "1", "2", "loop_", "_b", "_c", "3 4", "_z 9");
		assertEquals(4, file.blocks().size());
		assertTrue(file.blocks().stream().allMatch(b -> b.name().equals("x")));
		assertEquals(9, file.blocks().get(3).integer(0, "z"));
		assertTrue(file.sameContent(StarFile.parse(written(file), "again")));
	}

	@Test
	void writtenInTheLayoutOfM() {
		final StarBlock table = StarBlock.loop("", "wrpCoordinateX1", "wrpSourceName").addRow("1203.40000",
			"TS_01.tomostar").addRow(
			"-1.00000", "T");
		assertEquals("\ndata_\n\nloop_\n_wrpCoordinateX1 #1\n_wrpSourceName #2\n  1203.40000  TS_01.tomostar\n    -1.00000               T\n",
			written(StarFile.of(table)));
		final StarBlock list = StarBlock.list("general").put("rlnA", "1").put("rlnLonger", "two words").put("rlnA", "3");
		assertEquals("\ndata_general\n\n_rlnA        3\n_rlnLonger   \"two words\"\n\n\n\n\ndata_\n\nloop_\n_x #1\n",
			written(StarFile.of(list,
			StarBlock.loop("", "x"))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "\"", "'", "#1", "_x", "data_", "data_x", "loop_", "it's", "a\"b",
		"say \"x\" y", "don't \"go\"", "é Å",
		"[1,0,1]", "a#b", "\ttab", "'quoted'" })
	void awkwardValuesComeBack(final String value) {
		final StarFile file = StarFile.of(StarBlock.loop("one", "x").addRow(value).addRow(value), StarBlock.loop("two",
			"x", "y").addRow(value,
			value).addRow(value, "z"), StarBlock.list("three").put("k", value).put("l", value));
		final StarFile again = StarFile.parse(written(file), "again");
		assertTrue(file.sameContent(again), written(file));
	}

	@Test
	void valuesThatCannotBeWrittenAreRefused() {
		for (final String value : new String[] { "a\nb", "a\" b' c" })
			assertThrows(MException.class, () -> written(StarFile.of(StarBlock.loop("", "x").addRow(value))));
	}

	@Test
	void numbers() {
		final StarBlock block = parse("data_", "loop_", "_x", "1", "-2.5e-3", "inf", "-inf", "nan", "-nan", ".5",
			"Infinity", "3.", "+4").firstLoop();
		assertArrayEquals(new double[] { 1, -0.0025, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
			Double.NaN, 0.5,
			Double.POSITIVE_INFINITY, 3, 4 }, block.numbers("x"));
		assertEquals(3, block.integer(8, "x"));
		assertEquals(7.5, block.number(0, "absent", 7.5));
		assertTrue(block.find(0, "absent").isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "1,5", "1d", "0x10", "None", "1.2.3", "--1", "1e" })
	void whatIsNoNumberIsNamedWithItsPlace(final String value) {
		final StarBlock block = parse("data_", "loop_", "_x", "_y", "1 2", "3 " + value).firstLoop();
		final MException error = assertThrows(MException.class, () -> block.number(1, "y"));
		assertTrue(error.what().contains(value));
		assertEquals("test.star, line 6, column y", error.where());
		assertThrows(MException.class, () -> parse("data_", "_a 1", "_b 2.5").block("").integer(0, "b"));
		final MException inList = assertThrows(MException.class, () -> parse("data_", "_a 1", "_b " +
			value).block("").number(0, "b"));
		assertEquals("test.star, line 3, b", inList.where());
	}

	@Test
	void brokenFilesAreRefusedWithTheLine() {
		assertEquals("test.star, line 5", fault("data_", "loop_", "_x", "_y", "1").where());
		assertTrue(fault("data_", "loop_", "_x", "_y", "1 2 3").what().contains("3 values"));
		assertEquals("test.star, line 4", fault("data_", "loop_", "_x", "\"open").where());
		assertTrue(fault("MAP of nothing").what().contains("not a STAR file"));
		assertTrue(fault("data_", "loop_", "_x", "_x", "1 2").what().contains("twice"));
		assertTrue(fault("data_", "_k 1 2").what().contains("More than one value"));
		assertTrue(fault("data_", "loop_", "1 2").what().contains("columns"));
		assertTrue(fault("data_", "loop_").what().contains("no columns"));
		assertTrue(fault("data_", "lonely").what().contains("lonely"));
		assertTrue(fault("data_x", "loop_", "_a", "\0\0\0\0").what().contains("zero bytes"));
	}

	@Test
	void whatIsMissingIsAnsweredWithWhatThereIs() {
		final StarFile file = parse("data_particles", "loop_", "_x", "_y", "1 2");
		assertTrue(assertThrows(MException.class, () -> file.block("optics")).remedy().contains("data_particles"));
		final MException column = assertThrows(MException.class, () -> file.firstLoop().text(0, "z"));
		assertTrue(column.remedy().contains("x, y"));
		assertEquals("test.star", column.where());
		assertThrows(MException.class, () -> parse("data_a", "_k 1").firstLoop());
		assertTrue(assertThrows(MException.class,
			() -> StarFile.read(folder.resolve("none.star"))).where().endsWith("none.star"));
	}

	@Test
	void tablesGrow() {
		final StarBlock table = parse("data_", "loop_", "_x", "1", "2").firstLoop();
		table.addColumn("y", "new").set(1, "y", "set").addRow("3", "added");
		assertEquals(List.of("new", "set", "added"), table.texts("y"));
		assertEquals("test.star, row 3", table.where(2));
		assertThrows(MException.class, () -> table.addRow("too few"));
		assertThrows(MException.class, () -> table.addColumn("x", ""));
		assertThrows(MException.class, () -> table.put("k", "v"));
		assertThrows(MException.class, () -> StarBlock.list("l").addRow());
	}

	@Test
	void failedWriteLeavesTheOldFile() throws IOException {
		final Path target = folder.resolve("particles.star");
		Files.writeString(target, "old");
		final StarFile bad = StarFile.of(StarBlock.loop("", "x").addRow("a\nb"));
		assertThrows(MException.class, () -> bad.write(target));
		assertEquals("old", Files.readString(target));
		assertEquals(1, Files.list(folder).count());
		StarFile.of(StarBlock.loop("", "x").addRow("é")).write(target);
		assertEquals("é", StarFile.read(target).firstLoop().text(0, "x"));
		assertTrue(new String(Files.readAllBytes(target), StandardCharsets.UTF_8).endsWith("  é\n"));
	}
}
