package org.mforfiji.report;

import java.util.List;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.map.FscCurves;

/**
 * A curve over spatial frequency, with the name that its legend shows.
 *
 * @param name shown in the legend
 * @param frequency 1/Å, ascending
 * @param value e.g. correlation, one for each frequency; what is not finite is left out of the plot
 * @param dashed drawn dashed and thin, for curves that only accompany another
 */
public record NamedCurve(String name, double[] frequency, double[] value, boolean dashed) {

	public NamedCurve {
		if (frequency.length != value.length || frequency.length == 0) throw new MException("The curve ⟨" + name +
			"⟩ has " +
			frequency.length + " frequencies and " + value.length + " values", "", "");
	}

	/** A solid curve. */
	public NamedCurve(final String name, final double[] frequency, final double[] value) {
		this(name, frequency, value, false);
	}

	/**
	 * The corrected and, dashed, the unmasked shell correlation of half-maps, with their resolutions in the names.
	 *
	 * @param name what the half-maps are, e.g. {@code before}
	 */
	public static List<NamedCurve> of(final String name, final FscCurves curves) {
		return List.of(new NamedCurve(label(name, "corrected", curves.resolution()), curves.frequencies(),
			curves.corrected()),
			new NamedCurve(label(name, "unmasked", curves.unmaskedResolution()), curves.frequencies(),
				curves.unmasked(), true));
	}

	private static String label(final String name, final String kind, final double resolution) {
		final String crossing = Double.isFinite(resolution) ? String.format(Locale.ROOT, "%.2f Å", resolution)
			: "no resolution";
		return name + ", " + kind + ": " + crossing;
	}
}
