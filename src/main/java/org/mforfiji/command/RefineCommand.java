package org.mforfiji.command;

import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.population.Population;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.VolumeGridSize;
import org.mforfiji.run.RunOptions;
import org.mforfiji.store.PopulationMembers;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Refines a population. */
@Plugin(type = Command.class, name = "refine", headless = true,
	description = "Refine geometry and particle poses of a population and reconstruct all species",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.REFINEMENT, weight = Menus.REFINEMENT_WEIGHT),
		@Menu(label = "Refine...", weight = 1) })
public final class RefineCommand extends RefinementCommand {

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String whatHeading = "What is refined";

	@Parameter(label = "Image warp", description = "Grid of the image warp per tilt as WxH, e.g. 4x3, or auto; empty leaves the warp",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--refine_imagewarp"))
	private String refineImagewarp = "";

	@Parameter(label = "Volume warp", description = "Grid of the volume warp as XxYxZxT, T along the exposure, e.g. 2x2x1x10, or auto; " +
		"empty leaves the warp", required = false, persist = false, attrs = @Attr(name = "cli", value = "--refine_volumewarp"))
	private String refineVolumewarp = "";

	@Parameter(label = "Stage angles", description = "Refine the stage angles of every tilt", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--refine_stageangles"))
	private boolean refineStageangles;

	@Parameter(label = "Magnification",
		description = "Refine the anisotropic magnification of every tilt series", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--refine_mag"))
	private boolean refineMag;

	@Parameter(label = "Particle poses", description = "Refine positions and angles of particles", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--refine_particles"))
	private boolean refineParticles;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String ctfHeading = "Contrast transfer, after poses and warp";

	@Parameter(label = "Defocus",
		description = "Refine defocus and astigmatism of every tilt",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_defocus"))
	private boolean ctfDefocus;

	@Parameter(label = "Exhaustive defocus search",
		description = "In the first iteration, search the defocus of every tilt over 0.3 µm to both sides; alone it leaves the astigmatism",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_defocusexhaustive"))
	private boolean ctfDefocusexhaustive;

	@Parameter(label = "Phase shift",
		description = "Refine the phase shift of every tilt; it takes up errors of the amplitude contrast too",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_phase"))
	private boolean ctfPhase;

	@Parameter(label = "Spherical aberration",
		description = "Refine the spherical aberration of every series, which also stands in for an error of the pixel size",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_cs"))
	private boolean ctfCs;

	@Parameter(label = "Zernike 2nd order",
		description = "Refine even aberrations of second order: a change of defocus and astigmatism common to all tilts, which --ctf_defocus takes over",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_zernike2"))
	private boolean ctfZernike2;

	@Parameter(label = "Zernike 3rd order",
		description = "Refine odd aberrations of first and third order (beam tilt, coma, trefoil), common to all series of a data source",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_zernike3"))
	private boolean ctfZernike3;

	@Parameter(label = "Zernike 4th order",
		description = "Refine even aberrations of fourth order; their isotropic part is the spherical aberration and is refined as that",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_zernike4"))
	private boolean ctfZernike4;

	@Parameter(label = "Zernike 5th order",
		description = "Refine odd aberrations of fifth order, common to all series of a data source",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_zernike5"))
	private boolean ctfZernike5;

	@Parameter(label = "Resolution for contrast transfer",
		description = "The contrast transfer is refined with species whose resolution is better than this, in Å", min = "1",
		max = "100", required = false, persist = false, attrs = @Attr(name = "cli", value = "--ctf_minresolution"))
	private double ctfMinresolution = CtfOptions.MIN_RESOLUTION;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String howHeading = "How";

	@Parameter(label = "Species left out of alignment",
		description = "Names, GUIDs or files of species, with commas between, whose poses stay and which do not align the items; " +
			"they are reconstructed from the refined items like all others", required = false, persist = false, attrs = @Attr(
				name = "cli", value = "--exclude_from_alignment"))
	private String excludeFromAlignment = "";

	@Parameter(label = "Sub-iterations", description = "Steps of the solver per item; 0 only reconstructs", min = "0",
		max = "100", required = false, persist = false, attrs = @Attr(name = "cli", value = "--iter"))
	private int iter = 3;

	@Parameter(label = "Resolution at first",
		description = "Share of the available resolution used in the first sub-iteration, rising to 1 in the last",
		min = "0.05", max = "1", required = false, persist = false, attrs = @Attr(name = "cli",
			value = "--first_iteration_fraction"))
	private double firstIterationFraction = 1;

	@Parameter(label = "Least number of particles",
		description = "Items with fewer particles, of all species together that align, are not refined", min = "1", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--min_particles"))
	private int minParticles = 1;

	@Parameter(label = "Weight threshold",
		description = "Tilts are used up to the resolution where their exposure weight, relative to the best, falls below this",
		min = "0", max = "1", required = false, persist = false, attrs = @Attr(name = "cli", value = "--weight_threshold"))
	private double weightThreshold = 0.05;

	@Parameter(label = "Iterations", description = "Number of iterations in a row, each on the maps of the one before",
		min = "1", max = "100", required = false, persist = false, attrs = @Attr(name = "cli", value = "--repeat"))
	private int repeat = 1;

	@Parameter(label = "Coarse search",
		description = "Search a common shift of every tilt before the first sub-iteration", required = false, persist = false,
		attrs = { @Attr(name = "cli", value = "--no_coarse_search"), @Attr(name = "cli.description",
			value = "Do not search a common shift of every tilt before the first sub-iteration") })
	private boolean coarseSearch = true;

	@Parameter(label = "Guard",
		description = "Leave a tenth of the particles, another in each iteration, out of what all particles of an item share, and put back what does not help them",
		required = false, persist = false, attrs = { @Attr(name = "cli", value = "--no_guard"), @Attr(name = "cli.description",
			value = "Keep all that is refined: do not leave a tenth of the particles out to judge what all particles of an item share") })
	private boolean guard = true;

	@Parameter(label = "External reference",
		description = "The species' maps were not made from these images: compare with the maps as they are, in the first iteration",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--external_reference"))
	private boolean externalReference;

	@Override
	protected void validate() {
		final RefineOptions options = options();
		if (iter > 0 && !options.refines()) throw new MException("Nothing is to be refined", "",
				"Give e.g. --refine_imagewarp, --refine_particles or --ctf_defocus, or --iter 0 to reconstruct only");
	}

	private RefineOptions options() {
		return RefineOptions.builder().subIterations(iter).firstFraction(firstIterationFraction).minParticles(minParticles)
			.weightThreshold(weightThreshold).imageWarp(GridSize.parse(refineImagewarp, "--refine_imagewarp"))
			.volumeWarp(VolumeGridSize.parse(refineVolumewarp, "--refine_volumewarp")).stageAngles(refineStageangles).magnification(refineMag).particles(
				refineParticles).coarseSearch(coarseSearch).guard(guard).ctf(ctf()).build();
	}

	private CtfOptions ctf() {
		return new CtfOptions(ctfDefocus, ctfDefocusexhaustive, ctfPhase, ctfCs, ctfZernike2, ctfZernike3, ctfZernike4,
			ctfZernike5,
			ctfMinresolution);
	}

	@Override
	protected void execute(final Monitor monitor) {
		iterate(RunOptions.builder(options()).externalReference(externalReference).excludedFromAlignment(excluded()).build(), repeat,
			monitor);
	}

	private Set<UUID> excluded() {
		final Population population = population();
		return Arrays.stream(excludeFromAlignment.split(",")).map(String::strip).filter(name -> !name.isEmpty()).map(
			name -> PopulationMembers.species(population, name).guid()).collect(Collectors.toSet());
	}
}
