package org.mforfiji.engine.cpu;

import org.mforfiji.base.Parallel;
import org.mforfiji.engine.Engine;
import org.mforfiji.engine.ImagePoses;
import org.mforfiji.engine.LocalParameters;
import org.mforfiji.engine.OwnContribution;
import org.mforfiji.engine.OwnShare;
import org.mforfiji.engine.ParticleStack;
import org.mforfiji.engine.PassRequest;
import org.mforfiji.engine.PassResult;
import org.mforfiji.engine.Reference;
import org.mforfiji.map.BackProjector;

/**
 * The reference engine, on the CPU. Images are worked through in chunks of fixed size, each chunk by one thread and with
 * sums of its own that are added in order afterwards: the result has the same bits for any number of threads.
 */
public final class CpuEngine implements Engine {

	private static final int CHUNK = 32;

	private final Parallel parallel;
	private final SliceKernel kernel;

	/** @param parallel threads to work with; stays the caller's to close */
	public CpuEngine(final Parallel parallel) {
		this(parallel, Kernels.best());
	}

	/** An engine that keeps to plain Java even where the Vector API is there, for comparison. */
	public static CpuEngine plain(final Parallel parallel) {
		return new CpuEngine(parallel, new ScalarSliceKernel());
	}

	CpuEngine(final Parallel parallel, final SliceKernel kernel) {
		this.parallel = parallel;
		this.kernel = kernel;
	}

	@Override
	public String name() {
		return "CPU, " + kernel.name() + " kernel, " + parallel.threads() + (parallel.threads() == 1 ? " thread" : " threads");
	}

	@Override
	public PassResult evaluate(final PassRequest request) {
		final int images = request.stack().size();
		final int chunks = (images + CHUNK - 1) / CHUNK;
		final PassSums[] sums = new PassSums[chunks];
		final double[] value = new double[images];
		final LocalParameters parameters = request.derivatives();
		final int slopes = parameters.count(), triangle = parameters.triangle();
		final double[] gradient = new double[images * slopes], curvature = new double[images * triangle];
		parallel.loop(chunks, chunk -> {
			final SliceTask task = new SliceTask(request.stack().pixels(), request.stack().pixelSize());
			final OwnTurn turn = new OwnTurn(request.stack().box(), task.unit());
			sums[chunk] = new PassSums(request);
			for (int i = chunk * CHUNK; i < Math.min(images, (chunk + 1) * CHUNK); i++) {
				compare(request, i, task, sums[chunk], turn);
				value[i] = task.terms[0];
				System.arraycopy(task.terms, 1, gradient, i * slopes, slopes);
				System.arraycopy(task.terms, 1 + slopes, curvature, i * triangle, triangle);
			}
		});
		final PassSums total = new PassSums(request);
		for (final PassSums part : sums)
			total.add(part);
		return new PassResult(parameters, value, gradient, curvature, total.cross, total.power, total.spectra);
	}

	private void compare(final PassRequest request, final int i, final SliceTask task, final PassSums sums,
		final OwnTurn turn)
	{
		final int particle = request.stack().particle(i), half = request.halfSet()[particle];
		final boolean apart = request.heldOut()[particle];
		final Reference reference = request.references()[half];
		task.parameters = request.derivatives();
		task.reference(reference);
		task.image(request.stack(), i, request.poses(), reference);
		task.crossSpectrum = request.crossSpectra() > 0 && !apart ? sums.spectrum(request.stack().tilt(i)) : null;
		if (task.parameters == LocalParameters.NONE) kernel.compare(task);
		else kernel.linearise(task);
		if (reference.own() != null && reference.own()[i] != null) turn.remove(task, reference.own()[i], request.poses(), i);
		final int group = half + (apart ? 2 : 0);
		for (int r = 0; r < task.rings; r++) {
			sums.cross[group][r] += task.cross[r];
			sums.power[group][r] += task.power[r];
		}
	}

	@Override
	public OwnShare[] ownContributions(final ParticleStack stack, final ImagePoses poses, final int[] halfSet,
		final OwnContribution[] parts)
	{
		final OwnShare[] own = new OwnShare[stack.size()];
		final int chunks = (stack.size() + CHUNK - 1) / CHUNK;
		parallel.loop(chunks, chunk -> {
			final OwnSlice slice = new OwnSlice(stack.pixels(), stack.pixelSize(), kernel);
			for (int i = chunk * CHUNK; i < Math.min(stack.size(), (chunk + 1) * CHUNK); i++)
				own[i] = slice.compute(stack, i, poses, parts[halfSet[stack.particle(i)]]);
		});
		return own;
	}

	@Override
	public void backProject(final ParticleStack stack, final ImagePoses poses, final int[] halfSet, final int half,
		final BackProjector target)
	{
		target.insertAll(new StackSlices(stack, poses, halfSet, half), parallel);
	}

	@Override
	public void close() {
		// the threads belong to the caller
	}
}
