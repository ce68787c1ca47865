package org.mforfiji.simulate;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;

/**
 * Turns an atomic model into a map: every atom scatters as a Gaussian of its element's amplitude, less the solvent that
 * it displaces, damped by a common B-factor (and the atoms' own on request) and band-limited to the map's Nyquist
 * frequency. Atoms are spread on a grid twice as fine with a Gaussian whose transform is divided out again, so that the
 * spectrum inside the band is that of the atoms, not of the grid (aliasing below 10⁻³).
 */
public final class AtomicDensity {

	private static final double SOLVENT_PER_A3 = 0.1016;
	private static final double SPREAD = 0.9;
	private static final double SOFT_EDGE = 0.9;

	private final int box;
	private final double pixelSize;
	private final double bFactor;
	private final boolean ownBFactors;

	/**
	 * @param box edge of the map in voxels, even
	 * @param pixelSize Å
	 * @param bFactor damping of the whole map in Å², ≥ 0: amplitudes fall as exp(−B·k²/4)
	 * @param ownBFactors whether the atoms' deposited B-factors damp them as well
	 */
	public AtomicDensity(final int box, final double pixelSize, final double bFactor, final boolean ownBFactors) {
		if (box < 8 || box % 2 != 0) throw new MException("The map box is " + box + " voxels", "",
			"Give an even number of at least 8");
		if (!(pixelSize > 0) || !(bFactor >= 0)) throw new MException("Pixel size " + pixelSize + " Å, B-factor " + bFactor +
			" Å²", "", "Give a positive pixel size and a B-factor of at least 0");
		this.box = box;
		this.pixelSize = pixelSize;
		this.bFactor = bFactor;
		this.ownBFactors = ownBFactors;
	}

	/**
	 * The map of a model whose origin goes to the centre voxel {@code box/2}.
	 *
	 * @throws MException if atoms lie outside the box
	 */
	public Volume map(final AtomicModel model, final Parallel parallel) {
		final double reach = (box / 2 - 2) * pixelSize;
		if (model.diameterA() / 2 > reach) throw new MException(String.format(
			"The model is %.0f Å wide, the map box only %.0f Å", model.diameterA(), box * pixelSize), model.name(),
			"Give a larger diameter (the box is twice that)");
		final int fine = 2 * box;
		final float[] grid = new float[Math.multiplyExact(Math.multiplyExact(fine, fine), fine)];
		final double finePixel = pixelSize / 2;
		final double base = SPREAD * finePixel * SPREAD * finePixel;
		for (final AtomicModel.Atom atom : model.atoms()) {
			final Element e = atom.element();
			final double own = ownBFactors ? Math.max(0, atom.bFactor()) / (8 * Math.PI * Math.PI) : 0;
			final double solventVariance = Math.pow(e.solventVolume(), 2.0 / 3) / (2 * Math.PI);
			splat(grid, fine, atom, new double[] { atom.occupancy() * e.scattering(), base + own });
			splat(grid, fine, atom, new double[] { -atom.occupancy() * SOLVENT_PER_A3 * e.solventVolume(), base + own +
				solventVariance });
		}
		return bandLimited(grid, parallel);
	}

	/** Adds a Gaussian of the given {weight, variance in Å²} at an atom, per Å³. */
	private void splat(final float[] grid, final int fine, final AtomicModel.Atom atom, final double[] gaussian) {
		final double finePixel = pixelSize / 2;
		final double sigma = Math.sqrt(gaussian[1]) / finePixel;
		final int reach = (int) Math.ceil(4.5 * sigma);
		final double[] centre = { atom.x() / finePixel + fine / 2, atom.y() / finePixel + fine / 2, atom.z() / finePixel +
			fine / 2 };
		final int[] start = new int[3];
		final double[][] profile = new double[3][2 * reach + 1];
		for (int d = 0; d < 3; d++) {
			start[d] = (int) Math.round(centre[d]) - reach;
			for (int i = 0; i < profile[d].length; i++) {
				final double u = (start[d] + i - centre[d]) / sigma;
				profile[d][i] = Math.exp(-0.5 * u * u) / (Math.sqrt(2 * Math.PI) * sigma * finePixel);
			}
		}
		for (int k = 0; k <= 2 * reach; k++) {
			final int z = start[2] + k;
			if (z < 0 || z >= fine) continue;
			for (int j = 0; j <= 2 * reach; j++) {
				final int y = start[1] + j;
				if (y < 0 || y >= fine) continue;
				final double plane = gaussian[0] * profile[2][k] * profile[1][j];
				final int row = (z * fine + y) * fine;
				for (int i = Math.max(0, -start[0]); i <= 2 * reach && start[0] + i < fine; i++)
					grid[row + start[0] + i] += (float) (plane * profile[0][i]);
			}
		}
	}

	/** Crops the fine grid's transform to the box, divides out the spreading and applies the B-factor. */
	private Volume bandLimited(final float[] grid, final Parallel parallel) {
		final int fine = 2 * box;
		final float[] large = new Fft3D(fine, fine, fine).forward(grid, parallel);
		final int half = box / 2;
		final int columns = half + 1;
		final float[] small = new float[2 * box * box * columns];
		final double undo = 2 * Math.PI * Math.PI * SPREAD * SPREAD * pixelSize * pixelSize / 4;
		for (int z = 0; z < box; z++)
			for (int y = 0; y < box; y++)
				for (int x = 0; x < columns; x++) {
					final int kz = z <= half ? z : z - box;
					final int ky = y <= half ? y : y - box;
					final double nyquists = 2 * Math.sqrt((double) x * x + ky * ky + kz * kz) / box;
					if (nyquists >= 1) continue;
					final double k2 = nyquists * nyquists / (4 * pixelSize * pixelSize);
					final double edge = nyquists <= SOFT_EDGE ? 1 : 0.5 + 0.5 * Math.cos(Math.PI * (nyquists - SOFT_EDGE) / (1 -
						SOFT_EDGE));
					final double factor = edge * Math.exp((undo - bFactor / 4) * k2) / 8;
					final int from = 2 * (((kz < 0 ? kz + fine : kz) * fine + (ky < 0 ? ky + fine : ky)) * (fine / 2 + 1) + x);
					final int to = 2 * ((z * box + y) * columns + x);
					small[to] = (float) (factor * large[from]);
					small[to + 1] = (float) (factor * large[from + 1]);
				}
		final Volume map = Volume.cube(box, pixelSize);
		new Fft3D(box, box, box).inverse(small, map.data(), parallel);
		return map;
	}
}
