package org.mforfiji.command;

import java.io.File;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.run.HalfMapAnalysis;
import org.mforfiji.store.CreateSpecies;
import org.mforfiji.store.CreateSpeciesOptions;
import org.mforfiji.store.CreatedSpecies;
import org.mforfiji.store.ParticleImportReport;
import org.mforfiji.store.ParticleSource;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes a species of half-maps, mask and particles. */
@Plugin(type = Command.class, name = "create_species", headless = true,
	description = "Create a species from half-maps, a mask and particles, and add it to the population",
	menu = { @Menu(label = Menus.PLUGINS), @Menu(label = Menus.M, weight = Menus.M_WEIGHT),
		@Menu(label = Menus.SPECIES, weight = Menus.SPECIES_WEIGHT),
		@Menu(label = "Create Species...", weight = 1) })
public final class CreateSpeciesCommand extends PopulationCommand {

	@Parameter(label = "Name", description = "Name of the species",
		attrs = @Attr(name = "cli", value = "-n,--name"))
	private String name;

	@Parameter(label = "Diameter", description = "Particle diameter along the longest axis in Å; the box is twice that",
		min = "1", persist = false, attrs = @Attr(name = "cli", value = "-d,--diameter"))
	private int diameter;

	@Parameter(label = "Symmetry", description = "Point group as RELION names it, e.g. C1, D7, O, I2", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "-s,--sym"))
	private String sym = "C1";

	@Parameter(label = "Temporal samples", description = "Number of samples of each particle's pose along the exposure",
		min = "1", max = "100", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "-t,--temporal_samples"))
	private int temporalSamples = 1;

	@Parameter(label = "Molecular weight", description = "Molecular weight in kDa; kept as information", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--molecular_weight"))
	private double molecularWeight = 100;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String mapsHeading = "Maps";

	@Parameter(label = "Half-map 1", description = "First unfiltered half-map, for the particles of half-set 1",
		style = "open", attrs = @Attr(name = "cli", value = "--half1"))
	private File half1;

	@Parameter(label = "Half-map 2", description = "Second unfiltered half-map, for the particles of half-set 2",
		style = "open", attrs = @Attr(name = "cli", value = "--half2"))
	private File half2;

	@Parameter(label = "Mask", description = "Tight binary mask, without soft edge", style = "open",
		attrs = @Attr(name = "cli", value = "-m,--mask"))
	private File mask;

	@Parameter(label = "Pixel size", description = "Å per voxel of the maps; 0 takes it from their headers", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--angpix"))
	private double angpix;

	@Parameter(label = "Resample to", description = "Å per voxel to which the maps are resampled; 0 leaves them", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--angpix_resample"))
	private double angpixResample;

	@Parameter(label = "Low-pass", description = "Resolution in Å to which the half-maps are filtered; 0 leaves them",
		min = "0", required = false, persist = false, attrs = @Attr(name = "cli", value = "--lowpass"))
	private double lowpass;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String particlesHeading = "Particles (one of the two tables)";

	@Parameter(label = "RELION particles", description = "Particle table of RELION 3.0 to 5 or Warp, or an optimisation set",
		style = "open", required = false, persist = false, attrs = @Attr(name = "cli", value = "--particles_relion"))
	private File particlesRelion;

	@Parameter(label = "M particles", description = "Particle table of M", style = "open", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--particles_m"))
	private File particlesM;

	@Parameter(label = "Pixel size of coordinates",
		description = "Å per pixel of the coordinates in the RELION table; 0 takes it from the table", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--angpix_coords"))
	private double angpixCoords;

	@Parameter(label = "Pixel size of shifts",
		description = "Å per pixel of shifts in pixels in the RELION table; 0 takes it from the table", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--angpix_shifts"))
	private double angpixShifts;

	@Parameter(label = "Ignore unmatched particles",
		description = "Go on although some particles belong to no data source", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--ignore_unmatched"))
	private boolean ignoreUnmatched;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String helicalHeading = "Helical symmetry";

	@Parameter(label = "Helical units", description = "Asymmetric units; 1 for no helix", min = "1", required = false,
		persist = false, attrs = @Attr(name = "cli", value = "--helical_units"))
	private int helicalUnits = 1;

	@Parameter(label = "Helical twist", description = "Degrees per unit, positive for a right-handed helix",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--helical_twist"))
	private double helicalTwist;

	@Parameter(label = "Helical rise", description = "Å per unit", min = "0", required = false, persist = false,
		attrs = @Attr(name = "cli", value = "--helical_rise"))
	private double helicalRise;

	@Parameter(label = "Helical height", description = "Height of the helix within the box in Å", min = "0",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--helical_height"))
	private int helicalHeight;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String storageHeading = "Storage";

	@Parameter(label = "Output",
		description = "File of the species (.species); empty makes a folder of its own beside the population",
		style = "save", required = false, persist = false, attrs = @Attr(name = "cli", value = "-o,--output"))
	private File output;

	@Parameter(label = "No denoiser", description = "Accepted for M's command lines; maps are never denoised here",
		required = false, persist = false, attrs = @Attr(name = "cli", value = "--dont_use_denoiser"))
	private boolean dontUseDenoiser;

	@Parameter(label = "Keep versions", description = "Keep a copy of all files with every change", required = false,
		persist = false,
		attrs = { @Attr(name = "cli", value = "--dont_version"), @Attr(name = "cli.description",
			value = "Keep no copies of the files when they change") })
	private boolean version = true;

	@Parameter(label = "Species", description = "The new species", type = ItemIO.OUTPUT)
	private SpeciesSummary species;

	@Parameter(label = "Linked", description = "Particles that belong to an item of a data source", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int linked;

	@Parameter(label = "Unmatched", description = "Particles that belong to none", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private int unmatched;

	@Parameter(label = "Shares", description = "How many particles belong to each data source", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private List<ParticleImportReport.SourceShare> shares;

	@Parameter(label = "Repairs", description = "What was repaired in maps and mask", type = ItemIO.OUTPUT,
		attrs = @Attr(name = "cli.json_only"))
	private List<String> repairs;

	@Override
	protected void validate() {
		if ((path(particlesRelion) == null) == (path(particlesM) == null)) throw new MException(
			"Exactly one particle table is needed", "", "Give either --particles_relion or --particles_m");
		if (path(particlesM) != null && (angpixCoords > 0 || angpixShifts > 0)) throw new MException(
			"Tables of M are in Å, so that --angpix_coords and --angpix_shifts mean nothing", "", "Leave them out");
		options();
	}

	private CreateSpeciesOptions options() {
		final CreateSpeciesOptions.Builder options = CreateSpeciesOptions.builder(name, diameter,
			new CreateSpeciesOptions.MapFiles(path(half1), path(half2), path(mask))).symmetry(sym).temporalSamples(
				temporalSamples).molecularWeightKda(molecularWeight).pixelSize(angpix).resampledPixelSize(angpixResample).lowPass(
					lowpass).helical(new HelicalSymmetry(helicalUnits, helicalTwist, helicalRise, helicalHeight)).keepsVersions(
						version);
		return (path(output) == null ? options : options.output(path(output))).build();
	}

	private ParticleSource particles() {
		return path(particlesM) != null ? ParticleSource.m(path(particlesM), ignoreUnmatched) : ParticleSource.relion(path(
			particlesRelion), new PixelSizeOverride(angpixCoords, angpixShifts), ignoreUnmatched);
	}

	@Override
	protected void execute(final Monitor monitor) {
		if (!dontUseDenoiser) monitor.message("The maps are not denoised, as with --dont_use_denoiser of M");
		try (Parallel parallel = parallel()) {
			final CreatedSpecies created = CreateSpecies.create(population(), options(), particles(), new HalfMapAnalysis(
				parallel), monitor);
			species = SpeciesSummary.of(created.species());
			linked = created.particles().linked();
			unmatched = created.particles().unmatchedParticles();
			shares = created.particles().sources();
			repairs = created.repairs();
		}
	}
}
