package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.relion.StackParticle;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Species;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.ParticleSeriesExtraction;
import org.mforfiji.refine.ParticleSeriesModel;
import org.mforfiji.refine.RefineOptions;

/** The particles of one tomogram of a particle series as an item of a run. Its imaging is known and is not refined. */
final class ParticleSeriesItem implements RunItem {

	private final ParticleSeries series;
	private final String key;
	private final Species species;
	private final int[] members;
	private final List<StackParticle> particles = new ArrayList<>();

	/**
	 * @param species its particles are those of the series, in the same order
	 * @param members indices of the particles of one tomogram, ascending
	 */
	ParticleSeriesItem(final ParticleSeries series, final String key, final Species species, final int[] members) {
		this.series = series;
		this.key = key;
		this.species = species;
		this.members = members;
		for (final int p : members)
			particles.add(series.particles().get(p));
	}

	@Override
	public String source() {
		return species.name();
	}

	@Override
	public String name() {
		return particles.get(0).tomogram().name();
	}

	@Override
	public String key() {
		return key;
	}

	@Override
	public int[] members(final int s) {
		return members;
	}

	@Override
	public List<Particle> particles(final int s) {
		final List<Particle> own = new ArrayList<>();
		for (final int p : members)
			own.add(species.particles().get(p));
		return own;
	}

	/** Number of images that are used. */
	long images() {
		final ParticleSeriesExtraction extraction = extraction(0);
		return particles.stream().mapToLong(particle -> particle.visibleTilts().stream().filter(extraction::uses).count()).sum();
	}

	private ParticleSeriesExtraction extraction(final double weightThreshold) {
		return new ParticleSeriesExtraction(series, particles, species.diameterA(), weightThreshold);
	}

	@Override
	public List<ParticleStack> stacks(final RefineOptions options, final Parallel parallel, final Monitor monitor) {
		return List.of(extraction(options.weightThreshold()).run(parallel, monitor));
	}

	@Override
	public ImagingModel model(final GeometryBlocks blocks) {
		if (blocks.any()) throw new MException("Geometry cannot be refined on a particle series: its images show single " +
			"particles, not whole tilts", name(), "Refine poses only, or make a data source of the tilt series");
		return new ParticleSeriesModel(particles.get(0).tomogram());
	}

	@Override
	public void write(final ImagingModel refined, final Path folder) {
		// Nothing of the imaging is refined.
	}

	@Override
	public ImagingModel read(final GeometryBlocks blocks, final Path folder) {
		return model(blocks);
	}

	@Override
	public ItemNeed need(final RefineOptions options, final int threads) {
		final ParticleSeriesExtraction extraction = extraction(options.weightThreshold());
		final int box = particles.get(0).opticsGroup().images().size(), tilts = particles.get(0).tomogram().tilts().size();
		final HalfPlane plane = HalfPlane.of(box);
		long stack = 0, own = 0;
		for (int t = 0; t < tilts; t++) {
			if (!extraction.uses(t)) continue;
			final int tilt = t;
			final long count = particles.stream().filter(particle -> particle.isVisible(tilt)).count();
			final long pixels = plane.within(extraction.relevantSize(t) / 2);
			stack += count * (12 * pixels + 80);
			own += count * (8 * pixels + 6L * box + 172);
		}
		final long edge = extraction.modulationBox(), kinds = particles.stream().map(StackParticle::isPremultiplied).distinct()
			.count();
		final long work = 10 * edge * edge * tilts * kinds + threads * (12 * edge * edge + 8L * box * box * tilts);
		return new ItemNeed(stack, work, own + images() * (8 * 24 + 8 * 42));
	}
}
