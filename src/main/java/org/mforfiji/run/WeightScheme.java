package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.population.Particle;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.Damping;
import org.mforfiji.refine.EnvelopeFit;
import org.mforfiji.refine.SlopeStatistics;
import org.mforfiji.refine.SlopeSums;

/**
 * What the units of an estimation of weights are: which images belong to each, what is known of their damping already, what
 * is expected of the unit, and where its weight is kept. Sums are held by item, species and cell: a cell is a tilt, or a node
 * of the grid over the tomogram.
 */
final class WeightScheme {

	private final WeightOptions options;
	private final List<TiltSeriesItem> items;

	/** @param items the series of the data source that show particles; at least one */
	WeightScheme(final WeightOptions options, final List<TiltSeriesItem> items) {
		this.options = options;
		this.items = items;
		if (options.tilts() && !options.items()) items.forEach(this::requireSameTilts);
	}

	/** Weights of tilts that all series share need tilts that are alike. */
	private void requireSameTilts(final TiltSeriesItem item) {
		final TiltSeriesMetadata first = items.get(0).series().metadata(), other = item.series().metadata();
		final String remedy = "Give --resolve_items too, for weights of each series' own tilts";
		if (first.tilts() != other.tilts()) throw new MException("Series " + items.get(0).name() + " has " + first.tilts() +
			" tilts and " + item.name() + " has " + other.tilts() + ", so they cannot have the same weights", "data source " + item
				.source(), remedy);
		final double[] dose = first.dose(), otherDose = other.dose();
		double largest = 0;
		for (final double d : dose)
			largest = Math.max(largest, d);
		final double step = dose.length > 1 ? largest / (dose.length - 1) : 0;
		for (int t = 0; t < dose.length; t++)
			if (Math.abs(dose[t] - otherDose[t]) > 1.5 * step + 1e-3) throw new MException(String.format(Locale.ROOT,
				"Tilt %d comes after %.1f e⁻/Å² in series %s and after %.1f in %s, so that they cannot have the same weight", t + 1,
				dose[t], items.get(0).name(), otherDose[t], item.name()), "data source " + item.source(), remedy);
	}

	/** Number of cells of an item. */
	int cells(final TiltSeries series) {
		return options.location().isPresent() ? options.location().nodes() : series.tilts();
	}

	/** How a series' images are sorted into cells. */
	SlopeStatistics.Sorting sorting(final TiltSeries series, final List<Particle> particles) {
		final SeriesDamping known = new SeriesDamping(series);
		final double[] fractions = series.geometry().doseFractions();
		return new SlopeStatistics.Sorting() {

			@Override
			public int cell(final int particle, final int tilt) {
				return options.location().isPresent() ? known.node(position(particle, tilt), options.location().width(), options
					.location().height()) : tilt;
			}

			@Override
			public Damping damping(final int particle, final int tilt) {
				final Damping ofTilt = options.tilts() ? Damping.NONE : known.tilt(tilt);
				final Damping ofItem = options.items() ? Damping.NONE : known.whole();
				final Damping ofPlace = options.location().isPresent() ? Damping.NONE : known.place(position(particle, tilt));
				return ofTilt.times(ofItem).times(ofPlace);
			}

			private double[] position(final int particle, final int tilt) {
				return particles.get(particle).positionAt(fractions[tilt]);
			}
		};
	}

	/**
	 * The units.
	 *
	 * @param sums by item, species and cell; null where an item shows nothing of a species
	 */
	List<EnvelopeFit.Unit> units(final List<List<List<SlopeSums>>> sums) {
		final List<EnvelopeFit.Unit> units = new ArrayList<>();
		if (options.tilts() && options.items()) {
			for (int i = 0; i < items.size(); i++)
				for (int c = 0; c < items.get(i).series().tilts(); c++)
					units.add(new EnvelopeFit.Unit(pooled(List.of(sums.get(i)), c, c + 1), expected(i, c)));
		}
		else if (options.items()) {
			for (int i = 0; i < items.size(); i++)
				units.add(new EnvelopeFit.Unit(pooled(List.of(sums.get(i)), 0, cells(items.get(i).series())), Damping.NONE));
		}
		else for (int c = 0; c < cells(items.get(0).series()); c++)
			units.add(new EnvelopeFit.Unit(pooled(sums, c, c + 1), options.tilts() ? expected(0, c) : Damping.NONE));
		return units;
	}

	private Damping expected(final int item, final int tilt) {
		return SeriesDamping.expected(items.get(item).series(), tilt);
	}

	/** Sums of a range of cells over items, by species. */
	private static List<SlopeSums> pooled(final List<List<List<SlopeSums>>> items, final int from, final int to) {
		final List<SlopeSums> pooled = new ArrayList<>();
		for (int s = 0; s < items.get(0).size(); s++) {
			SlopeSums total = null;
			for (final List<List<SlopeSums>> item : items)
				for (int c = from; c < to && item.get(s) != null; c++) {
					if (total == null) total = item.get(s).get(c).emptyCopy();
					total.add(item.get(s).get(c), Damping.NONE);
				}
			pooled.add(total);
		}
		return pooled;
	}

	/** The fitted weights, normalised, in the order of the units. */
	List<FittedWeight> weights(final EnvelopeFit.Result fit) {
		final WeightNormalisation normalised = new WeightNormalisation(fit.estimates(), options.items() ? 0.997 : 1);
		final List<FittedWeight> weights = new ArrayList<>();
		for (int u = 0; u < fit.estimates().size(); u++)
			weights.add(options.tilts() ? tilt(normalised, u) : normalised.weight(u, options.items() ? items.get(u).name() : node(
				u), Double.POSITIVE_INFINITY));
		return options.location().isPresent() ? FilledNodes.of(weights, options.location()) : weights;
	}

	private FittedWeight tilt(final WeightNormalisation normalised, final int unit) {
		int item = 0, t = unit;
		while (options.items() && t >= items.get(item).series().tilts())
			t -= items.get(item++).series().tilts();
		final TiltSeriesMetadata metadata = items.get(item).series().metadata();
		final String name = String.format(Locale.ROOT, "%stilt %d, %.1f°, %.1f e⁻/Å²", options.items() ? items.get(item).name() + ", "
			: "", t + 1, metadata.angles()[t], metadata.dose()[t]);
		return normalised.weight(unit, name, WeightNormalisation.WEAKEST_B_PER_DOSE * metadata.dose()[t]);
	}

	private String node(final int unit) {
		final int width = options.location().width();
		return "column " + (unit % width + 1) + ", row " + (unit / width + 1);
	}

	/** New metadata of an item, one of the scheme's. */
	TiltSeriesMetadata metadata(final TiltSeriesItem item, final TiltSeriesMetadata now, final List<FittedWeight> weights) {
		if (options.location().isPresent()) return WeightMetadata.withLocations(now, options.location(), weights);
		if (!options.tilts()) {
			final FittedWeight own = weights.get(items.indexOf(item));
			return WeightMetadata.withSeries(now, own.weight(), own.bfactor());
		}
		if (!options.items()) return WeightMetadata.withTilts(now, weights);
		int first = 0;
		for (final TiltSeriesItem before : items.subList(0, items.indexOf(item)))
			first += before.series().tilts();
		return WeightMetadata.withSeries(WeightMetadata.withTilts(now, weights.subList(first, first + item.series().tilts())), 1, 0);
	}
}
