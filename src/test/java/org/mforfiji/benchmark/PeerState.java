package org.mforfiji.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.mforfiji.base.MException;
import org.mforfiji.io.relion.OptimisationSet;
import org.mforfiji.io.relion.RelionParticle;
import org.mforfiji.io.relion.RelionParticles;
import org.mforfiji.io.relion.RelionTilt;
import org.mforfiji.io.relion.RelionTomogram;
import org.mforfiji.io.relion.RelionTomograms;
import org.mforfiji.io.relion.SplineDeformation;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.simulate.Truth;
import org.mforfiji.simulate.TruthErrors;

/**
 * What RELION 5 made of a simulated project: a folder with {@code half1.mrc} and {@code half2.mrc} and, optionally, the
 * {@code optimisation_set.star} they were reconstructed from.
 *
 * @param label its row in the table
 * @param folder where it lies
 */
record PeerState(String label, Path folder) {

	/** From {@code label=folder}. */
	static PeerState parse(final String argument) {
		final int at = argument.indexOf('=');
		if (at < 1) throw new MException("'" + argument + "' names no result of another program", "arguments",
			"Give label=folder");
		return new PeerState(argument.substring(0, at), Path.of(argument.substring(at + 1)));
	}

	/** Errors of projected positions, if the folder has an optimisation set. */
	Optional<TruthErrors> errors(final Truth truth, final String species) {
		final Path file = folder.resolve("optimisation_set.star");
		if (!Files.exists(file)) return Optional.empty();
		final OptimisationSet set = OptimisationSet.read(file);
		final RelionTomograms tomograms = RelionTomograms.read(set.tomograms());
		final Map<Integer, double[][]> seen = new HashMap<>();
		for (final RelionParticle particle : RelionParticles.read(set.particles()).particles())
			seen.put((int) Double.parseDouble(particle.extra().get("simParticle")), projections(tomograms.tomogram(particle.name()),
				particle, truth));
		return Optional.of(truth.compareProjections(species, seen));
	}

	/** Positions in Å from the corner, in the order of the true series. */
	private static double[][] projections(final RelionTomogram tomogram, final RelionParticle particle, final Truth truth) {
		final TiltSeries series = truth.series(tomogram.name());
		final double[] dose = series.geometry().dose(), size = series.geometry().imageSize();
		final double[][] seen = new double[series.tilts()][];
		for (int t = 0; t < seen.length; t++) {
			final double[] at = tilt(tomogram.tilts(), dose[t]).projection().apply(particle.coordinateA());
			final double x = (at[0] + size[0] / 2) / tomogram.pixelSize(), y = (at[1] + size[1] / 2) / tomogram.pixelSize();
			final double[] more = deformation(tomogram, tilt(tomogram.tilts(), dose[t]), size).map(d -> d.at(x, y)).orElse(
				new double[2]);
			seen[t] = new double[] { (x + more[0]) * tomogram.pixelSize(), (y + more[1]) * tomogram.pixelSize() };
		}
		return seen;
	}

	private static RelionTilt tilt(final List<RelionTilt> tilts, final double dose) {
		return tilts.stream().filter(tilt -> Math.abs(tilt.exposureBefore() - dose) < 1e-3).findFirst().orElseThrow(
			() -> new MException("No tilt has an exposure of " + dose, "tilt series", "Compare with the project it comes from"));
	}

	private static Optional<SplineDeformation> deformation(final RelionTomogram tomogram, final RelionTilt tilt,
		final double[] size)
	{
		final RelionTomogram.DeformationGrid grid = tomogram.acquisition().deformation();
		if (grid.type().isEmpty() || tilt.deformation().length == 0) return Optional.empty();
		return Optional.of(SplineDeformation.of(tilt, grid, (int) Math.round(size[0] / tomogram.pixelSize()), (int) Math.round(
			size[1] / tomogram.pixelSize())));
	}
}
