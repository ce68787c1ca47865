package org.mforfiji.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.mforfiji.base.MException;

/**
 * A point group by its name in RELION and M, with their setting of the axes. The operators are the proper rotations, as
 * matrices row-major; mirrors and inversions of a group are known of ({@link #hasImproper()}) but cannot be applied to
 * particles, whose poses are rotations. Immutable.
 */
public final class SymmetryGroup {

	private static final String NAMES = "Known are C1 to C99, D1 to D99, C⟨n⟩H, C⟨n⟩V, D⟨n⟩H, D⟨n⟩V, S⟨even n⟩, " +
		"CI, CS, T, TD, TH, O, OH, I, I1 to I4, IH, I1H to I4H";
	private static final Pattern SHAPE = Pattern.compile("([CDSTOI])([1-9][0-9]?)?([HVDIS])?");
	private static final double SAME = 1e-6;
	/** Golden-ratio numbers of the icosahedron, with its two-fold axes along x, y and z. */
	private static final double SHORT = Math.sqrt((5 - Math.sqrt(5)) / 10);
	private static final double LONG = Math.sqrt((5 + Math.sqrt(5)) / 10);
	private static final double SMALL = (Math.sqrt(5) - 1) / (2 * Math.sqrt(3));
	private static final double LARGE = (Math.sqrt(5) + 1) / (2 * Math.sqrt(3));

	private final String name;
	private final boolean improper;
	private final List<double[]> operators;

	private SymmetryGroup(final String name, final boolean improper, final List<double[]> generators) {
		this.name = name;
		this.improper = improper;
		operators = Collections.unmodifiableList(closure(generators));
	}

	/**
	 * The group of a name such as {@code C1}, {@code d7} or {@code I2}; upper or lower case.
	 *
	 * @throws MException with the list of names, if there is no such group
	 */
	public static SymmetryGroup parse(final String text) {
		final String name = text == null ? "" : text.strip().toUpperCase(Locale.ROOT);
		final Matcher shape = SHAPE.matcher(name);
		if (!shape.matches()) throw unknown(text);
		final String family = shape.group(1);
		final int fold = shape.group(2) == null ? 0 : Integer.parseInt(shape.group(2));
		final String ending = shape.group(3) == null ? "" : shape.group(3);
		final List<double[]> generators = switch (family + ending) {
			case "C", "CH", "CV" -> fold == 0 ? null : List.of(turn(fold, 0, 0, 1));
			case "CI", "CS" -> fold == 0 ? List.of() : null;
			case "S" -> fold == 0 || fold % 2 == 1 ? null : List.of(turn(fold / 2, 0, 0, 1));
			case "D", "DH", "DV" -> fold == 0 ? null : List.of(turn(fold, 0, 0, 1), turn(2, 1, 0, 0));
			case "T", "TD" -> fold == 0 ? tetrahedral(1) : null;
			case "TH" -> fold == 0 ? tetrahedral(-1) : null;
			case "O", "OH" -> fold == 0 ? List.of(turn(3, 1, 1, 1), turn(4, 0, 0, 1)) : null;
			case "I", "IH" -> icosahedral(fold);
			default -> null;
		};
		if (generators == null) throw unknown(text);
		return new SymmetryGroup(name, family.equals("S") || !ending.isEmpty(), generators);
	}

	private static MException unknown(final String text) {
		return new MException("There is no symmetry group \"" + text + "\"", "", NAMES);
	}

	private static List<double[]> tetrahedral(final int sign) {
		return List.of(turn(3, 0, 0, 1), turn(2, 0, sign * Math.sqrt(2. / 3), sign * Math.sqrt(1. / 3)));
	}

	/** Generators in the setting 1 to 4; without a number it is 2. */
	private static List<double[]> icosahedral(final int setting) {
		final double a = Math.sqrt((5 + Math.sqrt(5)) / 30);
		final double b = Math.sqrt((5 + 2 * Math.sqrt(5)) / 15);
		return switch (setting) {
			case 0, 2 -> List.of(turn(2, 0, 0, 1), turn(5, SHORT, 0, LONG), turn(3, 0, SMALL, LARGE));
			case 1 -> List.of(turn(2, 1, 0, 0), turn(5, LONG, 0, -SHORT), turn(3, LARGE, SMALL, 0));
			case 3 -> List.of(turn(2, -SHORT, 0, LONG), turn(5, 0, 0, 1), turn(3, -a, SMALL, b));
			case 4 -> List.of(turn(2, SHORT, 0, LONG), turn(5, 2, 0, 1), turn(3, a, SMALL, b));
			default -> null;
		};
	}

	/** Rotation by 360°/fold about an axis of any length. */
	private static double[] turn(final int fold, final double x, final double y, final double z) {
		final double angle = 2 * Math.PI / fold / Math.sqrt(x * x + y * y + z * z);
		return Rotations.exp(new double[] { angle * x, angle * y, angle * z });
	}

	/** All products of the generators, identity first, in the order in which they are found. */
	private static List<double[]> closure(final List<double[]> generators) {
		final List<double[]> found = new ArrayList<>();
		found.add(Rotations.identity());
		for (int i = 0; i < found.size(); i++)
			for (final double[] generator : generators) {
				final double[] product = Rotations.multiply(generator, found.get(i));
				if (found.stream().noneMatch(known -> same(known, product))) found.add(product);
			}
		return found;
	}

	private static boolean same(final double[] a, final double[] b) {
		for (int i = 0; i < 9; i++)
			if (Math.abs(a[i] - b[i]) > SAME) return false;
		return true;
	}

	/** The name in upper case. */
	public String name() {
		return name;
	}

	/**
	 * The proper rotations, identity first: 3×3 matrices, row-major, copies. A map of this symmetry is the same at S·x as at
	 * x, for each operator S.
	 */
	public List<double[]> operators() {
		return operators.stream().map(double[]::clone).toList();
	}

	/** Number of proper rotations: n for Cn, 2n for Dn, 12, 24 and 60 for T, O and I. */
	public int order() {
		return operators.size();
	}

	/** Whether the named group also holds mirrors or the inversion, which are not among the operators. */
	public boolean hasImproper() {
		return improper;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof SymmetryGroup group && name.equals(group.name);
	}

	@Override
	public int hashCode() {
		return name.hashCode();
	}

	@Override
	public String toString() {
		return name;
	}
}
