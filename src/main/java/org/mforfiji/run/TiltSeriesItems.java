package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.io.FileErrors;
import org.mforfiji.io.warp.DataHash;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.SeriesOptics;
import org.mforfiji.refine.TiltSeriesModel;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.PopulationStore;
import org.mforfiji.store.SourceStore;
import org.mforfiji.store.SpeciesContent;
import org.mforfiji.store.SpeciesStore;

/** The tilt series of a population that show particles, in the order of its data sources. */
final class TiltSeriesItems implements ItemSource {

	private final Path population;
	private final Path home;
	private final List<DataSource> sources;
	private final List<TiltSeriesItem> items;

	private TiltSeriesItems(final Population population, final List<TiltSeriesItem> items) {
		this.population = population.file();
		home = population.folder();
		sources = population.sources();
		this.items = items;
	}

	/** How a series is loaded. */
	interface Loader {

		/** The series, or null to leave it out. */
		TiltSeries load(DataSource source, SourceItem item);
	}

	/**
	 * Loads the series.
	 *
	 * @throws org.mforfiji.base.MException with the first fault of a series
	 */
	static TiltSeriesItems of(final Population population) {
		return of(population, ItemLoader::load);
	}

	static TiltSeriesItems of(final Population population, final Loader loader) {
		final List<Species> species = population.species();
		final List<Map<String, int[]>> byHash = species.stream().map(TiltSeriesItems::membersByHash).toList();
		final List<TiltSeriesItem> items = new ArrayList<>();
		for (final DataSource source : population.sources()) {
			final String folder = folder(source, population.sources());
			for (final SourceItem item : source.items()) {
				final List<int[]> members = byHash.stream().map(m -> m.getOrDefault(item.hash(), new int[0])).toList();
				if (members.stream().allMatch(m -> m.length == 0)) continue;
				final TiltSeries series = loader.load(source, item);
				if (series != null) items.add(new TiltSeriesItem(series, item, folder + "/" + item.rootName(), species, members));
			}
		}
		return new TiltSeriesItems(population, items);
	}

	private static Map<String, int[]> membersByHash(final Species species) {
		final Map<String, List<Integer>> lists = new HashMap<>();
		for (int p = 0; p < species.particles().size(); p++)
			lists.computeIfAbsent(species.particles().get(p).sourceHash(), hash -> new ArrayList<>()).add(p);
		final Map<String, int[]> members = new HashMap<>();
		lists.forEach((hash, list) -> members.put(hash, list.stream().mapToInt(Integer::intValue).toArray()));
		return members;
	}

	/** The source's name; with its GUID where two have the same. */
	private static String folder(final DataSource source, final List<DataSource> all) {
		final String name = WarpPaths.safeName(source.name());
		final long same = all.stream().filter(other -> WarpPaths.safeName(other.name()).equalsIgnoreCase(name)).count();
		return same == 1 ? name : name + "_" + source.guid().toString().substring(0, 8);
	}

	@Override
	public Path home() {
		return home;
	}

	@Override
	public List<RunItem> items() {
		return List.copyOf(items);
	}

	List<TiltSeriesItem> series() {
		return items;
	}

	@Override
	public Map<String, String> fingerprint() {
		final Map<String, String> lines = new LinkedHashMap<>();
		for (final DataSource source : sources)
			lines.put("data source " + source.name(), source.guid() + " " + source.version() + " " + source.frameLimit() + " " +
				source.pixelSize() + " " + Arrays.toString(source.dimensions()));
		for (final TiltSeriesItem item : items)
			lines.put("item " + item.key(), item.item().hash() + " " + bytes(Path.of(item.series().metadata().where())) + " " + images(item
				.series()));
		return lines;
	}

	private static String bytes(final Path metadata) {
		try {
			return DataHash.ofBytes(Files.readAllBytes(metadata));
		}
		catch (final IOException e) {
			throw FileErrors.reading(metadata, e);
		}
	}

	/** Sizes and times of the averages and masks: they are too many to be read for this. */
	private static String images(final TiltSeries series) {
		final StringBuilder text = new StringBuilder();
		for (int t = 0; t < series.tilts(); t++)
			if (series.useTilt(t)) for (final Path file : List.of(series.averagePath(t), series.maskPath(t)))
				text.append(state(file)).append(' ');
		return DataHash.ofText(text.toString());
	}

	private static String state(final Path file) {
		try {
			if (!Files.exists(file)) return "-";
			final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return attributes.size() + "@" + attributes.lastModifiedTime().toMillis();
		}
		catch (final IOException e) {
			throw FileErrors.reading(file, e);
		}
	}

	@Override
	public void stage(final Map<RunItem, ImagingModel> refined, final Map<RunItem, RunItem> imaged, final JointCommit commit) {
		for (final DataSource source : sources) {
			final Map<SourceItem, TiltSeriesMetadata> changed = new LinkedHashMap<>();
			for (final TiltSeriesItem item : items) {
				final ImagingModel model = refined.get(item);
				if (!(model instanceof TiltSeriesModel refinedModel) || !item.series().source().guid().equals(source.guid())) continue;
				if (!refinedModel.blocks().any() && !imaged.containsKey(item)) continue;
				// Whatever else was changed in the file during the run stays.
				TiltSeriesMetadata metadata = TiltSeriesItem.refined(refinedModel, ItemLoader.metadata(source, item.item()));
				if (imaged.containsKey(item)) metadata = SeriesOptics.of(((TiltSeriesItem) imaged.get(item)).series().metadata()).onto(
					SeriesOptics.remembered(metadata));
				changed.put(item.item(), metadata);
			}
			if (!changed.isEmpty()) SourceStore.stage(source, changed, commit.in(source.folder()));
		}
	}

	@Override
	public void stageSettings(final Map<String, String> settings, final JointCommit commit) {
		PopulationStore.stageSettings(population, settings, commit.in(home));
	}

	@Override
	public Species stage(final Species species, final SpeciesContent content, final JointCommit commit) {
		return SpeciesStore.stage(species, content, commit.in(species.folder()));
	}
}
