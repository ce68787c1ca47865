package org.mforfiji.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

class FscCurvesTest {

	@TempDir
	Path folder;

	/** The table of RELION's post-processing: 0 … n/2, of which our curves take all but the last. */
	private static FscCurves relion(final StarFile file) {
		final StarBlock fsc = file.block("fsc");
		final int box = 2 * (fsc.rows() - 1);
		final double pixelSize = fsc.number(fsc.rows() - 1, "rlnAngstromResolution") / 2;
		final double[] unmasked = fsc.numbers("rlnFourierShellCorrelationUnmaskedMaps");
		final double[] masked = fsc.numbers("rlnFourierShellCorrelationMaskedMaps");
		final double[] randomised = fsc.numbers("rlnCorrectedFourierShellCorrelationPhaseRandomizedMaskedMaps");
		final double[] corrected = FscCurves.correct(masked, randomised, FscCurves.randomisedFrom(unmasked));
		return new FscCurves(box, pixelSize, cut(unmasked), cut(masked), cut(randomised), cut(corrected));
	}

	private static double[] cut(final double[] curve) {
		return Arrays.copyOf(curve, curve.length - 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "022", "026", "029", "033", "036", "039", "043", "046", "049" })
	void followsRelionOnRealHalfMaps(final String job) {
		final StarFile file = StarFile.read(Fixtures.path("postprocess/" + job + "/postprocess.star"));
		final StarBlock general = file.block("general");
		final FscCurves curves = relion(file);
		final double[] corrected = file.block("fsc").numbers("rlnFourierShellCorrelationCorrected");
		for (int s = 0; s < curves.shells(); s++)
			assertEquals(corrected[s], curves.corrected()[s], 1.1e-5, "shell " + s);
		assertEquals(general.number(0, "rlnFinalResolution"), curves.wholeShellResolution(), 1e-4);
		assertTrue(curves.resolution() <= curves.wholeShellResolution() + 1e-9
			&& curves.resolution() > 0.95 * curves.wholeShellResolution(),
			"between shells: " + curves.resolution());
		final double from = general.number(0, "rlnRandomiseFrom");
		assertEquals(from, curves.box() * curves.pixelSize() / curves.randomisedFrom(), 1e-4);
		final double share = 1 / general.number(0, "rlnParticleBoxFractionSolventMask");
		final double[] particle = file.block("fsc").numbers("rlnFourierShellCorrelationParticleMaskFraction");
		for (int s = 1; s < curves.shells(); s++)
			if (curves.unmasked()[s] > 0) assertEquals(particle[s], curves.particle(share)[s], 2e-4,
				"particle's share, shell " + s);
	}

	@ParameterizedTest
	@ValueSource(strings = { "022", "026", "029", "033", "036", "039", "043", "046", "049" })
	void guinierSlopeIsRelionsBFactor(final String job) {
		final StarFile file = StarFile.read(Fixtures.path("postprocess/" + job + "/postprocess.star"));
		final double used = file.block("general").number(0, "rlnBfactorUsedForSharpening");
		final StarBlock guinier = file.block("guinier");
		final double[] k2 = guinier.numbers("rlnResolutionSquared");
		final double[] weighted = guinier.numbers("rlnLogAmplitudesWeighted");
		final double[] x = new double[k2.length];
		final double[] y = new double[k2.length];
		int points = 0;
		for (int i = 0; i < k2.length; i++)
			if (k2[i] >= 0.01 && weighted[i] > -90) {
				x[points] = k2[i];
				y[points++] = weighted[i];
			}
		final double b = 4 * Sharpening.fit(Arrays.copyOf(x, points), Arrays.copyOf(y, points)).slope();
		if (used != 0) assertEquals(used, b, 0.01 * Math.abs(used));
	}

	@Test
	void crossesBetweenShells() {
		assertEquals(2.5, FscCurves.crossing(new double[] { 1, 1, 0.6, 0.4, 0.1 }, 0.5), 1e-9);
		assertEquals(3.5, FscCurves.crossing(new double[] { 1, -0.6, 0.2, 0.6, 0.4 }, 0.5), 1e-9, "the first shells end nothing");
		assertEquals(5.5, FscCurves.crossing(new double[] { 1, 1, 0.6, 0.1, 0.8, 0.2, 0 }, 0.1), 1e-9, "a gap ends nothing");
		assertEquals(2.8, FscCurves.crossing(new double[] { 1, 1, 0.5, 0.0, 0.2, 0.1, 0 }, 0.1), 1e-9, "a fall does");
		assertEquals(2, FscCurves.crossing(new double[] { 0.4, 0.4, 0.4, 0.4 }, 0.5));
		assertEquals(2, FscCurves.crossing(new double[] { 1, 1, 1 }, 0.5));
		final FscCurves fixed = FscCurves.fixed(64, 2, 16);
		assertEquals(16, fixed.resolution(), 2);
		assertEquals(16, fixed.wholeShellResolution(), 1e-9);
		assertEquals(1 / 64.0, fixed.frequencies()[2], 1e-12);
		assertEquals(0.0577, fixed.share(100), 1e-4);
	}

	@Test
	void outlivesItsStarFile() throws IOException {
		final double[] a = { 1, 0.9, 0.5, -0.01 };
		final double[] b = { 1, 0.95, 0.6, 0.02 };
		final FscCurves curves = new FscCurves(8, 1.2345, a, b, new double[] { 1, 0.8, 0.1, 0 }, new double[] { 1, 0.95,
			0.55, 0.02 });
		final Path file = folder.resolve("x_fsc.star");
		FscStar.write(file, curves);
		final FscCurves read = FscStar.read(file);
		assertEquals(8, read.box());
		assertEquals(1.2345, read.pixelSize(), 1e-6);
		assertArrayEquals(a, read.unmasked(), 1e-6);
		assertArrayEquals(b, read.masked(), 1e-6);
		assertArrayEquals(curves.randomised(), read.randomised(), 1e-6);
		assertArrayEquals(curves.corrected(), read.corrected(), 1e-6);
		final StarBlock block = StarFile.read(file).firstLoop();
		assertEquals("Infinity", block.text(0, 0));
		assertEquals(java.util.List.of("wrpResolution", "wrpFSCUnmasked", "wrpFSCRandomized", "wrpFSCCorrected",
			"wrpFSCMasked"), block.columns());
		Files.writeString(file, "\ndata_\n\nloop_\n_a #1\n  1\n  2\n");
		assertThrows(MException.class, () -> FscStar.read(file));
	}

	@Test
	void refusesCurvesOfAnotherLength() {
		final double[] four = new double[4];
		assertThrows(MException.class, () -> new FscCurves(10, 1, four, four, four, four));
		assertThrows(MException.class, () -> FscCurves.fixed(8, 1, 4).particle(0));
	}
}
