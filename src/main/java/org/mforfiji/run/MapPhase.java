package org.mforfiji.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Particle;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.refine.SpeciesInput;

/**
 * Back-projects all items into the half-maps of all species, in their order, with checkpoints in the journal: at the poses
 * before the run, for the references, or at the refined ones.
 */
final class MapPhase {

	private final RunContext run;
	private final String name;

	/** @param name of the phase, for its checkpoints */
	MapPhase(final RunContext run, final String name) {
		this.run = run;
		this.name = name;
	}

	/** Sums at the poses before the run; kept in the journal until its end, as every resumption needs them. */
	HalfMapSums before() {
		return sums(run.species().stream().map(kind -> kind.species().particles()).toList(), Map.of(), true);
	}

	/**
	 * Sums at refined poses.
	 *
	 * @param particles all particles of each species
	 * @param refined results of the items that were refined
	 */
	HalfMapSums after(final List<List<Particle>> particles, final Map<RunItem, RunJournal.Entry> refined) {
		return sums(particles, refined, false);
	}

	private HalfMapSums sums(final List<List<Particle>> particles, final Map<RunItem, RunJournal.Entry> refined,
		final boolean references)
	{
		final SumsCheckpoint checkpoint = new SumsCheckpoint(run.journal().sums(name), run.options().checkpointSeconds());
		final HalfMapSums sums = checkpoint.restore(run.species(), run.monitor());
		final int items = run.items().size();
		for (int i = sums.items(); i < items; i++) {
			run.monitor().checkCancelled();
			final RunItem item = run.items().get(i);
			final ImagingModel model = refined.containsKey(item) ? refined.get(item).model() : model(item, references);
			sums.add(run.reconstructs(item) ? inputs(item, refined.get(item), i, particles)
				: List.of(), model, run.engine());
			if (!references) run.stacks().release(item);
			checkpoint.offer(sums);
			run.moment(name + " " + item.key());
			run.monitor().progress(i + 1L, items);
		}
		if (references) checkpoint.keep(sums);
		return sums;
	}

	/** References are made with the very model from which the refinement starts, else images are not taken out of them rightly. */
	private ImagingModel model(final RunItem item, final boolean forReferences) {
		return item.model(forReferences && run.refines(item) ? run.blocks() : GeometryBlocks.NONE);
	}

	private List<SpeciesInput> inputs(final RunItem item, final RunJournal.Entry entry, final int i,
		final List<List<Particle>> particles)
	{
		final boolean same = entry == null || entry.imaged() == item;
		final List<ParticleStack> stacks = same ? run.stacks().of(item, run.within(i)) : run.stacks().anew(item, entry.imaged(), run
			.within(i));
		final List<SpeciesInput> inputs = new ArrayList<>();
		for (final RunSpecies kind : run.species()) {
			final List<Particle> own = new ArrayList<>();
			for (final int p : item.members(kind.index()))
				own.add(particles.get(kind.index()).get(p));
			inputs.add(new SpeciesInput(kind.species().name(), own, stacks.get(kind.index())));
		}
		return inputs;
	}
}
