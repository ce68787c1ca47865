package org.mforfiji.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.io.warp.WarpSettings;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.ParticleTable;

/**
 * The truth of a simulated project, and how far an estimate is from it. Estimates are compared by what the images show, the
 * projected position and orientation of every particle in every tilt, so that it does not matter how the error is shared
 * between warps, stage angles and poses. Immutable.
 */
public final class Truth {

	private final ProjectFolders folders;
	private final StarFile record;
	private final Map<String, TiltSeries> series;
	private final Map<String, List<Particle>> particles = new LinkedHashMap<>();

	private Truth(final ProjectFolders folders) {
		this.folders = folders;
		this.record = StarFile.read(folders.truth().record());
		this.series = loadSeries();
		final StarBlock species = record.block("species");
		for (int row = 0; row < species.rows(); row++) {
			final String name = species.text(row, "simSpeciesName");
			particles.put(name, ParticleTable.read(folders.truth().particles(name, "m"), (int) recorded(
				"simTemporalSamples")));
		}
	}

	/** Reads the truth of a project folder that {@link Simulation} made. */
	public static Truth read(final Path project) {
		final ProjectFolders folders = new ProjectFolders(project.toAbsolutePath().normalize());
		if (!Files.isRegularFile(folders.truth().record())) throw new MException("The folder is not a simulated project",
			project.toString(), "Give the folder that the simulator wrote, with 'truth' in it");
		return new Truth(folders);
	}

	private Map<String, TiltSeries> loadSeries() {
		final WarpSettings settings = WarpSettings.read(folders.tiltSeriesSettings());
		final double[] size = settings.dimensions();
		final DataSource source = DataSource.builder("truth", folders.tiltSeries().resolve("truth.source")).pixelSize(
			settings.input().pixelSize()).dimensions(size[0], size[1], size[2]).build();
		final Map<String, TiltSeries> loaded = new LinkedHashMap<>();
		try (Stream<Path> files = Files.list(folders.truth().tiltSeries())) {
			for (final Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
				final var metadata = TiltSeriesXml.read(file);
				final double[] imageSize = metadata.imageDimensions().orElseThrow(() -> new MException(
					"The true series does not say how large its images are", file.toString(), "Simulate again"));
				final TiltSeries one = TiltSeries.of(metadata, source, "", imageSize);
				loaded.put(one.name(), one);
			}
		}
		catch (final IOException failed) {
			throw FileErrors.reading(folders.truth().tiltSeries(), failed);
		}
		return loaded;
	}

	/** Names of the species, as in file names. */
	public Set<String> speciesNames() {
		return particles.keySet();
	}

	/** The true tilt series by root name. */
	public Map<String, TiltSeries> series() {
		return Map.copyOf(series);
	}

	/** One true tilt series. */
	public TiltSeries series(final String name) {
		return known(series, name, "tilt series");
	}

	/** The true particles of a species, numbered in order by their extra column. */
	public List<Particle> particles(final String species) {
		return known(particles, WarpPaths.safeName(species), "species");
	}

	private <T> T known(final Map<String, T> all, final String name, final String kind) {
		final T found = all.get(name);
		if (found == null) throw new MException("The truth has no " + kind + " '" + name + "'", folders.root().toString(),
			"It has " + String.join(", ", all.keySet()));
		return found;
	}

	/** Point group of a species. */
	public SymmetryGroup symmetry(final String species) {
		final StarBlock table = record.block("species");
		return SymmetryGroup.parse(table.text(table.texts("simSpeciesName").indexOf(WarpPaths.safeName(species)), "simSymmetry"));
	}

	/** The noise-free map of a species. */
	public Volume map(final String species) {
		return MrcFile.read(folders.truth().trueMap(species));
	}

	/** A number of the simulation's record, e.g. {@code simSnr}. */
	public double recorded(final String key) {
		return Double.parseDouble(record.block("simulation").value(key).replace("inf", "Infinity"));
	}

	/** Folders of the project. */
	public ProjectFolders folders() {
		return folders;
	}

