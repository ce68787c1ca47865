package org.mforfiji.refine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;

class SeriesOpticsTest {

	private static final Path FILE = Path.of("test-data", "demo", "warp_tiltseries", "TS_01.xml");

	@TempDir
	Path folder;

	/** Changes of every kind; Cs and fourth order are the series'. */
	private static double[][] change(final int tilts, final boolean sharedAstigmatism, final long seed) {
		final Random random = new Random(seed);
		final double[] common = new double[CtfBasis.SIZE], width = { 0.08, 0.05, 0.05, 0.03, 0.2, 300, 300, 300, 300 };
		for (int i = 0; i < common.length; i++)
			common[i] = width[i] * random.nextGaussian();
		final double[][] theta = new double[tilts][];
		for (int t = 0; t < tilts; t++) {
			theta[t] = common.clone();
			for (int i = 0; i < CtfBasis.CS; i++)
				if (!sharedAstigmatism || i == CtfBasis.DEFOCUS || i == CtfBasis.PHASE) theta[t][i] += width[i] * random.nextGaussian();
		}
		return theta;
	}

	private TiltSeriesMetadata refined(final TiltSeriesMetadata metadata, final double[][] theta, final boolean shared) {
		final TiltSeriesMetadata changed = SeriesOptics.of(metadata).changed(theta, shared).onto(SeriesOptics.remembered(metadata));
		TiltSeriesXml.write(changed, folder.resolve("series.xml"));
		return TiltSeriesXml.read(folder.resolve("series.xml"));
	}

	/** However often a series is refined, the way back to what was imported is the sum of all changes, through the file, too. */
	@Test
	void importedValuesAreRemembered() {
		for (final boolean shared : new boolean[] { false, true }) {
			TiltSeriesMetadata metadata = TiltSeriesXml.read(FILE);
			final double[][] sum = new double[metadata.tilts()][CtfBasis.SIZE];
			for (int run = 0; run < 3; run++) {
				final double[][] theta = change(sum.length, shared, run);
				metadata = refined(metadata, theta, shared);
				final double[][] back = SeriesOptics.imported(metadata, shared);
				for (int t = 0; t < sum.length; t++)
					for (int i = 0; i < CtfBasis.SIZE; i++) {
						sum[t][i] += theta[t][i];
						assertEquals(-sum[t][i], back[t][i], i < CtfBasis.FOURTH ? 2e-5 : 5e-3, "term " + i + " of tilt " + t);
					}
			}
		}
	}

	/** What was never refined is imported as it is, and another program's metadata are imported anew. */
	@Test
	void withoutMemoryThePresentIsImported() {
		final TiltSeriesMetadata metadata = TiltSeriesXml.read(FILE);
		assertTrue(metadata.importedOptics().isEmpty());
		for (final double[] theta : SeriesOptics.imported(metadata, false))
			assertArrayEquals(new double[CtfBasis.SIZE], theta);
		for (final double[] theta : SeriesOptics.imported(SeriesOptics.remembered(metadata), false))
			for (final double one : theta)
				assertEquals(0, one, 1e-6);
	}
}
