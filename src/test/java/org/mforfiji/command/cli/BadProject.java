package org.mforfiji.command.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.mforfiji.base.Volume;
import org.mforfiji.command.CommandCatalog;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcFormat;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.DataHash;

/**
 * A small simulated project with a population, all made through the shell as a user does, in a folder of its own where one
 * thing after another can be broken; and the shell that is told to work with it.
 */
final class BadProject {

	static final int DIAMETER = 120;

	private static final double PIXEL = 5;
	private static Path original;

	private final Path folder;
	private String out = "";
	private String err = "";

	private BadProject(final Path folder) {
		this.folder = folder;
	}

	/** A whole copy in that folder, which must not exist. */
	static synchronized BadProject in(final Path folder) throws IOException {
		if (original == null) original = make();
		copy(original, folder);
		return new BadProject(folder);
	}

	/** A whole copy of this one as it is now. */
	BadProject copy(final Path to) throws IOException {
		copy(folder, to);
		return new BadProject(to);
	}

	private static Path make() throws IOException {
		final Path root = Files.createTempDirectory("mff-bad");
		Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
		final BadProject project = new BadProject(root);
		project.done("simulate", "-m", phantom(root).toString(), "-n", "blob", "-d", "" + DIAMETER, "--particles", "12",
			"--series", "2", "--angpix", "5", "--width", "128", "--height", "120", "--step", "15", "--thickness", "300", "--snr",
			"0.5", "--position_rms", "4", "--tilt_shift", "4", "-o", project.path("project").toString());
		project.done("create_population", "-d", project.path("population").toString(), "-n", "cells");
		project.done("create_source", "-p", project.population(), "-s", project.settings().toString(), "-n", "day1");
		project.done(project.createSpecies("blob"));
		return root;
	}

	private static Path phantom(final Path root) {
		final Random random = new Random(5);
		final int n = 48;
		final Volume map = Volume.cube(n, PIXEL);
		for (int blob = 0; blob < 14; blob++) {
			final double x = 24 + 4 * random.nextGaussian(), y = 24 + 4 * random.nextGaussian(), z = 24 + 4 * random.nextGaussian();
			for (int i = 0; i < n * n * n; i++) {
				final double r2 = square(i % n - x) + square(i / n % n - y) + square(i / n / n - z);
				if (r2 < 30) map.data()[i] += (float) Math.exp(-r2 / 3);
			}
		}
		final Path file = root.resolve("blob.mrc");
		MrcFile.write(file, map);
		return file;
	}

	private static double square(final double x) {
		return x * x;
	}

	private void done(final String... args) {
		if (run(args) != Shell.DONE) throw new AssertionError(err);
	}

	/** What creates a species of the simulated files. */
	String[] createSpecies(final String name) {
		return new String[] { "create_species", "-p", population(), "-n", name, "-d", "" + DIAMETER, "--half1", file(
			"blob_half1.mrc").toString(), "--half2", file("blob_half2.mrc").toString(), "-m", file("blob_mask.mrc").toString(),
			"--particles_relion", relion().toString() };
	}

	Path path(final String name) {
		return folder.resolve(name);
	}

	String population() {
		return path("population/cells.population").toString();
	}

	Path settings() {
		return find(path("project"), "warp_tiltseries.settings");
	}

	/** The table of particles as RELION 5 writes it. */
	Path relion() {
		return find(path("project"), "blob_relion5.star");
	}

	/** A file of the project by its name. */
	Path file(final String name) {
		return find(path("project"), name);
	}

