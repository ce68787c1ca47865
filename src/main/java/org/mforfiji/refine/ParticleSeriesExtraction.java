package org.mforfiji.refine;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.RadialWeight;

/**
 * Makes the particle stack of one tomogram of a particle series, RELION 5's or WarpTools' 2-D stacks. Stacks that are not
 * premultiplied are multiplied by CTF and exposure weight here, premultiplied ones hold both; either way images are divided
 * by their noise, which is measured on them ({@link SeriesNoise}). Tilts whose scale is 0 are left out.
 */
public final class ParticleSeriesExtraction {

	private final ParticleSeries series;
	private final List<StackParticle> particles;
	private final RelionTomogram tomogram;
	private final ParticleSeriesModel model;
	private final double diameterA;
	private final double weightThreshold;
	private final int box;
	private final double pixelSize;

	/**
	 * @param series the series
	 * @param particles those of one tomogram, with images of one size and pixel size
	 * @param diameterA of the particles
	 * @param weightThreshold relative exposure weight below which pixels are left out
	 */
	public ParticleSeriesExtraction(final ParticleSeries series, final List<StackParticle> particles, final double diameterA,
		final double weightThreshold)
	{
		this.series = series;
		this.particles = particles;
		this.diameterA = diameterA;
		this.weightThreshold = weightThreshold;
		tomogram = particles.get(0).tomogram();
		model = new ParticleSeriesModel(tomogram);
		box = particles.get(0).opticsGroup().images().size();
		pixelSize = particles.get(0).opticsGroup().pixelSizes().image();
	}

	/** Whether images of a tilt are used. */
	public boolean uses(final int tilt) {
		return tomogram.tilts().get(tilt).ctf().scale() != 0;
	}

	/** Pixels across which the exposure of a tilt leaves worth keeping. */
	public int relevantSize(final int tilt) {
		for (int ring = 0; ring < box / 2; ring++) {
			final double k2 = square(ring / (box * pixelSize));
			double best = 0;
			for (int t = 0; t < model.tilts(); t++)
				if (uses(t)) best = Math.max(best, damage(t, k2));
			if (damage(tilt, k2) < weightThreshold * best) return Math.max(2, 2 * ring);
		}
		return box;
	}

	/** Damping by the exposure alone. */
	private double damage(final int tilt, final double k2) {
		final RadialWeight weight = tomogram.weight(tilt);
		return weight.amplitude(k2) / weight.amplitude(0);
	}

	private static double square(final double value) {
		return value * value;
	}

	/** Edge of the box in which images are modulated, the same for all tilts. */
	public int modulationBox() {
		int largest = box;
		for (int t = 0; t < model.tilts(); t++)
			if (uses(t)) largest = Math.max(largest, tomogram.ctf(t, pixelSize, 0).aliasFreeBox(0.5 / pixelSize, diameterA,
				pixelSize));
		return FftSizes.goodSize(largest);
	}

	/**
	 * Reads all stacks, twice, and makes theirs into one.
	 *
	 * @return particle indices as in the list
	 * @throws MException naming the file if a stack is missing, damaged, or of another size than the tables say
	 */
	public ParticleStack run(final Parallel parallel, final Monitor monitor) {
		final NoiseRings[] noise = new SeriesNoise(tomogram, box, pixelSize, diameterA).measure(particles, this::images, parallel);
		monitor.checkCancelled();
		final ImageModulation[][] modulations = new ImageModulation[2][model.tilts()];
		final int large = modulationBox();
		parallel.loop(model.tilts(), t -> {
			for (int kind = 0; kind < 2 && noise[t] != null; kind++)
				if (isAny(kind == 1)) modulations[kind][t] = new ImageModulation(large, pixelSize, ctf(t), tomogram.weight(t),
					noise[t], kind == 1);
		});
		final int[] relevant = new int[model.tilts()];
		for (int t = 0; t < relevant.length; t++)
			relevant[t] = uses(t) ? relevantSize(t) : 0;
		final int tilts = model.tilts();
		final AtomicReferenceArray<ParticleStack.Image> cut = new AtomicReferenceArray<>(particles.size() * tilts);
		parallel.loop(particles.size(), p -> {
			monitor.checkCancelled();
			final Volume[] images = images(particles.get(p));
			final ImageModulation[] kind = modulations[particles.get(p).isPremultiplied() ? 1 : 0];
			for (int t = 0; t < tilts; t++)
				if (images[t] != null && kind[t] != null) cut.set(p * tilts + t, cut(p, t, images[t], new ParticleCutter(images[t],
					kind[t], box, relevant[t])));
		});
		final ParticleStack.Builder stack = ParticleStack.builder(box, pixelSize);
		for (int i = 0; i < cut.length(); i++)
			if (cut.get(i) != null) stack.add(cut.get(i));
		return stack.build();
	}

	private boolean isAny(final boolean premultiplied) {
		return particles.stream().anyMatch(particle -> particle.isPremultiplied() == premultiplied);
	}

	/** CTF in the middle of the tomogram; its envelope belongs to the exposure weight. */
	private Ctf ctf(final int t) {
		return tomogram.ctf(t, pixelSize, 0).withEnvelope(0, 1);
	}

	private ParticleStack.Image cut(final int p, final int t, final Volume image, final ParticleCutter cutter) {
		final double[] centre = series.imageCentreA(particles.get(p));
		final double[] at = model.project(model.fromCorner(centre), t);
		final double defocus = ctf(t).defocusUm() + 1e-4 * tomogram.defocusOffsetA(t, centre);
		final double middle = box / 2 * image.pixelSize();
		return new ParticleStack.Image(p, t, at[0], at[1], cutter.cut(middle, middle, defocus));
	}

	/** A particle's images by tilt, null where there is none. */
	private Volume[] images(final StackParticle particle) {
		final int[] at = series.stackIndices(particle);
		final Volume stack = MrcFile.read(particle.stack()).withPixelSize(pixelSize);
		final Volume[] images = new Volume[at.length];
		for (int t = 0; t < at.length; t++)
			if (at[t] >= 0 && uses(t)) images[t] = stack.slice(at[t]);
		return images;
	}
}
