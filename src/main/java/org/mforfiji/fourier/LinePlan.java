package org.mforfiji.fourier;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jtransforms.fft.FloatFFT_1D;
import org.jtransforms.utils.CommonUtils;

/**
 * Makes JTransforms' one-dimensional transforms, which here never start threads of their own: the caller's loops are
 * parallel already.
 */
final class LinePlan {

	static {
		CommonUtils.setThreadsBeginN_1D_FFT_2Threads(Long.MAX_VALUE);
		CommonUtils.setThreadsBeginN_1D_FFT_4Threads(Long.MAX_VALUE);
	}

	private static final ConcurrentMap<Integer, FloatFFT_1D> PLANS = new ConcurrentHashMap<>();

	private LinePlan() {}

	/** A transform of n ≥ 1 complex values; it may be used by many threads at once. */
	static FloatFFT_1D of(final int n) {
		return PLANS.computeIfAbsent(n, FloatFFT_1D::new);
	}
}
