package org.mforfiji.store;

import java.nio.file.Path;
import java.util.List;

import org.mforfiji.io.relion.PixelSizeOverride;
import org.mforfiji.population.DataSource;

/** Where the particles of a new species come from. */
@FunctionalInterface
public interface ParticleSource {

	/** Imports the particles and links them to the items of the sources. */
	ParticleImportResult load(List<DataSource> sources, int temporalSamples);

	/** A particle table of RELION, with pixel sizes that replace those of the file. */
	static ParticleSource relion(final Path table, final PixelSizeOverride pixelSizes, final boolean ignoreUnmatched) {
		return (sources, samples) -> ParticleImport.relion(table, sources, new ParticleImportOptions(pixelSizes, ignoreUnmatched,
			samples));
	}

	/** A particle table of M. */
	static ParticleSource m(final Path table, final boolean ignoreUnmatched) {
		return (sources, samples) -> ParticleImport.m(table, sources, new ParticleImportOptions(PixelSizeOverride.NONE,
			ignoreUnmatched, samples));
	}
}
