package org.mforfiji.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.mforfiji.base.Volume;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.OptimisationSet;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.RefinedParticleTable;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Species;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.ParticleSeriesModel;
import org.mforfiji.store.FolderCommit;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.SpeciesContent;

/**
 * The particle series of a species, an item for each tomogram. Results go into one folder: maps, shell correlation, mask,
 * and RELION's tables with the new poses.
 */
final class ParticleSeriesItems implements ItemSource {

	private final ParticleSeriesInput input;
	private final ParticleSeries series;
	private final Volume mask;
	private final List<ParticleSeriesItem> items = new ArrayList<>();

	private ParticleSeriesItems(final ParticleSeriesInput input, final ParticleSeries series, final Species species,
		final Volume mask)
	{
		this.input = input;
		this.series = series;
		this.mask = mask;
		final Map<String, List<Integer>> members = new LinkedHashMap<>();
		for (int p = 0; p < series.particles().size(); p++)
			members.computeIfAbsent(series.particles().get(p).tomogram().name(), name -> new ArrayList<>()).add(p);
		members.forEach((name, list) -> items.add(new ParticleSeriesItem(series, key(name, members), species, list.stream()
			.mapToInt(Integer::intValue).toArray())));
	}

	/** The tomogram's name as a file name; with its number where two would be the same. */
	private static String key(final String name, final Map<String, ?> all) {
		final String own = fileName(name);
		final boolean alone = all.keySet().stream().filter(other -> fileName(other).equalsIgnoreCase(own)).count() == 1;
		return alone ? own : own + "_" + (List.copyOf(all.keySet()).indexOf(name) + 1);
	}

	private static String fileName(final String tomogram) {
		return WarpPaths.safeName(tomogram.replaceFirst("\\.tomostar$", ""));
	}

	/** The items of a series. */
	static ParticleSeriesItems of(final ParticleSeriesInput input, final ParticleSeries series, final Species species,
		final Volume mask)
	{
		return new ParticleSeriesItems(input, series, species, mask);
	}

	/** The species that the particles of a series make up, in the order of their table. */
	static Species species(final ParticleSeriesInput input, final ParticleSeries series) {
		final boolean[] second = HalfSets.of(series).second();
		final List<Particle> particles = new ArrayList<>();
		for (final StackParticle p : series.particles())
			particles.add(new Particle(new ParticleSeriesModel(p.tomogram()).fromCorner(series.centredA(p)), p.particle()
				.anglesDeg(), second[particles.size()] ? 1 : 0, p.tomogram().name(), p.tomogram().name(), p.particle().extra()));
		return Species.builder(input.name(), input.file(".species")).guid(UUID.nameUUIDFromBytes(input.name().getBytes(
			StandardCharsets.UTF_8))).pixelSize(series.particles().get(0).opticsGroup().pixelSizes().image()).diameterA(input
				.diameterA()).symmetry(input.symmetry()).keepsVersions(false).globalResolution(input.reference().map(
					ParticleSeriesInput.Reference::resolution).orElse(-1.0)).particles(particles).build();
	}

	@Override
	public Path home() {
		return input.output();
	}

	@Override
	public List<RunItem> items() {
		return List.copyOf(items);
	}

	List<ParticleSeriesItem> series() {
		return items;
	}

	@Override
	public Map<String, String> fingerprint() {
		final Map<String, String> lines = new LinkedHashMap<>();
		lines.put("particle table", bytes(series.table().file()));
		for (final ParticleSeriesItem item : items)
			lines.put("tomogram " + item.name(), DataHash.ofText(tomogram(item)) + " " + images(item));
		return lines;
	}

	private String tomogram(final ParticleSeriesItem item) {
		final RelionTomogram tomogram = series.tomograms().tomogram(item.name());
		final StringBuilder text = new StringBuilder();
		text.append(tomogram.pixelSize()).append(Arrays.toString(tomogram.sizeA())).append(tomogram.acquisition());
		tomogram.tilts().forEach(tilt -> text.append(Arrays.toString(tilt.projection().rotation())).append(tilt.ctf())
			.append(tilt.exposureBefore()));
		return text.toString();
	}

	/** Sizes and times of the stacks: they are too many to be read for this. */
	private String images(final ParticleSeriesItem item) {
		final StringBuilder text = new StringBuilder();
		for (final int p : item.members(0))
			text.append(state(series.particles().get(p).stack())).append(' ');
		return DataHash.ofText(text.toString());
	}

	private static String state(final Path file) {
		try {
			final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.size() + "@" + attributes.lastModifiedTime().toMillis();
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
	}

	private static String bytes(final Path file) {
		try {
			return DataHash.ofBytes(Files.readAllBytes(file));
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
	}

	@Override
	public void stage(final Map<RunItem, ImagingModel> refined, final Map<RunItem, RunItem> imaged, final JointCommit commit) {
		// The imaging of a particle series is not refined.
	}

	@Override
	public void stageSettings(final Map<String, String> settings, final JointCommit commit) {
		// There is no population that could hold them.
	}

	@Override
	public Species stage(final Species species, final SpeciesContent content, final JointCommit commit) {
		final FolderCommit folder = commit.in(home());
		content.writers().forEach((ending, writer) -> writer.accept(folder.stage(input.root() + ending)));
		MrcFile.write(folder.stage(input.root() + "_mask.mrc"), mask);
		new RefinedParticleTable(series).write(refined(species), input.particles(), folder.stage(input.particles().getFileName()
			.toString()));
		OptimisationSet.read(input.optimisationSet()).withParticles(input.results(), input.particles()).write(folder.stage(input
			.results().getFileName().toString()));
		return species;
	}

	private List<RefinedParticleTable.Refined> refined(final Species species) {
		final List<RefinedParticleTable.Refined> refined = new ArrayList<>();
		for (int p = 0; p < species.particles().size(); p++) {
			final Particle particle = species.particles().get(p);
			final ParticleSeriesModel model = new ParticleSeriesModel(series.particles().get(p).tomogram());
			refined.add(new RefinedParticleTable.Refined(model.centred(particle.position(0)), particle.eulerDeg(0), particle
				.halfSet(), particle.extra()));
		}
		return refined;
	}
}
