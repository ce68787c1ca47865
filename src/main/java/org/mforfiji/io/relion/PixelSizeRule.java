package org.mforfiji.io.relion;

/** How the pixel size of coordinates or shifts was found. */
public enum PixelSizeRule {

	/** Given by the user. */
	GIVEN("given by the user", ""),
	/** The column is in Å already. */
	ANGSTROM("the columns are in Å", ""),
	/** {@code rlnDetectorPixelSize} · 10⁴ / {@code rlnMagnification}. */
	MAGNIFICATION("rlnDetectorPixelSize and rlnMagnification", ""),
	/** {@code rlnMicrographPixelSize}: coordinates are pixels of the micrograph. */
	MICROGRAPH("rlnMicrographPixelSize"),
	/** {@code rlnTomoTiltSeriesPixelSize}: coordinates are pixels of the unbinned tilt series. */
	TILT_SERIES("rlnTomoTiltSeriesPixelSize"),
	/** {@code rlnImagePixelSize}: pixels of the extracted images. */
	IMAGE("rlnImagePixelSize"),
	/** {@code rlnPixelSize}: pixels of the extracted images. */
	PIXEL("rlnPixelSize"),
	/** There are no such columns. */
	NONE("no such columns", "");

	private final String description;
	private final String column;

	PixelSizeRule(final String column) {
		this(column, column);
	}

	PixelSizeRule(final String description, final String column) {
		this.description = description;
		this.column = column;
	}

	/** In words, for reports. */
	public String description() {
		return description;
	}

	/** The column that holds the pixel size itself; empty if no single one does. */
	String column() {
		return column;
	}
}
