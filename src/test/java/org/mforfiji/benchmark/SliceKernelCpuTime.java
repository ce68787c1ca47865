package org.mforfiji.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * Processor time per slice of the kernels of {@link SliceKernelBenchmark}, for machines that others use too: not the time
 * that passes is measured but that which the thread was running, with the kernels in turn. Run {@link #main}.
 */
public final class SliceKernelCpuTime {

	private static final String[] KERNELS = { "plain", "best" };
	private static final String[] PASSES = { "compare", "linearise", "linearise with magnification" };
	private static final int ROWS = PASSES.length * KERNELS.length;
	private static final int ROUNDS = 15;
	private static final double WARM_SECONDS = 4;

	private SliceKernelCpuTime() {}

	/** Prints the table. */
	public static void main(final String[] args) {
		System.out.println("µs of one processor per slice, median; local orientations (random)\n");
		System.out.println("| kernel | box 64 | box 128 |\n|---|---|---|");
		final double[][][] times = new double[ROWS][2][2];
		for (int box = 0; box < 2; box++)
			for (int poses = 0; poses < 2; poses++) {
				final double[] found = measure(64 << box, poses == 0 ? "local" : "random");
				for (int row = 0; row < ROWS; row++)
					times[row][box][poses] = found[row];
			}
		for (int row = 0; row < ROWS; row++)
			System.out.printf(Locale.ROOT, "| %s, %s | %.0f (%.0f) | %.0f (%.0f) |%n", PASSES[row / 2], KERNELS[row % 2], times[row][0][0], times[row][0][1], times[row][1][0], times[row][1][1]);
		System.out.println("| linearise, C with AVX2 gathers on a Zen 3 core (the floor) | 22 (42) | 173 (461) |");
	}

	/** Medians of the passes, each plain and best. */
	private static double[] measure(final int box, final String poses) {
		final SliceKernelBenchmark[] kernels = new SliceKernelBenchmark[2];
		for (int k = 0; k < 2; k++) {
			kernels[k] = new SliceKernelBenchmark();
			kernels[k].box = box;
			kernels[k].poses = poses;
			kernels[k].kernel = KERNELS[k];
			kernels[k].prepare();
		}
		final double[][] rounds = new double[ROWS][ROUNDS];
		for (final double end = now() + WARM_SECONDS; now() < end;)
			for (int row = 0; row < ROWS; row++)
				pass(kernels[row % 2], row / 2);
		for (int round = 0; round < ROUNDS; round++)
			for (int row = 0; row < ROWS; row++)
				rounds[row][round] = pass(kernels[row % 2], row / 2);
		return Arrays.stream(rounds).mapToDouble(r -> Arrays.stream(r).sorted().toArray()[ROUNDS / 2]).toArray();
	}

	/** µs per slice. */
	private static double pass(final SliceKernelBenchmark kernel, final int pass) {
		final double start = now();
		if (pass == 0) kernel.compare();
		else if (pass == 1) kernel.linearise();
		else kernel.magnify();
		return (now() - start) * 1e6 / SliceKernelBenchmark.IMAGES;
	}

	private static double now() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
	}
}
