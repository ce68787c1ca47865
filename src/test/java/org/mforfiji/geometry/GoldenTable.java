package org.mforfiji.geometry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One loop of a plain STAR file that others wrote; all of its values are kept as text. */
final class GoldenTable {

	private final List<String> columns = new ArrayList<>();
	private final List<String[]> rows = new ArrayList<>();

	private GoldenTable() {}

	static GoldenTable read(final Path file, final String block) {
		final GoldenTable table = new GoldenTable();
		boolean inside = false;
		for (final String line : lines(file)) {
			final String text = line.strip();
			if (text.startsWith("data_")) inside = text.equals("data_" + block);
			else if (inside && text.startsWith("_")) table.columns.add(text.split("\\s+")[0].substring(1));
			else if (inside && !text.isEmpty() && !text.equals("loop_")) table.rows.add(text.split("\\s+"));
		}
		return table;
	}

	private static List<String> lines(final Path file) {
		try {
			return Files.readAllLines(file, StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	int rows() {
		return rows.size();
	}

	double number(final int row, final String column) {
		return Double.parseDouble(rows.get(row)[columns.indexOf(column)]);
	}
}
