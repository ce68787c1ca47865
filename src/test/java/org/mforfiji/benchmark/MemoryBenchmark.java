package org.mforfiji.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.population.Population;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.run.RefinementRun;
import org.mforfiji.run.RunOptions;
import org.mforfiji.run.RunReport;
import org.mforfiji.store.PopulationStore;

/**
 * Holds the memory that a run planned against what was alive: another thread collects garbage again and again and notes what
 * is left of the heap. Slow, as the run waits for each collection; use one of the collectors that stop the run, e.g.
 * {@code -XX:+UseParallelGC}.
 */
public final class MemoryBenchmark {

	private MemoryBenchmark() {}

	/**
	 * Prints for each iteration what was planned and the most that was alive.
	 *
	 * @param args project folder of {@code m simulate}, folder for the work (new), grid of the image warp, iterations
	 */
	public static void main(final String[] args) throws InterruptedException {
		if (args.length != 4) throw new MException("Four arguments are needed, not " + args.length, "MemoryBenchmark",
			"Give project, work folder, grid as WxH and number of iterations");
		try (Parallel parallel = Parallel.allProcessors(); Engine engine = new CpuEngine(parallel)) {
			final Population population = new BenchmarkProject(Path.of(args[0]), parallel).population(Path.of(args[1]), false);
			final RunOptions options = RunOptions.builder(RefineOptions.builder().imageWarp(GridSize.parse(args[2], "grid"))
				.particles(true).build()).build();
			for (int i = 1; i <= Integer.parseInt(args[3]); i++)
				iteration(population, options, engine, parallel);
		}
	}

	private static void iteration(final Population population, final RunOptions options, final Engine engine,
		final Parallel parallel) throws InterruptedException
	{
		final PhaseClock clock = new PhaseClock();
		System.gc();
		final long before = used();
		final AtomicLong most = new AtomicLong();
		final StringBuilder where = new StringBuilder();
		final Thread collector = new Thread(() -> collect(most, clock, where));
		collector.setDaemon(true);
		collector.start();
		final RunReport report = RefinementRun.run(PopulationStore.load(population.file()), options, engine, parallel, clock);
		collector.interrupt();
		collector.join();
		System.out.printf(Locale.ROOT, "planned %.0f MB, alive at most %.0f MB during '%s' (%.0f MB of them before the run), planned / alive = %.2f%n",
			report.totals().plannedBytes() / 1e6, most.get() / 1e6, where, before / 1e6, report.totals().plannedBytes() / (double) most
				.get());
	}

	private static void collect(final AtomicLong most, final PhaseClock clock, final StringBuilder where) {
		while (!Thread.currentThread().isInterrupted()) {
			System.gc();
			final long alive = used();
			if (alive > most.get()) {
				most.set(alive);
				where.setLength(0);
				where.append(clock.phase());
			}
			try {
				Thread.sleep(100);
			}
			catch (final InterruptedException done) {
				return;
			}
		}
	}

	/** What the last collection left in the heap; what was made since does not count. */
	private static long used() {
		return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP && pool
			.getCollectionUsage() != null).mapToLong(pool -> pool.getCollectionUsage().getUsed()).sum();
	}
}
