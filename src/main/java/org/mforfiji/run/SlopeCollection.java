package org.mforfiji.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.SeriesExtraction;
import org.mforfiji.refine.SlopeStatistics;
import org.mforfiji.refine.SlopeSums;
import org.mforfiji.refine.SpeciesInput;
import org.mforfiji.refine.SpeciesReference;
import org.mforfiji.refine.TiltSeriesModel;
import org.mforfiji.store.ItemLoader;

/** Makes references of both half-sets and sums what the images of tilt series tell of the strength of their signal. */
final class SlopeCollection {

	private final Population population;
	private final RunOptions run;
	private final Engine engine;
	private final Parallel parallel;
	private final Monitor monitor;
	private final List<SlopeStatistics> statistics = new ArrayList<>();
	private double finest = Double.POSITIVE_INFINITY;
	private long images;

	SlopeCollection(final Population population, final RunOptions run, final Engine engine, final Parallel parallel,
		final Monitor monitor)
	{
		this.population = population;
		this.run = run;
		this.engine = engine;
		this.parallel = parallel;
		this.monitor = monitor;
	}

	/** Number of images looked at. */
	long images() {
		return images;
	}

	/**
	 * Collects.
	 *
	 * @param items series to look at
	 * @param scheme sorts their images
	 * @return by item, species and cell; null where an item shows nothing of a species
	 */
	List<List<List<SlopeSums>>> sums(final List<TiltSeriesItem> items, final WeightScheme scheme) {
		references();
		monitor.step("Signal of " + items.size() + " series");
		final List<List<List<SlopeSums>>> sums = new ArrayList<>();
		for (int i = 0; i < items.size(); i++)
			sums.add(sums(items.get(i), scheme, new ItemMonitor(monitor, i, items.size())));
		return sums;
	}

	/** Half-maps by weights that nothing fitted is in, so that estimating weights again gives the same. */
	private void references() {
		final List<RunSpecies> species = RunSpecies.of(population, run);
		final List<RunItem> items = TiltSeriesItems.of(population, (source, item) -> {
			final TiltSeries series = ItemLoader.load(source, item);
			return series.withMetadata(WeightMetadata.cleared(series.metadata()));
		}).items();
		monitor.step("References from " + items.size() + " series");
		final HalfMapSums sums = HalfMapSums.empty(species);
		for (int i = 0; i < items.size(); i++) {
			monitor.checkCancelled();
			final RunItem item = items.get(i);
			final List<ParticleStack> stacks = item.stacks(run.refine(), parallel, new ItemMonitor(monitor, i, items.size()));
			final List<SpeciesInput> inputs = new ArrayList<>();
			for (final RunSpecies kind : species)
				inputs.add(new SpeciesInput(kind.species().name(), item.particles(kind.index()), stacks.get(kind.index())));
			sums.add(inputs, item.model(GeometryBlocks.NONE), engine);
		}
		for (final RunSpecies kind : species)
			statistics.add(statistics(kind, sums.reconstruct(kind.index(), parallel)));
	}

	private SlopeStatistics statistics(final RunSpecies kind, final HalfMaps maps) {
		final Volume[] halves = Arrays.stream(maps.halves()).map(Reconstruction.Result::map).toArray(Volume[]::new);
		final double resolution = Math.max(2 * kind.species().pixelSize(), maps.curves().resolution());
		finest = Math.min(finest, resolution);
		return new SlopeStatistics(SpeciesReference.external(halves, resolution, kind.mask(), kind.species().diameterA(), parallel),
			parallel);
	}

	private List<List<SlopeSums>> sums(final TiltSeriesItem item, final WeightScheme scheme, final Monitor within) {
		final TiltSeries series = item.series();
		final List<List<SlopeSums>> all = new ArrayList<>();
		for (int s = 0; s < population.species().size(); s++) {
			final Species species = population.species().get(s);
			final List<Particle> particles = item.particles(s);
			if (particles.isEmpty()) {
				all.add(null);
				continue;
			}
			final List<SlopeSums> cells = new ArrayList<>();
			for (int c = 0; c < scheme.cells(series); c++)
				cells.add(statistics.get(s).empty(species.boxSize(), species.pixelSize()));
			final int batch = batch(species, series);
			for (int from = 0; from < particles.size(); from += batch)
				add(s, series, particles.subList(from, Math.min(particles.size(), from + batch)), scheme, cells, within);
			all.add(cells);
		}
		return all;
	}

	/** Particles whose images fit into a quarter of the memory. */
	private int batch(final Species species, final TiltSeries series) {
		final int rings = (int) Math.ceil(species.boxSize() * species.pixelSize() / finest) + 1;
		final long bytes = series.usedTilts() * (12L * HalfPlane.of(species.boxSize()).within(rings) + 80);
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, run.budget() / 4 / Math.max(1, bytes)));
	}

	private void add(final int s, final TiltSeries series, final List<Particle> particles, final WeightScheme scheme,
		final List<SlopeSums> cells, final Monitor within)
	{
		final Species species = population.species().get(s);
		final ParticleStack stack = SeriesExtraction.unweighted(series, finest, parallel).run(List.of(new SeriesExtraction.Request(
			species, particles)), within).get(0);
		final ImagingModel model = TiltSeriesModel.of(series, GeometryBlocks.NONE);
		statistics.get(s).add(new SpeciesInput(species.name(), particles, stack), model, scheme.sorting(series, particles), cells);
		images += stack.size();
	}
}
