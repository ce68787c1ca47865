package org.mforfiji.io.warp;

import java.io.File;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names and paths as Warp and M store them: root names, safe names, and paths relative to a file with forward slashes and
 * percent escapes. Both {@code /} and {@code \} separate folders on reading.
 */
public final class WarpPaths {

	private static final String UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
	private static final String ILLEGAL_ANYWHERE = "<>:\"/\\|?*";

	private WarpPaths() {}

	/** The file name of a path in either notation, with its extension. */
	public static String fileName(final String path) {
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	/** The root name of a file: its file name up to, not including, the last dot. */
	public static String rootName(final String path) {
		final String name = fileName(path);
		final int dot = name.lastIndexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}

	/** The root name of a file. */
	public static String rootName(final Path path) {
		return rootName(path.getFileName().toString());
	}

	/**
	 * A display name as a file name: without blanks and without the characters that this system does not allow in file
	 * names (on Unix only {@code /} and NUL). "My Virus 1" becomes "MyVirus1".
	 */
	public static String safeName(final String name) {
		return safeName(name, File.separatorChar == '\\');
	}

	static String safeName(final String name, final boolean windows) {
		final StringBuilder safe = new StringBuilder();
		name.chars().filter(c -> c != ' ' && c != 0 && c != '/' && !(windows && (c < 32 || ILLEGAL_ANYWHERE.indexOf(c) >= 0)))
			.forEach(c -> safe.append((char) c));
		return safe.toString();
	}

	/** The text that a file stores for another one: relative to its folder, {@code /} as separator, percent-escaped. */
	public static String relative(final Path file, final Path folder) {
		final Path target = file.toAbsolutePath().normalize();
		final Path base = folder.toAbsolutePath().normalize();
		final boolean sameRoot = target.getRoot() != null && target.getRoot().equals(base.getRoot());
		final Path shown = sameRoot ? base.relativize(target) : target;
		return escape(shown.toString().replace(File.separatorChar, '/'));
	}

	/**
	 * The file that a stored text means, normalised and absolute. A rooted text stands for itself. The text is taken as it
	 * is where that file exists, else un-escaped where that one exists, else un-escaped if it holds escapes.
	 */
	public static Path resolve(final Path folder, final String stored) {
		final Path literal = combine(folder, stored);
		if (Files.exists(literal) || stored.indexOf('%') < 0) return literal;
		return combine(folder, unescape(stored));
	}

	private static Path combine(final Path folder, final String stored) {
		String text = stored.strip();
		if (text.regionMatches(true, 0, "file:", 0, 5)) text = text.substring(5).replaceFirst("^//+", "/");
		final boolean drive = text.matches("^[A-Za-z]:[/\\\\].*");
		final String local = File.separatorChar == '\\' || drive ? text : text.replace('\\', '/');
		return folder.toAbsolutePath().resolve(drive && File.separatorChar == '/' ? local.replace('\\', '/') : local).normalize();
	}

	private static String escape(final String path) {
		final StringBuilder out = new StringBuilder();
		for (final byte b : path.getBytes(StandardCharsets.UTF_8))
			if (UNESCAPED.indexOf(b & 0xFF) >= 0) out.append((char) b);
			else out.append(String.format("%%%02X", b & 0xFF));
		return out.toString();
	}

	private static String unescape(final String text) {
		try {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (final IllegalArgumentException e) {
			return text;
		}
	}
}
