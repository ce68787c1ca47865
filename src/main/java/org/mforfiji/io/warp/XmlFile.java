package org.mforfiji.io.warp;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;

/**
 * Reads and writes whole XML files as Warp and M do: UTF-8 with byte-order mark, one tab per level, list texts untouched.
 * Reading accepts UTF-8 with or without the mark, UTF-16 of both byte orders and any encoding that the declaration names.
 */
public final class XmlFile {

	private static final Pattern DECLARATION = Pattern.compile("^\\s*<\\?xml[^>]*\\?>");
	private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
	private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

	private XmlFile() {}

	/**
	 * Reads the root element with all below it.
	 *
	 * @throws MException if the file is missing, unreadable or not well-formed (with the line)
	 */
	public static XmlElement read(final Path file) {
		final byte[] bytes;
		try {
			bytes = Files.readAllBytes(file);
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
		if (bytes.length == 0) throw new MException("The file is empty", file.toString(),
			"Write it again with the program that made it, or restore it from a backup");
		return parse(decode(bytes, file), file.toString());
	}

	/** Parses a text; {@code where} names it in errors. */
	static XmlElement parse(final String xml, final String where) {
		final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		final Matcher declaration = DECLARATION.matcher(xml);
		// The declaration may name an encoding that the decoded text no longer has; its lines are kept for error messages.
		final String body = declaration.find() ? "\n".repeat((int) declaration.group().chars().filter(c -> c == '\n').count()) + xml
			.substring(declaration.end()) : xml;
		try {
			final XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(body));
			final Map<String, String> pool = new HashMap<>();
			while (reader.hasNext())
				if (reader.next() == XMLStreamConstants.START_ELEMENT) {
					final XmlElement root = element(reader, pool, where);
					while (reader.hasNext())
						reader.next();
					return root;
				}
			throw new MException("The file holds no XML element", where, "Check that this is the right file");
		}
		catch (final XMLStreamException e) {
			final int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
			throw new MException("The file is not well-formed XML: " + firstLine(e.getMessage()), where + ", line " + line,
				"It may be truncated: write it again with the program that made it, or restore it from a backup", e);
		}
	}

	private static String firstLine(final String message) {
		final String[] lines = message == null ? new String[] { "" } : message.strip().split("\n");
		return lines[lines.length - 1].replaceFirst("^Message: ", "");
	}

	private static XmlElement element(final XMLStreamReader reader, final Map<String, String> pool, final String where)
		throws XMLStreamException
	{
		final String name = pooled(pool, reader.getLocalName());
		final String[] attributes = new String[2 * reader.getAttributeCount()];
		for (int i = 0; i < attributes.length / 2; i++) {
			attributes[2 * i] = pooled(pool, reader.getAttributeLocalName(i));
			attributes[2 * i + 1] = pooled(pool, reader.getAttributeValue(i));
		}
		final List<XmlElement> children = new ArrayList<>();
		final StringBuilder text = new StringBuilder();
		while (true) {
			switch (reader.next()) {
				case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, pool, where));
				case XMLStreamConstants.COMMENT -> children.add(new XmlElement(XmlElement.COMMENT, new String[0], List.of(), reader
					.getText()));
				case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
				case XMLStreamConstants.END_ELEMENT -> {
					final boolean blank = text.toString().isBlank();
					if (!blank && !children.isEmpty()) throw new MException("The element " + name + " mixes text and elements",
						where + ", line " + reader.getLocation().getLineNumber(), "No file of Warp or M does; check this one");
					return new XmlElement(name, attributes, children, blank ? "" : text.toString());
				}
				default -> {}
			}
		}
	}

	private static String pooled(final Map<String, String> pool, final String text) {
		return text.length() > 32 ? text : pool.computeIfAbsent(text, t -> t);
	}

	private static String decode(final byte[] b, final Path file) {
		if (startsWith(b, 0xEF, 0xBB, 0xBF)) return new String(b, 3, b.length - 3, StandardCharsets.UTF_8);
		if (startsWith(b, 0xFF, 0xFE)) return new String(b, 2, b.length - 2, StandardCharsets.UTF_16LE);
		if (startsWith(b, 0xFE, 0xFF)) return new String(b, 2, b.length - 2, StandardCharsets.UTF_16BE);
		if (startsWith(b, '<', 0)) return new String(b, StandardCharsets.UTF_16LE);
		if (startsWith(b, 0, '<')) return new String(b, StandardCharsets.UTF_16BE);
		final Matcher declared = ENCODING.matcher(new String(b, 0, Math.min(b.length, 200), StandardCharsets.ISO_8859_1));
		// A file of single bytes that says UTF-16 was converted without changing its declaration.
		if (!declared.find() || declared.group(1).toLowerCase().startsWith("utf-16")) return new String(b,
			StandardCharsets.UTF_8);
		try {
			return new String(b, Charset.forName(declared.group(1)));
		}
		catch (final IllegalArgumentException e) {
			throw new MException("The encoding " + declared.group(1) + " is not known", file.toString(),
				"Convert the file to UTF-8", e);
		}
	}

	private static boolean startsWith(final byte[] bytes, final int... head) {
		if (bytes.length < head.length) return false;
		for (int i = 0; i < head.length; i++)
			if ((bytes[i] & 0xFF) != head[i]) return false;
		return true;
	}

	/**
	 * Writes a file as M does. The bytes go to a temporary file beside it that is then renamed, so that no half-written
	 * file is ever seen.
	 */
	public static void write(final XmlElement root, final Path file) {
		AtomicFile.write(file, channel -> {
			final ByteBuffer bytes = ByteBuffer.wrap(bytes(root));
			while (bytes.hasRemaining())
				channel.write(bytes);
		});
	}

	/** The bytes of the whole file: byte-order mark, declaration, elements, no line end after the last. */
	static byte[] bytes(final XmlElement root) {
		final StringBuilder out = new StringBuilder("\uFEFF").append(HEAD);
		append(out, root, 0);
		return out.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void append(final StringBuilder out, final XmlElement element, final int level) {
		out.append("\t".repeat(level));
		if (element.name().equals(XmlElement.COMMENT)) {
			out.append("<!--").append(element.text()).append("-->");
			return;
		}
		out.append('<').append(element.name());
		for (int i = 0; i < element.attributeCount(); i++) {
			out.append(' ').append(element.attributeName(i)).append("=\"");
			escape(out, element.attributeValue(i), true);
			out.append('"');
		}
		if (!element.children().isEmpty()) {
			out.append(">\n");
			for (final XmlElement child : element.children()) {
				append(out, child, level + 1);
				out.append('\n');
			}
			out.append("\t".repeat(level)).append("</").append(element.name()).append('>');
		}
		else if (!element.text().isEmpty()) {
			out.append('>');
			escape(out, element.text(), false);
			out.append("</").append(element.name()).append('>');
		}
		else out.append(" />");
	}

	private static void escape(final StringBuilder out, final String text, final boolean attribute) {
		for (int i = 0; i < text.length(); i++) {
			final char c = text.charAt(i);
			switch (c) {
				case '&' -> out.append("&amp;");
				case '<' -> out.append("&lt;");
				case '>' -> out.append("&gt;");
				case '\r' -> out.append("&#xD;");
				case '"' -> out.append(attribute ? "&quot;" : "\"");
				case '\n' -> out.append(attribute ? "&#xA;" : "\n");
				case '\t' -> out.append(attribute ? "&#x9;" : "\t");
				default -> out.append(c);
			}
		}
	}
}
