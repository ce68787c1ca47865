package org.mforfiji.io.star;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;

/**
 * One data block of a STAR file: a loop (a table with named columns and any number of rows) or a list (names with one
 * value each, treated as a table of one row). Values are kept as the text they are until a number is asked for.
 * Column names have no leading underscore. Errors name file, line and column. Not thread-safe while it is being
 * filled.
 */
public final class StarBlock {

	private final String name;
	private final boolean loop;
	private final List<String> columns = new ArrayList<>();
	private final Map<String, Integer> index = new HashMap<>();
	private final List<String[]> rows = new ArrayList<>();
	private String source = "";
	private int[] lines = new int[0];

	private StarBlock(final String name, final boolean loop) {
		this.name = name;
		this.loop = loop;
	}

	/**
	 * An empty table.
	 *
	 * @param name what follows {@code data_}; may be empty
	 * @param columns without leading underscore
	 */
	public static StarBlock loop(final String name, final String... columns) {
		return loop(name, Arrays.asList(columns));
	}

	/** As {@link #loop(String, String...)}. */
	public static StarBlock loop(final String name, final List<String> columns) {
		final StarBlock block = new StarBlock(name, true);
		columns.forEach(block::appendColumn);
		return block;
	}

	/** An empty list of names and values; fill it with {@link #put}. */
	public static StarBlock list(final String name) {
		final StarBlock block = new StarBlock(name, false);
		block.rows.add(new String[0]);
		return block;
	}

	/** What follows {@code data_}; empty for an unnamed block. */
	public String name() {
		return name;
	}

	/** Whether this is a table, not a list of names and values. */
	public boolean isLoop() {
		return loop;
	}

	/** The column names in order, without underscore. */
	public List<String> columns() {
		return Collections.unmodifiableList(columns);
	}

	/** Whether there is such a column. */
	public boolean hasColumn(final String column) {
		return index.containsKey(column);
	}

	/** Whether there are all of these columns. */
	public boolean hasColumns(final String... names) {
		return index.keySet().containsAll(Arrays.asList(names));
	}

	/** Position of a column, from 0; an error that lists what there is where it is missing. */
	public int column(final String column) {
		final Integer found = index.get(column);
		if (found == null) throw new MException("There is no column " + column + " in block " + title(), source,
			"Add the column, or restore the file; its columns are " + String.join(", ", columns));
		return found;
	}

	/** Number of rows; 1 for a list. */
	public int rows() {
		return rows.size();
	}

	/** The value of row (from 0) and column as it stands in the file, without quotes. */
	public String text(final int row, final String column) {
		return rows.get(row)[column(column)];
	}

	/** The value of row and column position (both from 0). */
	public String text(final int row, final int column) {
		return rows.get(row)[column];
	}

	/** The value, nothing where there is no such column. */
	public Optional<String> find(final int row, final String column) {
		return hasColumn(column) ? Optional.of(text(row, column)) : Optional.empty();
	}

	/** The value as a number; inf, nan and their signed forms are numbers. */
	public double number(final int row, final String column) {
		return number(row, column(column));
	}

	/** The value of row and column position as a number. */
	public double number(final int row, final int column) {
		final String text = rows.get(row)[column];
		final double value = StarNumbers.parse(text);
		if (!Double.isNaN(value) || StarNumbers.isNan(text)) return value;
		throw new MException("⟨" + text + "⟩ is not a number", where(row, columns.get(column)),
			"Correct the file; numbers need a decimal point");
	}

	/** The value as a number, {@code absent} where there is no such column. */
	public double number(final int row, final String column, final double absent) {
		return hasColumn(column) ? number(row, column) : absent;
	}

	/** The value as a whole number; 2.000 is one, 2.5 is not. */
	public int integer(final int row, final String column) {
		final double value = number(row, column);
		if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) throw new MException("⟨" +
			text(row, column) + "⟩ is not a whole number", where(row, column), "Correct the file");
		return (int) value;
	}

	/** All numbers of a column. */
	public double[] numbers(final String column) {
		final int position = column(column);
		final double[] values = new double[rows()];
		for (int row = 0; row < values.length; row++)
			values[row] = number(row, position);
		return values;
	}

	/** All values of a column. */
	public List<String> texts(final String column) {
		final int position = column(column);
		return rows.stream().map(row -> row[position]).toList();
	}

	/** The value of a list. */
	public String value(final String key) {
		requireList();
		return text(0, key);
	}

	/** Where a row stands, for messages: file and line, or the number of a row that came from no file. */
	public String where(final int row) {
		return place(row < lines.length ? "line " + lines[row] : "row " + (row + 1));
	}

	/** Where a value stands, for messages. */
	public String where(final int row, final String column) {
		final int key = index.getOrDefault(column, 0);
		if (loop) return where(row) + ", column " + column;
		return place((key < lines.length ? "line " + lines[key] + ", " : "") + column);
	}

	private String place(final String within) {
		return source.isEmpty() ? within + " of block " + title() : source + ", " + within;
	}

	/** The file the block came from; empty if it came from none. */
	public String source() {
		return source;
	}

	/** Appends a row of a table; one value per column. */
	public StarBlock addRow(final String... values) {
		if (!loop) throw new MException("A list has no rows to add, block " + title(), source, "Use put");
		if (values.length != columns.size()) throw new MException("A row of " + values.length +
			" values does not fit the " + columns.size() +
			" columns of block " + title(), source, "");
		rows.add(values.clone());
		return this;
	}

	/** Sets a value of a list, adding the name if it is new. */
	public StarBlock put(final String key, final String value) {
		requireList();
		if (!hasColumn(key)) {
			appendColumn(key);
			rows.set(0, Arrays.copyOf(rows.get(0), columns.size()));
		}
		return set(0, key, value);
	}

	/** Replaces a value. */
	public StarBlock set(final int row, final String column, final String value) {
		rows.get(row)[column(column)] = value;
		return this;
	}

	/** Adds a column with the same value in every row. */
	public StarBlock addColumn(final String column, final String value) {
		appendColumn(column);
		for (int row = 0; row < rows(); row++) {
			final String[] longer = Arrays.copyOf(rows.get(row), columns.size());
			longer[longer.length - 1] = value;
			rows.set(row, longer);
		}
		return this;
	}

	/** Whether name, kind, columns and all values are the same. */
	public boolean sameContent(final StarBlock other) {
		if (!name.equals(other.name) || loop != other.loop || !columns.equals(other.columns) || rows() != other.rows())
			return false;
		for (int row = 0; row < rows(); row++)
			if (!Arrays.equals(rows.get(row), other.rows.get(row))) return false;
		return true;
	}

	/** What the reader found: rows (not copied) and the lines they stand on; for a list the lines of its names. */
	StarBlock filled(final List<String[]> values, final int[] lineOfRow, final String file) {
		rows.clear();
		rows.addAll(values);
		lines = lineOfRow;
		source = file;
		return this;
	}

	private void appendColumn(final String column) {
		if (index.putIfAbsent(column, columns.size()) != null) throw new MException("Column " + column +
			" comes twice in block " + title(),
			source, "Remove one of them");
		columns.add(column);
	}

	private void requireList() {
		if (loop) throw new MException("Block " + title() + " is a table, not a list of names and values", source, "");
	}

	private String title() {
		return "data_" + name;
	}
}
