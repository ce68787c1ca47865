package org.mforfiji.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

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
 * @param version version of the species after the last iteration; empty for particle series, which have none
 */
public record SpeciesOutcome(String name, UUID guid, int particles, double before, double after, double bFactor,
	String version)
{

	/**
	 * The outcome per species of iterations in a row.
	 *
	 * @param last report of the last
	 * @param before resolution of the species before the first, Å
	 */
	static List<SpeciesOutcome> of(final RunReport last, final Map<UUID, Double> before) {
		return last.species().stream().map(result -> new SpeciesOutcome(result.name(), result.guid(), result.particles(), before
			.get(result.guid()), result.after().corrected(), result.bFactor(), result.version())).toList();
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%s: %s -> %.2f Å, B-factor %.0f Å², %d particles%s", name, resolution(before), after,
			bFactor, particles, version.isEmpty() ? "" : ", version " + version);
	}

	static String resolution(final double value) {
		return value > 0 ? String.format(Locale.ROOT, "%.2f Å", value) : "unknown";
	}
}
