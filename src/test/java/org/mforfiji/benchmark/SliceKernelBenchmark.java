package org.mforfiji.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.PassRequest;
import org.mforfiji.engine.PassResult;
import org.mforfiji.engine.Reference;
import org.mforfiji.engine.cpu.CpuEngine;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.map.FourierVolume;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time per slice of a pass over images, one thread, the whole band up to the box's Nyquist circle. Run {@link #main}; it
 * ends with a table of medians. Kernels are timed in turn, so that their ratio holds on a machine that is shared.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 9, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = { "-Xmx3g", "--add-modules", "jdk.incubator.vector" })
public class SliceKernelBenchmark {

	static final int IMAGES = 160;
	private static final double PIXEL = 2;

	/** Edge of the box. */
	@Param({ "64", "128" })
	public int box;

	/** Neighbouring orientations use the same part of the volume, random ones do not. */
	@Param({ "local", "random" })
	public String poses;

	/** Plain Java, or the fastest that this Java virtual machine offers. */
	@Param({ "plain", "best" })
	public String kernel;

	private Engine engine;
	private PassRequest compare;
	private PassRequest linearise;
	private PassRequest magnify;

	/** Noise for map and images, shifts of a few Å. */
	@Setup
	public void prepare() {
		engine = kernel.equals("plain") ? CpuEngine.plain(Parallel.serial()) : new CpuEngine(Parallel.serial());
		System.out.print("[" + engine.name() + "] ");
		final Random random = new Random(1);
		final ParticleStack.Builder stack = ParticleStack.builder(box, PIXEL);
		final ImagePoses views = new ImagePoses(IMAGES);
		final double[] centre = Rotations.random(random);
		for (int i = 0; i < IMAGES; i++) {
			stack.add(new ParticleStack.Image(i, 0, 0, 0, noise(new float[3 * HalfPlane.of(box).size()], random)));
			final double[] small = { 0.02 * random.nextGaussian(), 0.02 * random.nextGaussian(), 0.02 * random.nextGaussian() };
			views.set(i, poses.equals("local") ? Rotations.multiply(Rotations.exp(small), centre) : Rotations.random(random), 4 *
				random.nextGaussian(), 4 * random.nextGaussian());
		}
		final Volume map = Volume.cube(box, PIXEL);
		noise(map.data(), random);
		final float[] gain = new float[box / 2];
		Arrays.fill(gain, 1);
		final Reference reference = new Reference(FourierVolume.of(map, 2, box / 2.0), gain, box / 2, null);
		final Reference[] references = { reference, reference };
		compare = PassRequest.compare(stack.build(), views, new int[IMAGES], references, 0);
		linearise = PassRequest.linearise(compare.stack(), views, compare.halfSet(), references);
		magnify = linearise.withDerivatives(LocalParameters.MAGNIFICATION);
	}

	private static float[] noise(final float[] values, final Random random) {
		for (int i = 0; i < values.length; i++)
			values[i] = random.nextFloat();
		return values;
	}

	/** Values and ring sums. */
	@Benchmark
	@OperationsPerInvocation(IMAGES)
	public PassResult compare() {
		return engine.evaluate(compare);
	}

	/** The same with gradients and curvatures. */
	@Benchmark
	@OperationsPerInvocation(IMAGES)
	public PassResult linearise() {
		return engine.evaluate(linearise);
	}

	/** The same for the magnification too. */
	@Benchmark
	@OperationsPerInvocation(IMAGES)
	public PassResult magnify() {
		return engine.evaluate(magnify);
	}

	/** Runs the benchmarks and prints the table. */
	public static void main(final String[] args) throws RunnerException {
		final Collection<RunResult> results = new Runner(new OptionsBuilder().include(SliceKernelBenchmark.class.getName())
			.build()).run();
		final Map<String, Map<String, Double>> table = new TreeMap<>();
		for (final RunResult result : results) {
			final BenchmarkParams run = result.getParams();
			table.computeIfAbsent(result.getPrimaryResult().getLabel() + ", " + run.getParam("kernel"), row -> new TreeMap<>()).put(
				run.getParam("box") + " " + run.getParam("poses"), result.getPrimaryResult().getStatistics().getPercentile(50));
		}
		System.out.println("\nµs per slice, local orientations (random)\n");
		System.out.println("| kernel | box 64 | box 128 |\n|---|---|---|");
		table.forEach((row, cells) -> System.out.printf("| %s | %.0f (%.0f) | %.0f (%.0f) |%n", row, cells.get("64 local"), cells
			.get("64 random"), cells.get("128 local"), cells.get("128 random")));
		System.out.println("| linearise, C with AVX2 gathers on a Zen 3 core (the floor) | 22 (42) | 173 (461) |");
	}
}
