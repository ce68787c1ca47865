package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.refine.SpeciesReference;

/**
 * The references of a run by species (null for those that do not align), and the resolution of the half-maps they were made
 * from.
 *
 * @param references by species
 * @param before resolution at the poses before the run; empty for external references
 */
record RunReferences(List<SpeciesReference> references, List<Optional<RunReport.Resolution>> before) {

	/** No references: nothing is refined. */
	static RunReferences none(final List<RunSpecies> species) {
		return new RunReferences(List.of(), species.stream().map(kind -> Optional.<RunReport.Resolution> empty()).toList());
	}

	/** From half-maps reconstructed from the images; the sums are given up. */
	static RunReferences reconstructed(final HalfMapSums sums, final RunContext run) {
		final List<SpeciesReference> references = new ArrayList<>();
		final List<Optional<RunReport.Resolution>> before = new ArrayList<>();
		for (final RunSpecies kind : run.species()) {
			run.monitor().checkCancelled();
			final HalfMaps maps = sums.reconstruct(kind.index(), run.parallel());
			references.add(kind.aligns() ? SpeciesReference.reconstructed(maps.halves(), maps.curves(), kind.mask(), kind.species()
				.diameterA(), run.parallel()) : null);
			before.add(Optional.of(RunReport.Resolution.of(maps.curves())));
		}
		return new RunReferences(references, before);
	}

	/** From the maps of the species, which hold none of the images, low-passed to the species' resolution. */
	static RunReferences external(final List<RunSpecies> species, final Parallel parallel) {
		final List<SpeciesReference> references = new ArrayList<>();
		for (final RunSpecies kind : species)
			references.add(kind.aligns() ? SpeciesReference.external(new Volume[] { half(kind, 0), half(kind, 1) }, kind
				.species().globalResolution(), kind.mask(), kind.species().diameterA(), parallel) : null);
		return new RunReferences(references, none(species).before());
	}

	private static Volume half(final RunSpecies kind, final int half) {
		return MrcFile.read(kind.references().get(half)).withPixelSize(kind.species().pixelSize());
	}
}
