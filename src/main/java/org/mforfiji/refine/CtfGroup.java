package org.mforfiji.refine;

/** Parameters of the contrast transfer that are kept or put back together. */
enum CtfGroup {
	DEFOCUS("defocus"),
	ASTIGMATISM("astigmatism"),
	PHASE("phase shift"),
	CS("spherical aberration"),
	SECOND("even aberrations of second order"),
	FOURTH("even aberrations of fourth order");

	private final String words;

	CtfGroup(final String words) {
		this.words = words;
	}

	@Override
	public String toString() {
		return words;
	}
}
