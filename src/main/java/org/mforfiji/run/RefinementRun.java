package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.ItemRefinement;
import org.mforfiji.refine.ItemResult;
import org.mforfiji.refine.SpeciesInput;
import org.mforfiji.refine.SpeciesReference;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.SpeciesContent;
import org.mforfiji.store.SpeciesFinish;
import org.mforfiji.store.SpeciesMaps;
import org.mforfiji.store.SpeciesStore;

/**
 * One iteration over a population: references from the images at the present poses; phase 1, every item refined against
 * them and journaled; phase 2, half-maps from the refined parameters and all that derives from them; then one commit of
 * everything. A kill at any moment leaves the last committed version whole, and the same call goes on after the last
 * journaled item.
 */
public final class RefinementRun {

	private final Population population;
	private final RunOptions options;
	private final Engine engine;
	private final Parallel parallel;
	private final Monitor monitor;
	private final List<RunSpecies> species;
	private final ItemSource source;
	private final List<RunItem> items;
	private final MemoryPlan plan;
	private final RunJournal journal;
	private final Map<RunItem, List<ParticleStack>> kept = new HashMap<>();
	private final Map<RunItem, RunJournal.Entry> refined = new LinkedHashMap<>();
	private final List<RunReport.ItemRun> itemRuns = new ArrayList<>();
	private final List<String> notes = new ArrayList<>();

	private RefinementRun(final Population population, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor)
	{
		this.population = population;
		this.options = options;
		this.engine = engine;
		this.parallel = parallel;
		this.monitor = monitor;
		species = RunSpecies.of(population, options);
		source = TiltSeriesItems.of(population);
		items = source.items();
		plan = MemoryPlan.of(items, species, options, parallel.threads());
		journal = RunJournal.open(population.folder().resolve("refinement_temp"), fingerprint(), warp());
	}

	/**
	 * Runs one iteration and commits it.
	 *
	 * @param population the population as stored
	 * @param options what to do
	 * @param engine computes
	 * @param parallel threads
	 * @param monitor progress, messages, cancel
	 * @throws org.mforfiji.base.MException if something is missing or wrong; nothing is changed then
	 */
	public static RunReport run(final Population population, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor)
	{
		JointCommit.recover(population.folder());
		final List<Finding> findings = Preflight.check(population, options);
		Preflight.stopOnErrors(findings);
		final RefinementRun run = new RefinementRun(population, options, engine, parallel, monitor);
		for (final Finding finding : findings) {
			run.notes.add(finding.toString());
			if (finding.severity() == Finding.Severity.WARNING) monitor.warning(finding.toString());
		}
		return run.run();
	}

	private GridSize warp() {
		return options.refine().refines() ? options.refine().imageWarp() : GridSize.NONE;
	}

	private Map<String, String> fingerprint() {
		final Map<String, String> lines = new TreeMap<>(source.fingerprint());
		lines.put("options", options.refine() + " " + options.externalReference() + " " + options.reconstructSmallItems() + " " +
			new java.util.TreeSet<>(options.alignmentSpecies()));
		for (final RunSpecies kind : species) {
			final Species s = kind.species();
			lines.put("species " + s.guid(), s.version() + " " + s.symmetry() + " " + s.diameterA() + " " + s.pixelSize() + " " + s
				.particles().size() + " " + particlesHash(s));
		}
		return lines;
	}

	private static String particlesHash(final Species species) {
		long hash = 1;
		for (final Particle p : species.particles())
			hash = 31 * (31 * (31 * hash + java.util.Arrays.hashCode(p.coordinates())) + java.util.Arrays.hashCode(p.anglesDeg())) +
				p.halfSet();
		return Long.toHexString(hash);
	}

	private RunReport run() {
		final long start = System.nanoTime();
		monitor.message(plan.toString());
		if (journal.isResumed()) {
			notes.add("The run goes on where it was interrupted");
			monitor.message(notes.get(notes.size() - 1));
		}
		RunReferences references = null;
		long referenced = start;
		if (options.refine().refines()) {
			references = references();
			referenced = System.nanoTime();
			refineItems(references.references());
		}
		final long refinedAt = System.nanoTime();
		final List<RunReport.SpeciesResult> results = reconstruct(references);
		final long end = System.nanoTime();
		final Path errors = population.folder().resolve("refinement").resolve(journal.id());
		journal.keepErrors(errors);
		journal.delete();
		return new RunReport(journal.id(), engine.name(), options.refine().refines(), results, List.copyOf(itemRuns), totals(
			(referenced - start) / 1e9, (refinedAt - referenced) / 1e9, (end - refinedAt) / 1e9), List.copyOf(notes), errors);
	}

