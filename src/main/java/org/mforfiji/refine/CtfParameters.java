package org.mforfiji.refine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Which changes of γ are free in a series, where they are in the vector of parameters, and their prior. The prior is Gaussian
 * around the stored values: the defocus of every tilt on its own; astigmatism and phase shift as a constant of the series,
 * a small random walk over exposure and a smaller deviation of every tilt; the others as they are. Immutable.
 */
final class CtfParameters {

	/** Width of the defocus' prior, µm, and with a search. */
	static final double DEFOCUS_UM = 0.1;
	static final double SEARCHED_UM = 0.3;
	private static final double CS_MM = 0.3;
	/** Of anisotropic terms of fourth order at the end of the band, radians. */
	private static final double FOURTH_RADIANS = 1;
	/** Constant of the series, deviation of a tilt, step from tilt to tilt: astigmatism (µm), phase shift (π). */
	private static final double[] ASTIGMATISM_UM = { 0.1, 0.02, 0.005 };
	private static final double[] PHASE_PI = { 0.1, 0.01, 0.01 };

	private final int tilts;
	private final int[][] index;
	private final List<CtfGroup> groups = new ArrayList<>();
	private final int[] terms;
	private final int[] exposureRank;
	private final double highest;

	/**
	 * @param free groups
	 * @param dose exposure before each tilt, which gives their order in time
	 * @param highest end of the band, 1/Å
	 */
	CtfParameters(final Set<CtfGroup> free, final double[] dose, final double highest) {
		tilts = dose.length;
		this.highest = highest;
		index = new int[tilts][CtfBasis.SIZE];
		for (final int[] row : index)
			Arrays.fill(row, -1);
		for (final CtfGroup group : EnumSet.copyOf(free))
			switch (group) {
				case DEFOCUS -> perTilt(group, CtfBasis.DEFOCUS);
				case ASTIGMATISM -> perTilt(group, CtfBasis.ASTIGMATISM_COS, CtfBasis.ASTIGMATISM_SIN);
				case PHASE -> perTilt(group, CtfBasis.PHASE);
				case CS -> shared(group, CtfBasis.CS);
				case SECOND -> {
					if (!free.contains(CtfGroup.DEFOCUS)) shared(group, CtfBasis.DEFOCUS);
					if (!free.contains(CtfGroup.ASTIGMATISM)) shared(group, CtfBasis.ASTIGMATISM_COS, CtfBasis.ASTIGMATISM_SIN);
				}
				case FOURTH -> shared(group, CtfBasis.FOURTH, CtfBasis.FOURTH + 1, CtfBasis.FOURTH + 2, CtfBasis.FOURTH + 3);
			}
		terms = IntStream.range(0, CtfBasis.SIZE).filter(term -> index[0][term] >= 0).toArray();
		exposureRank = new int[tilts];
		final Integer[] order = IntStream.range(0, tilts).boxed().toArray(Integer[]::new);
		Arrays.sort(order, Comparator.comparingDouble(t -> dose[t]));
		for (int i = 0; i < tilts; i++)
			exposureRank[order[i]] = i;
	}

	private void perTilt(final CtfGroup group, final int... which) {
		for (final int term : which)
			for (int t = 0; t < tilts; t++) {
				index[t][term] = groups.size();
				groups.add(group);
			}
	}

	private void shared(final CtfGroup group, final int... which) {
		for (final int term : which) {
			for (int t = 0; t < tilts; t++)
				index[t][term] = groups.size();
			groups.add(group);
		}
	}

	/** Number of parameters. */
	int size() {
		return groups.size();
	}

	/** Terms that are free. */
	int[] terms() {
		return terms;
	}

	/** Where the change of a term in a tilt is; −1 if it is not free. */
	int index(final int tilt, final int term) {
		return index[tilt][term];
	}

	/** Places of a group's parameters, or of all others. */
	int[] members(final CtfGroup group, final boolean others) {
		return IntStream.range(0, size()).filter(i -> groups.get(i) == group != others).toArray();
	}

	/** Changes by tilt and term. */
	double[][] theta(final double[] x) {
		final double[][] theta = new double[tilts][CtfBasis.SIZE];
		for (int t = 0; t < tilts; t++)
			for (final int term : terms)
				theta[t][term] = x[index[t][term]];
		return theta;
	}

	/** The vector of these changes. */
	double[] vector(final double[][] theta) {
		final double[] x = new double[size()];
		for (int t = 0; t < tilts; t++)
			for (final int term : terms)
				x[index[t][term]] = theta[t][term];
		return x;
	}

	/**
	 * Inverse of the prior's covariance.
	 *
	 * @param defocusUm width of each tilt's defocus
	 */
	DMatrixRMaj precision(final double defocusUm) {
		final DMatrixRMaj k = new DMatrixRMaj(size(), size());
		for (final int term : terms) {
			final CtfGroup group = groups.get(index[0][term]);
			switch (group) {
				case DEFOCUS -> {
					for (int t = 0; t < tilts; t++)
						k.set(index[t][term], index[t][term], 1 / (defocusUm * defocusUm));
				}
				case ASTIGMATISM -> walk(k, term, ASTIGMATISM_UM);
				case PHASE -> walk(k, term, PHASE_PI);
				case CS -> k.set(index[0][term], index[0][term], 1 / (CS_MM * CS_MM));
				case SECOND -> k.set(index[0][term], index[0][term], 1 / (DEFOCUS_UM * DEFOCUS_UM));
				case FOURTH -> k.set(index[0][term], index[0][term], Math.pow(Math.pow(highest, 4) / FOURTH_RADIANS, 2));
			}
		}
		return k;
	}

	private void walk(final DMatrixRMaj k, final int term, final double[] widths) {
		final DMatrixRMaj covariance = new DMatrixRMaj(tilts, tilts);
		for (int a = 0; a < tilts; a++)
			for (int b = 0; b < tilts; b++)
				covariance.set(a, b, widths[0] * widths[0] + widths[2] * widths[2] * Math.min(exposureRank[a], exposureRank[b]) + (a ==
					b ? widths[1] * widths[1] : 0));
		CommonOps_DDRM.invert(covariance);
		for (int a = 0; a < tilts; a++)
			for (int b = 0; b < tilts; b++)
				k.set(index[a][term], index[b][term], covariance.get(a, b));
	}
}
