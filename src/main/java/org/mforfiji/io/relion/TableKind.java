package org.mforfiji.io.relion;

import java.nio.file.Path;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.io.star.StarFile;

/** What a STAR file is, to refuse in right words what is not what was asked for. */
enum TableKind {

	PARTICLES("holds particles", "Give it where a particle table is asked for"),
	M_PARTICLES("is M's own particle table", "Give it as an M table (--particles_m)"),
	TOMOGRAMS("describes tomograms", "Give the optimisation set or the particle table beside it"),
	TILT_SERIES("describes the tilt images of one series", "Give the optimisation set or the particle table of the project"),
	OPTIMISATION_SET("is an optimisation set", "Give it where an optimisation set is asked for"),
	TOMOSTAR("is a .tomostar, the list of tilt images of one series", "Give the particle table"),
	MICROGRAPHS("lists micrographs", "Give the particle table"),
	FSC("holds Fourier shell correlation curves", "Give the particle table"),
	OTHER("is of no kind known here", "Give a STAR file written by RELION, Warp or M");

	private final String description;
	private final String remedy;

	TableKind(final String description, final String remedy) {
		this.description = description;
		this.remedy = remedy;
	}

	static TableKind of(final StarFile star) {
		if (has(star, "wrpCoordinateX1")) return M_PARTICLES;
		if (has(star, "wrpMovieName")) return TOMOSTAR;
		if (has(star, "rlnTomoParticlesFile")) return OPTIMISATION_SET;
		if (star.find("global").filter(block -> block.hasColumn("rlnTomoName")).isPresent() || has(star,
			"rlnTomoTiltSeriesStarFile")) return TOMOGRAMS;
		if (has(star, "rlnTomoXTilt") || has(star, "rlnTomoNominalStageTiltAngle") || has(star, "rlnTomoProjX"))
			return TILT_SERIES;
		if (star.find("particles").isPresent() || has(star, "rlnCoordinateX") || has(star, "rlnCenteredCoordinateXAngst"))
			return PARTICLES;
		if (has(star, "rlnFourierShellCorrelation") || has(star, "rlnFourierShellCorrelationCorrected")) return FSC;
		if (star.find("micrographs").isPresent() || has(star, "rlnMicrographName")) return MICROGRAPHS;
		return OTHER;
	}

	/** The error for a file that is of this kind where another was asked for. */
	MException refusal(final Path file, final StarFile star, final String wanted) {
		final String blocks = star.blocks().stream().map(block -> "data_" + block.name()).limit(8).collect(Collectors.joining(
			", "));
		return new MException("The file " + description + ", not " + wanted + " (its blocks: " + blocks + ")", file.toString(),
			remedy);
	}

	private static boolean has(final StarFile star, final String column) {
		return star.blocks().stream().anyMatch(block -> block.hasColumn(column));
	}
}
