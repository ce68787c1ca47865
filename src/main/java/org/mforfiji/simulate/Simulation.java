package org.mforfiji.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.FolderTree;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcFormat;

/**
 * Simulates tilt series with known truth and writes them as a Warp project with particle tables, starting maps and the
 * truth beside them (see {@link ProjectFolders}). The same options give the same files on any number of threads. The
 * project appears under its name only when it is whole.
 */
public final class Simulation {

	/** Mean grey value of an untilted image in units of the noise's standard deviation. */
	static final double MEAN_INTENSITY = 10;

	/**
	 * What a simulation gave.
	 *
	 * @param folders where everything lies
	 * @param snr signal-to-noise ratio as measured, by the definition of {@link ImagingOptions#snr()}
	 * @param noiseSigma standard deviation of the noise in units of the noise-free images; 0 without noise
	 * @param particles number of particles of all species
	 * @param images number of particle images
	 */
	public record Result(ProjectFolders folders, double snr, double noiseSigma, int particles, int images) {}

	private final SimulationOptions options;
	private final Parallel parallel;
	private final Monitor monitor;
	private final Seeds seeds;
	private List<SpeciesModel> species;
	private List<PlannedSeries> series;
	private List<List<List<ParticlePlanner.Planted>>> particles;
	private List<List<List<PoseTrack>>> tracks;
	private ImageFormation formation;

	private Simulation(final SimulationOptions options, final Parallel parallel, final Monitor monitor) {
		this.options = options;
		this.parallel = parallel;
		this.monitor = monitor;
		this.seeds = new Seeds(options.seed());
	}

	/**
	 * Simulates.
	 *
	 * @param options what to simulate
	 * @param folder the project folder; it must not exist, or be empty
	 * @param parallel threads
	 * @param monitor progress, messages and cancelling
	 * @throws MException if the folder is in use, a model cannot be read, or the particles find no room
	 */
	public static Result run(final SimulationOptions options, final Path folder, final Parallel parallel,
		final Monitor monitor)
	{
		final Path target = folder.toAbsolutePath().normalize();
		if (isInUse(target)) throw new MException("The folder is not empty", target.toString(),
			"Give a new folder, or remove the old project");
		final Path unfinished = target.resolveSibling("." + target.getFileName() + ".part");
		try {
			FolderTree.delete(unfinished);
			final Result result = new Simulation(options, parallel, monitor).write(new ProjectFolders(unfinished));
			Files.deleteIfExists(target);
			Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
			return new Result(new ProjectFolders(target), result.snr, result.noiseSigma, result.particles, result.images);
		}
		catch (final IOException failed) {
			throw FileErrors.writing(target, failed);
		}
		finally {
			deleteQuietly(unfinished);
		}
	}

	private static boolean isInUse(final Path folder) {
		if (!Files.exists(folder)) return false;
		if (!Files.isDirectory(folder)) return true;
		try (Stream<Path> inside = Files.list(folder)) {
			return inside.findAny().isPresent();
		}
		catch (final IOException failed) {
			throw FileErrors.reading(folder, failed);
		}
	}

	private void plan() {
		monitor.step("Models and particles");
		final double pixelSize = options.microscope().pixelSize();
		species = options.species().stream().map(s -> SpeciesModel.of(s, pixelSize, parallel)).toList();
		final SeriesPlanner planner = new SeriesPlanner(options);
		series = IntStream.range(0, options.series()).mapToObj(planner::plan).toList();
		final ParticlePlanner placing = new ParticlePlanner(options);
		particles = series.stream().map(s -> placing.plan(s, species)).toList();
		tracks = new ArrayList<>();
		for (int i = 0; i < series.size(); i++) {
			final double[] fractions = series.get(i).truth().doseFractions();
			tracks.add(particles.get(i).stream().map(list -> list.stream().map(p -> new PoseTrack(p.truth(), fractions))
				.toList()).toList());
		}
		formation = new ImageFormation(options, species, series, parallel);
	}

	private Result write(final ProjectFolders folders) throws IOException {
		plan();
		for (final Path folder : List.of(folders.tomostar(), folders.tiltSeries(), folders.averages(), folders.root().resolve(
			"particles"), folders.root().resolve("maps"), folders.relion().resolve("tilt_series"), folders.relion()
				.resolve("truth/tilt_series"), folders.truth().tiltSeries(), folders.truth().averages(), folders.truth().root().resolve("particles"), folders.truth().root()
					.resolve("maps")))
			Files.createDirectories(folder);
		final SeriesFilesWriter writer = new SeriesFilesWriter(options, folders);
		writer.writeSettings();
		series.forEach(writer::write);
		new SpeciesFilesWriter(options, folders, parallel).write(species, series, particles);
		final List<String> leftOut = RelionProject.leftOut(options.planted());
		if (!leftOut.isEmpty()) monitor.message("The truth in RELION's tables (relion/truth) is without " + String.join(", ",
			leftOut) + ", which they cannot hold");
		final double sigma = noiseSigma();
		final double snr = images(folders, sigma);
		if (!options.noiseFreeImages()) FolderTree.delete(folders.truth().frameSeries());
		final int count = particles.stream().flatMap(List::stream).mapToInt(List::size).sum();
		final Result result = new Result(folders, snr, sigma, count, IntStream.range(0, series.size()).map(i -> series.get(i)
			.tilts() * particles.get(i).stream().mapToInt(List::size).sum()).sum());
		new SimulationRecord(options, result, species).write(folders.truth().record());
		return result;
	}

