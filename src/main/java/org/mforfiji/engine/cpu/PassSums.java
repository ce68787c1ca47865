package org.mforfiji.engine.cpu;

import org.mforfiji.engine.PassRequest;

/** Sums over images of one chunk, or of all. */
final class PassSums {

	/** Half-sets, and their held-out particles. */
	private static final int GROUPS = 4;

	final double[][] cross;
	final double[][] power;
	final float[][] spectra;
	final int band;

	PassSums(final PassRequest request) {
		final int rings = Math.max(request.references()[0].band(), request.references()[1].band());
		cross = new double[GROUPS][rings];
		power = new double[GROUPS][rings];
		spectra = new float[request.crossSpectra()][];
		band = request.stack().pixels().within(rings);
	}

	/** The spectrum of a tilt, made when first asked for. */
	float[] spectrum(final int tilt) {
		if (spectra[tilt] == null) spectra[tilt] = new float[2 * band];
		return spectra[tilt];
	}

	void add(final PassSums other) {
		for (int group = 0; group < GROUPS; group++)
			for (int r = 0; r < cross[group].length; r++) {
				cross[group][r] += other.cross[group][r];
				power[group][r] += other.power[group][r];
			}
		for (int t = 0; t < spectra.length; t++) {
			if (other.spectra[t] == null) continue;
			final float[] target = spectrum(t);
			for (int j = 0; j < target.length; j++)
				target[j] += other.spectra[t][j];
		}
	}
}
