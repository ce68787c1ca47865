package org.mforfiji.run;

import java.util.List;
import java.util.Map;

import org.mforfiji.refine.ImagingModel;
import org.mforfiji.store.JointCommit;

/** The items of a run and the place where their results go. */
public interface ItemSource {

	/** Items that show particles, in a fixed order. */
	List<RunItem> items();

	/** What identifies the items' data and metadata, name to text: a journal is gone on with only if all of it is the same. */
	Map<String, String> fingerprint();

	/** Stages refined imaging for the commit. */
	void stage(Map<RunItem, ImagingModel> refined, JointCommit commit);
}
