package org.mforfiji.io.star;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.io.AtomicFile;
import org.mforfiji.io.FileErrors;

/**
 * A STAR file as RELION, Warp and M write them: an ordered list of blocks, each a table or a list of values. Comments
 * are dropped. A block of the file that holds several tables becomes several blocks of the same name.
 */
public final class StarFile {

	private final List<StarBlock> blocks = new ArrayList<>();
	private String source = "";

	/** A file with these blocks. */
	public static StarFile of(final StarBlock... blocks) {
		final StarFile file = new StarFile();
		file.blocks.addAll(Arrays.asList(blocks));
		return file;
	}

	/**
	 * Reads a file.
	 *
	 * @throws MException if it cannot be read, or is no STAR file; with the line at fault
	 */
	public static StarFile read(final Path path) {
		try (BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(path),
			StandardCharsets.UTF_8), 1 << 16)) {
			return read(in, path.toString());
		}
		catch (final IOException failed) {
			throw FileErrors.reading(path, failed);
		}
	}

	/**
	 * Reads the text of a STAR file.
	 *
	 * @param source what to call it in errors
	 */
	public static StarFile parse(final String text, final String source) {
		try {
			return read(new BufferedReader(new StringReader(text)), source);
		}
		catch (final IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
	}

	private static StarFile read(final BufferedReader in, final String source) throws IOException {
		final StarFile file = new StarFile();
		file.source = source;
		file.blocks.addAll(new StarReader(in, source).read());
		return file;
	}

	/** Writes the file in M's layout; replaces an old one in one step. */
	public void write(final Path path) {
		AtomicFile.write(path, channel -> {
			final Writer out = new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel),
				StandardCharsets.UTF_8), 1 << 16);
			writeTo(out);
			out.flush();
		});
	}

	/** Writes the text of the file. */
	public void writeTo(final Writer out) throws IOException {
		final StarWriter writer = new StarWriter(out);
		for (final StarBlock block : blocks)
			writer.write(block);
	}

	/** Appends a block. */
	public StarFile add(final StarBlock block) {
		blocks.add(block);
		return this;
	}

	/** The blocks in order. */
	public List<StarBlock> blocks() {
		return Collections.unmodifiableList(blocks);
	}

	/** The first block of this name; an error that lists the names where there is none. */
	public StarBlock block(final String name) {
		return find(name).orElseThrow(() -> new MException("There is no block data_" + name, source,
			"The blocks are: " + blocks.stream().map(
			b -> "data_" + b.name()).collect(Collectors.joining(", "))));
	}

	/** The first block of this name. */
	public Optional<StarBlock> find(final String name) {
		return blocks.stream().filter(b -> b.name().equals(name)).findFirst();
	}

	/** The first table, whatever its name; an error where there is none. */
	public StarBlock firstLoop() {
		return blocks.stream().filter(StarBlock::isLoop).findFirst()
			.orElseThrow(() -> new MException("There is no table (loop_)", source,
			"Give a STAR file with a table"));
	}

	/** The file it was read from; empty if it was read from none. */
	public String source() {
		return source;
	}

	/** Whether all blocks have the same content in the same order. */
	public boolean sameContent(final StarFile other) {
		if (blocks.size() != other.blocks.size()) return false;
		for (int i = 0; i < blocks.size(); i++)
			if (!blocks.get(i).sameContent(other.blocks.get(i))) return false;
		return true;
	}
}
