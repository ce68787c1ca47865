package org.mforfiji.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mforfiji.base.Fixtures;
import org.mforfiji.base.MException;
import org.mforfiji.base.Volume;
import org.mforfiji.io.imod.ImodAlignment;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.relion.Microscope;
import org.mforfiji.io.relion.OpticsGroup;
import org.mforfiji.io.relion.OpticsGroup.Images;
import org.mforfiji.io.relion.OptimisationSet;
import org.mforfiji.io.relion.ParticleSeriesWriter;
import org.mforfiji.io.relion.RelionDialect;
import org.mforfiji.io.relion.RelionParticle;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.io.relion.RelionTomograms;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;
import org.mforfiji.population.Particle;
import org.opentest4j.TestAbortedException;

/**
 * Every file of others in {@code fixtures/formats} and {@code fixtures/warp} is read, written and read again without loss,
 * by the reader of its kind, or refused in words that say what it is. A file of a new kind fails until it is provided for.
 */
class EveryFixtureTest {

	private static final Path NONE = Path.of("no fixtures");

	@TempDir
	Path folder;

	static List<Path> files() throws IOException {
		try (Stream<Path> formats = Files.walk(Fixtures.path("formats")); Stream<Path> warp = Files.walk(Fixtures.path("warp"))) {
			return Stream.concat(formats, warp).filter(Files::isRegularFile).sorted().toList();
		}
		catch (final TestAbortedException absent) {
			return List.of(NONE);
		}
	}

	@ParameterizedTest
	@MethodSource("files")
	void isKeptOrRefused(final Path file) throws IOException {
		assumeTrue(file != NONE, "Skipped: no fixtures");
		final String name = file.getFileName().toString();
		switch (name.substring(name.lastIndexOf('.') + 1)) {
			case "star" -> star(file);
			case "xml" -> xml(file);
			case "mrc" -> mrc(file);
			case "xf" -> xf(file, name);
			case "tltxf" -> keepsTransforms(file);
			case "tlt" -> tlt(file);
			case "aln" -> refused("AreTomo", () -> ImodAlignment.read(file, 1));
			case "mdoc" -> refused("not a STAR file", () -> StarFile.read(file));
			case "txt" -> refused("not a STAR file", () -> StarFile.read(file));
			default -> fail("Nothing is said about files like " + file);
		}
	}

	private static void refused(final String words, final Runnable read) {
		final MException refusal = assertThrows(MException.class, read::run);
		assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
		assertFalse(refusal.remedy().isBlank(), refusal.getMessage());
	}

	private void xml(final Path file) {
		final TiltSeriesMetadata read = TiltSeriesXml.read(file);
		assertTrue(read.tilts() > 1);
		final Path copy = folder.resolve("copy.xml");
		TiltSeriesXml.write(read, copy);
		assertEquals(read.xml(), TiltSeriesXml.read(copy).xml());
	}

	private void mrc(final Path file) {
		final Volume read = MrcFile.read(file);
		final Path copy = folder.resolve("copy.mrc");
		MrcFile.write(copy, read);
		final Volume again = MrcFile.read(copy);
		assertArrayEquals(read.data(), again.data());
		assertEquals(read.pixelSize(), again.pixelSize());
		assertEquals(List.of(read.nx(), read.ny(), read.nz()), List.of(again.nx(), again.ny(), again.nz()));
	}

	private void xf(final Path file, final String name) throws IOException {
		if (name.contains("local")) refused("local alignments", () -> ImodAlignment.read(file, 1));
		else if (name.contains("midas")) refused("Midas", () -> ImodAlignment.read(file, 1));
		else keepsTransforms(file);
	}

	private void keepsTransforms(final Path file) throws IOException {
		final Path copy = folder.resolve("copy.xf");
		ImodAlignment.read(file, 1).write(copy);
		assertEquals(numbers(file), numbers(copy));
	}

	private void tlt(final Path file) throws IOException {
		final Path copy = folder.resolve("copy.tlt");
		ImodAlignment.writeAngles(ImodAlignment.readAngles(file), copy);
		assertEquals(numbers(file), numbers(copy));
	}

	private static List<Double> numbers(final Path file) throws IOException {
		return Stream.of(Files.readString(file).trim().split("\\s+")).map(Double::valueOf).toList();
	}

	/** As a STAR file first, then as what its columns say it is. */
	private void star(final Path file) {
		final StarFile read = StarFile.read(file);
		final Path copy = folder.resolve("copy.star");
		read.write(copy);
		assertTrue(read.sameContent(StarFile.read(copy)));
		if (has(read, "wrpCoordinateX1")) speciesTable(file, copy);
		else if (has(read, "rlnAngleRot")) relionParticles(file, read, copy);
		else if (has(read, "rlnTomoParticlesFile")) optimisationSet(file, copy);
		else if (has(read, "rlnTomoSizeX")) tomograms(file, read);
		else if (has(read, "rlnTomoXTilt")) assertEquals(read.firstLoop().rows(), RelionTomograms.readTiltSeries(file).size());
		else otherTable(file, read);
	}

