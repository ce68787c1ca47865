package org.mforfiji.io.imod;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;

/**
 * A tilt-series alignment of IMOD: one line A11 A12 A21 A22 DX DY for each image of the stack (.xf), and the tilt
 * angles (.tlt). In M's terms a line is a tilt axis angle atan2(−A21, A11) and an image-space offset
 * −pixelSize·Aᵀ·(DX, DY). Immutable.
 */
public final class ImodAlignment {

	private static final int PER_LINE = 6;

	private final Path file;
	private final List<double[]> lines;
	private final double pixelSize;
	private final double[] anglesDeg;

	private ImodAlignment(final Path file, final List<double[]> lines, final double pixelSize,
		final double[] anglesDeg) {
		this.file = file;
		this.lines = lines;
		this.pixelSize = pixelSize;
		this.anglesDeg = anglesDeg;
	}

	/**
	 * Reads a .xf file and the .tlt file of the same name, if there is one.
	 *
	 * @param pixelSize Å per pixel of the stack that was aligned
	 */
	public static ImodAlignment read(final Path xf, final double pixelSize) {
		final Path tlt = xf.resolveSibling(xf.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".tlt");
		return read(xf, Files.exists(tlt) ? Optional.of(tlt) : Optional.empty(), pixelSize);
	}

	/**
	 * Reads a .xf file and a file of angles. Angles that are all 0, or of another number than the lines, are left
	 * out, as M does.
	 *
	 * @param pixelSize Å per pixel of the stack that was aligned
	 */
	public static ImodAlignment read(final Path xf, final Optional<Path> tlt, final double pixelSize) {
		if (!(pixelSize > 0)) throw new MException("The pixel size of the aligned stack is " + pixelSize + " Å",
			xf.toString(),
			"Give the pixel size of the stack that IMOD aligned");
		final List<double[]> lines = numbers(xf, PER_LINE);
		if (lines.isEmpty()) throw new MException("The alignment has no lines", xf.toString(),
			"Run the alignment again");
		for (final double[] line : lines)
			if (line[0] * line[3] - line[1] * line[2] == 0) throw new MException(
				"The alignment holds a matrix that cannot be inverted", xf + ", line " +
				(lines.indexOf(line) + 1), "Run the alignment again");
		final double[] angles = tlt.map(ImodAlignment::readAngles).orElse(new double[0]);
		final boolean useful = angles.length == lines.size() && Arrays.stream(angles).anyMatch(a -> a != 0);
		return new ImodAlignment(xf, lines, pixelSize, useful ? angles : new double[0]);
	}

	/** The angles of a .tlt or .rawtlt file in degrees, one a line. */
	public static double[] readAngles(final Path file) {
		return numbers(file, 1).stream().mapToDouble(line -> line[0]).toArray();
	}

	/**
	 * Looks for the alignment of a tilt series where Warp, etomo and AreTomo leave it: ⟨root⟩.xf or ⟨root⟩_st.xf in
	 * the tilt stack's folder, the folder above, and the folders ⟨root⟩_Imod and ⟨root⟩_aligned_Imod.
	 *
	 * @param stackFolder folder of the tilt stack
	 * @param root name of the series without extension; a trailing .mrc is tried without as well
	 */
	public static Optional<Path> find(final Path stackFolder, final String root) {
		final Path above = stackFolder.toAbsolutePath().getParent();
		final List<Path> folders = new ArrayList<>(List.of(stackFolder));
		if (above != null) folders.add(above);
		folders.add(stackFolder.resolve(root + "_Imod"));
		folders.add(stackFolder.resolve(root + "_aligned_Imod"));
		if (above != null) folders.add(above.resolve(root + "_Imod"));
		final String bare = root.replace(".mrc", "");
		final List<String> names = Stream.of(root, root + "_st", bare, bare + "_st").distinct().map(name -> name +
			".xf").toList();
		return folders.stream().flatMap(folder -> names.stream().map(folder::resolve))
			.filter(Files::isRegularFile).findFirst();
	}

	/**
	 * Angles of images that were left out of the alignment: {@code ⟨root⟩_cutviews0.rawtlt} beside the .xf file;
	 * empty if there is none.
	 */
	public double[] excludedAnglesDeg() {
		final String root = file.getFileName().toString().replaceFirst("(_st)?\\.[^.]*$", "");
		final Path cut = file.resolveSibling(root + "_cutviews0.rawtlt");
		return Files.exists(cut) ? readAngles(cut) : new double[0];
	}

	/** Writes the lines as IMOD does; replaces an old file in one step. */
	public void write(final Path xf) {
		final StringBuilder text = new StringBuilder();
		for (final double[] a : lines)
			text.append(String.format(Locale.ROOT, "%12.7f%12.7f%12.7f%12.7f%12.3f%12.3f\n", a[0], a[1], a[2], a[3], a[4], a[5]));
		write(xf, text);
	}

	/** Writes angles (degrees) one a line, as IMOD does in .tlt files; replaces an old file in one step. */
	public static void writeAngles(final double[] anglesDeg, final Path tlt) {
		final StringBuilder text = new StringBuilder();
		for (final double angle : anglesDeg)
			text.append(String.format(Locale.ROOT, "%7.2f\n", angle));
		write(tlt, text);
	}

