package org.mforfiji.io.warp;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.mforfiji.base.MException;

/**
 * The typed scalar properties of one element: its direct {@code Param} children, or its attributes. A missing or empty
 * value gives the default, as in the originals; one that cannot be understood is an error that names it.
 */
public final class XmlParams {

	private final XmlElement element;
	private final String where;
	private final boolean attributes;

	private XmlParams(final XmlElement element, final String where, final boolean attributes) {
		this.element = element;
		this.where = where;
		this.attributes = attributes;
	}

	/** The {@code Param} children of an element. {@code where} names the file in errors. */
	public static XmlParams of(final XmlElement element, final String where) {
		return new XmlParams(element, where, false);
	}

	/** The attributes of an element. */
	public static XmlParams ofAttributes(final XmlElement element, final String where) {
		return new XmlParams(element, where, true);
	}

	/** The text of a property, possibly empty; empty Optional if the element does not have it. The first one wins. */
	public Optional<String> value(final String name) {
		if (attributes) return element.attribute(name);
		for (final XmlElement child : element.children())
			if (child.name().equals("Param") && child.attribute("Name", "").equals(name)) return child.attribute("Value");
		return Optional.empty();
	}

	/** A text; an empty value counts. */
	public String text(final String name, final String ifMissing) {
		return value(name).orElse(ifMissing);
	}

	/** A number: a decimal, float or double of the originals. */
	public double number(final String name, final double ifMissing) {
		return parsed(name, ifMissing, "a number", WarpText::parseNumber);
	}

	/** A number that is neither NaN nor infinite. */
	public double finite(final String name, final double ifMissing) {
		return parsed(name, ifMissing, "a finite number", text -> WarpText.parseNumber(text).filter(Double::isFinite));
	}

	/** A whole number. */
	public int integer(final String name, final int ifMissing) {
		return parsed(name, ifMissing, "a whole number", text -> WarpText.parseNumber(text).filter(
			n -> n == Math.rint(n) && Math.abs(n) <= Integer.MAX_VALUE).map(Double::intValue));
	}

	/** {@code True} or {@code False}. */
	public boolean bool(final String name, final boolean ifMissing) {
		return parsed(name, ifMissing, "True or False", WarpText::parseBool);
	}

	/** A GUID. */
	public UUID guid(final String name, final UUID ifMissing) {
		return parsed(name, ifMissing, "a GUID", XmlParams::parseGuid);
	}

	/** Numbers with commas between them, exactly as many as the default has. */
	public double[] vector(final String name, final double... ifMissing) {
		return parsed(name, ifMissing, ifMissing.length + " numbers with commas between them", text -> WarpText.parseNumbers(
			text, ",").filter(v -> v.length == ifMissing.length)).clone();
	}

	/** Numbers with semicolons between them; none where the value is missing or empty. */
	public double[] list(final String name) {
		return parsed(name, new double[0], "numbers with semicolons between them", text -> WarpText.parseNumbers(text, ";"))
			.clone();
	}

	private <T> T parsed(final String name, final T ifMissing, final String kind, final Function<String, Optional<T>> parse) {
		final Optional<String> text = value(name);
		if (text.isEmpty() || text.get().isBlank()) return ifMissing;
		return parse.apply(text.get()).orElseThrow(() -> new MException("The value '" + text.get() + "' of " + name +
			" is not " + kind, where + ", " + element.name(), "Correct the value in the file"));
	}

	/** Reads the usual spellings of a GUID: with or without hyphens, in braces or parentheses, any case. */
	public static Optional<UUID> parseGuid(final String text) {
		final String digits = text.strip().replaceAll("[-{}()]", "");
		if (!digits.matches("[0-9a-fA-F]{32}")) return Optional.empty();
		return Optional.of(UUID.fromString(digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")));
	}
}
