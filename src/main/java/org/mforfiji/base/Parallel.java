package org.mforfiji.base;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Parallel loops whose results do not depend on the number of threads: every index is one piece of work that writes
 * only to its own place, and sums over indices are made afterwards by the caller, in order. Close it when done.
 */
public final class Parallel implements AutoCloseable {

	private final int threads;
	private final ExecutorService executor;

	/** @param threads number of threads, at least 1; with 1 the loops run in the calling thread */
	public Parallel(final int threads) {
		if (threads < 1) throw new MException("The number of threads is " + threads, "", "Give at least 1");
		this.threads = threads;
		this.executor = threads == 1 ? null : Executors.newFixedThreadPool(threads, Parallel::daemon);
	}

	/** One thread for each processor. */
	public static Parallel allProcessors() {
		return new Parallel(Runtime.getRuntime().availableProcessors());
	}

	/** The calling thread only. */
	public static Parallel serial() {
		return new Parallel(1);
	}

	/** Number of threads. */
	public int threads() {
		return threads;
	}

	/**
	 * Runs {@code body} for 0 ≤ i &lt; n; returns when all are done. The first error is thrown again and the indices not yet
	 * begun are left out. Must not be called from inside a body of the same object.
	 */
	public void loop(final int n, final IntConsumer body) {
		if (executor == null || n < 2) {
			for (int i = 0; i < n; i++)
				body.accept(i);
			return;
		}
		final AtomicInteger next = new AtomicInteger();
		final List<Future<?>> workers = new ArrayList<>();
		for (int w = 0; w < Math.min(threads, n); w++)
			workers.add(executor.submit(() -> drain(next, n, body)));
		RuntimeException first = null;
		for (final Future<?> worker : workers) {
			final RuntimeException error = join(worker);
			if (first == null) first = error;
		}
		if (first != null) throw first;
	}

	private static void drain(final AtomicInteger next, final int n, final IntConsumer body) {
		try {
			for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement())
				body.accept(i);
		}
		catch (final Throwable error) {
			next.set(n);
			throw error;
		}
	}

	private static RuntimeException join(final Future<?> worker) {
		try {
			worker.get();
			return null;
		}
		catch (final InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			return new CancelledException();
		}
		catch (final ExecutionException failed) {
			final Throwable cause = failed.getCause();
			if (cause instanceof Error error) throw error;
			return (RuntimeException) cause;
		}
	}

	private static Thread daemon(final Runnable work) {
		final Thread thread = new Thread(work, "m-for-fiji");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void close() {
		if (executor != null) executor.shutdownNow();
	}
}
