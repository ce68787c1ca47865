package org.mforfiji.simulate;

import java.util.Random;

import org.mforfiji.geometry.CubicGrid;
import org.mforfiji.geometry.LinearGrid4D;

/** Random smooth deformations with a wanted rms. */
final class WarpFields {

	private static final int SAMPLES = 12;

	private final Random random;

	WarpFields(final Random random) {
		this.random = random;
	}

	/**
	 * One axis of an image warp: independent Gaussian nodes in space, correlated from one exposure to the next, plus a shift
	 * of each tilt.
	 *
	 * @param planted sizes, rms values and persistence
	 * @param ranks chronological rank of each tilt
	 * @return grid over image x, y and tilt, Å
	 */
	CubicGrid imageWarp(final PlantedErrors planted, final int[] ranks) {
		final int nx = planted.imageWarpNodes()[0];
		final int ny = planted.imageWarpNodes()[1];
		final int tilts = ranks.length;
		final double[] warp = persistent(nx * ny, ranks, planted.warpPersistence());
		final double[] shift = persistent(1, ranks, planted.warpPersistence());
		final double warpScale = scale(planted.imageWarpRmsA(), rms(new CubicGrid(nx, ny, tilts, new double[3], floats(warp))));
		final double shiftScale = scale(planted.tiltShiftRmsA(), rms(shift));
		if (warpScale == 0 && shiftScale == 0) return CubicGrid.constant(0);
		final float[] values = new float[nx * ny * tilts];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (warpScale * warp[i] + shiftScale * shift[i / (nx * ny)]);
		return new CubicGrid(nx, ny, tilts, new double[3], values);
	}

	/**
	 * One axis of a volume warp: zero at the first exposure, then a random walk of every node along the dose.
	 *
	 * @param nodes nodes along x, y, z and dose
	 * @param rmsA wanted rms over volume and dose, Å
	 */
	LinearGrid4D volumeWarp(final int[] nodes, final double rmsA) {
		final int space = nodes[0] * nodes[1] * nodes[2];
		final double[] values = new double[space * nodes[3]];
		for (int i = space; i < values.length; i++)
			values[i] = values[i - space] + random.nextGaussian();
		if (rmsA == 0) return LinearGrid4D.constant(0);
		final double factor = scale(rmsA, rms(new LinearGrid4D(nodes[0], nodes[1], nodes[2], nodes[3], floats(values))));
		for (int i = 0; i < values.length; i++)
			values[i] *= factor;
		return new LinearGrid4D(nodes[0], nodes[1], nodes[2], nodes[3], floats(values));
	}

	/** Independent numbers, one for each of n tilts, whose rms is exactly the wanted one; 1×1×n. */
	double[] perTilt(final int n, final double rms) {
		final double[] values = new double[n];
		for (int i = 0; i < n; i++)
			values[i] = random.nextGaussian();
		final double factor = scale(rms, rms(values));
		for (int i = 0; i < n; i++)
			values[i] *= factor;
		return values;
	}

	/** A grid with one node per tilt; a constant 0 if all values are 0. */
	static CubicGrid tiltGrid(final double[] values) {
		for (final double value : values)
			if (value != 0) return new CubicGrid(1, 1, values.length, new double[3], floats(values));
		return CubicGrid.constant(0);
	}

	/** Autoregressive Gaussian numbers along the exposures, index tilt·nodes + node. */
	private double[] persistent(final int nodes, final int[] ranks, final double persistence) {
		final double[] values = new double[nodes * ranks.length];
		final double fresh = Math.sqrt(1 - persistence * persistence);
		final int[] tiltOfRank = new int[ranks.length];
		for (int t = 0; t < ranks.length; t++)
			tiltOfRank[ranks[t]] = t;
		for (int r = 0; r < ranks.length; r++)
			for (int node = 0; node < nodes; node++)
				values[tiltOfRank[r] * nodes + node] = r == 0 ? random.nextGaussian() : persistence * values[tiltOfRank[r - 1] *
					nodes + node] + fresh * random.nextGaussian();
		return values;
	}

	/** Rms of an image warp over the image plane of all tilts. */
	static double rms(final CubicGrid grid) {
		double sum = 0;
		for (int t = 0; t < grid.nz(); t++)
			for (int j = 0; j < SAMPLES; j++)
				for (int i = 0; i < SAMPLES; i++) {
					final double value = grid.value((i + 0.5) / SAMPLES, (j + 0.5) / SAMPLES, grid.nz() == 1 ? 0 : t / (grid.nz() - 1.0));
					sum += value * value;
				}
		return Math.sqrt(sum / ((double) grid.nz() * SAMPLES * SAMPLES));
	}

	/** Rms of a volume warp over the volume and the dose. */
	static double rms(final LinearGrid4D grid) {
		double sum = 0;
		for (int i = 0; i < SAMPLES * SAMPLES * SAMPLES * SAMPLES; i++) {
			final double value = grid.value(middle(i), middle(i / SAMPLES), middle(i / (SAMPLES * SAMPLES)), middle(i / (SAMPLES *
				SAMPLES * SAMPLES)));
			sum += value * value;
		}
		return Math.sqrt(sum / ((double) SAMPLES * SAMPLES * SAMPLES * SAMPLES));
	}

	private static double middle(final int i) {
		return (i % SAMPLES + 0.5) / SAMPLES;
	}

	private static double rms(final double[] values) {
		double sum = 0;
		for (final double value : values)
			sum += value * value;
		return Math.sqrt(sum / values.length);
	}

	private static double scale(final double wanted, final double is) {
		return is == 0 ? 0 : wanted / is;
	}

	private static float[] floats(final double[] values) {
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = (float) values[i];
		return floats;
	}
}
