package org.mforfiji.benchmark;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.geometry.Rotations;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.map.BackProjector;
import org.mforfiji.map.FourierVolume;
import org.mforfiji.map.Masks;
import org.mforfiji.map.Reconstruction;
import org.mforfiji.map.ReconstructionOptions;
import org.mforfiji.map.SliceSource;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** How fast maps are worked on: insertion per slice, reconstruction, transforms, masks. Run {@link #main}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx3g")
public class MapBenchmark {

	private static final int SLICES = 100;

	/** Edge of the box. */
	@Param({ "64", "128" })
	public int box;

	/** Threads; insertion gives the same bits for any number. */
	@Param({ "1", "2" })
	public int threads;

	private Parallel parallel;
	private Slices slices;
	private BackProjector sums;
	private BackProjector full;
	private Volume map;
	private Volume mask;
	private Fft3D fft;

	/** Random data and views. */
	@Setup
	public void prepare() {
		parallel = new Parallel(threads);
		slices = new Slices(box);
		sums = new BackProjector(box);
		full = new BackProjector(box);
		full.insertAll(slices, parallel);
		final Random random = new Random(1);
		map = Volume.cube(box, 1);
		for (int i = 0; i < map.data().length; i++)
			map.data()[i] = (float) random.nextGaussian();
		mask = Masks.binarise(Masks.sphere(box, box / 4.0, 0), 0.5);
		fft = new Fft3D(box, box, box);
	}

	/** Ends the threads. */
	@TearDown
	public void close() {
		parallel.close();
	}

	/** One slice into the accumulators. */
	@Benchmark
	@OperationsPerInvocation(SLICES)
	public BackProjector insert() {
		sums.insertAll(slices, parallel);
		return sums;
	}

	/** Division, gridding correction and finishing of one half-map. */
	@Benchmark
	public Reconstruction.Result reconstruct() {
		return Reconstruction.reconstruct(full, ReconstructionOptions.of(1), parallel);
	}

	/** Averaging over a group whose rotations interpolate. */
	@Benchmark
	public BackProjector symmetriseD7() {
		final BackProjector copy = full.copy();
		copy.symmetrise(SymmetryGroup.parse("D7"), parallel);
		return copy;
	}

	/** A map's transform. */
	@Benchmark
	public float[] transform() {
		return fft.forward(map.data(), parallel);
	}

	/** A reference, twice oversampled. */
	@Benchmark
	public FourierVolume reference() {
		return FourierVolume.of(map, 2, box / 2.0, parallel);
	}

	/** A mask grown by exact distances. */
	@Benchmark
	public Volume softMask() {
		return Masks.soft(mask, 6, 6, parallel);
	}

	/** Runs the benchmarks; an argument selects some by name. */
	public static void main(final String[] args) throws RunnerException {
		final String which = args.length > 0 ? args[0] : "";
		new Runner(new OptionsBuilder().include(MapBenchmark.class.getSimpleName() + "." + which).build()).run();
	}

	/** Noise at random views. */
	private static final class Slices implements SliceSource {

		private final int pixels;
		private final float[] data;
		private final float[] weights;
		private final double[][] rotations = new double[SLICES][];

		Slices(final int n) {
			pixels = HalfPlane.of(n).size();
			data = new float[2 * pixels * SLICES];
			weights = new float[pixels * SLICES];
			final Random random = new Random(2);
			for (int i = 0; i < data.length; i++)
				data[i] = (float) random.nextGaussian();
			for (int i = 0; i < weights.length; i++)
				weights[i] = random.nextFloat();
			for (int i = 0; i < SLICES; i++)
				rotations[i] = Rotations.random(random);
		}

		@Override
		public int size() {
			return SLICES;
		}

		@Override
		public int pixels(final int i) {
			return pixels;
		}

		@Override
		public float[] data(final int i) {
			return data;
		}

		@Override
		public int dataOffset(final int i) {
			return 2 * pixels * i;
		}

		@Override
		public float[] weights(final int i) {
			return weights;
		}

		@Override
		public int weightOffset(final int i) {
			return pixels * i;
		}

		@Override
		public void rotation(final int i, final double[] out9) {
			System.arraycopy(rotations[i], 0, out9, 0, 9);
		}

		@Override
		public void shiftPixels(final int i, final double[] out2) {
			out2[0] = 0.3 * i;
			out2[1] = -0.2 * i;
		}
	}
}
