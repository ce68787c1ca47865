package org.mforfiji.command.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mforfiji.base.Volume;
import org.mforfiji.io.mrc.MrcFile;

/** What cannot be used is refused by the shell: with the exit code for it, in words that say where, leaving every file as it was. */
class BadInputTest {

	private static final String AVERAGE = "TS_01_003_-15.0.mrc";

	@TempDir
	private Path folder;
	private int projects;

	private interface Break {

		void in(BadProject project) throws IOException;
	}

	private interface Call {

		int in(BadProject project);
	}

	/** Breaks something, calls, and holds the exit code, the words and the disk against what they must be. */
	private void refused(final int code, final Break broken, final Call call, final String... words) throws IOException {
		final BadProject project = BadProject.in(folder.resolve("p" + projects++));
		broken.in(project);
		final Map<String, String> before = project.tree();
		assertEquals(code, call.in(project), project.err());
		for (final String word : words)
			assertTrue(project.err().contains(word), () -> "'" + word + "' is not in:\n" + project.err());
		assertTrue(!project.err().contains("fault in the program") && !project.err().contains("Exception"), project.err());
		assertEquals(Set.of(), BadProject.differences(before, project.tree()), "nothing on disk changes");
	}

	private void refine(final Break broken, final String... words) throws IOException {
		refused(Shell.FAILED, broken, BadProject::refine, words);
	}

	private void usage(final Call call, final String... words) throws IOException {
		refused(Shell.WRONG_USAGE, project -> {}, call, Stream.concat(Stream.of(words), Stream.of("--help' shows all options"))
			.toArray(String[]::new));
	}

	private void usage(final List<String> options, final String... words) throws IOException {
		usage(project -> project.refine(options.toArray(String[]::new)), words);
	}

	private void species(final Break broken, final String... words) throws IOException {
		refused(Shell.FAILED, broken, project -> project.run(project.createSpecies("another")), words);
	}

	private static Path table(final BadProject project) {
		return project.species("blob_particles.star");
	}

	private static Path xml(final BadProject project) {
		return project.file("TS_01.xml");
	}

	@Test
	void averagesThatAreMissingCutOrNoNumbers() throws IOException {
		refine(p -> BadProject.cut(p.file(AVERAGE), 0.5), "truncated", "day1, TS_01, tilt 4", AVERAGE, "31744 bytes", "Copy it again");
		refine(p -> BadProject.cut(p.file(AVERAGE), 0.005), "header of 1024", "day1, TS_01, tilt 4", AVERAGE, "Copy it again");
		refine(p -> Files.delete(p.file(AVERAGE)), "average of a tilt is missing", "TS_01.xml, tilt 4", AVERAGE, "deselect the tilt");
		refine(p -> BadProject.voxel(p.file(AVERAGE), 777, Float.NaN), "Voxel (9, 6, 0) is NaN", "day1, TS_01, tilt 4", AVERAGE,
			"Compute the file again");
		refused(Shell.FAILED, p -> BadProject.cut(p.file(AVERAGE), 0.5), p -> p.run("reconstruct", "-p", p.population()),
			"truncated", "tilt 4", AVERAGE);
		refine(p -> {
			BadProject.cut(p.file(AVERAGE), 0.5);
			Files.delete(p.species("blob_mask.mrc"));
		}, "2 things are wrong", "truncated", "no mask", "blob_mask.mrc", "Repair these and run again.\n");
	}

