package org.mforfiji.run;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import org.mforfiji.refine.CtfOptions;
import org.mforfiji.refine.GeometryBlocks;
import org.mforfiji.refine.RefineOptions;

/**
 * The settings of a refinement by the names and in the units of M's window, as they stand in a population
 * ({@code LastRefinementOptions}). What M has no setting for is not stored: the coarse search, priors, references from
 * elsewhere, species left out of alignment (M keeps that in each species) and repetitions. Settings of M that have no counterpart
 * here are left as they are.
 */
final class StoredSettings {

	private StoredSettings() {}

	/** Name to text; sizes of grids only where a size was given. */
	static Map<String, String> of(final RefineOptions options) {
		final Map<String, String> settings = new LinkedHashMap<>();
		settings.put("NIterations", String.valueOf(options.subIterations()));
		settings.put("BFactorWeightingThreshold", decimal(options.weightThreshold()));
		settings.put("InitialResolutionPercent", String.valueOf(Math.round(100 * options.firstFraction())));
		settings.put("MinParticlesPerItem", String.valueOf(options.minParticles()));
		geometry(options.blocks(), settings);
		settings.put("DoParticlePoses", bool(options.particles()));
		contrast(options.ctf(), settings);
		return settings;
	}

	private static void geometry(final GeometryBlocks blocks, final Map<String, String> settings) {
		settings.put("DoImageWarp", bool(blocks.imageWarp().isPresent()));
		if (blocks.imageWarp().isPresent() && !blocks.imageWarp().isAuto()) {
			settings.put("ImageWarpWidth", String.valueOf(blocks.imageWarp().width()));
			settings.put("ImageWarpHeight", String.valueOf(blocks.imageWarp().height()));
		}
		settings.put("DoVolumeWarp", bool(blocks.volumeWarp().isPresent()));
		if (blocks.volumeWarp().isPresent() && !blocks.volumeWarp().isAuto()) {
			settings.put("VolumeWarpWidth", String.valueOf(blocks.volumeWarp().x()));
			settings.put("VolumeWarpHeight", String.valueOf(blocks.volumeWarp().y()));
			settings.put("VolumeWarpDepth", String.valueOf(blocks.volumeWarp().z()));
			settings.put("VolumeWarpLength", String.valueOf(blocks.volumeWarp().t()));
		}
		settings.put("DoAxisAngles", bool(blocks.stageAngles()));
		settings.put("DoMagnification", bool(blocks.magnification()));
		settings.put("DoDoming", bool(false));
		settings.put("DoTiltMovies", bool(false));
	}

	private static void contrast(final CtfOptions ctf, final Map<String, String> settings) {
		settings.put("DoDefocus", bool(ctf.defocus()));
		settings.put("DoAstigmatismDelta", bool(ctf.defocus()));
		settings.put("DoAstigmatismAngle", bool(ctf.defocus()));
		settings.put("DoDefocusGridSearch", bool(ctf.search()));
		settings.put("DoPhaseShift", bool(ctf.phase()));
		settings.put("DoCs", bool(ctf.cs()));
		settings.put("DoZernike13", bool(ctf.zernike3()));
		settings.put("DoZernike5", bool(ctf.zernike5()));
		settings.put("DoZernike2", bool(ctf.zernike2()));
		settings.put("DoZernike4", bool(ctf.zernike4()));
		settings.put("MinimumCTFRefinementResolution", decimal(ctf.minResolutionA()));
	}

	private static String bool(final boolean value) {
		return value ? "True" : "False";
	}

	/** Without exponent, which M does not read in such a place. */
	private static String decimal(final double value) {
		return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
	}
}
