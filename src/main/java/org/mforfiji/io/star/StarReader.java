package org.mforfiji.io.star;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.MException;

/** Reads the blocks of a STAR file, line by line. For one file. */
final class StarReader {

	private final BufferedReader in;
	private final String source;
	private final StarTokens tokens = new StarTokens();
	private final List<StarBlock> blocks = new ArrayList<>();
	private int lineNumber;
	private String name = "";
	private boolean named;
	private boolean afterBlank;
	private boolean inLoop;
	private boolean inHeader;
	private final List<String> columns = new ArrayList<>();
	private final List<Integer> numbers = new ArrayList<>();
	private final List<String[]> rows = new ArrayList<>();
	private int[] lines = new int[64];

	StarReader(final BufferedReader in, final String source) {
		this.in = in;
		this.source = source;
	}

	List<StarBlock> read() throws IOException {
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			lineNumber++;
			if (lineNumber == 1 && line.startsWith("\uFEFF")) line = line.substring(1);
			if (line.indexOf('\0') >= 0) throw fault("The line holds zero bytes",
				"The file is damaged or no STAR file; copy it again");
			if (!tokens.split(line)) throw fault("A quote is not closed",
				"Close it on the same line; values over several lines are not supported");
			if (tokens.count() > 0) line(tokens.get(0), line);
			afterBlank = tokens.count() == 0;
		}
		finish();
		return blocks;
	}

	private void line(final String first, final String whole) {
		final boolean quoted = tokens.isQuoted(0);
		if (!quoted && first.startsWith("data_") && !isRow()) startBlock(first.substring(5));
		else if (!quoted && first.equals("loop_")) startLoop();
		else if (!quoted && first.startsWith("_")) name(first.substring(1), columnNumber(whole));
		else row(first);
	}

	/**
	 * A value like data_1/image.mrc may begin a row; a block begins after an empty line or with a word that cannot be
	 * a row.
	 */
	private boolean isRow() {
		return inLoop && !columns.isEmpty() && tokens.count() == columns.size() && (tokens.count() > 1 || !afterBlank);
	}

	private void startBlock(final String newName) {
		finish();
		if (tokens.count() > 1) throw fault("More than the name of a block follows data_",
			"Names have no blanks; correct the line");
		name = newName;
		named = true;
	}

	private void startLoop() {
		if (inLoop || !columns.isEmpty()) finish();
		if (tokens.count() > 1) throw fault("More follows loop_ on its line", "Begin a new line after loop_");
		named = true;
		inLoop = true;
		inHeader = true;
	}

	private void name(final String column, final int number) {
		if (inLoop && !inHeader) finish();
		if (column.isEmpty()) throw fault("A column without name", "Correct the line");
		if (columns.contains(column)) throw fault("Column " + column + " comes twice", "Remove one of them");
		if (inLoop && tokens.count() > 1) throw fault("More than a column name stands on its line",
			"Begin a new line, or write # before the rest");
		if (!inLoop && tokens.count() > 2) throw fault("More than one value follows _" + column,
			"Put values with blanks in quotes");
		columns.add(column);
		numbers.add(number);
		if (inLoop) return;
		named = true;
		if (rows.isEmpty()) rows.add(new String[0]);
		final String[] values = Arrays.copyOf(rows.get(0), columns.size());
		values[columns.size() - 1] = tokens.count() > 1 ? tokens.get(1) : "";
		rows.set(0, values);
		noteLine(columns.size() - 1);
	}

	private void row(final String first) {
		if (!named) throw fault("This is not a STAR file: ⟨" + shortened(first) +
			"⟩ stands before the first data_ or loop_",
			"Give a STAR file");
		if (!inLoop) throw fault("⟨" + shortened(first) + "⟩ belongs to no loop and has no name", "Correct the file");
		if (columns.isEmpty()) throw fault("A row stands before the columns of its loop are named", "Correct the file");
		inHeader = false;
		if (tokens.count() != columns.size()) throw fault("The row has " + tokens.count() +
			" values, but its loop has " + columns.size() +
			" columns", "The file may be truncated, or a value with blanks needs quotes");
		final String[] previous = rows.isEmpty() ? new String[columns.size()] : rows.get(rows.size() - 1);
		final String[] values = new String[columns.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = tokens.get(i, previous[i]);
		noteLine(rows.size());
		rows.add(values);
	}

	private void noteLine(final int at) {
		if (at == lines.length) lines = Arrays.copyOf(lines, 2 * lines.length);
		lines[at] = lineNumber;
	}

	/** Ends the table or list that is being read. */
	private void finish() {
		if (inLoop && columns.isEmpty()) throw fault("A loop has no columns", "The file may be truncated");
		if (!columns.isEmpty()) {
			final StarBlock block = inLoop ? StarBlock.loop(name, columnsInOrder()) : listWithNames();
			blocks.add(block.filled(rows, Arrays.copyOf(lines, inLoop ? rows.size() : columns.size()), source));
		}
		columns.clear();
		numbers.clear();
		rows.clear();
		lines = new int[64];
		inLoop = false;
		inHeader = false;
	}

	/**
	 * The numbers after # give the positions if they are 1 … n in some order, as M reads them; otherwise the lines'
	 * order counts, as RELION does.
	 */
	private List<String> columnsInOrder() {
		final String[] ordered = new String[columns.size()];
		for (int i = 0; i < ordered.length; i++) {
			final int position = numbers.get(i) - 1;
			if (position < 0 || position >= ordered.length || ordered[position] != null) return columns;
			ordered[position] = columns.get(i);
		}
		return Arrays.asList(ordered);
	}

	/** The number of a line like {@code _wrpDose #3}; 0 where there is none. */
	private static int columnNumber(final String line) {
		final int mark = line.indexOf('#');
		final String digits = mark < 0 ? "" : line.substring(mark + 1).trim();
		return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
	}

	private StarBlock listWithNames() {
		final StarBlock list = StarBlock.list(name);
		columns.forEach(column -> list.put(column, ""));
		return list;
	}

	private MException fault(final String what, final String remedy) {
		return new MException(what, source + ", line " + lineNumber, remedy);
	}

	private static String shortened(final String text) {
		return text.length() > 40 ? text.substring(0, 40) + "…" : text;
	}
}