	@Test
	void metadataOfASeriesThatCannotBeUsed() throws IOException {
		refine(p -> BadProject.edit(xml(p), t -> t.replaceAll("(?s)<GridCTF .*?</GridCTF>", "")), "no CTF for each of its tilts",
			"TS_01.xml", "Estimate the CTF");
		refine(p -> BadProject.cut(xml(p), 0.5), "not well-formed XML", "TS_01.xml, line ", "truncated");
		refine(p -> Files.write(xml(p), new byte[0]), "The file is empty", "TS_01.xml", "restore it");
		refine(p -> BadProject.list(xml(p), "Angles", "-45", "forty"), "'forty'", "list Angles", "TS_01.xml, tilt 2", "Correct");
		refine(p -> BadProject.list(xml(p), "Dose", "\n24", ""), "Dose has 8 entries", "Angles has 9", "TS_01.xml");
		refine(p -> Files.delete(xml(p)), "TS_01.xml", "Restore the file");
		refine(p -> BadProject.edit(xml(p), t -> t.replaceFirst("(?s)(<CTF>.*?Name=\"Cs\" Value=\")[^\"]*", "$1NaN")),
			"spherical aberration NaN", "TS_01.xml, CTF", "correct it");
		refine(p -> BadProject.edit(xml(p), t -> t.replaceFirst("LevelAngleX=\"0\"", "LevelAngleX=\"NaN\"")),
			"'NaN' of LevelAngleX is not a finite number", "TS_01.xml", "Correct");
		refine(p -> BadProject.edit(xml(p), t -> t.replaceFirst(" Weight=\"1\"", " Weight=\"NaN\"")),
			"'NaN' of Weight is not a finite number", "TS_01.xml", "Correct");
		refine(p -> BadProject.edit(p.file("TS_01_008_-60.0.xml"), t -> t.replaceFirst("MarginX=\"0\"", "MarginX=\"7\"")),
			"data source day1", "margin 7.0 of a grid", "TS_01_008_-60.0.xml, Grid");
	}

	@Test
	void filesOfThePopulationThatCannotBeRead() throws IOException {
		refine(p -> BadProject.cut(Path.of(p.population()), 0.5), "not well-formed XML", "cells.population, line ");
		refine(p -> BadProject.cut(p.file("day1.source"), 0.5), "not well-formed XML", "day1.source, line ");
		refine(p -> BadProject.cut(p.species("blob.species"), 0.5), "not well-formed XML", "blob.species, line ");
		refine(p -> Files.delete(p.species("blob.species")), "species of the population is missing", "cells.population", "Move it back");
		refine(p -> BadProject.edit(p.species("blob.species"), t -> t.replaceAll("(\"PixelSize\" Value=)\"5[^\"]*\"",
			"$1\"five\"")), "'five' of PixelSize is not a finite number", "blob.species", "Correct");
		refine(p -> BadProject.edit(p.species("blob.species"), t -> t.replaceAll("(\"HelicalTwist\" Value=)\"0\"", "$1\"NaN\"")),
			"'NaN' of HelicalTwist is not a finite number", "blob.species");
	}

	@Test
	void particleTablesThatCannotBeRead() throws IOException {
		refine(p -> BadProject.edit(table(p), t -> t.replace("_wrpSourceHash", "_other")), "no column wrpSourceHash",
			"blob_particles.star", "Add the column");
		refine(p -> BadProject.edit(table(p), t -> t.replace("_wrpAnglePsi1", "_other")), "it has no wrpAnglePsi1",
			"blob_particles.star", "Restore the file");
		refine(p -> BadProject.column(table(p), "wrpCoordinateY1", v -> "1o0", 3), "⟨1o0⟩ is not a number",
			"blob_particles.star, line 18, column wrpCoordinateY1", "Correct");
		refine(p -> BadProject.column(table(p), "wrpAngleTilt1", v -> "nan", 3), "not a finite number: nan",
			"blob_particles.star, line 18, column wrpAngleTilt1");
		refine(p -> BadProject.cut(table(p), 0.5), "blob_particles.star, line ", "truncated");
		refine(p -> Files.delete(table(p)), "no particles", "blob_particles.star is missing", "Restore the table");
	}