	/**
	 * The true positions of a particle in the tilt images.
	 *
	 * @param species name
	 * @param number number of the particle, from 0
	 * @return for each tilt x, y in Å from the corner of the image
	 */
	public double[][] projections(final String species, final int number) {
		final Particle particle = particles(species).get(number);
		return projections(seriesOf(particle).geometry(), particle);
	}

	private TiltSeries seriesOf(final Particle particle) {
		return series(particle.sourceName().replaceFirst("\\.tomostar$", ""));
	}

	private static double[][] projections(final TiltSeriesGeometry geometry, final Particle particle) {
		final PoseTrack track = new PoseTrack(particle, geometry.doseFractions());
		final double[][] projections = new double[geometry.tilts()][];
		for (int t = 0; t < projections.length; t++) {
			final TiltSeriesGeometry.Projection at = geometry.project(track.position(t), t);
			projections[t] = new double[] { at.x(), at.y() };
		}
		return projections;
	}

	/**
	 * Compares an estimate with the truth.
	 *
	 * @param species name of the species
	 * @param estimatedSeries the series as estimated, found by their names
	 * @param estimate the particles as estimated; matched by the extra column that numbers them or, where it is missing, by
	 *          their order
	 * @return errors of projected positions and orientations
	 * @throws MException if series or particles do not match
	 */
	public TruthErrors compare(final String species, final Collection<TiltSeries> estimatedSeries,
		final List<Particle> estimate)
	{
		final Map<String, TiltSeries> byName = new HashMap<>();
		estimatedSeries.forEach(s -> byName.put(s.name(), s));
		final TruthErrors.Collector errors = new TruthErrors.Collector(symmetry(species));
		final List<Particle> truth = particles(species);
		for (int i = 0; i < estimate.size(); i++) {
			final int number = number(estimate.get(i), i, estimate.size(), truth.size());
			final TiltSeries trueSeries = seriesOf(truth.get(number));
			final TiltSeries estimated = byName.get(trueSeries.name());
			if (estimated == null) throw new MException("The estimate has no tilt series '" + trueSeries.name() + "'", "",
				"Give every series that has particles");
			errors.add(new TruthErrors.View(trueSeries.geometry(), truth.get(number)), new TruthErrors.View(estimated.geometry(),
				estimate.get(i)));
		}
		return errors.finish();
	}

	/**
	 * Compares with the truth where a program of another geometry projects the particles.
	 *
	 * @param species name of the species
	 * @param projections by number of the particle: for each tilt of its series, in the series' order, x, y in Å from the
	 *          corner of the image
	 * @return errors of projected positions; orientations count as true
	 * @throws MException if there is no such particle, or the number of tilts is another
	 */
	public TruthErrors compareProjections(final String species, final Map<Integer, double[][]> projections) {
		final TruthErrors.Collector errors = new TruthErrors.Collector(symmetry(species));
		final List<Particle> truth = particles(species);
		projections.forEach((number, seen) -> {
			if (number < 0 || number >= truth.size()) throw new MException("The truth has no particle number " + number, folders
				.root().toString(), "Compare with the project that the particles come from");
			final TiltSeries own = seriesOf(truth.get(number));
			if (seen.length != own.tilts()) throw new MException("Particle " + number + " has projections in " + seen.length +
				" tilts, its series has " + own.tilts(), own.name(), "Give a position for every tilt");
			errors.add(new TruthErrors.View(own.geometry(), truth.get(number)), seen);
		});
		return errors.finish();
	}

	private int number(final Particle particle, final int index, final int count, final int expected) {
		final String id = particle.extra().get(ParticlePlanner.ID);
		if (id == null && count != expected) throw new MException("The estimate has " + count + " particles, the truth " +
			expected, folders.root().toString(), "Keep the column " + ParticlePlanner.ID + " that numbers them");
		final int number = id == null ? index : (int) Double.parseDouble(id);
		if (number < 0 || number >= expected) throw new MException("The truth has no particle number " + number, folders
			.root().toString(), "Compare with the project that the particles come from");
		return number;
	}
}
