package org.mforfiji.store;

import org.mforfiji.base.MException;
import org.mforfiji.io.relion.PixelSizeOverride;

/**
 * How particles are imported.
 *
 * @param pixelSizes pixel sizes of a RELION table that replace what the file says
 * @param ignoreUnmatched whether particles of items that no data source has are allowed: dropped from RELION tables,
 *          kept from M tables, as M does
 * @param temporalSamples samples of each particle's pose trajectory, at least 1
 */
public record ParticleImportOptions(PixelSizeOverride pixelSizes, boolean ignoreUnmatched, int temporalSamples) {

	/** Go by the file, refuse unmatched particles, one sample. */
	public static final ParticleImportOptions DEFAULT = new ParticleImportOptions(PixelSizeOverride.NONE, false, 1);

	public ParticleImportOptions {
		if (temporalSamples < 1) throw new MException("A pose trajectory needs at least 1 sample, not " + temporalSamples, "",
			"Give a positive number of temporal samples");
	}

	/** The same with these pixel sizes. */
	public ParticleImportOptions withPixelSizes(final PixelSizeOverride value) {
		return new ParticleImportOptions(value, ignoreUnmatched, temporalSamples);
	}

	/** The same, with unmatched particles allowed or not. */
	public ParticleImportOptions withIgnoreUnmatched(final boolean value) {
		return new ParticleImportOptions(pixelSizes, value, temporalSamples);
	}

	/** The same with this number of samples. */
	public ParticleImportOptions withTemporalSamples(final int value) {
		return new ParticleImportOptions(pixelSizes, ignoreUnmatched, value);
	}
}
