package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.mforfiji.base.MException;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.population.Population;
import org.mforfiji.store.JointCommit;

/**
 * One iteration over a population: references from the images at the present poses; phase 1, every item refined against
 * them and journaled; phase 2, half-maps from the refined parameters and all that derives from them; then one commit of
 * everything. A kill at any moment leaves the last committed version whole, and the same call goes on after the last
 * journaled item, to the same bits.
 * <p>
 * Files: {@code refinement_temp/} in the population's folder holds the journal and goes with the commit;
 * {@code refinement/<number>_<run>/} holds the report and each item's error bars and stays; versions and maps are those of
 * {@link org.mforfiji.store.SpeciesStore} and {@link org.mforfiji.store.SourceStore}.
 */
public final class RefinementRun {

	/** Name of the folder of journals in the population's folder. */
	static final String TEMPORARY = "refinement_temp";

	/** A map is called worse if its resolution in Å grew by more than chance makes it. */
	private static final double WORSE = 1.03;

	private final RunOptions options;
	private final ItemSource source;
	private final RunContext context;
	private final MemoryPlan plan;
	private final HeapWatch heap = new HeapWatch();
	private final List<String> notes = new ArrayList<>();

	private RefinementRun(final RunSubject subject, final RunOptions options, final Machine machine) {
		this.options = options;
		source = subject.source();
		plan = MemoryPlan.of(source.items(), subject.species(), options, machine.parallel.threads());
		machine.monitor.message(plan.toString());
		final RunJournal journal = RunJournal.open(temporary(source.home()), RunFingerprint.of(subject.species(), source, options),
			machine.monitor);
		context = new RunContext(new RunFolderName(source.home()).number(), options, machine.engine, machine.parallel,
			machine.monitor, subject.species(), source.items(), journal, new StackCache(plan, options.refine(), machine.parallel), machine.moments);
	}

	/**
	 * What a run is computed with and watched by.
	 *
	 * @param moments is told the moments at which a kill could come
	 */
	record Machine(Engine engine, Parallel parallel, Monitor monitor, Consumer<String> moments) {}

	/** Folder of journals. */
	static Path temporary(final Path home) {
		return home.resolve(TEMPORARY);
	}

	/**
	 * Runs one iteration and commits it.
	 *
	 * @param population the population as stored; load it again afterwards
	 * @param options what to do
	 * @param engine computes
	 * @param parallel threads
	 * @param monitor progress, messages, cancel; a cancelled run can be gone on with
	 * @throws MException if something is missing or wrong, or another run of the population is going on; nothing is changed
	 *           then
	 */
	public static RunReport run(final Population population, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor)
	{
		return run(population, options, engine, parallel, monitor, moment -> {});
	}

	/** As {@link #run(Population, RunOptions, Engine, Parallel, Monitor)}, telling the moments at which a kill could come. */
	static RunReport run(final Population population, final RunOptions options, final Engine engine,
		final Parallel parallel, final Monitor monitor, final Consumer<String> moments)
	{
		if (JointCommit.recover(population.folder())) throw new MException(
			"An interrupted commit of the population was finished just now, after it had been read", population.file().toString(),
			"Open the population again");
		monitor.step("Checks");
		final List<Finding> findings = Preflight.check(population, options, parallel.threads());
		return run(population.folder(), () -> RunSubject.of(population, options), findings, options, new Machine(engine, parallel,
			monitor, moments));
	}

	/**
	 * Runs one iteration over whatever it may be.
	 *
	 * @param home folder of its journal
	 * @param subject opens it, once no other run can change it
	 * @param findings of the checks before; errors among them stop the run
	 */
	static RunReport run(final Path home, final Supplier<RunSubject> subject, final List<Finding> findings,
		final RunOptions options, final Machine machine)
	{
		Preflight.stopOnErrors(findings);
		try (RunLock lock = RunLock.take(temporary(home))) {
			final RefinementRun run = new RefinementRun(subject.get(), options, machine);
			run.note(findings);
			return run.run();
		}
	}

	private void note(final List<Finding> findings) {
		if (context.journal().isResumed()) notes.add("The run was interrupted and gone on with");
		for (final Finding finding : findings) {
			notes.add(finding.toString());
			if (finding.severity() == Finding.Severity.WARNING) context.monitor().warning(finding.toString());
			else context.monitor().message(finding.toString());
		}
	}

