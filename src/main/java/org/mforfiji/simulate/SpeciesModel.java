package org.mforfiji.simulate;

import java.nio.file.Path;
import java.util.Locale;

import org.mforfiji.base.MException;
import org.mforfiji.base.Parallel;
import org.mforfiji.base.Volume;
import org.mforfiji.geometry.SymmetryGroup;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.population.BoxSize;

/**
 * A species with its noise-free map.
 *
 * @param options what the user asked for
 * @param map the true map, cubic, protein bright, centred
 * @param diameterA diameter, Å
 * @param supportA diameter in Å of the sphere that holds all density of the map
 * @param molecularWeightKda molecular weight, kDa
 */
record SpeciesModel(SpeciesOptions options, Volume map, int diameterA, double supportA, double molecularWeightKda) {

	/** Loads the model or map of a species; {@code imagePixelSize} stands in for a pixel size of 0. */
	static SpeciesModel of(final SpeciesOptions options, final double imagePixelSize, final Parallel parallel) {
		final String file = options.source().getFileName().toString().toLowerCase(Locale.ROOT);
		final boolean isMap = file.endsWith(".mrc") || file.endsWith(".map") || file.endsWith(".ccp4");
		final SymmetryGroup group = SymmetryGroup.parse(options.symmetry());
		return isMap ? ofMap(options) : ofAtoms(options, group, options.pixelSize() > 0 ? options.pixelSize() : imagePixelSize,
			parallel);
	}

	private static SpeciesModel ofAtoms(final SpeciesOptions options, final SymmetryGroup group, final double pixelSize,
		final Parallel parallel)
	{
		final AtomicModel model = new SymmetryAxes(AtomicModel.read(options.source()), group).aligned();
		final int diameter = options.diameterA() > 0 ? options.diameterA() : 10 * (int) Math.ceil(model.diameterA() / 10);
		if (diameter < model.diameterA() - 1e-9) throw new MException(String.format(Locale.ROOT,
			"The diameter %d Å is smaller than the model, which needs %.0f Å", diameter, Math.ceil(model.diameterA())), options.source()
				.toString(), "Give a larger diameter, or 0 for the model's own");
		final int box = BoxSize.ofDiameter(diameter, pixelSize);
		final Volume map = new AtomicDensity(box, pixelSize, options.bFactor(), options.ownBFactors()).map(model, parallel);
		final double weight = options.molecularWeightKda() > 0 ? options.molecularWeightKda() : model.molecularWeightKda();
		return new SpeciesModel(options, map, diameter, model.diameterA() + 6 * pixelSize, weight);
	}

	private static SpeciesModel ofMap(final SpeciesOptions options) {
		final Path file = options.source();
		final Volume map = MrcFile.read(file);
		if (!map.isCube() || map.nx() % 2 != 0) throw new MException("The map has " + map.nx() + "×" + map.ny() + "×" + map
			.nz() + " voxels", file.toString(), "Give a cube with an even edge");
		final double pixelSize = options.pixelSize() > 0 ? options.pixelSize() : map.pixelSize();
		if (!(pixelSize > 0)) throw new MException("The map's header holds no pixel size", file.toString(),
			"Give the species' pixel size");
		final Volume scaled = map.withPixelSize(pixelSize);
		final int diameter = options.diameterA() > 0 ? options.diameterA() : (int) Math.round(map.nx() * pixelSize / 2);
		final double weight = options.molecularWeightKda() > 0 ? options.molecularWeightKda() : Math.max(1, Math.PI / 6 * Math
			.pow(diameter * 0.8, 3) * 0.81e-3);
		return new SpeciesModel(options, scaled, diameter, Math.max(diameter, support(scaled)), weight);
	}

	/** Diameter of the sphere that holds every voxel above a thousandth of the largest value, Å. */
	private static double support(final Volume map) {
		float most = 0;
		for (final float v : map.data())
			most = Math.max(most, Math.abs(v));
		final int n = map.nx();
		double radius2 = 0;
		for (int z = 0, i = 0; z < n; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < n; x++, i++)
					if (Math.abs(map.data()[i]) > 1e-3f * most) radius2 = Math.max(radius2, square(x - n / 2) + square(y - n / 2) +
						square(z - n / 2));
		return Math.min(n, 2 * Math.sqrt(radius2)) * map.pixelSize();
	}

	private static double square(final int a) {
		return (double) a * a;
	}

	/** Name of the species. */
	String name() {
		return options.name();
	}
}
