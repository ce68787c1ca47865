package org.mforfiji.simulate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

import org.mforfiji.base.MException;

/** Opens atomic models: tells gzip, PDB and mmCIF apart by content. */
final class ModelFiles {

	private static final Set<String> WATER = Set.of("HOH", "WAT", "DOD", "H2O", "TIP", "TIP3", "SOL");

	private ModelFiles() {}

	static AtomicModel read(final Path file) {
		final List<String> lines = lines(file);
		final String name = file.getFileName().toString();
		final List<AtomicModel.Atom> atoms = isCif(lines) ? new CifAtoms(name, lines).read() : new PdbAtoms(name, lines)
			.read();
		if (atoms.isEmpty()) throw new MException("No atoms found", name,
			"Give a PDB file with ATOM lines or an mmCIF file with an _atom_site table");
		return new AtomicModel(name, atoms);
	}

	static boolean isWater(final String residueName) {
		return WATER.contains(residueName);
	}

	private static boolean isCif(final List<String> lines) {
		for (final String line : lines) {
			final String start = line.strip();
			if (start.isEmpty() || start.startsWith("#")) continue;
			return start.startsWith("data_") || start.startsWith("loop_");
		}
		return false;
	}

	private static List<String> lines(final Path file) {
		if (!Files.isRegularFile(file)) throw new MException("The model file does not exist", file.toString(),
			"Check the path");
		try (InputStream raw = new BufferedInputStream(Files.newInputStream(file)); BufferedReader reader =
			new BufferedReader(new InputStreamReader(unzipped(raw), StandardCharsets.ISO_8859_1)))
		{
			return reader.lines().toList();
		}
		catch (final IOException | java.io.UncheckedIOException broken) {
			throw new MException("The model file cannot be read: " + broken.getMessage(), file.toString(),
				"Fetch the file again if it is truncated", broken);
		}
	}

	private static InputStream unzipped(final InputStream raw) throws IOException {
		raw.mark(2);
		final int first = raw.read();
		final int second = raw.read();
		raw.reset();
		return first == 0x1f && second == 0x8b ? new GZIPInputStream(raw) : raw;
	}
}
