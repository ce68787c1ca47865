package org.mforfiji.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.mforfiji.population.Species;
import org.mforfiji.refine.ImagingModel;
import org.mforfiji.store.JointCommit;
import org.mforfiji.store.SpeciesContent;

/** The items of a run and the place where their results go. */
public interface ItemSource {

	/** Folder of the journal, error bars and report. */
	Path home();

	/** Items that show particles, in a fixed order. */
	List<RunItem> items();

	/** What identifies the items' data and metadata, name to text: a journal is gone on with only if all of it is the same. */
	Map<String, String> fingerprint();

	/**
	 * Stages refined imaging for the commit.
	 *
	 * @param refined of the items that were refined
	 * @param imaged items with their refined contrast transfer, where that changed
	 */
	void stage(Map<RunItem, ImagingModel> refined, Map<RunItem, RunItem> imaged, JointCommit commit);

	/**
	 * Stages what the items were refined with.
	 *
	 * @param settings by M's names, to be written over those of the refinement before; others stay
	 */
	void stageSettings(Map<String, String> settings, JointCommit commit);

	/**
	 * Stages maps, properties and particles of a species for the commit.
	 *
	 * @return the species as it will be
	 */
	Species stage(Species species, SpeciesContent content, JointCommit commit);
}
