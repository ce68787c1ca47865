package org.mforfiji.io.warp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

class XmlFileTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "warp/TS_1.xml", "warp/00254_refined.xml", "warp/xf_import/00254.xml" })
	void filesOfWarp2AreWrittenByteForByteAsTheyWere(final String name) throws IOException {
		final Path file = Fixtures.path(name);
		final Path copy = folder.resolve("copy.xml");
		TiltSeriesXml.write(TiltSeriesXml.read(file), copy);
		assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
	}

	@ParameterizedTest
	@ValueSource(strings = { "warp/TS_1.xml", "warp/00254_refined.xml", "warp/xf_import/00254.xml",
		"formats/warp1/017.xml" })
	void domTreesAreEqualAfterReadingAndWriting(final String name) throws Exception {
		final Path file = Fixtures.path(name);
		final Path copy = folder.resolve("copy.xml");
		XmlFile.write(XmlFile.read(file), copy);
		final Document before = dom(file);
		final Document after = dom(copy);
		assertTrue(before.getDocumentElement().isEqualNode(after.getDocumentElement()));
		assertEquals(XmlFile.read(file), XmlFile.read(copy));
	}

	private static Document dom(final Path file) throws Exception {
		final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
		dropBlankTexts(document);
		return document;
	}

	private static void dropBlankTexts(final Node node) {
		for (Node child = node.getFirstChild(); child != null;) {
			final Node next = child.getNextSibling();
			if (child.getNodeType() == Node.TEXT_NODE && child.getTextContent().isBlank()) node.removeChild(child);
			else dropBlankTexts(child);
			child = next;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16LE", "UTF-16BE" })
	void everyEncodingIsReadWithAndWithoutMark(final String encoding) throws IOException {
		final String xml = "<?xml version=\"1.0\" encoding=\"" + encoding.replaceAll("[LB]E", "") +
			"\"?>\n<Root Name=\"å µ\"><List>1\n2</List></Root>";
		final Charset charset = Charset.forName(encoding);
		for (final String mark : new String[] { "\uFEFF", "" }) {
			final Path file = folder.resolve("f.xml");
			Files.write(file, (mark + xml).getBytes(charset));
			final XmlElement root = XmlFile.read(file);
			assertEquals("å µ", root.attribute("Name", ""));
			assertEquals("1\n2", root.child("List").orElseThrow().text());
		}
	}

	@Test
	void anUtf8FileThatSaysUtf16IsRead() throws IOException {
		final Path file = folder.resolve("f.xml");
		Files.writeString(file, "<?xml version=\"1.0\" encoding=\"utf-16\"?><Root><A /></Root>");
		assertTrue(XmlFile.read(file).child("A").isPresent());
	}

	@Test
	void writtenSyntaxIsThatOfM() {
		final XmlElement root = XmlElement.of("Population").withParam("Name", "a \"b\" <c> & d").plus(XmlElement.of("Species"))
			.plus(XmlElement.of("Dose").withText("0\n3"));
		final String expected = "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Population>\n" +
			"\t<Param Name=\"Name\" Value=\"a &quot;b&quot; &lt;c&gt; &amp; d\" />\n\t<Species />\n\t<Dose>0\n3</Dose>\n</Population>";
		assertEquals(expected, new String(XmlFile.bytes(root), StandardCharsets.UTF_8));
		assertEquals(root, XmlFile.parse(expected.substring(1), "memory"));
	}

	@Test
	void commentsAndLineEndsInAttributesSurvive() {
		final XmlElement root = XmlElement.of("A", "Text", "one\ntwo\tthree").plus(new XmlElement(XmlElement.COMMENT,
			new String[0], List.of(), " kept "));
		assertEquals(root, XmlFile.parse(new String(XmlFile.bytes(root), StandardCharsets.UTF_8).substring(1), "memory"));
	}

	@Test
	void truncatedFilesAreNamedWithTheLine() throws IOException {
		final Path file = folder.resolve("TS_7.xml");
		Files.writeString(file, "<?xml version=\"1.0\"?>\n<TiltSeries>\n\t<Angles>1\n2");
		final MException e = assertThrows(MException.class, () -> XmlFile.read(file));
		assertTrue(e.getMessage().contains("TS_7.xml, line 4"), e.getMessage());
		assertTrue(e.remedy().contains("truncated"), e.getMessage());
		Files.write(file, new byte[0]);
		assertTrue(assertThrows(MException.class, () -> XmlFile.read(file)).what().contains("empty"));
	}

	@Test
	void entitiesOfOtherFilesAreNotFollowed() throws IOException {
		final Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
		final Path file = folder.resolve("f.xml");
		Files.writeString(file, "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><a><b>&x;</b></a>");
		assertThrows(MException.class, () -> XmlFile.read(file));
	}
}
