package org.mforfiji.io.warp;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

import org.mforfiji.base.MException;

/** The lists with one value per tilt: text lines separated by a single line feed, none before the first or after the last. */
final class PerTilt {

	private final XmlElement root;
	private final String where;
	private final int tilts;

	/** @param tilts length that every list must have */
	PerTilt(final XmlElement root, final String where, final int tilts) {
		this.root = root;
		this.where = where;
		this.tilts = tilts;
	}

	/** Number of entries of a list; 0 if the file does not have it. */
	static int length(final XmlElement root, final String name) {
		return root.find(name).map(element -> lines(element.text()).length).orElse(0);
	}

	/** Numbers, or {@code ifMissing} for every tilt where the file has no such list. */
	double[] numbers(final String name, final double ifMissing) {
		final double[] result = new double[tilts];
		Arrays.fill(result, ifMissing);
		final Optional<String[]> entries = entries(name);
		for (int t = 0; entries.isPresent() && t < tilts; t++)
			result[t] = entry(name, t, entries.get()[t], "a finite number", text -> WarpText.parseNumber(text).filter(
				Double::isFinite));
		return result;
	}

	/** True or False for every tilt; true where the file has no such list. */
	boolean[] flags(final String name) {
		final boolean[] result = new boolean[tilts];
		Arrays.fill(result, true);
		final Optional<String[]> entries = entries(name);
		for (int t = 0; entries.isPresent() && t < tilts; t++)
			result[t] = entry(name, t, entries.get()[t], "True or False", WarpText::parseBool);
		return result;
	}

	/** Texts without blanks and tabs at their ends, or empty ones where the file has no such list. */
	List<String> texts(final String name) {
		final Optional<String[]> entries = entries(name);
		if (entries.isEmpty()) return Collections.nCopies(tilts, "");
		return Arrays.stream(entries.get()).map(String::strip).toList();
	}

	private Optional<String[]> entries(final String name) {
		final Optional<XmlElement> element = root.find(name);
		if (element.isEmpty()) return Optional.empty();
		final String[] entries = lines(element.get().text());
		if (entries.length != tilts) throw new MException("The list " + name + " has " + entries.length +
			" entries, but the list Angles has " + tilts, where, "Write the file again with the program that made it");
		return Optional.of(entries);
	}

	private <T> T entry(final String name, final int t, final String text, final String kind,
		final Function<String, Optional<T>> parse)
	{
		return parse.apply(text).orElseThrow(() -> new MException("The entry '" + text.strip() + "' of the list " + name +
			" is not " + kind, where + ", tilt " + (t + 1), "Correct the entry, or write the file again with the program that made it"));
	}

	private static String[] lines(final String text) {
		return text.isBlank() ? new String[0] : text.strip().split("\r?\n|\r");
	}

	static XmlElement element(final String name, final double[] values) {
		final StringJoiner text = new StringJoiner("\n");
		for (final double value : values)
			text.add(WarpText.single(value));
		return XmlElement.of(name).withText(text.toString());
	}

	static XmlElement element(final String name, final boolean[] values) {
		final StringJoiner text = new StringJoiner("\n");
		for (final boolean value : values)
			text.add(WarpText.bool(value));
		return XmlElement.of(name).withText(text.toString());
	}

	static XmlElement element(final String name, final List<String> values) {
		return XmlElement.of(name).withText(String.join("\n", values));
	}
}
