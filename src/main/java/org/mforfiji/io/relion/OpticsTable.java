package org.mforfiji.io.relion;

import java.util.ArrayList;
import java.util.List;

import org.mforfiji.io.relion.OpticsGroup.Aberrations;
import org.mforfiji.io.relion.OpticsGroup.Images;
import org.mforfiji.io.relion.OpticsGroup.PixelSizes;
import org.mforfiji.io.star.StarBlock;

/** The block {@code data_optics}, in both directions. */
final class OpticsTable {

	private OpticsTable() {}

	static List<OpticsGroup> read(final StarBlock block) {
		final List<OpticsGroup> groups = new ArrayList<>();
		for (int i = 0; i < block.rows(); i++)
			groups.add(new OpticsGroup(block.hasColumn("rlnOpticsGroup") ? block.integer(i, "rlnOpticsGroup") : i + 1,
				StarCells.text(block, i, "rlnOpticsGroupName"), microscope(block, i), pixelSizes(block, i), images(block, i),
				aberrations(block, i)));
		return groups;
	}

	static Microscope microscope(final StarBlock block, final int row) {
		return new Microscope(block.number(row, "rlnVoltage", Double.NaN), block.number(row,
			"rlnSphericalAberration", Double.NaN), block.number(row, "rlnAmplitudeContrast", Double.NaN));
	}

	private static PixelSizes pixelSizes(final StarBlock block, final int row) {
		return new PixelSizes(block.number(row, "rlnImagePixelSize", Double.NaN), block.number(row,
			"rlnMicrographPixelSize", Double.NaN), block.number(row, "rlnMicrographOriginalPixelSize", Double.NaN),
			block.number(row, "rlnTomoTiltSeriesPixelSize", Double.NaN));
	}

	private static Images images(final StarBlock block, final int row) {
		return new Images((int) block.number(row, "rlnImageSize", 0), (int) block.number(row,
			"rlnImageDimensionality", 0), block.number(row, "rlnCtfDataAreCtfPremultiplied", 0) != 0);
	}

	private static Aberrations aberrations(final StarBlock block, final int row) {
		return new Aberrations(new double[] { block.number(row, "rlnBeamTiltX", 0), block.number(row,
			"rlnBeamTiltY", 0) }, StarCells.list(block, row, "rlnOddZernike"), StarCells.list(block, row, "rlnEvenZernike"),
			new double[] { block.number(row, "rlnMagMat00", 1), block.number(row, "rlnMagMat01", 0),
				block.number(row, "rlnMagMat10", 0), block.number(row, "rlnMagMat11", 1) });
	}

	/** The block of these groups; columns of which nothing is known in any group are left out. */
	static StarBlock write(final List<OpticsGroup> groups) {
		final TableColumns<OpticsGroup> columns = new TableColumns<OpticsGroup>()
			.add("rlnOpticsGroup", g -> Integer.toString(g.number()))
			.add("rlnOpticsGroupName", OpticsTable::name)
			.add("rlnVoltage", g -> Numbers.fixed(g.microscope().voltageKv()))
			.add("rlnSphericalAberration", g -> Numbers.fixed(g.microscope().csMm()))
			.add("rlnAmplitudeContrast", g -> Numbers.fixed(g.microscope().amplitudeContrast()));
		if (groups.stream().anyMatch(g -> g.pixelSizes().tiltSeries() > 0)) columns
			.add("rlnTomoTiltSeriesPixelSize", g -> Numbers.fixed(g.pixelSizes().tiltSeries()))
			.add("rlnTomoSubtomogramBinning", g -> Numbers.fixed(g.pixelSizes().image() > 0 ? g.pixelSizes().image() / g
				.pixelSizes().tiltSeries() : 1));
		if (groups.stream().anyMatch(g -> g.pixelSizes().original() > 0)) columns
			.add("rlnMicrographOriginalPixelSize", g -> Numbers.fixed(g.pixelSizes().original()));
		if (groups.stream().anyMatch(g -> g.pixelSizes().micrograph() > 0)) columns
			.add("rlnMicrographPixelSize", g -> Numbers.fixed(g.pixelSizes().micrograph()));
		if (groups.stream().anyMatch(g -> g.pixelSizes().image() > 0)) columns
			.add("rlnImagePixelSize", g -> Numbers.fixed(g.pixelSizes().image()));
		if (groups.stream().anyMatch(g -> g.images().size() > 0)) columns
			.add("rlnImageSize", g -> Integer.toString(g.images().size()));
		if (groups.stream().anyMatch(g -> g.images().dimensions() > 0)) columns
			.add("rlnImageDimensionality", g -> Integer.toString(g.images().dimensions()))
			.add("rlnCtfDataAreCtfPremultiplied", g -> g.images().premultiplied() ? "1" : "0");
		if (groups.stream().anyMatch(g -> !g.aberrations().isNone())) addAberrations(columns, groups);
		return columns.block("optics", groups);
	}

	private static void addAberrations(final TableColumns<OpticsGroup> columns, final List<OpticsGroup> groups) {
		columns.add("rlnBeamTiltX", g -> Numbers.number(g.aberrations().beamTiltMrad()[0]))
			.add("rlnBeamTiltY", g -> Numbers.number(g.aberrations().beamTiltMrad()[1]))
			.add("rlnMagMat00", g -> Numbers.number(g.aberrations().magnification()[0]))
			.add("rlnMagMat01", g -> Numbers.number(g.aberrations().magnification()[1]))
			.add("rlnMagMat10", g -> Numbers.number(g.aberrations().magnification()[2]))
			.add("rlnMagMat11", g -> Numbers.number(g.aberrations().magnification()[3]));
		if (groups.stream().anyMatch(g -> g.aberrations().oddZernike().length > 0)) columns
			.add("rlnOddZernike", g -> Numbers.list(g.aberrations().oddZernike()));
		if (groups.stream().anyMatch(g -> g.aberrations().evenZernike().length > 0)) columns
			.add("rlnEvenZernike", g -> Numbers.list(g.aberrations().evenZernike()));
	}

	private static String name(final OpticsGroup group) {
		return group.name().isEmpty() ? "opticsGroup" + group.number() : group.name();
	}
}
