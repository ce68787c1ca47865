package org.mforfiji.benchmark;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

import org.mforfiji.base.Monitor;

/**
 * Measures the processor time that each step of a run takes, of all threads of the process: those of the compiler and of
 * the garbage collector count. Steps are named by their first word.
 */
final class PhaseClock implements Monitor {

	private final Map<String, Double> seconds = new LinkedHashMap<>();
	private String phase = "Start";
	private double since = cpuSeconds();

	/** Processor seconds of this process. */
	static double cpuSeconds() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
	}

	@Override
	public synchronized void step(final String name) {
		final double now = cpuSeconds();
		seconds.merge(phase, now - since, Double::sum);
		since = now;
		phase = name.split(" ")[0];
	}

	@Override
	public void message(final String line) {
		System.err.println(line);
	}

	@Override
	public void warning(final String line) {
		System.err.println("Warning: " + line);
	}

	/** First word of the step that is going on. */
	synchronized String phase() {
		return phase;
	}

	/** Seconds of the steps whose names begin with this word, up to now. */
	double seconds(final String word) {
		step(phase);
		return seconds.getOrDefault(word, 0.0);
	}

	/** Seconds of all steps, up to now. */
	double total() {
		step(phase);
		return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
	}
}
