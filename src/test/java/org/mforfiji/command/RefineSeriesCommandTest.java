package org.mforfiji.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.Volume;
import org.mforfiji.command.cli.Shell;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.ParticleSeries;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.map.FscStar;
import org.mforfiji.run.SyntheticSeries;

/** Particle series through the shell: a small one that the test writes, real ribosomes, and all kinds of bad input. */
class RefineSeriesCommandTest {

	private static final String RIBOSOMES = "real-70S/warptools_test_4-tomos_10-ptcls_box-32_angpix-12_optimisation_set.star";

	private ByteArrayOutputStream out;
	private ByteArrayOutputStream err;

	@TempDir
	private Path folder;
	private SyntheticSeries series;

	@BeforeEach
	void writeSeries() throws IOException {
		series = SyntheticSeries.write(Files.createDirectory(folder.resolve("in")), true);
	}

	private int run(final String... options) {
		return run(series.set(), SyntheticSeries.DIAMETER, options);
	}

	private int run(final Path set, final int diameter, final String... options) {
		out = new ByteArrayOutputStream();
		err = new ByteArrayOutputStream();
		final String[] args = Stream.concat(Stream.of("refine_series", "-i", set.toString(), "-n", "blobs", "-d", Integer.toString(
			diameter), "--threads", "2"), Stream.of(options)).toArray(String[]::new);
		return new Shell(CommandCatalog.discover(), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
			StandardCharsets.UTF_8), false).run(args);
	}

	private String output() {
		return folder.resolve("out").toString();
	}

	@Test
	void iterationsInARowGoOnFromEachOther() {
		final double[] before = series.errors(series.set());
		assertEquals(Shell.DONE, run("-o", output(), "--iter", "2", "--repeat", "2"), () -> err.toString(StandardCharsets.UTF_8));
		final Path last = folder.resolve("out/iteration_2/blobs_optimisation_set.star");
		assertTrue(series.errors(last)[0] < 0.5 * before[0]);
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("Results: " + last), out.toString(StandardCharsets.UTF_8));
		assertEquals(Shell.DONE, run("-o", output(), "--iter", "2", "--repeat", "2", "--json"));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("finished before"), err.toString(StandardCharsets.UTF_8));
	}

	/** Poses off by 6 Å, with the map of the true ones as reference from elsewhere. */
	@Test
	void aReferenceFromElsewhereServes() {
		assertEquals(Shell.DONE, run("-o", output() + "1", "--iter", "2"));
		final String map = folder.resolve("out1/blobs_filt.mrc").toString();
		final double[] before = series.errors(series.set());
		assertEquals(Shell.DONE, run("-o", output(), "--half1", map, "--lowpass", "18", "-m", folder.resolve("out1/blobs_mask.mrc")
			.toString()), () -> err.toString(StandardCharsets.UTF_8));
		assertTrue(series.errors(folder.resolve("out/blobs_optimisation_set.star"))[0] < 0.5 * before[0]);
	}

	@Test
	void realRibosomes() {
		final Path set = Fixtures.path(RIBOSOMES);
		assertEquals(Shell.DONE, run(set, 260, "-o", output(), "--iter", "0"), () -> err.toString(StandardCharsets.UTF_8));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("20 and 20 particles were assigned at random"));
		final double[] fsc = FscStar.read(folder.resolve("out/blobs_fsc.star")).masked();
		assertTrue(fsc[6] > 0.4 && fsc[10] > 0.2, "FSC at 64 and 38 Å: " + fsc[6] + ", " + fsc[10]);
		final ParticleSeries refined = ParticleSeries.read(folder.resolve("out/blobs_optimisation_set.star"));
		assertEquals(1430, refined.visibleImages());
		assertEquals(Shell.DONE, run(folder.resolve("out/blobs_optimisation_set.star"), 260, "-o", output() + "2"));
	}

	private void assertRefused(final String... words) throws IOException {
		assertRefused(List.of(words), "-o", output());
	}

	private void assertRefused(final List<String> words, final String... options) throws IOException {
		final int code = run(options);
		final String said = err.toString(StandardCharsets.UTF_8);
		assertTrue(code != Shell.DONE, said);
		for (final String word : words)
			assertTrue(said.contains(word), () -> "'" + word + "' is not in: " + said);
		assertTrue(!said.contains("Exception"), said);
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(1, files.count(), "nothing was written");
		}
	}

	private Path stack() {
		return folder.resolve("in/TS_2/3.mrcs");
	}

	@Test
	void aMissingStackIsNamed() throws IOException {
		Files.delete(stack());
		assertRefused("particle 13", "3.mrcs");
	}

	@Test
	void aStackWithAnotherNumberOfImagesIsNamed() throws IOException {
		final Volume whole = MrcFile.read(stack());
		MrcFile.writeStack(stack(), new Volume(java.util.Arrays.copyOf(whole.data(), 4 * 40 * 40), 40, 40, 4, 6));
		assertRefused("3.mrcs", "The stack has 4 images, but the tomogram has 11 tilts, of which 10 show the particle");
	}

	@Test
	void aValueThatIsNoNumberIsNamed() throws IOException {
		final byte[] bytes = Files.readAllBytes(stack());
		final int at = bytes.length - 4;
		System.arraycopy(new byte[] { 0, 0, (byte) 0xC0, 0x7F }, 0, bytes, at, 4);
		Files.write(stack(), bytes);
		assertRefused("particle 13", "3.mrcs", "NaN");
	}

	@Test
	void aTruncatedStackIsNamed() throws IOException {
		final byte[] bytes = Files.readAllBytes(stack());
		Files.write(stack(), java.util.Arrays.copyOf(bytes, bytes.length - 100));
		assertRefused("particle 13", "3.mrcs");
	}

	@Test
	void aMissingColumnIsNamed() throws IOException {
		Files.writeString(series.table(), Files.readString(series.table()).replace("_rlnAngleTilt ", "_rlnAngleTlit "));
		assertRefused("Column rlnAngleTilt is missing", "rlnAngleTlit");
		Files.writeString(series.table(), Files.readString(series.table()).replace("_rlnAngleTlit ", "_rlnAngleTilt ").replace(
			"_rlnImagePixelSize ", "_rlnImagePixelSiz "));
		assertRefused("blobs_particles.star", "pixel size");
	}

	@Test
	void aParticleOfAnUnknownTomogramIsNamed() throws IOException {
		Files.writeString(series.table(), Files.readString(series.table()).replaceFirst("TS_2.tomostar", "TS_9.tomostar"));
		assertRefused("There is no tomogram TS_9.tomostar", "TS_2");
	}

	@Test
	void tooFewParticlesAreRefused() throws IOException {
		final StarFile star = StarFile.read(series.table()), one = StarFile.of(star.block("general"), star.block("optics"));
		final StarBlock all = star.block("particles"), first = StarBlock.loop("particles", all.columns());
		first.addRow(all.columns().stream().map(column -> all.text(0, column)).toArray(String[]::new));
		one.add(first).write(series.table());
		assertRefused("Half-set 1 has 1 particle", "Half-set 2 has no particle");
	}

	@Test
	void anOddBoxIsRefused() throws IOException {
		Files.writeString(series.table(), Files.readString(series.table()).replaceAll("(opticsTS_\\d.*)  40  ", "$1  41  "));
		assertRefused("odd edge of 41 pixels");
	}

	@Test
	void aMaskOfAnotherSizeIsRefused() throws IOException {
		final Path mask = folder.resolve("in/mask.mrc");
		MrcFile.write(mask, Volume.cube(48, 6));
		assertRefused(List.of("48×48×48 voxels, but the box of the images is 40"), "-o", output(), "-m", mask.toString());
		MrcFile.write(mask, Volume.cube(40, 5));
		assertRefused(List.of("pixel size of 5", "It is empty"), "-o", output(), "-m", mask.toString());
	}

	@Test
	void whatCannotBeMeantIsRefused() throws IOException {
		assertRefused(List.of("image warp", "not whole tilts"), "-o", output(), "--refine_imagewarp", "2x2");
		assertRefused(List.of("--half1"), "-o", output(), "--lowpass", "30");
		assertRefused(List.of("blobs_particles.star", "another folder"), "-o", series.table().getParent().toString());
		assertRefused(List.of("diameter"), "-o", output(), "-d", "900");
		assertRefused(List.of("Q7"), "-o", output(), "-s", "Q7");
		assertRefused(List.of("lowpass"), "-o", output(), "--half1", stack().toString());
	}
}
