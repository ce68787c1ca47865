package org.mforfiji.io.warp;

import org.mforfiji.base.MException;
import org.mforfiji.optics.Ctf;

/** The {@code CTF} element of item metadata. */
final class CtfXml {

	/** Parameters of old models that M still writes, with their neutral values. */
	private static final String[] NEUTRAL = { "PixelSizeDeltaPercent", "0", "PixelSizeAngle", "0", "Distortion", "1, 0, 0, 1",
		"BeamTilt", "0,0", "BeamTilt2", "1,0,1", "Thickness", "0" };

	private CtfXml() {}

	/** The CTF of a document, with the originals' defaults for what is missing. */
	static Ctf read(final XmlElement document, final String where) {
		try {
			return read(XmlParams.of(document.find("CTF").orElse(XmlElement.of("CTF")), where));
		}
		catch (final MException fault) {
			if (!fault.where().isEmpty()) throw fault;
			throw new MException(fault.what(), where + ", CTF", fault.remedy() + ": correct it, or estimate the CTF again", fault);
		}
	}

	private static Ctf read(final XmlParams p) {
		return Ctf.builder().pixelSize(p.number("PixelSize", 1)).voltageKv(p.number("Voltage", 300)).csMm(p.number("Cs", 2.7))
			.ccMm(p.number("Cc", 2.7)).amplitudeContrast(p.number("Amplitude", 0.07)).defocusUm(p.number("Defocus", 1))
			.defocusDeltaUm(p.number("DefocusDelta", 0)).defocusAngleDeg(p.number("DefocusAngle", 0)).phaseShiftPi(p.number(
				"PhaseShift", 0)).bfactor(p.number("Bfactor", 0)).bfactorDelta(p.number("BfactorDelta", 0)).bfactorAngleDeg(p
					.number("BfactorAngle", 0)).scale(p.number("Scale", 1)).zernikeEven(p.list("ZernikeCoeffsEven")).zernikeOdd(p
						.list("ZernikeCoeffsOdd")).build();
	}

	/** The element with the values of a CTF set, everything else in it as it was. */
	static XmlElement element(final XmlElement before, final Ctf ctf) {
		XmlElement e = before.withParam("PixelSize", WarpText.decimal(ctf.pixelSize())).withParam("Cs", WarpText.decimal(ctf
			.csMm())).withParam("Cc", WarpText.decimal(ctf.ccMm())).withParam("Voltage", WarpText.decimal(ctf.voltageKv()))
			.withParam("Defocus", WarpText.decimal(ctf.defocusUm())).withParam("DefocusDelta", WarpText.decimal(ctf
				.defocusDeltaUm())).withParam("DefocusAngle", WarpText.decimal(ctf.defocusAngleDeg())).withParam("Amplitude",
					WarpText.decimal(ctf.amplitudeContrast())).withParam("Bfactor", WarpText.decimal(ctf.bfactor())).withParam(
						"BfactorDelta", WarpText.decimal(ctf.bfactorDelta())).withParam("BfactorAngle", WarpText.decimal(ctf
							.bfactorAngleDeg())).withParam("Scale", WarpText.decimal(ctf.scale())).withParam("PhaseShift", WarpText
								.decimal(ctf.phaseShiftPi())).withParam("ZernikeCoeffsOdd", WarpText.singles(ctf.zernikeOdd(), ";"))
			.withParam("ZernikeCoeffsEven", WarpText.singles(ctf.zernikeEven(), ";"));
		final XmlParams present = XmlParams.of(e, "");
		for (int i = 0; i < NEUTRAL.length; i += 2)
			if (present.value(NEUTRAL[i]).isEmpty()) e = e.withParam(NEUTRAL[i], NEUTRAL[i + 1]);
		return e;
	}
}
