package org.mforfiji.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.CtfRefinement;
import org.mforfiji.refine.CtfResult;
import org.mforfiji.refine.HeldOut;
import org.mforfiji.refine.ImagingModel;
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
		noteResolution();
		for (int i = 0; i < run.items().size(); i++) {
			run.monitor().checkCancelled();
			final RunItem item = run.items().get(i);
			if (!run.refines(item)) continue;
			final boolean before = run.journal().has(item);
			if (before || refine(item, i)) {
				final RunJournal.Entry entry = run.journal().read(item, run.species(), run.blocks(), before);
				entry.run().judgements().stream().filter(judgement -> !judgement.kept()).forEach(judgement -> notes.add(item.name() +
					": " + judgement));
				entry.ctf().ifPresent(line -> notes.add(item.name() + ": " + line));
				refined.put(item, entry);
			}
			run.moment("item " + item.key());
			run.monitor().progress(i + 1L, run.items().size());
		}
		return ctf().refinesOdd() ? new PooledAberrations(run, notes).apply(refined) : refined;
	}

	private CtfOptions ctf() {
		return run.options().refine().ctf();
	}

	/** Says if no species is good enough for the contrast transfer. */
	private void noteResolution() {
		if (!ctf().refines()) return;
		final Optional<SpeciesReference> best = references.stream().filter(Objects::nonNull).min(Comparator.comparingDouble(
			SpeciesReference::resolution));
		if (best.isEmpty() || CtfRefinement.takesPart(best.get(), ctf())) return;
		note(String.format(Locale.ROOT, "The contrast transfer is not refined: no species that aligns is better than %.1f Å " +
			"(--ctf_minresolution), the best has %.1f Å", ctf().minResolutionA(), best.get().resolution()));
	}

	private void note(final String warning) {
		notes.add(warning);
		run.monitor().warning(warning);
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
			note(item.name() + ": no particle of a species that aligns lies inside an image; it is left as it is");
			return false;
		}
		final ImagingModel start = item.model(run.blocks());
		final boolean moves = run.options().refine().refinesGeometry();
		final boolean guard = run.options().refine().guard();
		final HeldOut heldOut = guard ? HeldOut.of(inputs, run.turn()) : HeldOut.none(inputs);
		if (guard && heldOut.count() == 0 && run.blocks().any()) note(item.name() + ": too few particles to hold one out as a judge of what " +
			"they share");
		final ItemResult result = moves ? new ItemRefinement(run.engine(), run.options().refine(), run.parallel(), run.within(i))
			.refine(start, inputs, own, heldOut) : ItemResult.unmoved(start, run.options().refine().priors());
		result.report().lines().forEach(line -> run.monitor().message(item.name() + ": " + line));
		final Optional<CtfResult> ctf = contrast(item, result, inputs, which, heldOut, i);
		ctf.ifPresent(found -> found.lines().forEach(line -> run.monitor().message(item.name() + ": " + line)));
		run.journal().write(item, run.species(), outcome(result, moves ? which : List.of(), stacks, ctf));
		return true;
	}

	/** Refines the contrast transfer at the refined poses, with the species that are good enough. */
	private Optional<CtfResult> contrast(final RunItem item, final ItemResult result, final List<SpeciesInput> inputs,
		final List<Integer> which, final HeldOut heldOut, final int i)
	{
		if (!ctf().refines()) return Optional.empty();
		final List<CtfRefinement.Share> shares = new ArrayList<>();
		for (int at = 0; at < which.size(); at++) {
			final SpeciesReference reference = references.get(which.get(at));
			if (!CtfRefinement.takesPart(reference, ctf())) continue;
			final SpeciesInput input = inputs.get(at);
			shares.add(new CtfRefinement.Share(which.get(at), run.species().get(which.get(at)).species(), result.particles().isEmpty() ? input
				: new SpeciesInput(input.name(), result.particles().get(at), input.stack()), reference, heldOut.of().get(at)));
		}
		return shares.isEmpty() ? Optional.empty() : item.refineCtf(ctf(), result.model(), shares, run.parallel(), run.within(i));
	}

	private RunJournal.Outcome outcome(final ItemResult result, final List<Integer> which,
		final List<ParticleStack> stacks, final Optional<CtfResult> ctf)
	{
		final List<List<Particle>> particles = new ArrayList<>();
		final List<ItemResult.PoseErrors> errors = new ArrayList<>();
		for (int s = 0; s < run.species().size(); s++) {
			final int at = which.indexOf(s);
			particles.add(at < 0 ? null : result.particles().get(at));
			errors.add(at < 0 ? null : result.errors().poses().get(at));
		}
		return new RunJournal.Outcome(result, particles, errors, stacks.stream().mapToLong(ParticleStack::size).sum(),
			ctf);
	}
}
