package org.mforfiji.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Volume;
import org.mforfiji.fourier.Fft3D;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.population.Population;
import org.mforfiji.refine.RefineOptions;
import org.mforfiji.store.SpeciesStore;

/** Where hardly anything is known, near the origin of Fourier space, noise is not blown up by the division by weights. */
class FewImagesTest {

	private static final int SHELLS = 5;

	@TempDir
	Path folder;

	@Test
	void threeParticlesOfNoiseStayBelowTheSignalNearTheOrigin() throws Exception {
		final Population population = SimulatedPopulation.create(folder, 0.01, 1, 6);
		SimulatedPopulation.run(population, RunOptions.builder(RefineOptions.builder().subIterations(0).build()).build(), 2,
			moment -> {});
		final double[] truth = power(MrcFile.read(SimulatedPopulation.phantom(folder)));
		for (final String half : new String[] { "half1", "half2" }) {
			final double[] map = power(MrcFile.read(SpeciesStore.map(population.species().get(0), half)));
			for (int shell = 0; shell < SHELLS; shell++)
				assertTrue(map[shell] < truth[shell], half + ", shell " + shell + ": " + map[shell] + " against " + truth[shell]);
		}
	}

	/** Mean power of the leading shells. Both maps have the same box. */
	private static double[] power(final Volume map) {
		final int n = map.nx(), r = SHELLS;
		final float[] spectrum = new Fft3D(n, n, n).forward(map.data());
		final double[] sum = new double[SHELLS], count = new double[SHELLS];
		for (int z = -r; z <= r; z++)
			for (int y = -r; y <= r; y++)
				for (int x = 0; x <= r; x++) {
					final int shell = (int) Math.rint(Math.sqrt(x * x + y * y + z * z));
					if (shell >= SHELLS) continue;
					final int at = 2 * ((Math.floorMod(z, n) * n + Math.floorMod(y, n)) * (n / 2 + 1) + x);
					sum[shell] += spectrum[at] * spectrum[at] + spectrum[at + 1] * spectrum[at + 1];
					count[shell]++;
				}
		for (int shell = 0; shell < SHELLS; shell++)
			sum[shell] /= count[shell];
		return sum;
	}
}
