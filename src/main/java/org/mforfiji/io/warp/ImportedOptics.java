package org.mforfiji.io.warp;

import java.util.Optional;

import org.mforfiji.base.MException;

/**
 * The contrast transfer of a tilt series as it was before it was refined for the first time: where the priors of its refinement
 * stay centred however often it is repeated. It stands in an element of its own in the XML, which other programs leave out when they
 * write; then what they wrote counts as imported.
 *
 * @param defocusUm of every tilt, µm, the mean of its nodes
 * @param astigmatismCosUm δ·cos 2θ of every tilt, µm
 * @param astigmatismSinUm δ·sin 2θ of every tilt, µm
 * @param phasePi phase shift of every tilt, π
 * @param csMm spherical aberration, mm
 * @param zernikeEven even Zernike coefficients, radians
 */
public record ImportedOptics(double[] defocusUm, double[] astigmatismCosUm, double[] astigmatismSinUm, double[] phasePi,
	double csMm, double[] zernikeEven)
{

	static final String ELEMENT = "MffImportedCTF";

	/** What stands in a file, if it is of so many tilts. */
	static Optional<ImportedOptics> read(final XmlElement root, final int tilts, final String where) {
		final Optional<XmlElement> element = root.child(ELEMENT);
		if (element.isEmpty()) return Optional.empty();
		final ImportedOptics optics = new ImportedOptics(numbers(element.get(), "Defocus", where), numbers(element.get(),
			"AstigmatismCos", where), numbers(element.get(), "AstigmatismSin", where), numbers(element.get(), "PhaseShift", where),
			XmlParams.ofAttributes(element.get(), where).finite("Cs", 0), numbers(element.get(), "ZernikeEven", where));
		return optics.defocusUm.length == tilts && optics.astigmatismCosUm.length == tilts && optics.astigmatismSinUm.length == tilts &&
			optics.phasePi.length == tilts ? Optional.of(optics) : Optional.empty();
	}

	private static double[] numbers(final XmlElement element, final String name, final String where) {
		final String text = element.attribute(name, "");
		return WarpText.parseNumbers(text, ",").orElseThrow(() -> new MException("The value '" + text + "' of " + name + " in " +
			ELEMENT + " is not a list of numbers", where, "Remove the element " + ELEMENT + " from the file"));
	}

	/** As it is written. */
	XmlElement element() {
		return XmlElement.of(ELEMENT, "Defocus", WarpText.singles(defocusUm, ", "), "AstigmatismCos", WarpText.singles(
			astigmatismCosUm, ", "), "AstigmatismSin", WarpText.singles(astigmatismSinUm, ", "), "PhaseShift", WarpText.singles(
				phasePi, ", "), "Cs", WarpText.single(csMm), "ZernikeEven", WarpText.singles(zernikeEven, ", "));
	}
}
