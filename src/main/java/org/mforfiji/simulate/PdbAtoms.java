package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;

/** Atoms of a PDB file: the fixed columns of ATOM and HETATM records, up to the first ENDMDL. */
final class PdbAtoms {

	private final String file;
	private final List<String> lines;

	PdbAtoms(final String file, final List<String> lines) {
		this.file = file;
		this.lines = lines;
	}

	List<AtomicModel.Atom> read() {
		final List<AtomicModel.Atom> atoms = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			final String line = lines.get(i);
			if (line.startsWith("ENDMDL")) break;
			if ((line.startsWith("ATOM  ") || line.startsWith("HETATM")) && !ModelFiles.isWater(column(line, 18, 20))) atoms.add(
				atom(line, i + 1));
		}
		return atoms;
	}

	private AtomicModel.Atom atom(final String line, final int number) {
		if (line.length() < 54) throw new MException("The atom record has " + line.length() +
			" columns, the coordinates end in column 54", file + ", line " + number, "Repair the line");
		final String name = column(line, 13, 16);
		final Element element = Element.of(symbol(line));
		final boolean backbone = name.equals("CA") && element == Element.C || name.equals("P") && element == Element.P;
		return new AtomicModel.Atom(number(line, 31, 38, number, null), number(line, 39, 46, number, null), number(line, 47,
			54, number, null), element, number(line, 55, 60, number, 1.0), number(line, 61, 66, number, 0.0), column(line, 22,
				22), column(line, 23, 27) + column(line, 18, 20), backbone);
	}

	/** The element of columns 77–78; where they are blank, from the alignment of the atom name. */
	private static String symbol(final String line) {
		final String given = column(line, 77, 78);
		if (!given.isEmpty() && Character.isLetter(given.charAt(0))) return given;
		final char first = line.charAt(12);
		if (first == ' ' || Character.isDigit(first)) return String.valueOf(line.charAt(13));
		final String two = line.substring(12, 14).strip();
		return two.length() == 2 && Element.isListed(two) && line.startsWith("HETATM") ? two : two.substring(0, 1);
	}

	/** Columns from … to (1-based, inclusive) without blanks; empty beyond the end of the line. */
	private static String column(final String line, final int from, final int to) {
		return line.length() < from ? "" : line.substring(from - 1, Math.min(to, line.length())).strip();
	}

	private double number(final String line, final int from, final int to, final int number, final Double absent) {
		final String text = column(line, from, to);
		if (text.isEmpty() && absent != null) return absent;
		try {
			final double value = Double.parseDouble(text);
			if (Double.isFinite(value)) return value;
		}
		catch (final NumberFormatException bad) {
			// told below, with the place
		}
		throw new MException("'" + text + "' in columns " + from + "–" + to + " is not a number", file + ", line " + number,
			"Repair the line");
	}
}
