package org.mforfiji.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.map.FourierShellCorrelation;
import org.mforfiji.map.FscCurves;
import org.mforfiji.map.Masks;
import org.mforfiji.map.ShellFilter;

class ResultPictureTest {

	private static final int N = 64;

	@TempDir
	Path folder;

	private static Volume noise(final long seed, final double scale) {
		final Volume map = Volume.cube(N, 2.5);
		final Random random = new Random(seed);
		for (int i = 0; i < map.data().length; i++)
			map.data()[i] = (float) (scale * random.nextGaussian());
		return map;
	}

	/** A lumpy ball, low-passed, with noise. */
	private static Volume half(final double fall, final long seed) {
		final Volume ball = Masks.multiply(noise(1, 1), Masks.sphere(N, 13, 3), Parallel.serial());
		final Volume signal = ShellFilter.apply(ball, radius -> Math.exp(-radius / fall), Parallel.serial());
		final Volume noise = noise(seed, 0.02);
		for (int i = 0; i < signal.data().length; i++)
			signal.data()[i] += noise.data()[i];
		return signal;
	}

	@Test
	void showsCurvesAndSections() throws IOException {
		final Volume mask = Masks.sphere(N, 14, 5);
		final List<NamedCurve> curves = new ArrayList<>();
		final FscCurves before = FourierShellCorrelation.compute(half(4, 2), half(4, 3), mask);
		final FscCurves after = FourierShellCorrelation.compute(half(9, 4), half(9, 5), mask);
		curves.addAll(NamedCurve.of("before", before));
		curves.addAll(NamedCurve.of("after", after));
		final Path file = folder.resolve("result.png");
		ResultPicture.write(file, curves, List.of(new NamedMap("before", half(4, 2), 100), new NamedMap("after",
			half(9, 4), 100)));
		final BufferedImage image = ImageIO.read(file.toFile());
		assertEquals(820 + 2 * 246 + 6, image.getWidth());
		assertEquals(28 + 3 * 246, image.getHeight());
		assertTrue(count(image, 0x0072B2, 0, 820) > 200, "the curve after");
		assertTrue(count(image, 0x808080, 0, 820) > 200, "the curve before");
		final int column = 826 + 246;
		assertTrue(contrast(image, column + 120, 28 + 120) > 3 * contrast(image, column + 20, 28 + 20 + 20),
			"the map shows in its middle");
		assertTrue(curves.get(0).name().matches("before, corrected: \\d+\\.\\d\\d Å"), curves.get(0).name());
	}

	private static int count(final BufferedImage image, final int colour, final int from, final int to) {
		int found = 0;
		for (int y = 0; y < image.getHeight(); y++)
			for (int x = from; x < to; x++)
				if ((image.getRGB(x, y) & 0xFFFFFF) == colour) found++;
		return found;
	}

	/** Variance of grey values around a place: the particle has contrast, solvent has none. */
	private static double contrast(final BufferedImage image, final int x, final int y) {
		double sum = 0;
		double squares = 0;
		for (int dy = -10; dy < 10; dy++)
			for (int dx = -10; dx < 10; dx++) {
				final int level = image.getRGB(x + dx, y + dy) & 0xFF;
				sum += level / 400.0;
				squares += level * level / 400.0;
			}
		return squares - sum * sum;
	}

	@Test
	void sectionsAreThePlanesThroughTheCentre() {
		final Volume map = Volume.cube(8, 1);
		for (int i = 0; i < 512; i++)
			map.data()[i] = i;
		assertEquals(map.at(2 + 1, 2 + 3, 4), MapSections.section(map, 0, 4)[3 * 4 + 1]);
		assertEquals(map.at(2 + 1, 4, 2 + 3), MapSections.section(map, 1, 4)[3 * 4 + 1]);
		assertEquals(map.at(4, 2 + 1, 2 + 3), MapSections.section(map, 2, 4)[3 * 4 + 1]);
		assertEquals(map.at(7, 7, 4), MapSections.section(map, 0, 8)[63]);
		assertEquals(50, MapSections.roundLength(99));
		assertEquals(0.2, MapSections.roundLength(0.3), 1e-12);
	}

	@Test
	void drawsConstantMapsAndCurvesAlone() {
		final BufferedImage plain = ResultPicture.draw(List.of(), List.of(new NamedMap("nothing", Volume.cube(16, 1))));
		assertEquals(252, plain.getWidth());
		final double[] frequency = { 0, 0.1, 0.2 };
		final BufferedImage plot = ResultPicture.draw(List.of(new NamedCurve("same", frequency, new double[] { 1,
			Double.NaN, 0 }), new NamedCurve(
			"same", frequency, new double[] { 1, 0.5, 0 })), List.of());
		assertEquals(820, plot.getWidth());
		assertThrows(MException.class, () -> ResultPicture.draw(List.of(), List.of()));
		assertThrows(MException.class, () -> new NamedMap("flat", Volume.image(4, 4, 1)));
		assertThrows(MException.class, () -> new NamedCurve("none", new double[2], new double[3]));
	}
}