	private static boolean has(final StarFile star, final String column) {
		return star.blocks().stream().anyMatch(block -> block.hasColumn(column));
	}

	/** Tables that no command takes: they are refused by name where particles are asked for. */
	private static void otherTable(final Path file, final StarFile read) {
		final StarBlock first = read.firstLoop();
		final boolean known = first.hasColumn("rlnCtfImage") || List.of("grid", "points").contains(first.name());
		assertTrue(known, "Nothing is said about tables like " + file);
		refused("not particles", () -> RelionParticles.read(file));
	}

	private static void speciesTable(final Path file, final Path copy) {
		final List<Particle> particles = ParticleTable.read(file, 1);
		ParticleTable.write(particles, copy);
		final List<Particle> again = ParticleTable.read(copy, 1);
		assertEquals(particles.size(), again.size());
		for (int p = 0; p < again.size(); p++) {
			final Particle was = particles.get(p), is = again.get(p);
			assertArrayEquals(was.coordinates(), is.coordinates(), 5e-6);
			assertArrayEquals(was.anglesDeg(), is.anglesDeg(), 5e-6);
			assertEquals(was.halfSet() + was.sourceName() + was.sourceHash() + was.extra(), is.halfSet() + is.sourceName() + is
				.sourceHash() + is.extra());
		}
	}

	private static void relionParticles(final Path file, final StarFile star, final Path copy) {
		final RelionParticles read = RelionParticles.read(file);
		assertEquals(star.blocks().get(star.blocks().size() - 1).rows(), read.size());
		if (read.opticsGroups().isEmpty()) {
			refused("read, not written", () -> read.write(copy));
			return;
		}
		read.write(copy);
		final RelionParticles again = RelionParticles.read(copy);
		assertEquals(read.dialect(), again.dialect());
		assertEquals(read.size(), again.size());
		for (int p = 0; p < again.size(); p++) {
			final RelionParticle was = read.particles().get(p), is = again.particles().get(p);
			assertEquals(was.name(), is.name());
			assertArrayEquals(was.coordinateA(), is.coordinateA(), 1e-5);
			assertArrayEquals(was.anglesDeg(), is.anglesDeg(), 1e-6);
			assertEquals(was.labels().randomSubset(), is.labels().randomSubset());
			assertEquals(was.labels().opticsGroup(), is.labels().opticsGroup());
			assertArrayEquals(was.labels().visibleTilts(), is.labels().visibleTilts());
			assertEquals(was.labels().imageName(), is.labels().imageName());
		}
	}

	private static void optimisationSet(final Path file, final Path copy) {
		final OptimisationSet read = OptimisationSet.read(file);
		new OptimisationSet(copy, read.entries()).write();
		assertEquals(read.entries(), OptimisationSet.read(copy).entries());
	}

	private void tomograms(final Path file, final StarFile star) {
		if (has(star, "rlnTomoTiltSeriesStarFile")) {
			refused("tilt_series/", () -> RelionTomograms.read(file));
			assertEquals(star.firstLoop().rows(), RelionTomograms.readSizes(file).tomograms().size());
			return;
		}
		final RelionTomograms read = RelionTomograms.read(file);
		final OpticsGroup group = OpticsGroup.tomo(1, "", new Microscope(300, 2.7, 0.1), 1, 1, new Images(2, 2, true));
		final RelionParticles one = RelionParticles.of(RelionDialect.WARP_STACKS, List.of(group), List.of(RelionParticle.of(read
			.tomograms().get(0).name(), new double[3], new double[3]).withOpticsGroup(1)));
		new ParticleSeriesWriter(folder, "copy", ParticleSeriesWriter.Layout.MATRICES).write(one, read.tomograms());
		final RelionTomograms again = RelionTomograms.read(folder.resolve("copy_tomograms.star"));
		assertEquals(read.tomograms().size(), again.tomograms().size());
		for (int i = 0; i < again.tomograms().size(); i++)
			for (int t = 0; t < again.tomograms().get(i).tilts().size(); t++) {
				final var was = read.tomograms().get(i).tilts().get(t);
				final var is = again.tomograms().get(i).tilts().get(t);
				assertArrayEquals(was.projection().rotation(), is.projection().rotation(), 1e-7);
				assertEquals(was.ctf().defocusUm(), is.ctf().defocusUm(), 1e-9);
				assertEquals(was.exposureBefore(), is.exposureBefore());
			}
	}
}
