package org.mforfiji.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import org.mforfiji.base.MException;
import org.mforfiji.io.warp.WarpText;
import org.mforfiji.io.warp.XmlElement;
import org.mforfiji.io.warp.XmlFile;
import org.mforfiji.io.warp.XmlParams;
import org.mforfiji.population.HelicalSymmetry;
import org.mforfiji.population.Species;

/** The content of {@code .species} files. */
final class SpeciesXml {

	private SpeciesXml() {}

	/** The species without its particles. */
	static Species.Builder read(final XmlElement root, final Path file) {
		final String where = file.toString();
		if (!root.name().equals("Species")) throw new MException("This is no species, but a file of kind " + root.name(), where,
			"Give the path of a .species file");
		final XmlParams p = XmlParams.of(root, where);
		final HelicalSymmetry helical = new HelicalSymmetry(p.integer("HelicalUnits", 1), p.finite("HelicalTwist", 0), p.finite(
			"HelicalRise", 0), p.integer("HelicalHeight", 0));
		return Species.builder(p.text("Name", "New Species"), file).guid(p.guid("GUID", UUID.randomUUID())).version(p.text(
			"Version", ""), p.text("PreviousVersion", "")).keepsVersions(!p.bool("DontVersion", false)).pixelSize(p.finite(
				"PixelSize", 1)).molecularWeightKda(p.finite("MolecularWeightkDa", 100)).diameterA(p.integer("DiameterAngstrom",
					50)).symmetry(p.text("Symmetry", "C1")).helical(helical).ewald(p.bool("DoEwald", false), p.bool("EwaldReverse",
						true)).usedForAlignment(p.bool("UseForAlignment", true)).temporalSamples(p.integer("TemporalResolutionMovement",
							1)).globalResolution(p.finite("GlobalResolution", -1)).globalBFactor(p.finite("GlobalBFactor", 0)).denoising(p
								.bool("ApplyDenoising", true), p.finite("DenoisedAtResolution", -1));
	}

	/**
	 * The file of a species.
	 *
	 * @param before the file as it is, from which elements that are not understood are taken; need not exist
	 */
	static XmlElement element(final Species s, final Path before) {
		final XmlElement base = Files.exists(before) ? XmlFile.read(before) : XmlElement.of("Species").withParam(
			"MaskAutoThreshold", "0.02").withParam("MaskAutoResolution", "10").withParam("MaskUseManual", "True");
		final HelicalSymmetry helical = s.helical();
		final XmlElement e = base.withParam("GUID", s.guid().toString()).withParam("Name", s.name()).withParam("Version", s
			.version()).withParam("PreviousVersion", s.previousVersion()).withParam("DontVersion", WarpText.bool(!s
				.keepsVersions())).withParam("PixelSize", WarpText.decimal(s.pixelSize())).withParam("MolecularWeightkDa", WarpText
					.decimal(s.molecularWeightKda())).withParam("DiameterAngstrom", Integer.toString(s.diameterA())).withParam(
						"Symmetry", s.symmetry()).withParam("HelicalUnits", Integer.toString(helical.units())).withParam("HelicalTwist",
							WarpText.decimal(helical.twistDeg())).withParam("HelicalRise", WarpText.decimal(helical.rise())).withParam(
								"HelicalHeight", Integer.toString(helical.height())).withParam("DoEwald", WarpText.bool(s.correctsEwald()))
			.withParam("EwaldReverse", WarpText.bool(s.ewaldReverse())).withParam("UseForAlignment", WarpText.bool(s
				.usedForAlignment())).withParam("TemporalResolutionMovement", Integer.toString(s.temporalSamples())).withParam(
					"TemporalResolutionRotation", Integer.toString(s.temporalSamples())).withParam("GlobalResolution", WarpText.decimal(
						s.globalResolution())).withParam("GlobalBFactor", Integer.toString((int) s.globalBFactor())).withParam(
							"DenoisedAtResolution", WarpText.decimal(s.denoisedAtResolution())).withParam("ApplyDenoising", WarpText.bool(s
								.appliesDenoising()));
		return e.child("UsedDataSources").isPresent() ? e : e.withChild(XmlElement.of("UsedDataSources"), List.of("Param",
			"UsedDataSources"));
	}
}
