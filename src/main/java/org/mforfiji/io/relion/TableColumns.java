package org.mforfiji.io.relion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;

/**
 * A table as a list of columns, each knowing how to spell its value of a row object.
 *
 * @param <T> what a row is made from
 */
final class TableColumns<T> {

	private final Map<String, Function<T, String>> columns = new LinkedHashMap<>();

	/** Adds a column behind the others. */
	TableColumns<T> add(final String name, final Function<T, String> text) {
		columns.put(name, text);
		return this;
	}

	/** The finished block; values with blanks or of no letters cannot be written and are refused. */
	StarBlock block(final String name, final List<T> rows) {
		final StarBlock block = StarBlock.loop(name, columns.keySet().toArray(new String[0]));
		for (final T row : rows)
			block.addRow(columns.entrySet().stream().map(column -> checked(name, column.getKey(), column.getValue().apply(row)))
				.toArray(String[]::new));
		return block;
	}

	private static String checked(final String block, final String column, final String value) {
		if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) throw new MException("The value '" + value +
			"' of " + column + " cannot be written: it is empty or has blanks", "data_" + block, "Rename it without blanks");
		return value;
	}
}
