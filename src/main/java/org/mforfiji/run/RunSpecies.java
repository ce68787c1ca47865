package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.store.SpeciesStore;

/**
 * A species in a run.
 *
 * @param index position in the population
 * @param species the species at the start
 * @param mask its mask, 0 and 1
 * @param group its point group
 * @param aligns whether its particles are refined and align the items
 * @param references files of the maps for half-set 0 and 1 that serve as references from elsewhere; read only then
 */
record RunSpecies(int index, Species species, Volume mask, SymmetryGroup group, boolean aligns, List<Path> references) {

	private static final double INSIDE = 0.25;

	/** The species of a population, in order. */
	static List<RunSpecies> of(final Population population, final RunOptions options) {
		final List<RunSpecies> all = new ArrayList<>();
		for (final Species species : population.species())
			all.add(new RunSpecies(all.size(), species, mask(species), species.symmetryGroup(), options.aligns(species),
				List.of(SpeciesStore.map(species, "half1"), SpeciesStore.map(species, "half2"))));
		return all;
	}

	/** @throws MException if there is no mask, or it does not fit the box */
	static Volume mask(final Species species) {
		final Path file = SpeciesStore.map(species, "mask");
		if (!Files.exists(file)) throw new MException("The species has no mask", file.toString(),
			"Put a binary mask there, or create the species again");
		final Volume mask = MrcFile.read(file);
		final int box = species.boxSize();
		if (!mask.isCube() || mask.nx() != box) throw new MException("The mask has " + mask.nx() + "×" + mask.ny() + "×" + mask
			.nz() + " voxels, but the species' box is " + box, file.toString(),
			"Rescale, pad or crop the mask, or create the species again");
		return (Masks.isBinary(mask) ? mask : Masks.binarise(mask, INSIDE)).withPixelSize(species.pixelSize());
	}

	/** Edge of the maps in voxels. */
	int box() {
		return mask.nx();
	}

	/** First characters of the GUID, which no other species has. */
	String shortName() {
		return species.guid().toString().substring(0, 8);
	}
}
