package org.mforfiji.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.population.DataSource;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.SourceItem;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.store.ItemLoader;
import org.mforfiji.store.SourceStore;

/** Looks at everything a run will need before it begins; an error stops the run before anything is touched. */
public final class Preflight {

	/** Share of the heap that a plan may take. */
	private static final double LARGEST_SHARE = 0.9;

	private static final int ERRORS_SHOWN = 5;

	private final Population population;
	private final RunOptions options;
	private final List<Finding> findings = new ArrayList<>();

	private Preflight(final Population population, final RunOptions options) {
		this.population = population;
		this.options = options;
	}

	/** As {@link #check(Population, RunOptions, int)}, for one thread per processor. */
	public static List<Finding> check(final Population population, final RunOptions options) {
		return check(population, options, Runtime.getRuntime().availableProcessors());
	}

	/**
	 * All findings: of the population and the options, of the species, of the items, of memory and disk. Nothing is written.
	 *
	 * @param threads of the run, for its memory
	 */
	public static List<Finding> check(final Population population, final RunOptions options, final int threads) {
		final Preflight preflight = new Preflight(population, options);
		preflight.population();
		preflight.options();
		for (final Species species : population.species())
			new SpeciesChecks(species, population, options, preflight.findings).run();
		final List<TiltSeriesItem> items = preflight.items();
		new SpaceChecks(population, items, options, preflight.findings).run();
		if (errors(preflight.findings).isEmpty()) preflight.versions();
		if (errors(preflight.findings).isEmpty()) preflight.memory(items, threads);
		return List.copyOf(preflight.findings);
	}

	/** The errors among findings. */
	static List<Finding> errors(final List<Finding> findings) {
		return findings.stream().filter(f -> f.severity() == Finding.Severity.ERROR).toList();
	}

	/** @throws MException naming the errors among the findings, if there are any */
	static void stopOnErrors(final List<Finding> findings) {
		final List<Finding> errors = errors(findings);
		if (errors.isEmpty()) return;
		if (errors.size() == 1) throw new MException(errors.get(0).what(), errors.get(0).subject(), errors.get(0).remedy());
		final String more = errors.size() > ERRORS_SHOWN ? "\n… and " + (errors.size() - ERRORS_SHOWN) + " more" : "";
		throw new MException("The run cannot begin, nothing was changed; " + errors.size() + " things are wrong:\n" + errors.stream()
			.limit(ERRORS_SHOWN).map(Finding::toString).collect(Collectors.joining("\n")) + more + "\nRepair these and run again",
			"", "");
	}

	private void population() {
		final String where = population.file().toString();
		if (population.sources().isEmpty()) findings.add(Finding.error(where, "The population has no data source",
			"Add one (create_source)"));
		if (population.species().isEmpty()) findings.add(Finding.error(where, "The population has no species",
			"Add one (create_species)"));
		final Set<UUID> unknown = new HashSet<>(options.excludedFromAlignment());
		population.species().forEach(species -> unknown.remove(species.guid()));
		unknown.forEach(guid -> findings.add(Finding.error(where, "The population has no species " + guid +
			", which is to be left out of alignment", "Give species of the population")));
	}

	private void options() {
		final RefineOptions refine = options.refine();
		final String where = "options";
		if (refine.subIterations() > 0 && !refine.refines()) findings.add(Finding.warning(where,
			"Neither geometry nor particle poses are to be refined: maps are only reconstructed",
			"Ask for a refinement (e.g. refine_imagewarp, refine_particles), or for 0 sub-iterations"));
		if (refine.refines() && !population.species().isEmpty() && population.species().stream().noneMatch(options::aligns))
			findings.add(Finding.error(population.file().toString(), "No species is used for alignment, and something is to be refined",
				options.excludedFromAlignment().isEmpty() ? "Set UseForAlignment of a species to True"
					: "Leave fewer species out of alignment (exclude_from_alignment), or only reconstruct"));
		if (options.externalReference() && !refine.refines()) findings.add(Finding.info(where,
			"External references are not looked at, since nothing is refined"));
	}

	private List<TiltSeriesItem> items() {
		final Set<String> known = new HashSet<>();
		population.sources().forEach(source -> source.items().forEach(item -> known.add(item.hash())));
		for (final Species species : population.species())
			orphans(species, known);
		final List<TiltSeriesItem> items = TiltSeriesItems.of(population, this::open).series();
		final SeriesChecks checks = new SeriesChecks(population, options, findings);
		items.forEach(checks::check);
		checks.finish();
		final int empty = known.size() - items.size();
		if (!items.isEmpty() && empty > 0) findings.add(Finding.info(population.file().toString(), empty + " of " + known.size() +
			" items of the data sources show no particles and stay as they are"));
		return items;
	}

	private void orphans(final Species species, final Set<String> known) {
		final List<Particle> lost = species.particles().stream().filter(p -> !known.contains(p.sourceHash())).toList();
		final String subject = "species " + species.name() + ", " + species.file();
		final String names = lost.stream().map(Particle::sourceName).distinct().limit(3).collect(Collectors.joining(", "));
		if (lost.isEmpty()) return;
		if (lost.size() == species.particles().size()) findings.add(Finding.error(subject, "None of its " + lost.size() +
			" particles belongs to an item of the data sources; they are of " + names,
			"Add their data source, or import the particles again"));
		else findings.add(Finding.warning(subject, lost.size() + " of its " + species.particles().size() +
			" particles belong to no item of the data sources and are left out; they are of " + names, "Add their data source"));
	}

	private TiltSeries open(final DataSource source, final SourceItem item) {
		final String subject = source.name() + ", " + item.rootName();
		if (!item.isTiltSeries()) {
			findings.add(Finding.error(subject, "Particles lie in a frame series, and only tilt series can be refined",
				"Remove the data source from the population (remove_source)"));
			return null;
		}
		try {
			return ItemLoader.open(source, item);
		}
		catch (final MException fault) {
			findings.add(Finding.error(subject, fault));
			return null;
		}
	}

	/** New metadata make a new version of their source, into which all its files go, also those of tilts' movies. */
	private void versions() {
		if (!options.refine().changesItems()) return;
		for (final DataSource source : population.sources()) {
			try {
				SourceStore.version(source);
			}
			catch (final MException fault) {
				findings.add(Finding.error("data source " + source.name(), fault));
			}
		}
	}

	private void memory(final List<TiltSeriesItem> items, final int threads) {
		memory(MemoryPlan.of(List.copyOf(items), RunSpecies.of(population, options), options, threads), options, findings);
	}

	/** Whether a plan fits into memory, with room for what no plan counts. */
	static void memory(final MemoryPlan plan, final RunOptions options, final List<Finding> findings) {
		final long heap = Runtime.getRuntime().maxMemory();
		final String gigabytes = String.format(Locale.ROOT, "%.1f", plan.leastBytes() / 1e9);
		if (plan.leastBytes() > LARGEST_SHARE * heap) findings.add(Finding.error("memory", "The run needs " + gigabytes +
			" GB, and Java may use " + String.format(Locale.ROOT, "%.1f", heap / 1e9), "Start with -Xmx" + (int) Math.ceil(1.2 * plan
				.leastBytes() / (1 << 30)) + "g, or use a coarser pixel size"));
		else if (plan.leastBytes() > options.budget()) findings.add(Finding.warning("memory", "The run needs " + gigabytes +
			" GB, more than it is to plan with", "Allow it more, or use a coarser pixel size"));
	}
}
