package org.mforfiji.refine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Parameters of the contrast transfer that noise puts back together. Held-out particles judge blocks of them. */
enum CtfGroup {
	DEFOCUS("defocus"),
	ASTIGMATISM("astigmatism"),
	PHASE("phase shift"),
	CS("spherical aberration"),
	SECOND("even aberrations of second order"),
	FOURTH("even aberrations of fourth order");

	/** What held-out particles judge together, as few of them tell little. */
	static final List<Set<CtfGroup>> BLOCKS = List.of(EnumSet.of(DEFOCUS, ASTIGMATISM), EnumSet.of(PHASE), EnumSet.of(CS),
		EnumSet.of(SECOND, FOURTH));

	private final String words;

	CtfGroup(final String words) {
		this.words = words;
	}

	@Override
	public String toString() {
		return words;
	}
}
