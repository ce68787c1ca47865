package org.mforfiji.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.CtfRefinement;
import org.mforfiji.refine.CtfResult;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.OddStatistics;
import org.mforfiji.refine.RefineOptions;

/**
 * One item of a run (tilt series, particle series) with the particles that it shows. Immutable; everything is as it was at
 * the start of the run, and stays so: images are always cut out at the particles' first positions, so that results do not
 * depend on how often that is done.
 */
public interface RunItem {

	/** Name of its data source. */
	String source();

	/** Its name, for people. */
	String name();

	/** A relative path that no other item of the run has, for its files. */
	String key();

	/** Indices of its particles in the list of a species of the run, ascending; empty if it shows none. */
	int[] members(int species);

	/** Its particles of a species, in the order of {@link #members}. */
	List<Particle> particles(int species);

	/** Memory that it needs. */
	ItemNeed need(RefineOptions options, int threads);

	/**
	 * Cuts out the particle images.
	 *
	 * @return a stack for each species of the run, without images where the item shows no particle
	 */
	List<ParticleStack> stacks(RefineOptions options, Parallel parallel, Monitor monitor);

	/** Its imaging at the start, its grids of the sizes that are refined; {@link GeometryBlocks#NONE} leaves all as it is. */
	ImagingModel model(GeometryBlocks blocks);

	/** Writes refined imaging into a folder of the journal. */
	void write(ImagingModel refined, Path folder);

	/** Reads what {@link #write} wrote, bit by bit the same. */
	ImagingModel read(GeometryBlocks blocks, Path folder);

	/**
	 * Refines the contrast transfer of its images at refined poses.
	 *
	 * @param refined its refined imaging
	 * @param shares species that take part
	 * @return empty if this kind of item has images that are multiplied by their contrast transfer already
	 */
	default Optional<CtfResult> refineCtf(final CtfOptions options, final ImagingModel refined,
		final List<CtfRefinement.Share> shares, final Parallel parallel, final Monitor monitor)
	{
		return Optional.empty();
	}

	/** The data source, or what else has the same odd aberrations. */
	default String opticsGroup() {
		return source();
	}

	/** What {@link #write(CtfResult, Path)} wrote of odd aberrations, per species. */
	default List<OddStatistics> oddStatistics(final Path folder) {
		return List.of();
	}

	/** The item with a change of M's odd Zernike coefficients, radians. */
	default RunItem withOddChange(final double[] change) {
		throw new UnsupportedOperationException("The odd aberrations of " + name() + " cannot be refined");
	}

	/** Writes refined contrast transfer into a folder of the journal. */
	default void write(final CtfResult ctf, final Path folder) {
		throw new UnsupportedOperationException("The contrast transfer of " + name() + " cannot be refined");
	}

	/** The item with the contrast transfer that {@link #write(CtfResult, Path)} wrote; itself if there is none. */
	default RunItem imagedAs(final Path folder) {
		return this;
	}
}