	/** A file of the species by its name. */
	Path species(final String name) {
		try (Stream<Path> all = Files.walk(path("population/species"))) {
			return all.filter(p -> p.getFileName().toString().equals(name) && !p.toString().contains("versions")).findFirst()
				.orElseThrow();
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	private static Path find(final Path root, final String name) {
		try (Stream<Path> all = Files.walk(root)) {
			final List<Path> files = all.filter(Files::isRegularFile).filter(p -> !p.toString().matches(
				".*/(truth|versions)/.*")).toList();
			return files.stream().filter(p -> p.getFileName().toString().equals(name)).min(Comparator.naturalOrder()).orElseThrow(
				() -> new AssertionError(name + " is not among " + files));
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	int run(final String... args) {
		final ByteArrayOutputStream output = new ByteArrayOutputStream(), errors = new ByteArrayOutputStream();
		final int code = new Shell(CommandCatalog.discover(), new PrintStream(output, true, StandardCharsets.UTF_8),
			new PrintStream(errors, true, StandardCharsets.UTF_8), false).run(args);
		out = output.toString(StandardCharsets.UTF_8);
		err = errors.toString(StandardCharsets.UTF_8);
		return code;
	}

	int refine(final String... more) {
		return run(refinement(more));
	}

	/** A command that refines a little, with these options instead of the usual ones. */
	String[] refinement(final String... more) {
		final List<String> args = new ArrayList<>(List.of("refine", "--population", population(), "--refine_particles"));
		final List<String> given = List.of(more);
		for (final String[] usual : new String[][] { { "--refine_imagewarp", "2x2" }, { "--iter", "2" }, { "--threads", "2" } })
			if (!given.contains(usual[0])) args.addAll(List.of(usual));
		args.addAll(given);
		return args.toArray(String[]::new);
	}

	/** What the last command wrote to its output. */
	String out() {
		return out;
	}

	/** What the last command wrote to the error stream. */
	String err() {
		return err;
	}

	/** Paths that are not the same in both trees. */
	static Set<String> differences(final Map<String, String> a, final Map<String, String> b) {
		final Set<String> paths = new TreeSet<>(a.keySet());
		paths.addAll(b.keySet());
		paths.removeIf(path -> Objects.equals(a.get(path), b.get(path)));
		return paths;
	}

	/** The tree without journals and without reports, which tell times. */
	Map<String, String> results() throws IOException {
		final Map<String, String> results = tree();
		results.keySet().removeIf(name -> name.contains("refinement_temp") || name.endsWith("report.star"));
		return results;
	}

	/** Hash of every file and the name of every folder, by relative path. */
	Map<String, String> tree() throws IOException {
		final Map<String, String> tree = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path path : all.toList())
				tree.put(folder.relativize(path).toString(), Files.isDirectory(path) ? "folder" : DataHash.ofBytes(Files.readAllBytes(
					path)));
		}
		return tree;
	}

	/** Changes the text of a file. */
	static void edit(final Path file, final UnaryOperator<String> change) throws IOException {
		final String before = Files.readString(file), after = change.apply(before);
		if (after.equals(before)) throw new AssertionError("Nothing to change in " + file + ":\n" + before);
		Files.writeString(file, after);
	}

	/** Changes what stands in a list of a series' metadata. */
	static void list(final Path xml, final String list, final String pattern, final String with) throws IOException {
		edit(xml, text -> {
			final int begin = text.indexOf("<" + list + ">") + list.length() + 2, end = text.indexOf("</" + list + ">");
			return text.substring(0, begin) + text.substring(begin, end).replaceAll(pattern, with) + text.substring(end);
		});
	}

	/** Cuts a file to a share of its length. */
	static void cut(final Path file, final double share) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		Files.write(file, java.util.Arrays.copyOf(bytes, (int) (share * bytes.length)));
	}

	/** Puts a value into a voxel, finite or not. */
	static void voxel(final Path file, final int at, final float value) {
		final Volume map = MrcFile.read(file);
		map.data()[at] = value;
		MrcFile.write(file, map, (map.nz() == 1 ? MrcFormat.stack() : MrcFormat.volume()).withNonFinite());
	}

	/** Puts a text into the cells of a column. */
	static void column(final Path star, final String column, final UnaryOperator<String> change, final int... rows) {
		final StarFile file = StarFile.read(star);
		final StarBlock table = file.blocks().stream().filter(b -> b.hasColumn(column)).findFirst().orElseThrow();
		for (final int row : rows.length > 0 ? rows : java.util.stream.IntStream.range(0, table.rows()).toArray())
			table.set(row, column, change.apply(table.text(row, column)));
		file.write(star);
	}

	/** Keeps only the first rows of the table with that column. */
	static void keep(final Path star, final String column, final int rows) {
		final StarFile file = StarFile.read(star);
		final List<StarBlock> blocks = new ArrayList<>();
		for (final StarBlock block : file.blocks()) {
			if (!block.hasColumn(column)) {
				blocks.add(block);
				continue;
			}
			final StarBlock less = StarBlock.loop(block.name(), block.columns());
			for (int row = 0; row < rows; row++) {
				final int r = row;
				less.addRow(block.columns().stream().map(c -> block.text(r, c)).toArray(String[]::new));
			}
			blocks.add(less);
		}
		StarFile.of(blocks.toArray(StarBlock[]::new)).write(star);
	}

	private static void copy(final Path from, final Path to) throws IOException {
		try (Stream<Path> all = Files.walk(from)) {
			for (final Path path : all.toList()) {
				final Path target = to.resolve(from.relativize(path).toString());
				if (Files.isDirectory(path)) Files.createDirectories(target);
				else Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
	}

	private static void delete(final Path folder) {
		try (Stream<Path> all = Files.walk(folder)) {
			all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
		}
		catch (final IOException left) {
			folder.toFile().deleteOnExit();
		}
	}
}
