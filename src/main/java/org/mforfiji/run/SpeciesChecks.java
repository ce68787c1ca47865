package org.mforfiji.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;
import org.mforfiji.map.Masks;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.store.SpeciesStore;

/** What is looked at in a species before a run: particles, symmetry, mask, half-maps. */
final class SpeciesChecks {

	private static final int LEAST_PER_HALF = 2;
	/** Å by which M lets a mask's pixel size differ. */
	private static final double PIXEL_TOLERANCE = 0.02;
	private static final int SMALL_BOX = 32;

	private final Species species;
	private final Population population;
	private final RunOptions options;
	private final List<Finding> findings;
	private final String subject;

	SpeciesChecks(final Species species, final Population population, final RunOptions options,
		final List<Finding> findings)
	{
		this.species = species;
		this.population = population;
		this.options = options;
		this.findings = findings;
		subject = "species " + species.name() + ", " + species.file();
	}

	void run() {
		if (options.refine().refines() && !options.aligns(species)) findings.add(Finding.info(subject,
			"It is left out of alignment: its poses stay as they are, and its maps are made with the refined items"));
		particles();
		symmetry();
		box();
		mask();
		final boolean needed = options.refine().refines() && options.externalReference() && options.aligns(species);
		for (final String half : List.of("half1", "half2"))
			halfMap(half, needed);
		if (needed && !(species.globalResolution() > 0)) findings.add(Finding.error(subject,
			"The resolution of its maps is not known, and they are to be references",
			"Create it with its resolution (lowpass), or reconstruct it first"));
	}

	private void particles() {
		final Path table = SpeciesStore.particles(species);
		if (species.particles().isEmpty()) {
			findings.add(Finding.error(subject, "It has no particles: " + table + (Files.exists(table) ? " is empty" : " is missing"),
				"Restore the table, or remove the species from the population (remove_species)"));
			return;
		}
		for (int half = 0; half < 2; half++) {
			final int set = half;
			final long n = species.particles().stream().filter(p -> p.halfSet() == set).count();
			if (n < LEAST_PER_HALF) findings.add(Finding.error(subject, "Half-set " + (half + 1) + " has " + (n == 0 ? "no particle" : n +
				" particle") + ", at least " + LEAST_PER_HALF + " are needed",
				"Import more particles or divide the half-sets anew, or remove the species from the population (remove_species)"));
		}
	}

	private void symmetry() {
		try {
			if (species.symmetryGroup().hasImproper()) findings.add(Finding.info(subject, "Of its symmetry " + species.symmetry() +
				" the rotations are used, mirrors are not"));
		}
		catch (final MException unknown) {
			findings.add(Finding.error(subject, unknown));
		}
		if (species.helical().isHelical()) findings.add(Finding.warning(subject,
			"Its helical symmetry is not applied: maps have the symmetry " + species.symmetry() + " only",
			"Expand the helical symmetry of its particles, or go on without"));
		if (species.correctsEwald()) findings.add(Finding.warning(subject, "The curvature of the Ewald sphere is not corrected",
			"It matters at high resolution of large particles only"));
	}

	private void box() {
		if (species.boxSize() < SMALL_BOX) findings.add(Finding.warning(subject, "Its box has only " + species.boxSize() +
			" pixels", "Use a finer pixel size, or check the diameter"));
		for (final var source : population.sources())
			if (species.pixelSize() < 0.98 * source.pixelSize()) findings.add(Finding.warning(subject, "Its pixel size of " + species
				.pixelSize() + " Å is finer than that of the data source " + source.name() + ", " + source.pixelSize() + " Å",
				"It costs time and gives no resolution: create the species with a coarser pixel size"));
	}

	private void mask() {
		final Path file = SpeciesStore.map(species, "mask");
		try {
			RunSpecies.mask(species);
			final MrcHeader header = MrcFile.readHeader(file);
			if (differs(header)) findings.add(Finding.error(subject, "Its mask has a pixel size of " + header.pixelSize() +
				" Å, the species of " + species.pixelSize() + " Å: " + file, "Rescale the mask, or correct its header"));
			final Volume mask = MrcFile.read(file);
			if (!Masks.isBinary(mask)) findings.add(Finding.warning(subject + ", " + file,
				"Its mask is not binary and is cut at 0.25", "Put a mask of 0 and 1 there if that is not what you want"));
			final double share = Masks.fraction(RunSpecies.mask(species));
			if (share == 0 || share == 1) findings.add(Finding.error(subject, "Its mask is " + (share == 0 ? "empty" : "full") + ": " +
				file, "Put a mask of the molecule there, 1 inside and 0 outside"));
		}
		catch (final MException fault) {
			findings.add(Finding.error(subject, fault));
		}
	}

	private boolean differs(final MrcHeader header) {
		return header.hasPixelSize() && Math.abs(header.pixelSize() - species.pixelSize()) > PIXEL_TOLERANCE;
	}

	/** Nothing depends on a map that is made anew, but whoever broke it should hear of it. */
	private void unused(final Path file) {
		try {
			MrcFile.read(file);
		}
		catch (final MException fault) {
			findings.add(Finding.warning(subject + ", " + file, "A half-map is broken, but not needed, and will be made anew: " + fault
				.what(), "Check the disk, and what wrote it"));
		}
	}

	private void halfMap(final String name, final boolean needed) {
		final Path file = SpeciesStore.map(species, name);
		if (!Files.exists(file)) {
			findings.add(needed ? Finding.error(subject, "A half-map is missing: " + file,
				"Put it there, or leave external references out") : Finding.info(subject, "A half-map is missing and will be made: " +
					file));
			return;
		}
		if (!needed) {
			unused(file);
			return;
		}
		try {
			final Volume map = MrcFile.read(file);
			final int box = species.boxSize();
			if (!map.isCube() || map.nx() != box) findings.add(Finding.error(subject, "A half-map has " + map.nx() + "×" + map.ny() + "×" +
				map.nz() + " voxels, but the box is " + box + ": " + file, "Create the species again from these maps"));
			final MrcHeader header = MrcFile.readHeader(file);
			if (differs(header)) findings.add(Finding.error(subject, "A half-map has a pixel size of " + header.pixelSize() +
				" Å, the species of " + species.pixelSize() + " Å: " + file, "Create the species again from these maps"));
		}
		catch (final MException fault) {
			findings.add(Finding.error(subject, fault));
		}
	}
}
