package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.CommandParameter;

class KnownFromMTest {

	/** Each option of MCore is either here or in the table of what is not, never in both. */
	@Test
	void everyOptionOfMCoreIsThereOrKnown() {
		final Set<String> own = new HashSet<>();
		CommandParameter.inputs(CommandCatalog.discover().find("refine").orElseThrow()).forEach(input -> own.addAll(input
			.options()));
		final Set<String> known = new HashSet<>();
		KnownFromM.optionNames().forEach(known::add);
		for (final String option : List.of("population", "port", "devicelist", "perdevice", "perdevice_preprocess",
			"perdevice_refine", "perdevice_postprocess", "workers_preprocess", "workers_refine", "workers_postprocess", "task_dir",
			"external_provisioner", "iter", "first_iteration_fraction", "min_particles", "cpu_memory", "weight_threshold",
			"refine_imagewarp", "refine_particles", "refine_mag", "refine_doming", "refine_stageangles", "refine_volumewarp",
			"refine_tiltmovies", "ctf_batch", "ctf_minresolution", "ctf_defocus", "ctf_defocusexhaustive", "ctf_phase", "ctf_cs",
			"ctf_zernike3", "ctf_zernike5", "ctf_zernike2", "ctf_zernike4"))
			assertTrue(own.contains("--" + option) ^ known.contains("--" + option), option);
	}

	@Test
	void optionsOfOtherCommandsAndStrangersAreNotExplained() {
		assertTrue(KnownFromM.options("refine", List.of("3x3", "--refine_warp")).isEmpty());
		assertTrue(KnownFromM.options("simulate", List.of("--refine_mag")).isEmpty());
	}

	@Test
	void commandsOfMAreExplainedUnlessTheyAreHere() {
		assertEquals("M's rotate_species, which rotates a species, is not in this version: a later version brings it", KnownFromM
			.command("rotate_species").orElseThrow());
		for (final String here : CommandCatalog.discover().names())
			assertFalse(KnownFromM.command(here).isPresent(), here);
	}
}
