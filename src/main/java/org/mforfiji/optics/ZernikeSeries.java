package org.mforfiji.optics;

import java.util.Arrays;

/**
 * A phase over spatial frequency as a sum of Zernike terms, in M's numbering: Σ c·R(ρ)·cos mφ for m ≥ 0 and ·sin |m|φ for
 * m &lt; 0. The radius ρ = |k| is in 1/Å and <b>not</b> scaled to a disc, φ is the angle from the kx axis towards ky.
 * Immutable.
 */
public final class ZernikeSeries {

	private final Term[] terms;
	private final double[] coefficients;
	private final boolean zero;

	private ZernikeSeries(final Term[] terms, final double[] coefficients) {
		this.terms = terms;
		this.coefficients = coefficients;
		zero = Arrays.stream(coefficients).allMatch(c -> c == 0);
	}

	/**
	 * Terms of odd order: coefficients 0–1 belong to n = 1, 2–5 to n = 3, 6–11 to n = 5; within an order m goes from −n to n
	 * in steps of 2.
	 *
	 * @param coefficients radians, any number; copied
	 */
	public static ZernikeSeries odd(final double[] coefficients) {
		final Term[] terms = new Term[coefficients.length];
		for (int i = 0; i < terms.length; i++) {
			final int q = (int) Math.floor((Math.sqrt(1 + 4. * i) - 1) / 2);
			final int n = 2 * q + 1;
			terms[i] = new Term(n, 2 * (i - q * q - q) - n);
		}
		return new ZernikeSeries(terms, coefficients.clone());
	}

	/**
	 * Terms of even order without the constant: coefficients 0–2 belong to n = 2, 3–7 to n = 4; within an order m goes from
	 * −n to n in steps of 2.
	 *
	 * @param coefficients radians, any number; copied
	 */
	public static ZernikeSeries even(final double[] coefficients) {
		final Term[] terms = new Term[coefficients.length];
		for (int i = 0; i < terms.length; i++) {
			final int index = i + 1;
			final int q = (int) Math.floor(Math.sqrt(index));
			terms[i] = new Term(2 * q, 2 * (index - q * q - q));
		}
		return new ZernikeSeries(terms, coefficients.clone());
	}

	/** Number of terms. */
	public int size() {
		return terms.length;
	}

	/** The coefficients in radians; a copy. */
	public double[] coefficients() {
		return coefficients.clone();
	}

	/** Whether all coefficients are 0. */
	public boolean isZero() {
		return zero;
	}

	/** The phase at a spatial frequency (1/Å), radians. */
	public double value(final double kx, final double ky) {
		if (zero) return 0;
		double sum = 0;
		for (int i = 0; i < terms.length; i++)
			if (coefficients[i] != 0) sum += coefficients[i] * terms[i].value(kx, ky);
		return sum;
	}

	/** Term i alone with coefficient 1 at a spatial frequency (1/Å): the derivative of the phase by the coefficient. */
	public double term(final int i, final double kx, final double ky) {
		return terms[i].value(kx, ky);
	}

	/** One Zernike polynomial: radial coefficients for ρ^n, ρ^(n−2), …, ρ^|m| and the angular part as (kx + i·ky)^|m|. */
	private static final class Term {

		private final int m;
		private final double[] radial;

		Term(final int n, final int m) {
			this.m = m;
			final int low = (n - Math.abs(m)) / 2;
			final int high = (n + Math.abs(m)) / 2;
			radial = new double[low + 1];
			for (int s = 0; s <= low; s++)
				radial[s] = (s % 2 == 0 ? 1 : -1) * factorial(n - s) / (factorial(s) * factorial(high - s) * factorial(low - s));
		}

		private static double factorial(final int n) {
			double product = 1;
			for (int i = 2; i <= n; i++)
				product *= i;
			return product;
		}

		double value(final double kx, final double ky) {
			double re = 1;
			double im = 0;
			for (int i = Math.abs(m); i > 0; i--) {
				final double next = re * kx - im * ky;
				im = re * ky + im * kx;
				re = next;
			}
			final double k2 = kx * kx + ky * ky;
			double sum = 0;
			for (final double coefficient : radial)
				sum = sum * k2 + coefficient;
			return sum * (m < 0 ? im : re);
		}
	}
}
