package org.mforfiji.io.warp;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the metadata of a tilt series or frame series say about its quality.
 *
 * @param manual manual choice: true to leave the item out, false to force it in, empty to follow the filter
 * @param ctf results of the CTF fit, if it was done
 * @param meanMovement mean frame movement in Å, if motion was estimated
 * @param maskPercent masked area in %; negative if unknown
 * @param processed whether any processing step left its options in the file
 */
public record ItemQuality(Optional<Boolean> manual, Optional<CtfFit> ctf, Optional<Double> meanMovement, double maskPercent,
	boolean processed)
{

	/**
	 * Results of a CTF fit.
	 *
	 * @param defocusUm µm
	 * @param deltaUm difference of the two defoci, µm
	 * @param angleDeg angle of astigmatism
	 * @param phasePi phase shift in π
	 * @param resolution Å up to which the fit agrees
	 */
	public record CtfFit(double defocusUm, double deltaUm, double angleDeg, double phasePi, double resolution) {}

	/** Reads the metadata of either kind of item. */
	public static ItemQuality read(final Path xml) {
		return of(XmlFile.read(xml), xml.toString());
	}

	static ItemQuality of(final XmlElement root, final String where) {
		final XmlParams attributes = XmlParams.ofAttributes(root, where);
		final boolean hasCtf = root.find("OptionsCTF").isPresent();
		final boolean hasMovement = root.find("OptionsMovement").isPresent();
		final XmlParams ctf = XmlParams.of(root.find("CTF").orElse(XmlElement.of("CTF")), where);
		final Optional<CtfFit> fit = hasCtf ? Optional.of(new CtfFit(ctf.number("Defocus", 1), ctf.number("DefocusDelta", 0), ctf
			.number("DefocusAngle", 0), ctf.number("PhaseShift", 0), attributes.number("CTFResolutionEstimate", 0))) : Optional
				.empty();
		return new ItemQuality(manual(root), fit, hasMovement ? Optional.of(attributes.number("MeanFrameMovement", 0)) : Optional
			.empty(), attributes.number("MaskPercentage", -1), hasCtf || hasMovement || root.find("OptionsMovieExport")
				.isPresent());
	}

	/** The manual choice of an item: {@code True}, {@code False}, or {@code null} and empty for none. */
	static Optional<Boolean> manual(final XmlElement root) {
		return root.attribute("UnselectManual").flatMap(WarpText::parseBool);
	}
}
