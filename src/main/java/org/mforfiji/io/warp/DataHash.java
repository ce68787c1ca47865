package org.mforfiji.io.warp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.mforfiji.io.FileErrors;

/**
 * The hash strings by which M recognises data: SHA-1 in Base64 without padding, with {@code -} for {@code /} and {@code _}
 * for {@code +} (not the URL alphabet of RFC 4648, which has these two the other way round). 27 characters.
 */
public final class DataHash {

	/** Bytes of a data file that enter its hash, counted from its start. */
	public static final int DATA_BYTES = 524_288;

	private DataHash() {}

	/** Hash of bytes. */
	public static String ofBytes(final byte[]... parts) {
		final MessageDigest sha1 = sha1();
		for (final byte[] part : parts)
			sha1.update(part);
		return text(sha1);
	}

	/** Hash of a text, as UTF-16 little-endian code units without byte-order mark. */
	public static String ofText(final String text) {
		return ofBytes(utf16(text));
	}

	/**
	 * The data hash of an item, the key by which particles name it: its root name and the first 512 KiB of its data file
	 * (the raw movie; for a tilt series that of the first tilt in stored order).
	 *
	 * @throws MException if the data file cannot be read
	 */
	public static String ofItem(final String rootName, final Path dataFile) {
		try (InputStream in = Files.newInputStream(dataFile)) {
			return ofBytes(utf16(rootName), in.readNBytes(DATA_BYTES));
		}
		catch (final IOException e) {
			throw FileErrors.reading(dataFile, e);
		}
	}

	/** UTF-16 little-endian code units of a text. */
	public static byte[] utf16(final String text) {
		return text.getBytes(StandardCharsets.UTF_16LE);
	}

	static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("Every Java platform has SHA-1", e);
		}
	}

	static String text(final MessageDigest digest) {
		return Base64.getEncoder().withoutPadding().encodeToString(digest.digest()).replace('/', '-').replace('+', '_');
	}
}
