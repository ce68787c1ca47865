package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;
import org.mforfiji.map.SpeciesFsc;
import org.mforfiji.population.Species;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.SpeciesInput;

/**
 * The sums of both half-maps of all species, to which items are added in their order. Sums that were written after some
 * item and read again go on to the same bits.
 */
final class HalfMapSums {

	private static final String ITEMS = "items.star";

	private final List<RunSpecies> species;
	private final BackProjector[][] sums;
	private final List<Long> images;

	private HalfMapSums(final List<RunSpecies> species, final BackProjector[][] sums, final List<Long> images) {
		this.species = species;
		this.sums = sums;
		this.images = images;
	}

	/** Empty sums. */
	static HalfMapSums empty(final List<RunSpecies> species) {
		final BackProjector[][] sums = new BackProjector[species.size()][2];
		for (int s = 0; s < sums.length; s++)
			for (int half = 0; half < 2; half++)
				sums[s][half] = new BackProjector(species.get(s).box());
		return new HalfMapSums(species, sums, new ArrayList<>());
	}

	/** Reads what {@link #write} wrote. */
	static HalfMapSums read(final List<RunSpecies> species, final Path folder) {
		final BackProjector[][] sums = new BackProjector[species.size()][2];
		for (int s = 0; s < sums.length; s++)
			for (int half = 0; half < 2; half++)
				sums[s][half] = BackProjector.read(file(species.get(s), half, folder));
		final List<Long> images = new ArrayList<>();
		for (final double count : StarFile.read(folder.resolve(ITEMS)).firstLoop().numbers("mffImages"))
			images.add((long) count);
		return new HalfMapSums(species, sums, images);
	}

	void write(final Path folder) {
		for (int s = 0; s < sums.length; s++)
			for (int half = 0; half < 2; half++)
				sums[s][half].write(file(species.get(s), half, folder));
		final StarBlock items = StarBlock.loop("", "mffImages");
		images.forEach(count -> items.addRow(Long.toString(count)));
		StarFile.of(items).write(folder.resolve(ITEMS));
	}

	private static Path file(final RunSpecies species, final int half, final Path folder) {
		return folder.resolve(species.shortName() + "_half" + (half + 1) + ".sums");
	}

	/** Adds the images of the next item, an input for each species; none if it is left out. */
	void add(final List<SpeciesInput> inputs, final ImagingModel model, final Engine engine) {
		long count = 0;
		for (int s = 0; s < inputs.size(); s++) {
			if (inputs.get(s).stack().size() > 0) inputs.get(s).backProject(engine, model, sums[s]);
			count += inputs.get(s).stack().size();
		}
		images.add(count);
	}

	/** Number of items added, left-out ones with them. */
	int items() {
		return images.size();
	}

	/** Number of particle images of the item that was added as number i, from 0. */
	long images(final int i) {
		return images.get(i);
	}

	private static ReconstructionOptions options(final Species species) {
		return ReconstructionOptions.of(species.pixelSize()).withParticleRadius(species.diameterA() / (2 * species.pixelSize()));
	}

	/** The half-maps of a species; its sums are given up. */
	HalfMaps reconstruct(final int s, final Parallel parallel) {
		final RunSpecies kind = species.get(s);
		final Reconstruction.Result[] halves = new Reconstruction.Result[2];
		long images = 0;
		for (int half = 0; half < 2; half++) {
			final BackProjector sum = sums[s][half];
			sums[s][half] = null;
			images += sum.images();
			if (sum.images() == 0) throw new MException("Half-set " + (half + 1) + " of the species has no particle image",
				"species " + kind.species().name(), "Check that its particles lie inside the images, and divide the half-sets anew");
			sum.symmetrise(kind.group(), parallel);
			halves[half] = Reconstruction.reconstruct(sum, options(kind.species()), parallel);
		}
		return new HalfMaps(halves, SpeciesFsc.compute(halves[0].map(), halves[1].map(), kind.mask(), kind.species()
			.diameterA(), parallel).curves(), images);
	}
}