	private RunReport.Totals totals(final double reference, final double refinement, final double reconstruction) {
		final Runtime runtime = Runtime.getRuntime();
		return new RunReport.Totals((int) itemRuns.stream().filter(RunReport.ItemRun::refined).count(), (int) itemRuns.stream()
			.filter(RunReport.ItemRun::resumed).count(), itemRuns.stream().mapToInt(RunReport.ItemRun::passes).sum(), itemRuns
				.stream().mapToDouble(RunReport.ItemRun::improvement).sum(), reference, refinement, reconstruction, reference +
					refinement + reconstruction, plan.peakBytes(), Math.max(peak, runtime.totalMemory() - runtime.freeMemory()));
	}

	private long peak;

	/** Stacks of an item by species, kept if the memory plan says so. */
	private List<ParticleStack> stacks(final RunItem item) {
		final List<ParticleStack> there = kept.get(item);
		if (there != null) return there;
		final List<ParticleStack> stacks = item.stacks(options.refine(), parallel, monitor);
		if (plan.keepsStacks()) kept.put(item, stacks);
		peak = Math.max(peak, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		return stacks;
	}

	private RunReferences references() {
		if (options.externalReference()) return RunReferences.external(species, parallel);
		monitor.step("References from " + items.size() + " items");
		final HalfMapSums sums = HalfMapSums.empty(species);
		for (int i = 0; i < items.size(); i++) {
			monitor.checkCancelled();
			final RunItem item = items.get(i);
			final ImagingModel model = item.model(GridSize.NONE);
			final List<ParticleStack> stacks = stacks(item);
			for (final RunSpecies kind : species)
				sums.add(kind.index(), new SpeciesInput(kind.species().name(), item.particles(kind.index()), stacks.get(kind
					.index())), model, engine);
			monitor.progress(i + 1L, items.size());
		}
		return RunReferences.reconstructed(sums, species, parallel, monitor);
	}

	private void refineItems(final List<SpeciesReference> references) {
		monitor.step("Refining " + items.size() + " items");
		for (int i = 0; i < items.size(); i++) {
			monitor.checkCancelled();
			final RunItem item = items.get(i);
			if (particlesOf(item) >= options.refine().minParticles()) {
				final boolean before = journal.has(item);
				long images = 0;
				if (!before) images = refine(item, references);
				if (before || images > 0) {
					final RunJournal.Entry entry = journal.read(item, species.size(), images, before);
					refined.put(item, entry);
					itemRuns.add(entry.run());
				}
			}
			monitor.progress(i + 1L, items.size());
		}
	}

	private int particlesOf(final RunItem item) {
		int sum = 0;
		for (final RunSpecies kind : species)
			sum += item.members(kind.index()).length;
		return sum;
	}

	/** Refines one item into the journal; returns its number of images, 0 if no particle lies inside an image. */
	private long refine(final RunItem item, final List<SpeciesReference> references) {
		final List<ParticleStack> stacks = stacks(item);
		final List<SpeciesInput> inputs = new ArrayList<>();
		final List<SpeciesReference> own = new ArrayList<>();
		final List<Integer> which = new ArrayList<>();
		long images = 0;
		for (final RunSpecies kind : species) {
			final int s = kind.index();
			if (!kind.aligns() || stacks.get(s).size() == 0) continue;
			inputs.add(new SpeciesInput(kind.species().name(), item.particles(s), stacks.get(s)));
			own.add(references.get(s));
			which.add(s);
			images += stacks.get(s).size();
		}
		if (inputs.isEmpty()) {
			notes.add(item.name() + ": no particle lies inside an image; it is left as it is");
			monitor.warning(notes.get(notes.size() - 1));
			return 0;
		}
		final ItemResult result = new ItemRefinement(engine, options.refine(), parallel, monitor).refine(item.model(warp()), inputs,
			own);
		final List<List<Particle>> particles = new ArrayList<>();
		final List<ItemResult.PoseErrors> errors = new ArrayList<>();
		for (int s = 0; s < species.size(); s++) {
			final int at = which.indexOf(s);
			particles.add(at < 0 ? null : result.particles().get(at));
			errors.add(at < 0 ? null : result.errors().get(at));
		}
		result.report().lines().forEach(line -> monitor.message(item.name() + ": " + line));
		journal.write(item, result, particles, errors);
		return images;
	}

	private List<RunReport.SpeciesResult> reconstruct(final RunReferences references) {
		monitor.step("Reconstruction from " + items.size() + " items");
		final List<List<Particle>> particles = new ArrayList<>();
		final List<MapGauge> gauges = new ArrayList<>();
		for (final RunSpecies kind : species)
			particles.add(refinedParticles(kind, gauges));
		final HalfMapSums sums = HalfMapSums.empty(species);
		for (int i = 0; i < items.size(); i++) {
			monitor.checkCancelled();
			add(items.get(i), particles, sums);
			monitor.progress(i + 1L, items.size());
		}
		return commit(references, particles, gauges, sums);
	}

	/** All particles of a species with their refined poses, the common drift of the map taken out. */
	private List<Particle> refinedParticles(final RunSpecies kind, final List<MapGauge> gauges) {
		final List<Particle> all = new ArrayList<>(kind.species().particles());
		final List<Particle> before = new ArrayList<>(), after = new ArrayList<>();
		final List<Integer> places = new ArrayList<>();
		refined.forEach((item, entry) -> {
			final List<Particle> moved = entry.particles().get(kind.index());
			if (moved == null) return;
			final int[] members = item.members(kind.index());
			for (int m = 0; m < members.length; m++) {
				places.add(members[m]);
				before.add(all.get(members[m]));
				after.add(moved.get(m));
			}
		});
		final MapGauge gauge = MapGauge.of(before, after, kind.group());
		gauges.add(gauge);
		for (int m = 0; m < places.size(); m++)
			all.set(places.get(m), options.refine().particles() ? gauge.remove(after.get(m)) : after.get(m));
		return all;
	}

	private void add(final RunItem item, final List<List<Particle>> particles, final HalfMapSums sums) {
		final RunJournal.Entry entry = refined.get(item);
		if (entry == null && options.refine().refines() && !options.reconstructSmallItems()) return;
		final ImagingModel model = entry == null ? item.model(GridSize.NONE) : entry.model();
		final List<ParticleStack> stacks = stacks(item);
		long images = 0;
		for (final RunSpecies kind : species) {
			final List<Particle> own = new ArrayList<>();
			for (final int p : item.members(kind.index()))
				own.add(particles.get(kind.index()).get(p));
			sums.add(kind.index(), new SpeciesInput(kind.species().name(), own, stacks.get(kind.index())), model, engine);
			images += stacks.get(kind.index()).size();
		}
		if (entry == null) itemRuns.add(new RunReport.ItemRun(item.source(), item.name(), particlesOf(item), images, false, 0, 0,
			0, 0, 0, 0, false));
	}

	private List<RunReport.SpeciesResult> commit(final RunReferences references, final List<List<Particle>> particles,
		final List<MapGauge> gauges, final HalfMapSums sums)
	{
		final JointCommit commit = JointCommit.begin(population.folder());
		try {
			final List<RunReport.SpeciesResult> results = new ArrayList<>();
			for (final RunSpecies kind : species) {
				monitor.checkCancelled();
				results.add(stage(kind, particles.get(kind.index()), gauges.get(kind.index()), references, sums, commit));
			}
			final Map<RunItem, ImagingModel> models = new LinkedHashMap<>();
			refined.forEach((item, entry) -> models.put(item, entry.model()));
			source.stage(models, commit);
			monitor.checkCancelled();
			commit.publish();
			return results;
		}
		catch (final RuntimeException e) {
			commit.abandon();
			throw e;
		}
	}

	private RunReport.SpeciesResult stage(final RunSpecies kind, final List<Particle> particles, final MapGauge gauge,
		final RunReferences references, final HalfMapSums sums, final JointCommit commit)
	{
		final HalfMaps maps = sums.reconstruct(kind.index(), parallel);
		final SpeciesFinish.Finished finished = new HalfMapAnalysis(parallel).finish(kind.species().withParticles(particles),
			new SpeciesMaps(maps.halves()[0].map(), maps.halves()[1].map(), kind.mask()), maps.curves(), maps.curves()
				.resolution());
		final SpeciesContent content = finished.content().withMap("half1", maps.halves()[0].map()).withMap("half2", maps
			.halves()[1].map());
		final Species committed = SpeciesStore.stage(finished.species(), content, commit.in(kind.species().folder()));
		final int moved = refined.values().stream().map(e -> e.particles().get(kind.index())).filter(p -> p != null).mapToInt(
			List::size).sum();
		return new RunReport.SpeciesResult(kind.species().name(), kind.species().guid(), particles.size(), moved, maps.images(),
			references == null ? java.util.Optional.empty() : references.before().get(kind.index()), kind.species()
				.globalResolution(), RunReport.Resolution.of(maps.curves()), finished.species().globalBFactor(), List.of(
					new RunReport.Gauge(gauge.shiftA(), gauge.angleDeg())), committed.version(), committed.previousVersion());
	}
}
