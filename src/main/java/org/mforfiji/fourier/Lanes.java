package org.mforfiji.fourier;

/** Many lines of complex values side by side, real and imaginary parts apart: the work space of one thread. */
final class Lanes {

	/** Most lines that are taken together. */
	static final int WIDTH = 80;
	/** Lines from which on it pays to take them together. */
	static final int MANY = 12;
	/** Floats between the real lines. */
	static final int GAP = 8;

	private static final ThreadLocal<Lanes> OWN = new ThreadLocal<>();

	/** [element][line] */
	final float[][] re;
	final float[][] im;
	/** For intermediate sums. */
	final float[][] spare;
	/** Real lines, two for each complex line, {@link #GAP} longer than they are. */
	final float[] rows;

	private Lanes(final int n, final int spares) {
		re = new float[n][WIDTH];
		im = new float[n][WIDTH];
		rows = new float[2 * WIDTH * (n + GAP)];
		spare = new float[spares][WIDTH];
	}

	/** This thread's, with room for lines of n values and that many intermediate sums; contents are arbitrary. */
	static Lanes of(final int n, final int spares) {
		final Lanes own = OWN.get();
		final int length = own == null ? 0 : own.re.length, sums = own == null ? 0 : own.spare.length;
		if (length >= n && sums >= spares) return own;
		final Lanes longer = new Lanes(Math.max(n, length), Math.max(spares, sums));
		OWN.set(longer);
		return longer;
	}

	/** Lines to take together so that all of {@code lines} are done in equal parts. */
	static int width(final int lines) {
		final int parts = (lines + WIDTH - 1) / WIDTH;
		return (lines + parts - 1) / parts;
	}
}
