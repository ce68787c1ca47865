package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.refine.SpeciesReference;
import org.mforfiji.store.SpeciesStore;

/**
 * The references of a run, one per species, and the resolution of the half-maps they were made from.
 *
 * @param references by species
 * @param before resolution at the poses before the run; empty for external references
 */
record RunReferences(List<SpeciesReference> references, List<Optional<RunReport.Resolution>> before) {

	/** From half-maps that were just reconstructed from the images. */
	static RunReferences reconstructed(final HalfMapSums sums, final List<RunSpecies> species, final Parallel parallel,
		final Monitor monitor)
	{
		final List<SpeciesReference> references = new ArrayList<>();
		final List<Optional<RunReport.Resolution>> before = new ArrayList<>();
		for (final RunSpecies kind : species) {
			monitor.checkCancelled();
			final HalfMaps maps = sums.reconstruct(kind.index(), parallel);
			references.add(SpeciesReference.reconstructed(maps.halves(), maps.curves(), kind.mask(), kind.species().diameterA(),
				parallel));
			before.add(Optional.of(RunReport.Resolution.of(maps.curves())));
		}
		return new RunReferences(references, before);
	}

	/** From the maps of the species, which hold none of the images. */
	static RunReferences external(final List<RunSpecies> species, final Parallel parallel) {
		final List<SpeciesReference> references = new ArrayList<>();
		final List<Optional<RunReport.Resolution>> before = new ArrayList<>();
		for (final RunSpecies kind : species) {
			final Volume[] halves = { MrcFile.read(SpeciesStore.map(kind.species(), "half1")), MrcFile.read(SpeciesStore.map(kind
				.species(), "half2")) };
			references.add(SpeciesReference.external(halves, kind.species().globalResolution(), kind.mask(), kind.species()
				.diameterA(), parallel));
			before.add(Optional.empty());
		}
		return new RunReferences(references, before);
	}
}
