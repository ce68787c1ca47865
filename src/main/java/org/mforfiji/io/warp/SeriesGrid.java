package org.mforfiji.io.warp;

/** The spline grids in the metadata of a tilt series, with the constant that stands in for a missing one. */
public enum SeriesGrid {
	/** Defocus in µm over the volume's (x, y) and the tilts; normally 1×1×N. */
	CTF("GridCTF", 0),
	/** Difference of the two defoci in µm, 1×1×N. */
	CTF_DEFOCUS_DELTA("GridCTFDefocusDelta", 0),
	/** Angle of astigmatism in degrees, 1×1×N. */
	CTF_DEFOCUS_ANGLE("GridCTFDefocusAngle", 0),
	/** Phase shift in π, 1×1×N. */
	CTF_PHASE("GridCTFPhase", 0),
	/** Image warp along x in Å over the image's (x, y) and the tilts; subtracted. */
	MOVEMENT_X("GridMovementX", 0),
	/** Image warp along y in Å; subtracted. */
	MOVEMENT_Y("GridMovementY", 0),
	/** Stage angle correction about x in degrees, normally 1×1×N. */
	ANGLE_X("GridAngleX", 0),
	/** Stage angle correction about y in degrees. */
	ANGLE_Y("GridAngleY", 0),
	/** Stage angle correction about z in degrees. */
	ANGLE_Z("GridAngleZ", 0),
	/** B-factor per tilt in Å², negative; a single node means that none was fitted. */
	DOSE_BFACTORS("GridDoseBfacs", 0),
	/** Anisotropy of the B-factor per tilt in Å². */
	DOSE_BFACTOR_DELTAS("GridDoseBfacsDelta", 0),
	/** Direction of that anisotropy in degrees. */
	DOSE_BFACTOR_ANGLES("GridDoseBfacsAngle", 0),
	/** Weight per tilt; a single node means that none was fitted. */
	DOSE_WEIGHTS("GridDoseWeights", 1),
	/** B-factor over (x, y) in Å². */
	LOCATION_BFACTORS("GridLocationBfacs", 0),
	/** Weight over (x, y). */
	LOCATION_WEIGHTS("GridLocationWeights", 1);

	private final String elementName;
	private final float ifMissing;

	SeriesGrid(final String elementName, final float ifMissing) {
		this.elementName = elementName;
		this.ifMissing = ifMissing;
	}

	/** Name of the XML element. */
	public String elementName() {
		return elementName;
	}

	/** The constant value of the grid where the file has none. */
	public float ifMissing() {
		return ifMissing;
	}
}
