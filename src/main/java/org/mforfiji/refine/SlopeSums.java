package org.mforfiji.refine;

/**
 * What images of one species tell of the strength of their signal, by ring and direction: the sums Σ Re(conj(D)·Y) and Σ
 * C2·|Y|² of images against predictions Y of amplitude 1. Their ratio is the slope of the signal, and twice the second sum the
 * information on it: the slope's standard deviation is 1/√(2·power). Not thread-safe.
 */
public final class SlopeSums {

	/** Directions told apart, over the half plane −90° … 90°. */
	static final int SECTORS = 12;

	private static final double[] COS = new double[SECTORS];
	private static final double[] SIN = new double[SECTORS];

	static {
		// Mean of cos 2φ over a sector of width π/SECTORS.
		final double half = Math.PI / SECTORS, mean = Math.sin(half) / half;
		for (int s = 0; s < SECTORS; s++) {
			final double twice = 2 * ((s + 0.5) * Math.PI / SECTORS - Math.PI / 2);
			COS[s] = mean * Math.cos(twice);
			SIN[s] = mean * Math.sin(twice);
		}
	}

	private final double unit;
	private final double[] cross;
	private final double[] power;

	/**
	 * Empty sums.
	 *
	 * @param rings number of rings
	 * @param ringWidth width of a ring, 1/Å: ring r holds frequencies from r to r + 1 times it
	 */
	public SlopeSums(final int rings, final double ringWidth) {
		unit = ringWidth * ringWidth;
		cross = new double[rings * SECTORS];
		power = new double[rings * SECTORS];
	}

	private SlopeSums(final SlopeSums like) {
		unit = like.unit;
		cross = new double[like.cross.length];
		power = new double[cross.length];
	}

	/** Empty sums of the same rings. */
	public SlopeSums emptyCopy() {
		return new SlopeSums(this);
	}

	/** Number of rings. */
	public int rings() {
		return cross.length / SECTORS;
	}

	/** Mean squared frequency of a ring, 1/Å². */
	double k2(final int ring) {
		return unit * (ring * (ring + 1.0) + 0.5);
	}

	/** Sector of the direction (kx, ky), kx ≥ 0. */
	static int sector(final int kx, final int ky) {
		final double turns = Math.atan2(ky, kx) / Math.PI + 0.5;
		return Math.max(0, Math.min(SECTORS - 1, (int) (turns * SECTORS)));
	}

	static double cos(final int sector) {
		return COS[sector];
	}

	static double sin(final int sector) {
		return SIN[sector];
	}

	double cross(final int ring, final int sector) {
		return cross[ring * SECTORS + sector];
	}

	double power(final int ring, final int sector) {
		return power[ring * SECTORS + sector];
	}

	/** Adds to the sums of a ring and sector. */
	void add(final int ring, final int sector, final double crossTerm, final double powerTerm) {
		cross[ring * SECTORS + sector] += crossTerm;
		power[ring * SECTORS + sector] += powerTerm;
	}

	/**
	 * Adds sums of other images, whose predictions are to be damped first.
	 *
	 * @param factor what their predictions lack
	 */
	public void add(final SlopeSums other, final Damping factor) {
		for (int r = 0; r < rings(); r++)
			for (int s = 0; s < SECTORS; s++) {
				final double w = factor.amplitude(k2(r), COS[s], SIN[s]);
				add(r, s, w * other.cross(r, s), w * w * other.power(r, s));
			}
	}
}