	/** Standard deviation of the noise for the wanted SNR, from the tilts exposed first. */
	private double noiseSigma() {
		monitor.step("Signal");
		if (options.imaging().snr() == Double.POSITIVE_INFINITY) return 0;
		return Math.sqrt(signalVariance() / options.imaging().snr());
	}

	private double signalVariance() {
		final double[][] sums = new double[series.size()][3];
		parallel.loop(series.size(), i -> {
			final int first = series.get(i).firstExposed();
			final TiltImage image = formation.image(series.get(i), tracks.get(i), first);
			measure(i, first, image.pixels(), sums[i]);
		});
		return variance(sums);
	}

	private void measure(final int index, final int tilt, final float[] pixels, final double[] sums) {
		for (final double[] disc : formation.discs(series.get(index), tracks.get(index), species, tilt))
			TiltImage.measure(pixels, options.microscope().imageWidth(), disc, sums);
	}

	private static double variance(final double[][] sums) {
		final double[] total = new double[3];
		for (final double[] sum : sums)
			for (int i = 0; i < 3; i++)
				total[i] += sum[i];
		final double mean = total[1] / total[0];
		return total[2] / total[0] - mean * mean;
	}

	/** Makes and writes all images; returns the measured SNR. */
	private double images(final ProjectFolders folders, final double sigma) {
		monitor.step("Tilt images");
		final List<int[]> jobs = new ArrayList<>();
		for (int i = 0; i < series.size(); i++)
			for (int t = 0; t < series.get(i).tilts(); t++)
				jobs.add(new int[] { i, t });
		final MicroscopeOptions m = options.microscope();
		final NoiseModel noise = new NoiseModel(options.imaging(), m.imageWidth(), m.imageHeight(), m.pixelSize());
		final double[][] signalSums = new double[series.size()][3];
		final double[][] noiseSums = new double[series.size()][3];
		final AtomicInteger done = new AtomicInteger();
		final double scale = sigma > 0 ? 1 / sigma : 1 / Math.sqrt(signalVariance());
		parallel.loop(jobs.size(), j -> {
			monitor.checkCancelled();
			final int i = jobs.get(j)[0];
			final int t = jobs.get(j)[1];
			final TiltImage clean = formation.image(series.get(i), tracks.get(i), t);
			final float[] grain = sigma > 0 ? noise.image(seeds.stream("noise", i, t)) : new float[clean.pixels().length];
			if (t == series.get(i).firstExposed()) {
				measure(i, t, clean.pixels(), signalSums[i]);
				measure(i, t, grain, noiseSums[i]);
			}
			writeImage(folders, new int[] { i, t }, clean, grain, scale);
			monitor.progress(done.incrementAndGet(), jobs.size());
		});
		return sigma > 0 ? variance(signalSums) * scale * scale / variance(noiseSums) : Double.POSITIVE_INFINITY;
	}

	/** Turns the clean image into what a camera records: protein dark on a mean that falls with the ice's thickness. */
	private void writeImage(final ProjectFolders folders, final int[] job, final TiltImage clean, final float[] grain,
		final double scale)
	{
		final PlannedSeries s = series.get(job[0]);
		final MrcFormat format = options.halfPrecision() ? MrcFormat.stack().asHalf() : MrcFormat.stack();
		final float[] pixels = clean.pixels();
		if (options.noiseFreeImages()) {
			for (int i = 0; i < pixels.length; i++)
				pixels[i] *= (float) scale;
			MrcFile.write(SeriesFilesWriter.average(folders.truth().averages(), s, job[1]), clean.volume(), MrcFormat.stack());
		}
		final float unit = options.noiseFreeImages() ? 1 : (float) scale;
		final float mean = (float) (MEAN_INTENSITY * formation.contrast(s, job[1]));
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = mean + grain[i] - unit * pixels[i];
		MrcFile.write(SeriesFilesWriter.average(folders.averages(), s, job[1]), clean.volume(), format);
	}

	private static void deleteQuietly(final Path folder) {
		try {
			FolderTree.delete(folder);
		}
		catch (final IOException left) {
			// what is left bears a hidden name and is removed by the next run
		}
	}
}
