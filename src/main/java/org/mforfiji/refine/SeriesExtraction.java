package org.mforfiji.refine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.tiff.TiffMask;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;

/**
 * Makes the particle stacks of a tilt series: reads each tilt's average once, prepares it for every species and cuts out
 * the species' particles. An image is left out where the tilt is not used or the particle's circle is not wholly inside.
 * Stacks hold projected positions in true Å, free of the rounding of image sizes, which differs from species to species and
 * is nothing (10⁻³) on the small shifts since extraction. Images carry all weights of the metadata: of the tilt, of the
 * place in the tomogram, and of the whole series; or, to measure weights, none at all.
 */
public final class SeriesExtraction {

	private final TiltSeries series;
	private final double weightThreshold;
	/** Resolution of unweighted images, Å; 0 for weighted ones. */
	private final double unweightedTo;
	private final Parallel parallel;

	/**
	 * @param series the tilt series
	 * @param weightThreshold relative exposure weight below which pixels are left out
	 * @param parallel threads
	 */
	public SeriesExtraction(final TiltSeries series, final double weightThreshold, final Parallel parallel) {
		this(series, weightThreshold, 0, parallel);
	}

	private SeriesExtraction(final TiltSeries series, final double weightThreshold, final double unweightedTo,
		final Parallel parallel)
	{
		this.series = series;
		this.weightThreshold = weightThreshold;
		this.unweightedTo = unweightedTo;
		this.parallel = parallel;
	}

	/**
	 * Extraction without any weight, which takes all tilts for equally good.
	 *
	 * @param resolution Å to which the images are kept
	 */
	public static SeriesExtraction unweighted(final TiltSeries series, final double resolution, final Parallel parallel) {
		return new SeriesExtraction(series, 0, resolution, parallel);
	}

	private boolean isWeighted() {
		return unweightedTo == 0;
	}

	/**
	 * One species' particles in the series.
	 *
	 * @param species the species
	 * @param particles its particles with this item's hash
	 */
	public record Request(Species species, List<Particle> particles) {}

	/**
	 * Extracts.
	 *
	 * @return a stack per request, particle indices as in the request
	 * @throws MException naming the file and tilt if an average is missing or unreadable
	 */
	public List<ParticleStack> run(final List<Request> requests, final Monitor monitor) {
		final List<StackCutter> cutters = requests.stream().map(r -> new StackCutter(r, series.tilts())).toList();
		final ExposureWeights.Envelope[] envelopes = new ExposureWeights.Envelope[series.tilts()];
		for (int t = 0; t < envelopes.length; t++)
			envelopes[t] = series.envelope(t, true);
		for (int t = 0; t < series.tilts(); t++) {
			monitor.checkCancelled();
			if (!series.useTilt(t)) continue;
			final Volume raw = readTilt(t);
			for (final StackCutter cutter : cutters)
				cut(cutter, raw, t, envelopes);
			monitor.progress(t + 1L, series.tilts());
		}
		return cutters.stream().map(StackCutter::stack).toList();
	}

	private void cut(final StackCutter cutter, final Volume raw, final int t, final ExposureWeights.Envelope[] envelopes) {
		final Species species = cutter.species;
		final double px = species.pixelSize();
		final int box = species.boxSize();
		final PreparedTilt tilt = PreparedTilt.of(raw, series.geometry().imageSize(), px, box, species.diameterA(), where(t));
		final Ctf optics = series.ctf(t, series.centreDefocusUm(t));
		final Ctf ctf = isWeighted() ? optics : optics.toBuilder().bfactorDelta(0).build();
		final int superBox = Math.max(box, ctf.aliasFreeBox(0.5 / px, species.diameterA(), px));
		final ImageModulation modulation = new ImageModulation(FftSizes.goodSize(superBox), px, ctf,
			isWeighted() ? envelopes[t] : ExposureWeights.Envelope.NONE, new NoiseRings(tilt.noisePower(), box), false);
		final int relevant = isWeighted() ? ExposureWeights.relevantSize(envelopes, t, box, px, weightThreshold) : unweightedSize(
			box, px);
		cutter.cut(t, tilt, modulation, relevant);
	}

	private int unweightedSize(final int box, final double pixelSize) {
		return 2 * Math.min(box / 2, (int) Math.ceil(box * pixelSize / unweightedTo) + 1);
	}

	private ExposureWeights.Envelope atPlace(final double[] position) {
		return isWeighted() ? series.envelopeAtPlace(position) : ExposureWeights.Envelope.NONE;
	}

	/** The tilt and its file, for messages. */
	String where(final int t) {
		return series.name() + ", tilt " + (t + 1) + ", " + series.averagePath(t);
	}

	/** The average of a tilt, freed of what its mask marks. */
	Volume readTilt(final int t) {
		final Path file = series.averagePath(t);
		if (!Files.exists(file)) throw new MException("The average of a tilt is missing", where(t),
			"Run Warp's motion correction for it, or exclude the tilt (UseTilt False)");
		final Volume average = MrcFile.read(file);
		if (average.nz() != 1) throw new MException("The average of a tilt has " + average.nz() + " images instead of one", where(
			t), "Give the average over frames, not the movie");
		final Path mask = series.maskPath(t);
		return Files.exists(mask) ? DirtRemoval.apply(average, TiffMask.read(mask)) : average;
	}

	/** Cuts out one species' particles, tilt by tilt, and keeps them sorted by particle. */
	private final class StackCutter {

		private final Species species;
		private final List<Particle> particles;
		private final int tilts;
		private final AtomicReferenceArray<ParticleStack.Image> images;

		StackCutter(final Request request, final int tilts) {
			species = request.species();
			particles = request.particles();
			this.tilts = tilts;
			images = new AtomicReferenceArray<>(particles.size() * tilts);
		}

		void cut(final int t, final PreparedTilt tilt, final ImageModulation modulation, final int relevant) {
			final double at = series.geometry().doseFractions()[t];
			final ParticleCutter cutter = new ParticleCutter(tilt.image(), modulation, species.boxSize(), relevant);
			parallel.loop(particles.size(), p -> {
				final double[] position = particles.get(p).positionAt(at);
				final var projected = series.geometry().project(position, t);
				final double x = projected.x() * tilt.rounding()[0], y = projected.y() * tilt.rounding()[1];
				if (!cutter.contains(x, y, species.diameterA() / 2.0)) return;
				images.set(p * tilts + t, new ParticleStack.Image(p, t, projected.x(), projected.y(), cutter.cut(x, y, projected
					.defocusUm(), atPlace(position))));
			});
		}

		ParticleStack stack() {
			final ParticleStack.Builder builder = ParticleStack.builder(species.boxSize(), species.pixelSize());
			for (int i = 0; i < images.length(); i++)
				if (images.get(i) != null) builder.add(images.get(i));
			return builder.build();
		}
	}
}
