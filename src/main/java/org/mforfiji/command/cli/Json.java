package org.mforfiji.command.cli;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes results as JSON (RFC 8259): numbers, texts, lists, arrays, maps, records (keys in snake case), optionals,
 * {@code null}; what JSON has no form for (paths, files, identifiers) as text, and numbers that are not finite as
 * {@code null}.
 */
final class Json {

	private final StringBuilder text = new StringBuilder();

	private Json() {}

	/** The JSON text of a value, in one line. */
	static String text(final Object value) {
		final Json json = new Json();
		json.append(value);
		return json.text.toString();
	}

	private void append(final Object value) {
		if (value == null || value instanceof Number number && !Double.isFinite(number.doubleValue())) text.append("null");
		else if (value instanceof Number || value instanceof Boolean) text.append(value);
		else if (value instanceof Optional<?> optional) append(optional.orElse(null));
		else if (value instanceof Map<?, ?> map) appendMap(map);
		else if (value instanceof Record) appendRecord(value);
		else if (value instanceof Iterable<?> list && !(value instanceof java.nio.file.Path)) appendList(list.iterator());
		else if (value.getClass().isArray()) appendArray(value);
		else quote(value.toString());
	}

	private void appendMap(final Map<?, ?> map) {
		text.append('{');
		String comma = "";
		for (final Map.Entry<?, ?> entry : map.entrySet()) {
			text.append(comma);
			quote(String.valueOf(entry.getKey()));
			text.append(": ");
			append(entry.getValue());
			comma = ", ";
		}
		text.append('}');
	}

	private void appendRecord(final Object record) {
		final Map<String, Object> fields = new java.util.LinkedHashMap<>();
		for (final RecordComponent component : record.getClass().getRecordComponents())
			fields.put(snakeCase(component.getName()), value(component, record));
		appendMap(fields);
	}

	private static Object value(final RecordComponent component, final Object record) {
		try {
			component.getAccessor().setAccessible(true);
			return component.getAccessor().invoke(record);
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException("Cannot read " + component.getName() + " of " + record.getClass(), e);
		}
	}

	private static String snakeCase(final String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
	}

	private void appendList(final Iterator<?> elements) {
		text.append('[');
		while (elements.hasNext()) {
			append(elements.next());
			if (elements.hasNext()) text.append(", ");
		}
		text.append(']');
	}

	private void appendArray(final Object array) {
		text.append('[');
		for (int i = 0; i < Array.getLength(array); i++) {
			if (i > 0) text.append(", ");
			append(Array.get(array, i));
		}
		text.append(']');
	}

	private void quote(final String value) {
		text.append('"');
		for (final char c : value.toCharArray()) {
			switch (c) {
				case '"' -> text.append("\\\"");
				case '\\' -> text.append("\\\\");
				case '\n' -> text.append("\\n");
				case '\r' -> text.append("\\r");
				case '\t' -> text.append("\\t");
				default -> {
					if (c < 0x20) text.append(String.format("\\u%04x", (int) c));
					else text.append(c);
				}
			}
		}
		text.append('"');
	}
}
