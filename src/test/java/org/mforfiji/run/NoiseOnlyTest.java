package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.population.Population;

/** Images of nothing but noise give no map, whatever they are compared with. */
class NoiseOnlyTest {

	@TempDir
	Path folder;

	/** First against maps from elsewhere that show a particle at 19 Å, then against what came of it, in a box of 240 Å. */
	@Test
	void noResolutionIsInvented() throws IOException {
		Population population = SimulatedPopulation.create(folder, 1e-5, 2, 20);
		for (final boolean external : new boolean[] { true, false, false }) {
			final RunReport report = SimulatedPopulation.run(population, SimulatedPopulation.options().externalReference(external)
				.build(), 2, moment -> {});
			final RunReport.SpeciesResult result = report.species().get(0);
			assertTrue(result.after().corrected() >= 120, "only the two shells that are taken for granted, not " + result.after());
			final double gain = report.totals().improvement();
			assertTrue(gain < 10, "log-likelihood gained: " + gain);
			population = SimulatedPopulation.open(folder);
		}
	}
}