	private RunReport run() {
		final long start = System.nanoTime();
		final boolean refines = options.refine().refines();
		final RunReferences references = refines ? references() : RunReferences.none(context.species());
		final long referenced = System.nanoTime();
		if (refines) context.monitor().step("Refinement of " + context.items().size() + " items");
		final Map<RunItem, RunJournal.Entry> refined = refines ? gauged(new ItemPhase(context, references.references(), notes)
			.refine()) : Map.of();
		final long aligned = System.nanoTime();
		context.monitor().step("Reconstruction from " + context.items().size() + " items");
		final boolean gauged = refines && options.refine().particles() && !options.externalReference();
		final List<RefinedPoses> poses = context.species().stream().map(kind -> RefinedPoses.of(kind, refined, gauged)).toList();
		final HalfMapSums sums = new MapPhase(context, "maps").after(poses.stream().map(RefinedPoses::particles).toList(),
			refined);
		context.monitor().step("Maps and commit");
		final Path folder = new RunFolderName(source.home()).next(context.journal().id());
		final List<RunReport.ItemRun> items = items(refined, sums);
		final RunReport report = new RunCommit(context, source, folder).commit(sums, poses, refined,
			references.before(), species -> {
				species.forEach(this::compare);
				return new RunReport(context.journal().id(), context.engine().name(), refines, species, items, totals(items, start,
					referenced, aligned), List.copyOf(notes), folder);
			});
		context.journal().delete();
		return report;
	}

	/** Takes out of magnifications what they have in common, unless references from elsewhere tell the pixel size of the maps. */
	private Map<RunItem, RunJournal.Entry> gauged(final Map<RunItem, RunJournal.Entry> refined) {
		if (!options.refine().blocks().magnification() || options.externalReference()) return refined;
		final MagnificationGauge gauge = MagnificationGauge.of(context.items(), context.items().stream().mapToInt(
			context::particles).toArray(), refined);
		notes.add(String.format(Locale.ROOT, "Magnifications of all items changed by %+.2f %% on average, which is the pixel size of " +
			"the maps and was taken out", 100 * (gauge.factor() - 1)));
		context.monitor().message(notes.get(notes.size() - 1));
		return gauge.remove(refined);
	}

	/** Says if a refinement made a map worse. */
	private void compare(final RunReport.SpeciesResult result) {
		if (result.before().isEmpty() || result.after().corrected() < WORSE * result.before().get().corrected()) return;
		notes.add(String.format(Locale.ROOT, "The map of species %s became worse, from %.2f to %.2f Å. Refine fewer parameters, " +
			"or go back to %s", result.name(), result.before().get().corrected(), result.after().corrected(), result.previousVersion()
				.isEmpty() ? "the particles before" : "its version " + result.previousVersion()));
		context.monitor().warning(notes.get(notes.size() - 1));
	}

	private RunReferences references() {
		if (options.externalReference()) return RunReferences.external(context.species(), context.parallel());
		context.monitor().step("References from " + context.items().size() + " items");
		return RunReferences.reconstructed(new MapPhase(context, "references").before(), context);
	}

	private List<RunReport.ItemRun> items(final Map<RunItem, RunJournal.Entry> refined, final HalfMapSums sums) {
		final List<RunReport.ItemRun> runs = new ArrayList<>();
		for (int i = 0; i < context.items().size(); i++) {
			final RunItem item = context.items().get(i);
			runs.add(refined.containsKey(item) ? refined.get(item).run() : new RunReport.ItemRun(item.source(), item.name(), context
				.particles(item), sums.images(i), false, 0, 0, 0, 0, 0, 0, false, List.of()));
		}
		return runs;
	}

	private RunReport.Totals totals(final List<RunReport.ItemRun> items, final long start, final long referenced,
		final long aligned)
	{
		final long now = System.nanoTime();
		return new RunReport.Totals((int) items.stream().filter(RunReport.ItemRun::refined).count(), (int) items.stream().filter(
			RunReport.ItemRun::resumed).count(), items.stream().mapToInt(RunReport.ItemRun::passes).sum(), items.stream()
				.mapToDouble(RunReport.ItemRun::improvement).sum(), (referenced - start) / 1e9, (aligned - referenced) / 1e9, (now -
					aligned) / 1e9, (now - start) / 1e9, plan.peakBytes(), heap.peakBytes());
	}
}
