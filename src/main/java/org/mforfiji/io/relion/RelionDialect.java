package org.mforfiji.io.relion;

/** The kinds of particle table that RELION and its companions write. */
public enum RelionDialect {

	/** RELION 3.0 and older, and Warp's sub-tomogram export: one table, pixel size in every row. */
	RELION_30("RELION 3.0 table"),
	/** RELION 3.1 and later: a table of optics groups, particles named by micrograph (or Warp tomogram). */
	RELION_31("RELION 3.1 table with optics groups"),
	/** RELION 4: particles named by tomogram, corner coordinates in pixels of the tilt series. */
	RELION_4_TOMO("RELION 4 tomography table"),
	/** RELION 5: particles named by tomogram, centred coordinates in Å. */
	RELION_5_TOMO("RELION 5 tomography table"),
	/** Warp's export of 2-D image stacks for RELION 5: corner coordinates in pixels of the stacks. */
	WARP_STACKS("WarpTools table of 2-D image stacks"),
	/** M's export of particle series for RELION 3.0: one row per particle and tilt image. */
	M_TILT_IMAGES("M particle series, one row per particle and tilt image");

	private final String description;

	RelionDialect(final String description) {
		this.description = description;
	}

	/** In words, for reports. */
	public String description() {
		return description;
	}

	/** Whether particles are named by tomogram. */
	public boolean isTomo() {
		return this == RELION_4_TOMO || this == RELION_5_TOMO || this == WARP_STACKS;
	}
}
