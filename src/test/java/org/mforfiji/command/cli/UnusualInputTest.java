package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.io.warp.TiltSeriesXml;

/** What is unusual but can be worked with goes through, with a warning that names it, and gives finite results. */
class UnusualInputTest {

	@TempDir
	private Path folder;

	private BadProject project() throws IOException {
		return BadProject.in(folder.resolve("project"));
	}

	private static void done(final BadProject project, final int code, final String... words) {
		assertEquals(Shell.DONE, code, project.err());
		for (final String word : words)
			assertTrue(project.err().lines().anyMatch(line -> line.startsWith("Warning: ") && line.contains(word)),
				() -> "no warning has '" + word + "':\n" + project.err());
	}

	/** Maps, poses and metadata are numbers, and poses are still where the tomogram is, but for the rows given. */
	private static void assertFinite(final BadProject project, final int... outside) {
		for (final String map : new String[] { "half1", "half2", "filt", "filtsharp" })
			MrcFile.read(project.species("blob_" + map + ".mrc"));
		final StarBlock table = StarFile.read(project.species("blob_particles.star")).firstLoop();
		for (int row = 0; row < table.rows(); row++)
			for (final String axis : new String[] { "X", "Y", "Z" }) {
				final double at = table.number(row, "wrpCoordinate" + axis + "1");
				final int r = row;
				if (java.util.Arrays.stream(outside).noneMatch(o -> o == r)) assertTrue(at > -100 && at < 800, "row " + row + ": " + at);
				assertTrue(Double.isFinite(table.number(row, "wrpAngleTilt1")));
			}
		for (final String series : new String[] { "TS_01.xml", "TS_02.xml" })
			for (final float value : TiltSeriesXml.read(project.file(series)).grid(SeriesGrid.MOVEMENT_X).values())
				assertTrue(Math.abs(value) < 100, series + ": " + value);
	}

	@Test
	void equalDosesOfAllTilts() throws IOException {
		final BadProject project = project();
		BadProject.list(project.file("TS_01.xml"), "Dose", "[0-9]+", "5");
		done(project, project.refine(), "TS_01.xml, list Dose: All 9 tilts have the same exposure");
		assertFinite(project);
	}

	@Test
	void seriesOfOneTilt() throws IOException {
		final BadProject project = project();
		final Path xml = project.file("TS_01.xml");
		final TiltSeriesMetadata all = TiltSeriesXml.read(xml);
		final float defocus = all.grid(SeriesGrid.CTF).values()[4];
		BadProject.edit(xml, text -> {
			String one = text;
			for (final String list : new String[] { "Angles", "Dose", "UseTilt", "AxisAngle", "AxisOffsetX", "AxisOffsetY",
				"MoviePath", "FOVFraction" }) {
				final String values = one.substring(one.indexOf("<" + list + ">") + list.length() + 2, one.indexOf("</" + list + ">"));
				one = one.replace("<" + list + ">" + values, "<" + list + ">" + values.lines().toList().get(4));
			}
			return one.replaceAll("(?s)<Grid(?!CTF )\\w+ .*?</Grid\\w+>", "").replaceAll("(?s)<GridCTF .*?</GridCTF>",
				"<GridCTF Width=\"1\" Height=\"1\" Depth=\"1\"><Node X=\"0\" Y=\"0\" Z=\"0\" Value=\"" + defocus + "\" /></GridCTF>");
		});
		java.nio.file.Files.delete(project.file("TS_01.tomostar"));
		done(project, project.refine(), "TS_01.xml, tilt 1: The tilt series has a single tilt");
		assertFinite(project);
	}

	@Test
	void oneTiltInUse() throws IOException {
		final BadProject project = project();
		BadProject.list(project.file("TS_01.xml"), "UseTilt", "(?s)^.*$", "False\n".repeat(4) + "True" + "\nFalse".repeat(4));
		done(project, project.refine(), "TS_01.xml, list UseTilt: Only one of its 9 tilts is in use");
		assertFinite(project);
	}

	@Test
	void oneParticleOfASeries() throws IOException {
		final BadProject project = project();
		BadProject.keep(project.species("blob_particles.star"), "wrpCoordinateX1", 13);
		done(project, project.refine(), "TS_02: It has a single particle");
		assertFinite(project);
	}

	@Test
	void aParticleOutsideEveryImageStaysAsItIs() throws IOException {
		final BadProject project = project();
		final Path table = project.species("blob_particles.star");
		BadProject.column(table, "wrpCoordinateX1", v -> "-900", 2);
		final StarBlock before = StarFile.read(table).firstLoop();
		done(project, project.refine(), "blob_particles.star: 1 of 12 particles of species blob lie wholly inside none");
		assertTrue(project.err().contains("are left out: row 3."), project.err());
		assertFinite(project, 2);
		assertEquals(before.number(2, "wrpCoordinateX1"), StarFile.read(table).firstLoop().number(2, "wrpCoordinateX1"), 3);
	}

	@Test
	void mapsThatAreMadeAnewAndSoftMasks() throws IOException {
		final BadProject project = project();
		BadProject.voxel(project.species("blob_half1.mrc"), 777, Float.POSITIVE_INFINITY);
		BadProject.voxel(project.species("blob_mask.mrc"), 0, 0.4f);
		done(project, project.refine("--iter", "0"), "blob_half1.mrc: A half-map is broken, but not needed",
			"mask is not binary and is cut at 0.25");
		assertFinite(project);
	}

	@Test
	void masksAndTablesThatAreRepairedWhenASpeciesIsMade() throws IOException {
		final BadProject project = project();
		final Volume mask = Volume.cube(40, 5);
		for (int i = 0; i < mask.data().length; i++)
			mask.data()[i] = Math.abs(i % 40 - 20) < 9 && Math.abs(i / 40 % 40 - 20) < 9 && Math.abs(i / 1600 - 20) < 9 ? 1 : 0;
		mask.data()[0] = 0.3f;
		MrcFile.write(project.file("blob_mask.mrc"), mask);
		BadProject.keep(project.relion(), "rlnTomoName", 1);
		done(project, project.run(project.createSpecies("another")), "The mask is soft: 1 of 64000 voxels",
			"mask of 40 voxels was brought to the 48", "Half-set 2 has no particle");
	}
}
