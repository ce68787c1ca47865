package org.mforfiji.refine;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.Volume;
import org.mforfiji.fourier.HalfPlane;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.population.Species;

/**
 * What the images of one species in a series say of odd aberrations: with Y the prediction at the refined contrast transfer
 * and gain 1, and X the image freed of the stored odd phase, the sums of X̄·Y/S and |Y|²/S over all tilts, over the leading
 * pixels of the half plane of the species' box. An odd phase δ beyond the stored one makes X̄·Y = |Y|²·exp(iδ).
 */
public final class OddStatistics {

	private static final int RE = 0;
	private static final int IM = 1;
	private static final int POWER = 2;

	private final int species;
	private final int box;
	private final double pixelSize;
	private final boolean jury;
	private final float[] sums;

	private OddStatistics(final int species, final int box, final double pixelSize, final boolean jury, final float[] sums) {
		this.species = species;
		this.box = box;
		this.pixelSize = pixelSize;
		this.jury = jury;
		this.sums = sums;
	}

	/**
	 * Where sums are kept.
	 *
	 * @param box pixels
	 * @param pixelSize Å
	 * @param rings rings of the box in use
	 */
	record Rings(int box, double pixelSize, int rings) {}

	/**
	 * Adds up the tilts of a series.
	 *
	 * @param species number of the species in the run
	 * @param rings those of its reference
	 * @param tilts statistics of the species by tilt, with imaginary parts; null where there are none
	 * @param theta changes of γ by tilt
	 */
	static OddStatistics of(final int species, final Rings rings, final CtfBasis basis,
		final List<CtfStatistics> tilts, final double[][] theta)
	{
		final int box = rings.box;
		final HalfPlane pixels = HalfPlane.of(box);
		final int[][] places = new int[box + 1][box / 2 + 1];
		for (int j = 0; j < pixels.within(rings.rings); j++)
			places[pixels.ky(j) + box / 2][pixels.kx(j)] = j + 1;
		final int count = pixels.within(rings.rings);
		final double[] sums = new double[3 * count];
		for (int t = 0; t < tilts.size(); t++)
			if (tilts.get(t) != null) add(tilts.get(t), theta[t], basis, box * rings.pixelSize, places, sums);
		final float[] values = new float[sums.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) sums[i];
		return new OddStatistics(species, box, rings.pixelSize, false, values);
	}

	private static void add(final CtfStatistics s, final double[] theta, final CtfBasis basis, final double length,
		final int[][] places, final double[] sums)
	{
		final double[] phi = new double[CtfBasis.SIZE];
		final int count = sums.length / 3, half = places.length / 2;
		for (int i = 0; i < s.size(); i++) {
			basis.at(s.kx(i), s.ky(i), phi);
			double g = s.gamma(i);
			for (int l = 0; l < phi.length; l++)
				g += theta[l] * phi[l];
			final double sin = Math.sin(g), cos = Math.cos(g);
			int kx = (int) Math.rint(s.kx(i) * length), ky = (int) Math.rint(s.ky(i) * length);
			final boolean mate = kx == 0 && ky < 0;
			if (mate) ky = -ky;
			if (kx >= places[0].length || Math.abs(ky) > half) continue;
			final int j = places[ky + half][kx] - 1;
			if (j < 0) continue;
			sums[RE * count + j] -= s.sum(CtfStatistics.BS, i) * sin + s.sum(CtfStatistics.BC, i) * cos;
			sums[IM * count + j] -= (mate ? -1 : 1) * (s.sum(CtfStatistics.BS_IMAGINARY, i) * sin + s.sum(
				CtfStatistics.BC_IMAGINARY, i) * cos);
			sums[POWER * count + j] += s.sum(CtfStatistics.ASS, i) * sin * sin + 2 * s.sum(CtfStatistics.ASC, i) * sin * cos + s
				.sum(CtfStatistics.ACC, i) * cos * cos;
		}
	}

	/** Number of the species in the run. */
	public int species() {
		return species;
	}

	/** The same as statistics of particles that judge a fit in which they had no part. */
	OddStatistics asJury() {
		return new OddStatistics(species, box, pixelSize, true, sums);
	}

	/** Whether these are of particles that judge. */
	public boolean isJury() {
		return jury;
	}

	/** The sum with that of another series; this may be null. */
	static OddStatistics sum(final OddStatistics a, final OddStatistics b) {
		if (a == null) return b;
		final int countA = a.size(), countB = b.size(), count = Math.max(countA, countB);
		final float[] values = new float[3 * count];
		for (int kind = 0; kind < 3; kind++)
			for (int j = 0; j < count; j++)
				values[kind * count + j] = (j < countA ? a.sums[kind * countA + j] : 0) + (j < countB ? b.sums[kind * countB + j] : 0);
		return new OddStatistics(a.species, a.box, a.pixelSize, a.jury, values);
	}

	/** Writes the sums as an image of three rows. */
	public void write(final Path file) {
		MrcFile.write(file, new Volume(sums, size(), 3, 1, pixelSize));
	}

	/**
	 * Reads what {@link #write} wrote.
	 *
	 * @param kind box and pixel size (Å) of the species
	 * @param jury whether they are of particles that judge
	 */
	public static OddStatistics read(final Path file, final int species, final Species kind, final boolean jury) {
		return new OddStatistics(species, kind.boxSize(), kind.pixelSize(), jury, MrcFile.read(file).data());
	}

	/** Number of pixels. */
	int size() {
		return sums.length / 3;
	}

	/** Frequency of pixel j, 1/Å. */
	double kx(final int j) {
		return HalfPlane.of(box).kx(j) / (box * pixelSize);
	}

	double ky(final int j) {
		return HalfPlane.of(box).ky(j) / (box * pixelSize);
	}

	int ring(final int j) {
		return (int) HalfPlane.of(box).radius(j);
	}

	double re(final int j) {
		return sums[j];
	}

	double im(final int j) {
		return sums[IM * size() + j];
	}

	double power(final int j) {
		return sums[POWER * size() + j];
	}

	/** End of the band, 1/Å. */
	double highest() {
		return (ring(size() - 1) + 1) / (box * pixelSize);
	}
}
