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
 * place in the tomogram, and of the whole series.
 */
public final class SeriesExtraction {

	private final TiltSeries series;
	private final double weightThreshold;
	private final Parallel parallel;

	/**
	 * @param series the tilt series
	 * @param weightThreshold relative exposure weight below which pixels are left out
	 * @param parallel threads
	 */
	public SeriesExtraction(final TiltSeries series, final double weightThreshold, final Parallel parallel) {
		this.series = series;
		this.weightThreshold = weightThreshold;
		this.parallel = parallel;
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
		final Ctf ctf = series.ctf(t, centreDefocusUm(t));
		final int superBox = Math.max(box, ctf.aliasFreeBox(0.5 / px, species.diameterA(), px));
		final ImageModulation modulation = new ImageModulation(FftSizes.goodSize(superBox), px, ctf,
			envelopes[t], new NoiseRings(tilt.noisePower(), box), false);
		final int relevant = ExposureWeights.relevantSize(envelopes, t, box, px, weightThreshold);
		cutter.cut(series, t, tilt, modulation, relevant, parallel);
	}

	/** Defocus in the middle of the tomogram, µm. */
	private double centreDefocusUm(final int t) {
		final double[] size = series.geometry().volumeSize();
		return series.geometry().project(new double[] { size[0] / 2, size[1] / 2, size[2] / 2 }, t).defocusUm();
	}

	private String where(final int t) {
		return series.name() + ", tilt " + (t + 1) + ", " + series.averagePath(t);
	}

	private Volume readTilt(final int t) {
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
	private static final class StackCutter {

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

		void cut(final TiltSeries series, final int t, final PreparedTilt tilt, final ImageModulation modulation,
			final int relevant, final Parallel parallel)
		{
			final double at = series.geometry().doseFractions()[t];
			final ParticleCutter cutter = new ParticleCutter(tilt.image(), modulation, species.boxSize(), relevant);
			parallel.loop(particles.size(), p -> {
				final double[] position = particles.get(p).positionAt(at);
				final var projected = series.geometry().project(position, t);
				final double x = projected.x() * tilt.rounding()[0], y = projected.y() * tilt.rounding()[1];
				if (!cutter.contains(x, y, species.diameterA() / 2.0)) return;
				final double[] size = series.geometry().volumeSize();
				images.set(p * tilts + t, new ParticleStack.Image(p, t, projected.x(), projected.y(), cutter.cut(x, y, projected
					.defocusUm(), series.exposureWeights().atPlace(position[0] / size[0], position[1] / size[1]))));
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
