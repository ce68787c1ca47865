package org.mforfiji.command;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

import org.mforfiji.run.RunReport;

/**
 * What iterations gave a species.
 *
 * @param name display name
 * @param guid identity
 * @param particles particles in the maps
 * @param before resolution before the first iteration, Å; as measured at the poses before or, where that was not done, as
 *          the species' file said; not positive if neither is known
 * @param after resolution of the last half-maps, Å
 * @param bFactor B-factor of the last map, Å²
 * @param version version of the species after the last iteration
 */
public record SpeciesOutcome(String name, UUID guid, int particles, double before, double after, double bFactor,
	String version)
{

	/** The outcome per species of iterations in a row. */
	static List<SpeciesOutcome> of(final List<RunReport> iterations) {
		final List<RunReport.SpeciesResult> first = iterations.get(0).species();
		final List<RunReport.SpeciesResult> last = iterations.get(iterations.size() - 1).species();
		return IntStream.range(0, last.size()).mapToObj(i -> of(first.get(i), last.get(i))).toList();
	}

	private static SpeciesOutcome of(final RunReport.SpeciesResult first, final RunReport.SpeciesResult last) {
		return new SpeciesOutcome(last.name(), last.guid(), last.particles(), before(first), last.after().corrected(), last
			.bFactor(), last.version());
	}

	static double before(final RunReport.SpeciesResult result) {
		return result.before().map(RunReport.Resolution::corrected).orElse(result.storedBefore());
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s: %s -> %.2f Å, B-factor %.0f Å², %d particles, version %s", name, resolution(before),
			after, bFactor, particles, version);
	}

	static String resolution(final double value) {
		return value > 0 ? String.format(Locale.ROOT, "%.2f Å", value) : "unknown";
	}
}
