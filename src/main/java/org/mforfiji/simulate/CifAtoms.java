package org.mforfiji.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.base.MException;

/** Atoms of an mmCIF file: the rows of the {@code _atom_site} loop that belong to its first model. */
final class CifAtoms {

	private static final String PREFIX = "_atom_site.";

	private final String file;
	private final List<String> lines;
	private final Map<String, Integer> columns = new HashMap<>();

	CifAtoms(final String file, final List<String> lines) {
		this.file = file;
		this.lines = lines;
	}

	List<AtomicModel.Atom> read() {
		int i = 0;
		while (i < lines.size() && !lines.get(i).strip().startsWith(PREFIX))
			i++;
		for (; i < lines.size() && lines.get(i).strip().startsWith(PREFIX); i++)
			columns.put(lines.get(i).strip().split("\\s+")[0].substring(PREFIX.length()), columns.size());
		if (columns.isEmpty()) return List.of();
		for (final String required : new String[] { "Cartn_x", "Cartn_y", "Cartn_z" })
			if (!columns.containsKey(required)) throw new MException("The _atom_site table has no column " + required, file,
				"Give an mmCIF file with Cartesian coordinates");
		return rows(i);
	}

	private List<AtomicModel.Atom> rows(final int start) {
		final List<AtomicModel.Atom> atoms = new ArrayList<>();
		String model = null;
		for (int i = start; i < lines.size(); i++) {
			final String line = lines.get(i).strip();
			if (line.isEmpty()) continue;
			if (line.startsWith("#") || line.startsWith("loop_") || line.startsWith("_") || line.startsWith("data_")) break;
			final List<String> row = tokens(line);
			while (row.size() < columns.size() && i + 1 < lines.size())
				row.addAll(tokens(lines.get(++i)));
			if (row.size() != columns.size()) throw new MException("The row has " + row.size() + " values, the table " +
				columns.size() + " columns", file + ", line " + (i + 1), "Repair the line");
			final String rowModel = text(row, "1", "pdbx_PDB_model_num");
			if (model == null) model = rowModel;
			if (!model.equals(rowModel)) break;
			if (!ModelFiles.isWater(text(row, "", "label_comp_id", "auth_comp_id"))) atoms.add(atom(row, i + 1));
		}
		return atoms;
	}

	private AtomicModel.Atom atom(final List<String> row, final int line) {
		final String name = text(row, "", "label_atom_id", "auth_atom_id");
		final Element element = Element.of(text(row, name.isEmpty() ? "C" : name.substring(0, 1), "type_symbol"));
		final boolean backbone = name.equals("CA") && element == Element.C || name.equals("P") && element == Element.P;
		final String residue = text(row, "", "auth_seq_id", "label_seq_id") + text(row, "", "pdbx_PDB_ins_code") + text(row,
			"", "label_comp_id", "auth_comp_id");
		return new AtomicModel.Atom(number(row, "Cartn_x", null, line), number(row, "Cartn_y", null, line), number(row,
			"Cartn_z", null, line), element, number(row, "occupancy", 1.0, line), number(row, "B_iso_or_equiv", 0.0, line),
			text(row, "", "auth_asym_id", "label_asym_id"), residue, backbone);
	}

	/** The value of the first of the named columns that exists and is neither {@code .} nor {@code ?}. */
	private String text(final List<String> row, final String absent, final String... names) {
		for (final String name : names) {
			final Integer column = columns.get(name);
			if (column != null && !row.get(column).equals(".") && !row.get(column).equals("?")) return row.get(column);
		}
		return absent;
	}

	private double number(final List<String> row, final String name, final Double absent, final int line) {
		final String text = text(row, "", name);
		if (text.isEmpty() && absent != null) return absent;
		final int error = text.indexOf('(');
		try {
			final double value = Double.parseDouble(error > 0 ? text.substring(0, error) : text);
			if (Double.isFinite(value)) return value;
		}
		catch (final NumberFormatException bad) {
			// told below, with the place
		}
		throw new MException("'" + text + "' in column " + name + " is not a number", file + ", line " + line,
			"Repair the line");
	}

	/** Splits at blanks; a value may stand in single or double quotes that end before a blank. */
	private static List<String> tokens(final String line) {
		final List<String> tokens = new ArrayList<>();
		int i = 0;
		while (i < line.length()) {
			final char c = line.charAt(i);
			if (Character.isWhitespace(c)) {
				i++;
				continue;
			}
			int end = i + 1;
			final boolean quoted = c == '\'' || c == '"';
			while (end < line.length() && !(quoted ? line.charAt(end) == c && (end + 1 == line.length() || Character
				.isWhitespace(line.charAt(end + 1))) : Character.isWhitespace(line.charAt(end))))
				end++;
			tokens.add(line.substring(quoted ? i + 1 : i, Math.min(end, line.length())));
			i = quoted ? end + 1 : end;
		}
		return tokens;
	}
}