	private static void write(final Path file, final CharSequence text) {
		AtomicFile.write(file, channel -> {
			final ByteBuffer bytes = StandardCharsets.US_ASCII.encode(CharBuffer.wrap(text));
			while (bytes.hasRemaining())
				channel.write(bytes);
		});
	}

	/** Number of images in the alignment. */
	public int tilts() {
		return lines.size();
	}

	/** Tilt angle of image t in degrees, as IMOD's file has it; nothing where the angles are not usable. */
	public Optional<double[]> anglesDeg() {
		return anglesDeg.length == 0 ? Optional.empty() : Optional.of(anglesDeg.clone());
	}

	/** Tilt axis angle of image t, degrees; never −0. */
	public double axisAngleDeg(final int t) {
		final double[] a = lines.get(t);
		return Math.toDegrees(Math.atan2(-a[2], a[0])) + 0.0;
	}

	/** Image-space offset of image t along x, Å. */
	public double offsetX(final int t) {
		final double[] a = lines.get(t);
		return -pixelSize * (a[0] * a[4] + a[2] * a[5]);
	}

	/** Image-space offset of image t along y, Å. */
	public double offsetY(final int t) {
		final double[] a = lines.get(t);
		return -pixelSize * (a[1] * a[4] + a[3] * a[5]);
	}

	/**
	 * Puts the alignment onto the tilts of a series, in order: on those in use if their number is that of the lines,
	 * else on all of them (which are then in use but for the excluded angles). Other tilts keep what they have.
	 *
	 * @throws MException if the lines fit neither the tilts in use nor all tilts
	 */
	public TiltAlignment applyTo(final TiltAlignment series) {
		boolean[] used = series.used();
		if (count(used) != tilts()) used = withoutExcluded(series.anglesDeg());
		if (count(used) != tilts()) throw new MException("The alignment has " + tilts() +
			" lines, but the series has " + series.anglesDeg().length +
			" tilts, " + count(series.used()) + " of them in use", file.toString(),
				"Give the alignment of this series, or select the tilts that were aligned");
		final TiltAlignment aligned = series.copy(used);
		int line = 0;
		for (int t = 0; t < used.length; t++) {
			if (!used[t]) continue;
			if (anglesDeg.length > 0) aligned.anglesDeg()[t] = anglesDeg[line];
			aligned.axisAnglesDeg()[t] = axisAngleDeg(line);
			aligned.offsetsX()[t] = offsetX(line);
			aligned.offsetsY()[t] = offsetY(line);
			line++;
		}
		return aligned;
	}

	/** All tilts but those whose angle is listed as cut, within 0.2°. */
	private boolean[] withoutExcluded(final double[] angles) {
		final double[] excluded = excludedAnglesDeg();
		final boolean[] used = new boolean[angles.length];
		for (int t = 0; t < used.length; t++) {
			final double angle = angles[t];
			used[t] = Arrays.stream(excluded).noneMatch(cut -> Math.abs(cut - angle) < 0.2);
		}
		return used;
	}

	private static int count(final boolean[] used) {
		int count = 0;
		for (final boolean one : used)
			count += one ? 1 : 0;
		return count;
	}

	private static List<double[]> numbers(final Path file, final int perLine) {
		final List<double[]> result = new ArrayList<>();
		try {
			final List<String> lines = Files.readAllLines(file);
			refuseOthers(file, lines, perLine);
			for (int i = 0; i < lines.size(); i++)
				if (!lines.get(i).isBlank()) result.add(parse(lines.get(i).trim(), perLine, file + ", line " + (i + 1)));
		}
		catch (final IOException failed) {
			throw FileErrors.reading(file, failed);
		}
		return result;
	}

	/** Files of other kinds that have the same extension or purpose. */
	private static void refuseOthers(final Path file, final List<String> lines, final int perLine) {
		final String first = lines.isEmpty() ? "" : lines.get(0).trim();
		final int words = first.split("\\s+").length;
		if (first.startsWith("# AreTomo")) throw new MException("This is an alignment of AreTomo, not of IMOD", file.toString(),
			"Have AreTomo write IMOD's files (-OutImod), or import it into the tilt series with WarpTools");
		if (perLine == PER_LINE && words > PER_LINE) throw new MException("The first line has " + words +
			" numbers: these are local alignments, not one transform per image", file.toString(),
			"Give the global alignment (name.xf)");
		if (perLine == PER_LINE && words == 1 && lines.size() > 1 && lines.get(1).trim().split("\\s+").length == PER_LINE)
			throw new MException("This is a list of Midas for pairs of montage pieces, not one transform per image", file.toString(),
				"Give the alignment of the tilt series (name.xf)");
	}

	private static double[] parse(final String line, final int perLine, final String where) {
		final String[] words = line.split("\\s+");
		if (words.length != perLine) throw new MException("A line of " + perLine +
			(perLine == 1 ? " number" : " numbers") +
			" is expected, this one has " + words.length, where, "Give an IMOD " +
				(perLine == 1 ? "angle file (.tlt)" : "transform file (.xf)"));
		final double[] values = new double[perLine];
		for (int i = 0; i < perLine; i++)
			try {
				values[i] = Double.parseDouble(words[i]);
				if (!Double.isFinite(values[i])) throw new NumberFormatException();
			}
			catch (final NumberFormatException bad) {
				throw new MException("⟨" + words[i] + "⟩ is not a number", where,
					"Correct the file or run the alignment again", bad);
			}
		return values;
	}
}
