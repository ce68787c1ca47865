package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.population.Population;
import org.mforfiji.refine.GridSize;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.store.PopulationStore;

/** A refinement leaves its settings in the population as M's window would. */
class StoredSettingsTest {

	@TempDir
	Path folder;

	private void call(final String verb, final Population population, final String... options) {
		final ByteArrayOutputStream err = new ByteArrayOutputStream();
		final String[] args = Stream.concat(Stream.of(verb, "--population", population.file().toString(), "--threads", "2"), Stream
			.of(options)).toArray(String[]::new);
		assertEquals(Shell.DONE, new Shell(CommandCatalog.discover(), new PrintStream(new ByteArrayOutputStream()), new PrintStream(
			err, true, StandardCharsets.UTF_8), false).run(args), err.toString());
	}

	@Test
	void commandsStoreThemUnderTheNamesOfM() throws IOException {
		final Population before = SimulatedPopulation.copy(SimulatedPopulation.shared(), folder);
		PopulationStore.save(before.withLastRefinementOptions(Map.of("BatchSize", "7", "DoVolumeWarp", "True", "OfAnother", "kept",
			"NIterations", "9")));
		XmlFile.write(XmlFile.read(before.file()).plus(XmlElement.of("Strange", "a", "b")), before.file());
		call("refine", before, "--refine_imagewarp", "2x1", "--refine_stageangles", "--ctf_defocus", "--ctf_zernike3",
			"--ctf_minresolution", "40", "--iter", "1", "--first_iteration_fraction", "0.75", "--weight_threshold", "0.00004");
		final Map<String, String> stored = SimulatedPopulation.open(folder).lastRefinementOptions();
		final Map<String, String> expected = new HashMap<>(Map.of("BatchSize", "7", "OfAnother", "kept", "NIterations", "1",
			"BFactorWeightingThreshold", "0.00004", "InitialResolutionPercent", "75", "MinParticlesPerItem", "1", "DoImageWarp",
			"True", "ImageWarpWidth", "2", "ImageWarpHeight", "1", "DoVolumeWarp", "False"));
		expected.putAll(Map.of("DoAxisAngles", "True", "DoParticlePoses", "False", "DoMagnification", "False", "DoDoming", "False",
			"DoTiltMovies", "False", "DoDefocus", "True", "DoAstigmatismDelta", "True", "DoAstigmatismAngle", "True",
			"DoDefocusGridSearch", "False"));
		expected.putAll(Map.of("DoPhaseShift", "False", "DoCs", "False", "DoZernike13", "True", "DoZernike5", "False",
			"DoZernike2", "False", "DoZernike4", "False", "MinimumCTFRefinementResolution", "40"));
		assertEquals(expected, stored);
		final XmlElement file = XmlFile.read(before.file());
		assertEquals("b", file.child("Strange").orElseThrow().attribute("a", ""));
		call("reconstruct", before);
		assertEquals(stored, SimulatedPopulation.open(folder).lastRefinementOptions(), "nothing was refined since");
	}

	/** M has no auto: the size that its window shows stays. */
	@Test
	void sizesThatItemsChooseAreNotStored() {
		final Map<String, String> stored = StoredSettings.of(RefineOptions.builder().imageWarp(GridSize.AUTO).build());
		assertEquals("True", stored.get("DoImageWarp"));
		assertFalse(stored.containsKey("ImageWarpWidth"));
		assertTrue(stored.keySet().stream().noneMatch(name -> name.startsWith("VolumeWarp")));
	}
}