	@Test
	void particlesThatAreTooFewLostOrOutside() throws IOException {
		refine(p -> BadProject.keep(table(p), "wrpCoordinateX1", 1), "Half-set 2 has no particle", "blob.species", "Import more");
		refine(p -> BadProject.column(table(p), "wrpCoordinateX1", v -> "-900"), "None of its particles lies wholly inside",
			"blob_particles.star", "Check the pixel size");
		refine(p -> BadProject.column(table(p), "wrpSourceHash", v -> "x"), "None of its 24 particles belongs to an item",
			"TS_01, TS_02", "blob.species", "Add their data source");
	}

	@Test
	void mapsOfTheSpeciesThatDoNotFit() throws IOException {
		refine(p -> MrcFile.write(p.species("blob_mask.mrc"), Volume.cube(40, 5)), "mask has 40×40×40 voxels", "box is 48",
			"blob_mask.mrc", "Rescale");
		refine(p -> MrcFile.write(p.species("blob_mask.mrc"), Volume.cube(48, 5)), "mask is empty", "blob_mask.mrc");
		final Call external = p -> p.refine("--external_reference");
		refused(Shell.FAILED, p -> BadProject.voxel(p.species("blob_half1.mrc"), 777, Float.POSITIVE_INFINITY), external,
			"Voxel (9, 16, 0) is Infinity", "blob_half1.mrc");
		refused(Shell.FAILED, p -> MrcFile.write(p.species("blob_half1.mrc"), new Volume(new float[48 * 48 * 40], 48, 48, 40, 5)),
			external, "48×48×40", "blob_half1.mrc", "Create the species again");
		refused(Shell.FAILED, p -> MrcFile.write(p.species("blob_half2.mrc"), MrcFile.read(p.species("blob_half2.mrc"))
			.withPixelSize(4)), external, "pixel size of 4", "blob_half2.mrc");
	}

	@Test
	void foldersThatMayNotBeWritten() throws IOException {
		final BadProject project = BadProject.in(folder.resolve("locked"));
		final Path species = project.species("blob.species").getParent();
		assertTrue(species.toFile().setWritable(false));
		try {
			assumeFalse(Files.isWritable(species), "the user may write everywhere");
			final Map<String, String> before = project.tree();
			assertEquals(Shell.FAILED, project.refine(), project.err());
			assertTrue(project.err().contains("may not be written") && project.err().contains(species.toString()), project.err());
			assertEquals(Set.of(), BadProject.differences(before, project.tree()));
		}
		finally {
			species.toFile().setWritable(true);
		}
	}

	@Test
	void optionsThatMakeNoSense() throws IOException {
		usage(List.of("--refine_imagewarp", "3by3"), "'3by3' is not a grid size (--refine_imagewarp)", "like 4x3");
		usage(List.of("--refine_imagewarp", "0x3"), "'0x3' is not a grid size");
		usage(List.of("--iter", "-1"), "Sub-iterations (--iter) is -1. Give a number from 0 to 100");
		usage(List.of("--iter", "three"), "'three' is not an int", "Give --iter <integer>: Steps of the solver");
		usage(List.of("--first_iteration_fraction", "150"), "--first_iteration_fraction) is 150.0. Give a number from 0.05 to 1");
		usage(List.of("--weight_threshold", "1.5"), "--weight_threshold) is 1.5. Give a number from 0 to 1");
		usage(List.of("--min_particles", "0"), "--min_particles) is 0. Give a number at least 1");
		usage(List.of("--repeat", "0"), "--repeat) is 0. Give a number from 1 to 100");
		usage(List.of("--threads", "-1"), "--threads) is -1. Give a number at least 0");
	}

	@Test
	void populationsThatAreNone() throws IOException {
		usage(p -> p.run("refine", "--population", p.population() + "x", "--refine_particles"), "does not exist", "cells.populationx",
			"nearest name in that folder is cells.population");
		usage(p -> p.run("refine", "--population", p.path("population").toString(), "--refine_particles"),
			"is a folder, not a file");
		usage(p -> p.run("refine", "--refine_particles"), "The option -p or --population is missing. Give --population <file>");
		usage(p -> p.run("refine", "--refine_particles", "--population"), "--population", "Give --population <file>: File");
		refused(Shell.FAILED, p -> {}, p -> p.run("refine", "--population", xml(p).toString(), "--refine_particles"),
			"This is no population, but a file of kind TiltSeries", "TS_01.xml");
		refused(Shell.FAILED, p -> {}, p -> p.run("create_population", "-d", p.population() + "/deep", "-n", "new"),
			"this is a file", "cells.population");
		usage(p -> p.run("create_population", "-d", p.population(), "-n", "new"), "is a file, not a folder");
	}

