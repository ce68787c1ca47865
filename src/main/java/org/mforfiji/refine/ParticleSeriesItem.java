package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.Fft2D;
import org.mforfiji.fourier.FftSizes;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.optics.Ctf;
import org.mforfiji.optics.ExposureWeights;
import org.mforfiji.population.Particle;

/**
 * The particles of one tomogram of a RELION 5 or WarpTools particle series (2-D stacks), as an item that can be refined and
 * reconstructed like a tilt series. Stacks may be CTF-premultiplied or not. The noise of each tilt is measured on the
 * particle images themselves.
 */
public final class ParticleSeriesItem {

	private final ParticleSeries series;
	private final RelionTomogram tomogram;
	private final ParticleSeriesModel model;
	private final List<StackParticle> members;
	private final List<Particle> particles;

	private ParticleSeriesItem(final ParticleSeries series, final RelionTomogram tomogram) {
		this.series = series;
		this.tomogram = tomogram;
		model = new ParticleSeriesModel(tomogram);
		members = series.particles().stream().filter(p -> p.tomogram().name().equals(tomogram.name())).toList();
		particles = new ArrayList<>();
		for (final StackParticle member : members)
			particles.add(particle(member));
	}

	/** All tomograms of the series that have particles. */
	public static List<ParticleSeriesItem> of(final ParticleSeries series) {
		return series.particles().stream().map(StackParticle::tomogram).distinct().map(t -> new ParticleSeriesItem(series, t))
			.toList();
	}

	private Particle particle(final StackParticle member) {
		final double[] position = series.centredA(member), size = tomogram.sizeA();
		for (int c = 0; c < 3; c++)
			position[c] += size[c] / 2;
		final int subset = member.particle().labels().randomSubset();
		final int index = series.particles().indexOf(member);
		return new Particle(position, member.particle().anglesDeg(), subset > 0 ? subset - 1 : index % 2, tomogram.name(), tomogram
			.name(), Map.of());
	}

	/** Name of the tomogram. */
	public String name() {
		return tomogram.name();
	}

	/** Its imaging. */
	public ParticleSeriesModel model() {
		return model;
	}

	/** Its particles, positions from the corner of the tomogram; half-sets of the file, else alternating over the table. */
	public List<Particle> particles() {
		return List.copyOf(particles);
	}

	/** The rows of the table that the particles came from, in the same order. */
	public List<StackParticle> members() {
		return members;
	}

	/**
	 * Reads the stacks.
	 *
	 * @param diameterA diameter of the particle
	 * @param parallel threads
	 * @throws MException naming the file if a stack is missing, truncated, or of another size than its optics group says
	 */
	public ParticleStack stack(final double diameterA, final Parallel parallel) {
		final int tilts = model.tilts(), box = box();
		final double pixelSize = members.get(0).opticsGroup().pixelSizes().image();
		if (!(pixelSize > 0)) throw new MException("The pixel size of the particle images is not known", series.table().file() +
			", optics group " + members.get(0).opticsGroup().name(), "Add rlnImagePixelSize to the optics table");
		final Volume[][] images = read(parallel);
		final AtomicReferenceArray<ParticleStack.Image> out = new AtomicReferenceArray<>(members.size() * tilts);
		parallel.loop(tilts, t -> {
			if (tomogram.tilts().get(t).ctf().scale() == 0) return;
			cutTilt(t, images, box, pixelSize, diameterA, out);
		});
		final ParticleStack.Builder builder = ParticleStack.builder(box, pixelSize);
		for (int i = 0; i < out.length(); i++)
			if (out.get(i) != null) builder.add(out.get(i));
		return builder.build();
	}

	private int box() {
		return members.get(0).opticsGroup().images().size() > 0 ? members.get(0).opticsGroup().images().size() : MrcFile
			.readHeader(members.get(0).stack()).nx();
	}

	/** Images [particle][tilt], null where there is none. */
	private Volume[][] read(final Parallel parallel) {
		final Volume[][] images = new Volume[members.size()][model.tilts()];
		parallel.loop(members.size(), p -> {
			final int[] at = series.stackIndices(members.get(p));
			final Volume stack = MrcFile.read(members.get(p).stack());
			for (int t = 0; t < at.length; t++)
				if (at[t] >= 0 && members.get(p).isVisible(t)) images[p][t] = stack.slice(at[t]);
		});
		return images;
	}

	private void cutTilt(final int t, final Volume[][] images, final int box, final double pixelSize, final double diameterA,
		final AtomicReferenceArray<ParticleStack.Image> out)
	{
		final boolean premultiplied = members.get(0).isPremultiplied();
		final Ctf ctf = tomogram.ctf(t, pixelSize, 0);
		final double tilt = model.orientation(new double[3], t)[8];
		final ExposureWeights.Envelope envelope = new ExposureWeights.Envelope(-4 * tomogram.tilts().get(t).exposureBefore(), Math
			.abs(tilt));
		final float[] noise = noise(t, images, ctf, box, pixelSize, premultiplied);
		if (noise == null) return;
		final int large = FftSizes.goodSize(Math.max(box, ctf.aliasFreeBox(0.5 / pixelSize, diameterA, pixelSize)));
		final ImageModulation modulation = new ImageModulation(large, pixelSize, ctf.withEnvelope(0, 1), envelope, noise, box);
		for (int p = 0; p < members.size(); p++) {
			if (images[p][t] == null) continue;
			final ParticleCutter cutter = new ParticleCutter(images[p][t].withPixelSize(pixelSize), modulation, box, box,
				premultiplied);
			final double[] position = particles.get(p).position(0);
			final double defocus = ctf.defocusUm() + 1e-4 * tomogram.defocusOffsetA(t, model.centred(position));
			final double[] at = model.project(position, t);
			final double middle = box / 2 * pixelSize;
			out.set(p * model.tilts() + t, new ParticleStack.Image(p, t, at[0], at[1], cutter.cut(middle, middle, defocus)));
		}
	}

	/**
	 * Noise power per ring: mean power of the images, of premultiplied ones divided by the mean CTF² of the ring, which
	 * their noise was multiplied with.
	 */
	private float[] noise(final int t, final Volume[][] images, final Ctf ctf, final int box, final double pixelSize,
		final boolean premultiplied)
	{
		final double[] power = new double[box / 2 + 2], weight = new double[box / 2 + 2];
		final float[] modulation = ctf.image(box, pixelSize);
		final Fft2D fft = new Fft2D(box, box);
		for (final Volume[] particle : images) {
			if (particle[t] == null) continue;
			final float[] spectrum = fft.forward(particle[t].data());
			for (int i = 0; i < modulation.length; i++) {
				final int x = i % (box / 2 + 1), row = i / (box / 2 + 1), y = row <= box / 2 ? row : row - box;
				final int ring = (int) Math.rint(Math.sqrt(x * x + y * y));
				if (ring >= power.length) continue;
				power[ring] += ((double) spectrum[2 * i] * spectrum[2 * i] + (double) spectrum[2 * i + 1] * spectrum[2 * i + 1]) /
					((double) box * box);
				weight[ring] += premultiplied ? modulation[i] * modulation[i] : 1;
			}
		}
		if (!(weight[1] > 0)) return null;
		final float[] noise = new float[power.length];
		for (int r = 0; r < noise.length; r++)
			noise[r] = weight[r] > 0 && power[r] > 0 ? (float) (power[r] / weight[r]) : noise[Math.max(0, r - 1)];
		return noise;
	}
}
