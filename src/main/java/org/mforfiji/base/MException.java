package org.mforfiji.base;

/**
 * The one family of errors that M for Fiji throws: what went wrong, where (file, line, item, tilt, particle) and what
 * the user can do about it. Unchecked, because no caller between the place and the user can repair it.
 */
public class MException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String what;
	private final String where;
	private final String remedy;

	/**
	 * @param what what is wrong, one sentence without full stop
	 * @param where the place, e.g. {@code TS_01.xml, tilt 3} or {@code particles.star, line 12}; may be empty
	 * @param remedy what to do, one sentence without full stop; may be empty
	 */
	public MException(final String what, final String where, final String remedy) {
		this(what, where, remedy, null);
	}

	/** As {@link #MException(String, String, String)}, with the error below it. */
	public MException(final String what, final String where, final String remedy, final Throwable cause) {
		super(compose(what, where, remedy), cause);
		this.what = what;
		this.where = where;
		this.remedy = remedy;
	}

	/** What is wrong. */
	public String what() {
		return what;
	}

	/** The place of the fault; empty if it has none. */
	public String where() {
		return where;
	}

	/** What to do about it; empty if nothing is known. */
	public String remedy() {
		return remedy;
	}

	private static String compose(final String what, final String where, final String remedy) {
		final StringBuilder text = new StringBuilder(what);
		if (!where.isEmpty()) text.append(" (").append(where).append(')');
		if (!remedy.isEmpty()) text.append(". ").append(remedy);
		return text.append('.').toString();
	}
}
