package org.mforfiji.command;

import java.nio.file.Path;
import java.util.UUID;

import org.mforfiji.population.DataSource;

/**
 * A data source among results.
 *
 * @param name display name
 * @param guid identity
 * @param file the {@code .source} file
 * @param pixelSize Å, unbinned
 * @param items number of tilt or frame series
 * @param frameLimit largest number of tilts or frames used, −1 for all
 * @param version hash of the last commit
 */
public record SourceSummary(String name, UUID guid, Path file, double pixelSize, int items, int frameLimit,
	String version)
{

	/** The summary of a source. */
	static SourceSummary of(final DataSource source) {
		return new SourceSummary(source.name(), source.guid(), source.file(), source.pixelSize(), source.items().size(), source
			.frameLimit(), source.version());
	}

	/** As M prints it. */
	@Override
	public String toString() {
		return "'" + name + "' (" + guid + "), " + file;
	}
}
