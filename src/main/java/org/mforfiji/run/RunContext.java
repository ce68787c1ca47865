package org.mforfiji.run;

import java.util.List;
import java.util.function.Consumer;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.refine.GeometryBlocks;

/**
 * What all phases of a run share.
 *
 * @param turn number of the run among those of its population, from 1
 * @param options what to do
 * @param engine computes
 * @param parallel threads
 * @param monitor progress, messages, cancel
 * @param species all species of the population
 * @param items items that show particles
 * @param journal what is finished
 * @param stacks particle images
 * @param moments is told the name of every moment after which a kill must do no harm
 */
record RunContext(int turn, RunOptions options, Engine engine, Parallel parallel, Monitor monitor, List<RunSpecies> species,
	List<RunItem> items, RunJournal journal, StackCache stacks, Consumer<String> moments)
{

	/** Geometry that is refined of items. */
	GeometryBlocks blocks() {
		return options.refine().refines() ? options.refine().blocks() : GeometryBlocks.NONE;
	}

	/** Whether an item has enough particles that align to be refined, and anything is refined. */
	boolean refines(final RunItem item) {
		return options.refine().refines() && species.stream().filter(RunSpecies::aligns).mapToInt(kind -> item.members(kind
			.index()).length).sum() >= options.refine().minParticles();
	}

	/** Whether an item's images go into the maps. */
	boolean reconstructs(final RunItem item) {
		return refines(item) || !options.refine().refines() || options.reconstructSmallItems();
	}

	/** Particles of all species in an item. */
	int particles(final RunItem item) {
		return species.stream().mapToInt(kind -> item.members(kind.index()).length).sum();
	}

	/** Names a moment. */
	void moment(final String name) {
		moments.accept(name);
	}

	/** The monitor for work within item i of a phase: its progress is a part of the phase's. */
	Monitor within(final int i) {
		return new ItemMonitor(monitor, i, items.size());
	}
}
