package org.mforfiji.io.relion;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.NearestNames;
import org.mforfiji.io.star.StarBlock;

/** Typed cells of RELION's tables: whole numbers, lists, values that may be missing. */
final class StarCells {

	private StarCells() {}

	/** The place of a block. */
	static String where(final StarBlock block) {
		return block.source().isEmpty() ? "data_" + block.name() : block.source();
	}

	/** The error for a column that has to be there. */
	static MException missing(final StarBlock block, final String column) {
		final List<String> nearest = NearestNames.of(column, block.columns(), 1);
		return new MException("Column " + column + " is missing from data_" + block.name() + "; its columns are " + String.join(
			", ", block.columns()), where(block), nearest.isEmpty() ? "Add the column" : "Add the column; the nearest there is is " +
				nearest.get(0));
	}

	/** Throws if one of the columns is missing. */
	static void require(final StarBlock block, final String... columns) {
		for (final String column : columns)
			if (!block.hasColumn(column)) throw missing(block, column);
	}

	/** A text, or an empty one where there is no such column. */
	static String text(final StarBlock block, final int row, final String column) {
		return block.find(row, column).orElse("");
	}

	/** The numbers of {@code [a,b,c]}; empty where there is no such column. */
	static double[] list(final StarBlock block, final int row, final String column) {
		if (!block.hasColumn(column)) return new double[0];
		final String text = block.text(row, column).strip();
		if (!text.startsWith("[") || !text.endsWith("]")) throw notAList(block, row, column, text, null);
		final List<Double> numbers = new ArrayList<>();
		for (final String part : text.substring(1, text.length() - 1).split(","))
			if (!part.isBlank()) try {
				numbers.add(Double.valueOf(part.strip()));
			}
			catch (final NumberFormatException e) {
				throw notAList(block, row, column, text, e);
			}
		return numbers.stream().mapToDouble(Double::doubleValue).toArray();
	}

	/** The flags of {@code [1,0,1]}; empty where there is no such column. */
	static boolean[] flags(final StarBlock block, final int row, final String column) {
		final double[] numbers = list(block, row, column);
		final boolean[] flags = new boolean[numbers.length];
		for (int i = 0; i < flags.length; i++)
			flags[i] = numbers[i] != 0;
		return flags;
	}

	private static MException notAList(final StarBlock block, final int row, final String column, final String text,
		final NumberFormatException cause)
	{
		return new MException(column + " must be a list of numbers as [1,0,1], but is '" + text + "'", block.where(row),
			"Correct the value", cause);
	}
}
