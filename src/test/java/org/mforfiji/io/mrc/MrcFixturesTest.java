package org.mforfiji.io.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.Volume;

/** Files of other programs. */
class MrcFixturesTest {

	@TempDir
	Path folder;

	@Test
	void everyMapAgreesWithTheStatisticsInItsHeaderAndSurvivesWriting() throws IOException {
		final List<Path> files;
		try (Stream<Path> walk = Files.walk(Fixtures.path("maps").getParent())) {
			files = walk.filter(f -> f.toString().matches(".*\\.(mrc|mrcs|map)")).sorted().toList();
		}
		assertTrue(files.size() > 6);
		for (final Path file : files) {
			final MrcHeader header = MrcFile.readHeader(file);
			final Volume map = MrcFile.read(file);
			final float[] found = MrcWriter.statistics(map.data());
			// the half-float image and the ribosome carry the statistics of what they were made from
			if (header.mode() != MrcMode.FLOAT16 && !file.toString().contains("70S")) {
				final double scale = found[1] - found[0];
				for (int i = 0; i < (header.statistics()[3] > 0 ? 4 : 3); i++)
					assertEquals(header.statistics()[i], found[i], 2e-3 * scale, file + " statistic " + i);
			}
			final Path copy = folder.resolve("copy.mrc");
			MrcFile.write(copy, map, header.isStack() ? MrcFormat.stack() : MrcFormat.volume());
			assertArrayEquals(map.data(), MrcFile.read(copy).data());
			assertEquals(map.pixelSize(), MrcFile.read(copy).pixelSize(), file.toString());
		}
	}

	@Test
	void particleStacksOfWarpAreHalfFloatsAt12A() {
		final Path file = Fixtures.path(
			"real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12/Unt_050/Unt_050_12.00A_000001.mrcs");
		final MrcHeader header = MrcFile.readHeader(file);
		assertEquals(MrcMode.FLOAT16, header.mode());
		assertEquals(32, header.nx());
		assertEquals(12.0, header.pixelSize(), 1e-4);
		assertArrayEquals(MrcFile.read(file).slice(header.nz() - 1).data(), MrcFile.readSlice(file,
			header.nz() - 1).data());
	}

	@Test
	void halfFloatImageHasTheValuesAnotherReaderFinds() {
		final Volume image = MrcFile.read(Fixtures.path("maps/float16.mrc"));
		final float[] found = MrcWriter.statistics(image.data());
		assertEquals(-4.33984375f, found[0]);
		assertEquals(3.8203125f, found[1]);
		assertEquals(0.0411342, found[2], 1e-6);
	}

	@Test
	void betaGalactosidaseHasItsPixelSize() {
		final MrcHeader header = MrcFile.readHeader(Fixtures.path("maps/betaGal.mrc"));
		assertTrue(header.hasPixelSize());
		assertEquals(header.nx(), header.nz());
		assertTrue(header.pixelSize() > 0.5 && header.pixelSize() < 5);
	}
}
