package org.mforfiji.refine;

import java.util.List;

/** One unit of an {@link EnvelopeFit}: its sums, its damping now, and the information that the sums hold on it. */
final class EnvelopeUnit {

	/** Standard deviations from where on a slope counts less. */
	private static final double HUBER = 3;
	/** Most that a parameter moves in one step. */
	private static final double[] LONGEST_STEP = { 0.7, 150, 100, 100 };

	private final List<SlopeSums> sums;
	private final double[] expected;
	private final int parameters;
	private final boolean images;
	private double[] theta;
	private Damping damping;
	private int[] first;
	private int[] end;
	/** Huber weights by species, ring and sector; null before the first step. */
	private final double[][] trust;
	private SmallSymmetric information;

	EnvelopeUnit(final EnvelopeFit.Unit unit, final int parameters) {
		sums = unit.sums();
		expected = unit.expected().parameters();
		this.parameters = parameters;
		theta = expected.clone();
		damping = unit.expected();
		information = new SmallSymmetric(parameters);
		trust = new double[sums.size()][];
		images = sums.stream().anyMatch(s -> s != null && hasPower(s));
	}

	private static boolean hasPower(final SlopeSums sums) {
		for (int r = 0; r < sums.rings(); r++)
			for (int s = 0; s < SlopeSums.SECTORS; s++)
				if (sums.power(r, s) > 0) return true;
		return false;
	}

	/** Rings to be looked at, by species. */
	void band(final int[] firstRing, final int[] endRing) {
		first = firstRing;
		end = endRing;
	}

	boolean hasImages() {
		return images;
	}

	Damping damping() {
		return damping;
	}

	/** Information of the sums on the parameters, without prior. */
	SmallSymmetric information() {
		return information;
	}

	/** The same with a prior of these widths, the sums scattering so much more than they should. */
	SmallSymmetric posterior(final double[] widths, final double scatter) {
		final SmallSymmetric posterior = new SmallSymmetric(parameters);
		posterior.add(information, 1 / (scatter * scatter));
		for (int i = 0; i < parameters; i++)
			posterior.add(i, i, 1 / (widths[i] * widths[i]));
		return posterior;
	}

	/** Parameters less the expected ones. */
	double[] deviation() {
		final double[] deviation = new double[parameters];
		for (int i = 0; i < parameters; i++)
			deviation[i] = theta[i] - expected[i];
		return deviation;
	}

	/** Takes a common deviation out. */
	void shift(final double[] common) {
		if (!images) return;
		for (int i = 0; i < parameters; i++)
			theta[i] -= common[i];
		damping = Damping.of(theta);
	}

	/** Adds Σ cross·g and Σ power·g² of a ring, g being the damping now. */
	void addTo(final double[] total, final int species, final int ring) {
		final SlopeSums own = sums.get(species);
		if (own == null) return;
		for (int s = 0; s < SlopeSums.SECTORS; s++) {
			final double g = damping.amplitude(own.k2(ring), SlopeSums.cos(s), SlopeSums.sin(s));
			final double weight = trust[species] == null ? 1 : trust[species][ring * SlopeSums.SECTORS + s];
			total[0] += weight * g * own.cross(ring, s);
			total[1] += weight * g * g * own.power(ring, s);
		}
	}

	/**
	 * One damped Gauss–Newton step.
	 *
	 * @param curve by species and ring
	 * @param widths of the prior
	 * @return length of the step in standard deviations
	 */
	double step(final double[][] curve, final double[] widths) {
		if (!images) return 0;
		information = new SmallSymmetric(parameters);
		final double[] gradient = new double[parameters];
		for (int species = 0; species < sums.size(); species++)
			if (sums.get(species) != null) accumulate(species, curve[species], gradient);
		final double[] deviation = deviation();
		for (int i = 0; i < parameters; i++)
			gradient[i] -= deviation[i] / (widths[i] * widths[i]);
		final SmallSymmetric posterior = posterior(widths, 1);
		final double[] step = posterior.solve(gradient);
		double shrink = 1;
		for (int i = 0; i < parameters; i++)
			shrink = Math.min(shrink, LONGEST_STEP[i] / Math.max(LONGEST_STEP[i], Math.abs(step[i])));
		double length = 0;
		final double[] along = posterior.times(step);
		for (int i = 0; i < parameters; i++) {
			theta[i] += shrink * step[i];
			length += step[i] * along[i];
		}
		damping = Damping.of(theta);
		return Math.sqrt(Math.max(0, length));
	}

	private void accumulate(final int species, final double[] curve, final double[] gradient) {
		final SlopeSums own = sums.get(species);
		if (trust[species] == null) trust[species] = ones(own.rings());
		final double[] direction = new double[Damping.PARAMETERS];
		for (int r = first[species]; r < end[species]; r++)
			for (int s = 0; s < SlopeSums.SECTORS; s++) {
				final double power = own.power(r, s);
				if (!(power > 0)) continue;
				final double model = curve[r] * damping.amplitude(own.k2(r), SlopeSums.cos(s), SlopeSums.sin(s));
				final double residual = own.cross(r, s) - power * model;
				final double weight = Math.min(1, HUBER / Math.max(1e-12, Math.abs(residual) * Math.sqrt(2 / power)));
				trust[species][r * SlopeSums.SECTORS + s] = weight;
				direction[0] = 1;
				direction[1] = own.k2(r) / 4;
				direction[2] = direction[1] * SlopeSums.cos(s);
				direction[3] = direction[1] * SlopeSums.sin(s);
				for (int i = 0; i < parameters; i++) {
					gradient[i] += 2 * weight * residual * model * direction[i];
					for (int j = 0; j <= i; j++)
						information.add(i, j, 2 * weight * power * model * model * direction[i] * direction[j]);
				}
			}
	}

	private static double[] ones(final int rings) {
		final double[] ones = new double[rings * SlopeSums.SECTORS];
		java.util.Arrays.fill(ones, 1);
		return ones;
	}

	/** Adds squared residuals in standard deviations, and their number. */
	void addScatter(final double[] total, final double[][] curve) {
		for (int species = 0; species < sums.size(); species++) {
			final SlopeSums own = sums.get(species);
			if (own == null) continue;
			for (int r = first[species]; r < end[species]; r++)
				for (int s = 0; s < SlopeSums.SECTORS; s++) {
					final double power = own.power(r, s);
					if (!(power > 0)) continue;
					final double model = curve[species][r] * damping.amplitude(own.k2(r), SlopeSums.cos(s), SlopeSums.sin(s));
					final double residual = (own.cross(r, s) - power * model) * Math.sqrt(2 / power);
					total[0] += Math.min(residual * residual, HUBER * Math.abs(residual));
					total[1]++;
				}
		}
	}
}
