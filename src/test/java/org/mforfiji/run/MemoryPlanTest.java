package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mforfiji.base.Monitor;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.population.Population;

class MemoryPlanTest {

	/** The particle images take what the formula says; those of particles outside images apart. */
	@Test
	void imagesTakeWhatIsPlanned() throws IOException {
		final RunOptions options = SimulatedPopulation.options().build();
		try (Parallel parallel = new Parallel(2)) {
			for (final RunItem item : TiltSeriesItems.of(SimulatedPopulation.shared()).items()) {
				final long bytes = item.stacks(options.refine(), parallel, Monitor.SILENT).stream().mapToLong(ParticleStack::bytes)
					.sum();
				assertEquals(bytes, item.need(options.refine(), 2).stack(), 0.03 * bytes);
			}
		}
	}

	@Test
	void asManyItemsAreKeptAsFit() throws IOException {
		final Population population = SimulatedPopulation.shared();
		final List<RunItem> items = TiltSeriesItems.of(population).items();
		final MemoryPlan all = plan(population, items, SimulatedPopulation.options().build());
		assertEquals(2, all.keptItems());
		final long one = items.get(0).need(SimulatedPopulation.refinement().build(), 2).stack();
		final long other = items.get(1).need(SimulatedPopulation.refinement().build(), 2).stack();
		assertTrue(all.peakBytes() <= all.leastBytes() + one + other, "the item in work counts once");
		assertTrue(plan(population, items, SimulatedPopulation.options().memoryBytes(all.peakBytes() - 1).build())
			.keptItems() < 2);
		assertEquals(2, plan(population, items, SimulatedPopulation.options().memoryBytes(all.peakBytes()).build()).keptItems());
		assertEquals(0, plan(population, items, SimulatedPopulation.options().memoryBytes(all.leastBytes()).build()).keptItems(),
			"none beside the one that is cut out again");
		assertEquals(0, plan(population, items, SimulatedPopulation.options().memoryBytes(1000).build()).keptItems());
		assertEquals(0, plan(population, items, SimulatedPopulation.options().keepStacks(false).build()).keptItems());
	}

	private static MemoryPlan plan(final Population population, final List<RunItem> items, final RunOptions options) {
		return MemoryPlan.of(items, RunSpecies.of(population, options), options, 2);
	}
}