	@Test
	void mapsOfWhichNoSpeciesCanBeMade() throws IOException {
		species(p -> BadProject.voxel(p.file("blob_half2.mrc"), 777, Float.POSITIVE_INFINITY), "Voxel (9, 16, 0) is Infinity",
			"blob_half2.mrc");
		species(p -> BadProject.cut(p.file("blob_half2.mrc"), 0.7), "truncated", "blob_half2.mrc");
		species(p -> MrcFile.write(p.file("blob_half2.mrc"), MrcFile.read(p.file("blob_half2.mrc")).withPixelSize(4)),
			"pixel sizes differ: 5 Å", "4 Å", "blob_half1.mrc", "blob_half2.mrc");
		species(p -> MrcFile.write(p.file("blob_half2.mrc"), new Volume(new float[48 * 48 * 40], 48, 48, 40, 5)),
			"not a cube, but 48×48×40", "blob_half2.mrc");
		species(p -> Files.copy(p.file("blob_half1.mrc"), p.file("blob_mask.mrc"), StandardCopyOption.REPLACE_EXISTING),
			"This is no mask", "blob_mask.mrc", "binary mask");
	}

	@Test
	void tablesOfWhichNoSpeciesCanBeMade() throws IOException {
		species(p -> BadProject.edit(p.relion(), t -> t.replace("_rlnAngleTilt ", "_other ")), "Column rlnAngleTilt is missing",
			"blob_relion5.star", "Add the column");
		species(p -> BadProject.column(p.relion(), "rlnAngleTilt", v -> "4o", 2), "⟨4o⟩ is not a number",
			"blob_relion5.star, line 42, column rlnAngleTilt");
		species(p -> BadProject.column(p.relion(), "rlnTomoName", v -> v.replace("TS_0", "Tomo")), "None of the 24 particles",
			"looked for Tomo1", "nearest: TS_01.tomostar", "blob_relion5.star");
		species(p -> BadProject.column(p.relion(), "rlnTomoName", v -> v.replace("TS_0", "Tomo"), 3, 4), "2 of 24 particles",
			"looked for Tomo1", "--ignore_unmatched");
		species(p -> BadProject.column(p.relion(), "rlnCenteredCoordinateXAngst", v -> "9000"),
			"24 of 24 particles lie outside their tomograms", "blob_relion5.star", "pixel size of coordinates");
		species(p -> BadProject.keep(p.relion(), "rlnTomoName", 0), "particle table is empty", "blob_relion5.star");
	}

	@Test
	void projectsOfWhichNoSourceCanBeMade() throws IOException {
		final Call again = p -> p.run("create_source", "-p", p.population(), "-s", p.settings().toString(), "-n", "day2");
		refused(Shell.FAILED, p -> {}, again, "in another data source of the population already", "TS_01.tomostar");
		refused(Shell.FAILED, p -> BadProject.cut(p.settings(), 0.5), again, "not well-formed XML", "warp_tiltseries.settings, line ");
		refused(Shell.FAILED, p -> {
			assertEquals(Shell.DONE, p.run("remove_source", "-p", p.population(), "-s", "day1"));
			BadProject.cut(xml(p), 0.5);
		}, again, "not well-formed XML", "TS_01.xml, line ");
		usage(p -> p.run("create_source", "-p", p.population(), "-s", p.settings().toString(), "-n", "day2", "--nframes", "-3"),
			"--nframes) is -3. Give a number at least 0");
	}
}
