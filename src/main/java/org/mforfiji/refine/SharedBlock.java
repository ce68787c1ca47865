package org.mforfiji.refine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A kind of parameters that all particles of an item share, and that is kept or put back as a whole. */
public enum SharedBlock {

	IMAGE_WARP("image warp"), STAGE_ANGLES("stage angles"), VOLUME_WARP("volume warp"), MAGNIFICATION("magnification");

	private final String label;

	SharedBlock(final String label) {
		this.label = label;
	}

	/** The kinds that judgements put back; judgements of other things are left aside. */
	public static Set<SharedBlock> putBack(final List<Judgement> judgements) {
		final Set<SharedBlock> kinds = EnumSet.noneOf(SharedBlock.class);
		for (final SharedBlock kind : values())
			if (judgements.stream().anyMatch(judgement -> !judgement.kept() && judgement.block().equals(kind.label))) kinds.add(kind);
		return kinds;
	}

	@Override
	public String toString() {
		return label;
	}
}
