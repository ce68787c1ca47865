package org.mforfiji.io.star;

import java.io.IOException;
import java.io.Writer;

/** Writes blocks in M's layout: right-aligned columns, two blanks before each, line feeds. */
final class StarWriter {

	private final Writer out;
	private boolean first = true;

	StarWriter(final Writer out) {
		this.out = out;
	}

	void write(final StarBlock block) throws IOException {
		if (!first) out.write("\n\n\n");
		first = false;
		out.write("\ndata_" + block.name() + "\n\n");
		if (block.isLoop()) loop(block);
		else list(block);
	}

	private void loop(final StarBlock block) throws IOException {
		out.write("loop_\n");
		final int columns = block.columns().size();
		for (int c = 0; c < columns; c++)
			out.write("_" + block.columns().get(c) + " #" + (c + 1) + "\n");
		final int[] width = new int[columns];
		for (int r = 0; r < block.rows(); r++)
			for (int c = 0; c < columns; c++)
				width[c] = Math.max(width[c], value(block, r, c).length());
		final StringBuilder line = new StringBuilder();
		for (int r = 0; r < block.rows(); r++) {
			line.setLength(0);
			for (int c = 0; c < columns; c++) {
				final String value = value(block, r, c);
				for (int blank = value.length(); blank < width[c] + 2; blank++)
					line.append(' ');
				line.append(value);
			}
			out.append(line.append('\n'));
		}
	}

	private void list(final StarBlock block) throws IOException {
		final int width = block.columns().stream().mapToInt(String::length).max().orElse(0);
		for (final String key : block.columns())
			out.write("_" + key + " ".repeat(width - key.length() + 3) + StarTokens.quote(block.value(key), false,
			false) + "\n");
	}

	private static String value(final StarBlock block, final int row, final int column) {
		return StarTokens.quote(block.text(row, column), column == 0, block.columns().size() == 1);
	}
}
