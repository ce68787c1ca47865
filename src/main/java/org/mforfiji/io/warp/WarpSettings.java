package org.mforfiji.io.warp;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What M takes from a {@code .settings} file of Warp: where data and metadata lie, acquisition parameters, and the quality
 * filter.
 *
 * @param file the settings file, absolute
 * @param input where the data are and how they were recorded
 * @param filter thresholds of the quality filter
 * @param dimensions tomogram size x, y, z in unbinned pixels
 */
public record WarpSettings(Path file, Input input, Filter filter, double[] dimensions) {

	/**
	 * Where the data are and how they were recorded.
	 *
	 * @param dataFolder folder of the raw movies or {@code .tomostar} files; the processing folder where none is set
	 * @param processingFolder folder of item metadata and averages; the data folder where none is set
	 * @param recursive whether the data folder is searched with all folders below it
	 * @param pattern file name pattern such as {@code *.tomostar} or {@code Foil_*.mrc}
	 * @param pixelSize Å per unbinned pixel
	 * @param dosePerFrame e⁻/Å² per frame; a negative number is the total exposure
	 * @param movies how raw movies are corrected
	 */
	public record Input(Path dataFolder, Path processingFolder, boolean recursive, String pattern, double pixelSize,
		double dosePerFrame, Movies movies)
	{

		/** Whether the items are tilt series. */
		public boolean isTiltSeries() {
			return pattern.toLowerCase(java.util.Locale.ROOT).endsWith(".tomostar");
		}
	}

	/**
	 * How raw movies are corrected.
	 *
	 * @param gain gain reference, if it is to be applied
	 * @param defects map of defects, if it is to be applied
	 * @param flipX flip of the gain reference along x, first of the three
	 * @param flipY flip along y
	 * @param transpose exchange of x and y
	 * @param eerGroupFrames EER frames per group if positive, −(number of groups) if negative
	 */
	public record Movies(Optional<Path> gain, Optional<Path> defects, boolean flipX, boolean flipY, boolean transpose,
		int eerGroupFrames)
	{}

	/**
	 * Thresholds of the quality filter.
	 *
	 * @param astigmatismMax in standard deviations over all items
	 * @param defocusMinUm least defocus in µm
	 * @param defocusMaxUm largest defocus in µm
	 * @param phase whether the phase shift is tested, and its limits
	 * @param resolutionMax worst resolution of the CTF fit in Å
	 * @param motionMax largest mean frame movement in Å
	 * @param particles particle files that are counted, and the least number
	 * @param maskPercentMax largest masked area in %
	 */
	public record Filter(double astigmatismMax, double defocusMinUm, double defocusMaxUm, Phase phase, double resolutionMax,
		double motionMax, Particles particles, double maskPercentMax)
	{}

	/**
	 * Phase shift limits.
	 *
	 * @param fitted whether the phase shift was fitted, thus tested
	 * @param min in π
	 * @param max in π
	 */
	public record Phase(boolean fitted, double min, double max) {}

	/**
	 * Particle counts.
	 *
	 * @param suffix particle files are {@code matching/<item><suffix>.star}; empty for no test
	 * @param min least number of particles
	 */
	public record Particles(String suffix, int min) {}

	/**
	 * Reads a settings file.
	 *
	 * @throws org.mforfiji.base.MException if it cannot be read, is not XML, or has a value that cannot be understood
	 */
	public static WarpSettings read(final Path file) {
		final Path settings = file.toAbsolutePath().normalize();
		final XmlElement root = XmlFile.read(settings);
		final String where = settings.toString();
		final XmlParams tomo = section(root, "Tomo", where);
		final double[] dimensions = { tomo.number("DimensionsX", 3712), tomo.number("DimensionsY", 3712), tomo.number(
			"DimensionsZ", 1400) };
		return new WarpSettings(settings, input(root, settings), filter(root, where), dimensions);
	}

	private static Input input(final XmlElement root, final Path file) {
		final String where = file.toString();
		final XmlParams p = section(root, "Import", where);
		final Path folder = file.getParent();
		final String data = p.text("DataFolder", "");
		final String processing = p.text("ProcessingFolder", "");
		final Path dataFolder = WarpPaths.resolve(folder, data.isBlank() ? processing : data);
		final Path processingFolder = WarpPaths.resolve(folder, processing.isBlank() ? data : processing);
		final double pixelSize = p.number("PixelSize", XmlParams.of(root, where).number("PixelSizeX", 1.35));
		final Movies movies = new Movies(correction(p, "Gain", folder), correction(p, "Defects", folder), p.bool("GainFlipX",
			false), p.bool("GainFlipY", false), p.bool("GainTranspose", false), p.integer("EERGroupFrames", 10));
		return new Input(dataFolder, processingFolder, p.bool("DoRecursiveSearch", false), p.text("Extension", "*.mrc").strip(),
			pixelSize, p.number("DosePerAngstromFrame", 0), movies);
	}

	private static Optional<Path> correction(final XmlParams p, final String kind, final Path folder) {
		final String path = p.text(kind + "Path", "");
		return p.bool("Correct" + kind, false) && !path.isBlank() ? Optional.of(WarpPaths.resolve(folder, path)) : Optional
			.empty();
	}

	private static Filter filter(final XmlElement root, final String where) {
		final XmlParams p = section(root, "Filter", where);
		final boolean phaseFitted = section(root, "CTF", where).bool("DoPhase", false);
		return new Filter(p.number("AstigmatismMax", 3), p.number("DefocusMin", 0), p.number("DefocusMax", 5), new Phase(
			phaseFitted, p.number("PhaseMin", 0), p.number("PhaseMax", 1)), p.number("ResolutionMax", 5), p.number("MotionMax",
				5), new Particles(p.text("ParticlesSuffix", ""), p.integer("ParticlesMin", 1)), p.number("MaskPercentage", 10));
	}

	private static XmlParams section(final XmlElement root, final String name, final String where) {
		return XmlParams.of(root.child(name).orElse(XmlElement.of(name)), where);
	}
}
