package org.mforfiji.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.ItemRefinement;
import org.mforfiji.refine.ItemResult;
import org.mforfiji.refine.SpeciesInput;
import org.mforfiji.refine.SpeciesReference;

/** Phase 1: every item that has particles enough is refined and journaled, or taken from the journal. */
final class ItemPhase {

	private final RunContext run;
	private final List<SpeciesReference> references;
	private final List<String> notes;

	/** @param notes gets what the user should know */
	ItemPhase(final RunContext run, final List<SpeciesReference> references, final List<String> notes) {
		this.run = run;
		this.references = references;
		this.notes = notes;
	}

	/** Journaled results of all items that were refined, in their order. */
	Map<RunItem, RunJournal.Entry> refine() {
		final Map<RunItem, RunJournal.Entry> refined = new LinkedHashMap<>();
		for (int i = 0; i < run.items().size(); i++) {
			run.monitor().checkCancelled();
			final RunItem item = run.items().get(i);
			if (!run.refines(item)) continue;
			final boolean before = run.journal().has(item);
			if (before || refine(item, i)) refined.put(item, run.journal().read(item, run.species(), run.blocks(), before));
			run.moment("item " + item.key());
			run.monitor().progress(i + 1L, run.items().size());
		}
		return refined;
	}

	/** Refines an item into the journal; false if no particle that aligns lies inside an image. */
	private boolean refine(final RunItem item, final int i) {
		final List<ParticleStack> stacks = run.stacks().of(item, run.within(i));
		final List<SpeciesInput> inputs = new ArrayList<>();
		final List<SpeciesReference> own = new ArrayList<>();
		final List<Integer> which = new ArrayList<>();
		for (final RunSpecies kind : run.species()) {
			final int s = kind.index();
			if (!kind.aligns() || stacks.get(s).size() == 0) continue;
			inputs.add(new SpeciesInput(kind.species().name(), item.particles(s), stacks.get(s)));
			own.add(references.get(s));
			which.add(s);
		}
		if (inputs.isEmpty()) {
			notes.add(item.name() + ": no particle of a species that aligns lies inside an image; it is left as it is");
			run.monitor().warning(notes.get(notes.size() - 1));
			return false;
		}
		final ItemResult result = new ItemRefinement(run.engine(), run.options().refine(), run.parallel(), run.within(i)).refine(
			item.model(run.blocks()), inputs, own);
		result.report().lines().forEach(line -> run.monitor().message(item.name() + ": " + line));
		run.journal().write(item, run.species(), outcome(result, which, stacks));
		return true;
	}

	private RunJournal.Outcome outcome(final ItemResult result, final List<Integer> which,
		final List<ParticleStack> stacks)
	{
		final List<List<Particle>> particles = new ArrayList<>();
		final List<ItemResult.PoseErrors> errors = new ArrayList<>();
		for (int s = 0; s < run.species().size(); s++) {
			final int at = which.indexOf(s);
			particles.add(at < 0 ? null : result.particles().get(at));
			errors.add(at < 0 ? null : result.errors().poses().get(at));
		}
		return new RunJournal.Outcome(result, particles, errors, stacks.stream().mapToLong(ParticleStack::size).sum());
	}
}
