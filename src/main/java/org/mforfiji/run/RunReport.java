package org.mforfiji.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.mforfiji.map.FscCurves;
import org.mforfiji.refine.Judgement;

/**
 * What an iteration did and gave.
 *
 * @param runId identity of the run: the same for the same data, poses and options
 * @param engine what computed it
 * @param refined whether items were refined, or maps only reconstructed
 * @param species per species, in the population's order
 * @param items per item that has particles, in order
 * @param totals sums
 * @param notes what the user should know, e.g. what was resumed, or warnings of the checks before
 * @param folder where error bars and this report lie
 */
public record RunReport(String runId, String engine, boolean refined, List<SpeciesResult> species,
	List<ItemRun> items, Totals totals, List<String> notes, Path folder)
{

	/**
	 * Resolution of two half-maps at FSC 0.143, Å.
	 *
	 * @param corrected within the mask, freed of the mask's own correlation: the resolution of the species
	 * @param masked within the mask
	 * @param unmasked of the whole half-maps
	 */
	public record Resolution(double corrected, double masked, double unmasked) {

		/** Of curves measured within a mask. */
		public static Resolution of(final FscCurves curves) {
			final double length = curves.box() * curves.pixelSize();
			return new Resolution(curves.resolution(), length / FscCurves.crossing(curves.masked(), FscCurves.THRESHOLD), curves
				.unmaskedResolution());
		}
	}

	/**
	 * A species' result.
	 *
	 * @param name display name
	 * @param guid identity
	 * @param particles particles in the maps
	 * @param refinedParticles particles whose items were refined
	 * @param images particle images in the maps
	 * @param aligned whether it took part in the refinement; false too if nothing was refined
	 * @param before resolution at the poses before; empty if it was not measured, because nothing was refined or the
	 *          references came from elsewhere
	 * @param storedBefore resolution that the species had before by its file, Å; not positive if none
	 * @param after resolution of the new half-maps
	 * @param bFactor of the new map, Å²
	 * @param gauges drift of the map that was taken back; empty if none was
	 * @param version new version
	 * @param previousVersion version before
	 */
	public record SpeciesResult(String name, UUID guid, int particles, int refinedParticles, long images, boolean aligned,
		Optional<Resolution> before, double storedBefore, Resolution after, double bFactor, List<Gauge> gauges,
		String version, String previousVersion)
	{

		/** Resolution before, Å: as measured, or as the species' file said; not positive if neither is known. */
		public double resolutionBefore() {
			return before.map(Resolution::corrected).orElse(storedBefore);
		}
	}

	/**
	 * A common motion of a half-set's particles in the frame of the map, which moves the map and says nothing of the sample.
	 *
	 * @param shiftA length of the shift, Å
	 * @param angleDeg angle of the rotation, degrees
	 */
	public record Gauge(double shiftA, double angleDeg) {}

	/**
	 * An item's part in the run.
	 *
	 * @param source name of its data source
	 * @param item its name
	 * @param particles particles of all species
	 * @param images particle images of all species
	 * @param refined whether it was refined
	 * @param passes passes over its images
	 * @param steps steps accepted
	 * @param rejected steps taken back
	 * @param improvement gain of log-likelihood
	 * @param coarseShiftA largest common shift of a tilt found by search, Å
	 * @param seconds time of its refinement
	 * @param resumed whether the result came from the journal of an interrupted run
	 * @param judgements what held-out particles said of the blocks of shared parameters
	 */
	public record ItemRun(String source, String item, int particles, long images, boolean refined, int passes, int steps,
		int rejected, double improvement, double coarseShiftA, double seconds, boolean resumed, List<Judgement> judgements)
	{}

	/**
	 * Sums over the run.
	 *
	 * @param refinedItems items refined, in this run or before it was interrupted
	 * @param resumedItems items whose results came from the journal
	 * @param passes passes over the images of all items
	 * @param improvement gain of log-likelihood of all items
	 * @param referenceSeconds time for the references
	 * @param refinementSeconds time for refinement
	 * @param reconstructionSeconds time for reconstruction, curves and the commit
	 * @param seconds time of all
	 * @param plannedBytes memory that was planned for
	 * @param peakBytes most memory of the Java heap that was in use, garbage included
	 */
	public record Totals(int refinedItems, int resumedItems, int passes, double improvement, double referenceSeconds,
		double refinementSeconds, double reconstructionSeconds, double seconds, long plannedBytes, long peakBytes)
	{}
}
