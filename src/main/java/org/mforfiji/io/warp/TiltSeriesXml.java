package org.mforfiji.io.warp;

import java.nio.file.Path;

/** Reads and writes the metadata of tilt series: {@code <processing folder>/<series>.xml}. */
public final class TiltSeriesXml {

	private TiltSeriesXml() {}

	/**
	 * Reads the metadata of a tilt series as Warp 1, Warp 2 or M wrote them, in UTF-8 with or without mark or UTF-16.
	 *
	 * @throws org.mforfiji.base.MException if the file cannot be read, or a value in it cannot be understood
	 */
	public static TiltSeriesMetadata read(final Path file) {
		return TiltSeriesMetadata.of(XmlFile.read(file), file.toString());
	}

	/** Writes the metadata in the syntax that M reads; the file is whole or as it was. */
	public static void write(final TiltSeriesMetadata metadata, final Path file) {
		XmlFile.write(metadata.xml(), file);
	}
}
