package org.mforfiji.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.refine.RefineOptions;

/** The particle images of items: of as many as the memory plan allows they are kept between phases, others are cut out again. */
final class StackCache {

	private final MemoryPlan plan;
	private final RefineOptions options;
	private final Parallel parallel;
	private final Map<RunItem, List<ParticleStack>> kept = new HashMap<>();

	StackCache(final MemoryPlan plan, final RefineOptions options, final Parallel parallel) {
		this.plan = plan;
		this.options = options;
		this.parallel = parallel;
	}

	/** The images of an item, a stack for each species of the run. */
	List<ParticleStack> of(final RunItem item, final Monitor monitor) {
		final List<ParticleStack> there = kept.get(item);
		if (there != null) return there;
		final List<ParticleStack> stacks = item.stacks(options, parallel, monitor);
		if (plan.keeps(item)) kept.put(item, stacks);
		return stacks;
	}

	/** The images of an item whose contrast transfer is not that before the run: cut out again and not kept. */
	List<ParticleStack> anew(final RunItem before, final RunItem imaged, final Monitor monitor) {
		release(before);
		return imaged.stacks(options, parallel, monitor);
	}

	/** Forgets an item's images. */
	void release(final RunItem item) {
		kept.remove(item);
	}
}
