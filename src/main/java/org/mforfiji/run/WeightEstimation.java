package org.mforfiji.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.EnvelopeFit;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.refine.SlopeSums;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.SourceStore;

/**
 * Estimates how much the images of a data source count, by tilt, series or place, from how much signal they show, and keeps it
 * in the metadata of its series. Half-maps are made from all images of the population by the weights that exposure and tilt
 * angle give; every image is compared with that of the other half-set; an {@link EnvelopeFit} turns the strength of the signal
 * into scales and B-factors. The metadata of all series change in one commit, or, after a failure or a kill, not at all. The
 * same call gives the same weights again.
 */
public final class WeightEstimation {

	private final WeightOptions options;
	private final DataSource source;
	private final Monitor monitor;
	private final List<String> notes = new ArrayList<>();

	private WeightEstimation(final DataSource source, final WeightOptions options, final Monitor monitor) {
		this.options = options;
		this.source = source;
		this.monitor = monitor;
	}

	/**
	 * Estimates weights.
	 *
	 * @param population the population as stored; load it again afterwards
	 * @param source one of its data sources
	 * @param engine computes
	 * @param parallel threads
	 * @param monitor progress, messages, cancel
	 * @throws MException if something is missing or wrong, or a run of the population is going on; nothing is changed then
	 */
	public static WeightReport run(final Population population, final DataSource source, final WeightOptions options,
		final Engine engine, final Parallel parallel, final Monitor monitor)
	{
		if (JointCommit.recover(population.folder())) throw new MException(
			"An interrupted commit of the population was finished just now, after it had been read", population.file().toString(),
			"Open the population again");
		final WeightEstimation estimation = new WeightEstimation(source, options, monitor);
		try (RunLock lock = RunLock.take(RefinementRun.temporary(population.folder()))) {
			SourceStore.version(source);
			return options.estimates() ? estimation.estimate(population, engine, parallel) : estimation.clear();
		}
	}

	private WeightReport clear() {
		monitor.step("Clearing weights");
		final Map<SourceItem, TiltSeriesMetadata> changed = new LinkedHashMap<>();
		for (final SourceItem item : source.items()) {
			final TiltSeriesMetadata now = ItemLoader.metadata(source, item), cleared = WeightMetadata.cleared(now);
			if (!now.xml().equals(cleared.xml())) changed.put(item, cleared);
		}
		if (!changed.isEmpty()) SourceStore.commit(source, changed);
		else notes.add("Data source " + source.name() + " has no weights: nothing to clear");
		return new WeightReport(List.of(), changed.size(), 0, List.copyOf(notes));
	}

	private WeightReport estimate(final Population population, final Engine engine, final Parallel parallel) {
		monitor.step("Checks");
		final RunOptions run = RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build();
		final List<Finding> findings = Preflight.check(population, run, parallel.threads());
		Preflight.stopOnErrors(findings);
		findings.stream().filter(f -> f.severity() == Finding.Severity.WARNING).forEach(f -> monitor.warning(f.toString()));
		final List<TiltSeriesItem> items = TiltSeriesItems.of(population, this::load).series().stream().filter(item -> item.series()
			.source().guid().equals(source.guid())).toList();
		if (items.isEmpty()) throw new MException("No series of the data source shows a particle", "data source " + source.name(),
			"Import particles for it, or name another data source");
		final WeightScheme scheme = new WeightScheme(options, items);
		final SlopeCollection collection = new SlopeCollection(population, run, engine, parallel, monitor);
		final List<List<List<SlopeSums>>> sums = collection.sums(items, scheme);
		final EnvelopeFit.Result fit = EnvelopeFit.fit(scheme.units(sums), options.minResolution(), options.anisotropic());
		final List<FittedWeight> weights = scheme.weights(fit);
		final int series = fit.hasSignal() ? commit(items, scheme, weights) : 0;
		describe(fit, population, weights);
		return new WeightReport(weights, series, collection.images(), List.copyOf(notes));
	}

	/** Weights that are to go count no more. */
	private TiltSeries load(final DataSource of, final SourceItem item) {
		final TiltSeries series = ItemLoader.load(of, item);
		return options.reset() && of.guid().equals(source.guid()) ? series.withMetadata(WeightMetadata.cleared(series.metadata()))
			: series;
	}

	private int commit(final List<TiltSeriesItem> items, final WeightScheme scheme, final List<FittedWeight> weights) {
		monitor.checkCancelled();
		monitor.step("Commit");
		final Map<SourceItem, TiltSeriesMetadata> changed = new LinkedHashMap<>();
		// Whatever else was changed in the files meanwhile stays.
		if (options.reset()) for (final SourceItem item : source.items())
			changed.put(item, WeightMetadata.cleared(ItemLoader.metadata(source, item)));
		for (final TiltSeriesItem item : items)
			changed.put(item.item(), scheme.metadata(item, changed.getOrDefault(item.item(), ItemLoader.metadata(source, item
				.item())), weights));
		SourceStore.commit(source, changed);
		return items.size();
	}

	private void describe(final EnvelopeFit.Result fit, final Population population, final List<FittedWeight> weights) {
		if (!fit.hasSignal()) {
			notes.add(String.format(Locale.ROOT, "The images show no signal beyond %.0f Å: nothing was changed", options
				.minResolution()));
			monitor.warning(notes.get(0));
			return;
		}
		final List<String> bands = new ArrayList<>();
		for (int s = 0; s < fit.resolution().length; s++)
			bands.add(population.species().get(s).name() + (Double.isFinite(fit.resolution()[s]) ? String.format(Locale.ROOT,
				" %.1f Å", fit.resolution()[s]) : " none"));
		notes.add(String.format(Locale.ROOT, "Signal was found from %.0f Å to: %s", options.minResolution(), bands.stream().collect(
			Collectors.joining(", "))));
		if (fit.scatter() > 1.1) notes.add(String.format(Locale.ROOT,
			"It scatters %.1f times as much as noise alone would; standard deviations hold that", fit.scatter()));
		if (weights.size() == 1) notes.add("There is only one to compare: its weight is 1");
	}
}
