package org.mforfiji.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.io.warp.WarpPaths;

/**
 * What an iteration over a particle series needs to know: the series of one species and where its results go.
 *
 * @param optimisationSet RELION's optimisation set
 * @param name of the species; file names of results begin with it
 * @param output folder of results
 * @param diameterA particle diameter along the longest axis, Å
 * @param symmetry point group in RELION's notation
 * @param mask mask of the molecule in the box of the images; a ball of the diameter if there is none
 * @param reference maps to compare with; references are made from the images if there are none
 */
public record ParticleSeriesInput(Path optimisationSet, String name, Path output, int diameterA, String symmetry,
	Optional<Path> mask, Optional<Reference> reference)
{

	/**
	 * Maps that were not made from the images.
	 *
	 * @param half1 for half-set 1
	 * @param half2 for half-set 2; may be the same
	 * @param resolution Å up to which they are used
	 */
	public record Reference(Path half1, Path half2, double resolution) {

		public Reference {
			if (!(resolution > 0)) throw new MException("A reference from elsewhere needs the resolution up to which it is used, not " +
				resolution + " Å", "", "Give it (--lowpass)");
		}
	}

	public ParticleSeriesInput {
		optimisationSet = optimisationSet.toAbsolutePath().normalize();
		output = output.toAbsolutePath().normalize();
		if (diameterA < 1) throw new MException("The diameter must be positive, not " + diameterA + " Å", "",
			"Give the particle's diameter along its longest axis");
		final String safe = WarpPaths.safeName(name);
		if (safe.isBlank() || safe.matches("\\.+")) throw new MException("'" + name + "' cannot be the name of a species", "",
			"Give a name with letters or digits");
		SymmetryGroup.parse(symmetry);
	}

	/** A file of the results by what follows the name; it need not exist. */
	public Path file(final String ending) {
		return output.resolve(root() + ending);
	}

	/** All files of results, there or not. */
	List<Path> outputs() {
		return Stream.of("_half1.mrc", "_half2.mrc", "_filt.mrc", "_filtsharp.mrc", "_mask.mrc", "_fsc.star", "_particles.star",
			"_optimisation_set.star").map(this::file).toList();
	}

	/** Beginning of the names of results. */
	String root() {
		return WarpPaths.safeName(name);
	}

	/** The refined particle table. */
	public Path particles() {
		return file("_particles.star");
	}

	/** The refined optimisation set: input of a further iteration. */
	public Path results() {
		return file("_optimisation_set.star");
	}

	/** The iteration that goes on from the results of this one, in another folder, with references made from the images. */
	public ParticleSeriesInput after(final Path nextOutput) {
		return new ParticleSeriesInput(results(), name, nextOutput, diameterA, symmetry, mask, Optional.empty());
	}

	/** The same with results in another folder. */
	public ParticleSeriesInput into(final Path otherOutput) {
		return new ParticleSeriesInput(optimisationSet, name, otherOutput, diameterA, symmetry, mask, reference);
	}
}
