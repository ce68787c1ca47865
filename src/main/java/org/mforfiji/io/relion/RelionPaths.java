package org.mforfiji.io.relion;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;

/**
 * Finds the files that RELION's tables name. RELION writes paths relative to its project folder, Warp relative to the
 * table: a path is looked for beside the table, then below each folder above it, then below the working directory.
 */
public final class RelionPaths {

	private RelionPaths() {}

	/**
	 * The file that a table names, if it is there.
	 *
	 * @param table the STAR file that holds the path
	 * @param named the path as written; a number with {@code @} before it is dropped
	 */
	public static Optional<Path> find(final Path table, final String named) {
		return candidates(table, named).stream().filter(Files::exists).findFirst();
	}

	/**
	 * The file that a table names.
	 *
	 * @param table the STAR file that holds the path
	 * @param named the path as written
	 * @param what what the file is, for the error message, as {@code "particle table"}
	 * @throws MException where it is not, naming every place that was looked at
	 */
	public static Path resolve(final Path table, final String named, final String what) {
		return find(table, named).orElseThrow(() -> new MException("The " + what + " '" + named + "' does not exist; looked at " +
			candidates(table, named).stream().map(Path::toString).collect(Collectors.joining(", ")), table.toString(),
			"Put the file there, or correct its path in the table"));
	}

	/**
	 * How a table that is written elsewhere shall name a file that another table names: with the same words where they lead
	 * to the same file from there, else by the whole path.
	 *
	 * @param from the table that names the file
	 * @param named the path as written in it
	 * @param to where the other table will be
	 */
	public static String moved(final Path from, final String named, final Path to) {
		final Optional<Path> meant = find(from, named);
		if (meant.isEmpty() || meant.equals(find(to, named))) return named;
		final String index = named.substring(0, named.length() - withoutIndex(named).length());
		return index + meant.get().toAbsolutePath().normalize().toString().replace('\\', '/');
	}

	/**
	 * How a table shall name a new file: in the way in which another table names a file of its own, from the same folder, if
	 * the new file lies below that folder, else by the whole path.
	 *
	 * @param like the other table
	 * @param named a path as written in it
	 * @param file the new file
	 */
	public static String spelled(final Path like, final String named, final Path file) {
		final Path target = file.toAbsolutePath().normalize();
		final Path base = base(like, named);
		return (base != null && target.startsWith(base) ? base.relativize(target) : target).toString().replace('\\', '/');
	}

	/** The folder that a relative path counts from; null if it is not relative or leads to nothing. */
	private static Path base(final Path table, final String named) {
		final Optional<Path> meant = find(table, named);
		final Path relative = Path.of(withoutIndex(named)).normalize();
		if (meant.isEmpty() || relative.isAbsolute() || !meant.get().endsWith(relative)) return null;
		Path base = meant.get();
		for (int i = 0; i < relative.getNameCount(); i++)
			base = base.getParent();
		return base;
	}

	/** The file name of a path with either kind of slash, a number with {@code @} before it dropped. */
	public static String fileName(final String named) {
		final String path = withoutIndex(named);
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	private static List<Path> candidates(final Path table, final String named) {
		final List<Path> found = new ArrayList<>();
		final Path path;
		try {
			path = Path.of(withoutIndex(named));
		}
		catch (final InvalidPathException e) {
			throw new MException("'" + named + "' is not a path", table.toString(), "Correct it in the table", e);
		}
		if (path.isAbsolute()) return List.of(path);
		for (Path folder = table.toAbsolutePath().normalize().getParent(); folder != null; folder = folder.getParent())
			found.add(folder.resolve(path).normalize());
		final Path working = path.toAbsolutePath().normalize();
		if (!found.contains(working)) found.add(working);
		return found;
	}

	private static String withoutIndex(final String named) {
		final int at = named.indexOf('@');
		return at > 0 && named.substring(0, at).chars().allMatch(Character::isDigit) ? named.substring(at + 1) : named;
	}
}
