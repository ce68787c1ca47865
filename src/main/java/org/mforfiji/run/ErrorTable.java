package org.mforfiji.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.io.warp.WarpPaths;
import org.mforfiji.refine.CtfResult;
import org.mforfiji.refine.ItemResult;

/**
 * Predicted standard deviations of an item's parameters, a STAR file of our own, {@code <item>_errors.star}. For every
 * refined species a block {@code <species>_particles}: row in the species' particle table (from 1), position x, y, z
 * in Å, rotation about the tomogram's x, y, z in degrees, with several temporal samples six columns for each, numbered
 * from 1; and a block {@code <species>_projections}: row, tilt (from 1, in stored order), projected position x, y in
 * Å, for every particle image; and a block {@code shared}: parameter, tilt (or, of the volume warp, node along the
 * exposure) from 1, node along x, y, z from 0, in Å, degrees or, of the magnification, percent. Where the contrast
 * transfer was refined, a block {@code optics}: tilt (from 1), defocus (µm), δ·cos 2θ and δ·sin 2θ of the astigmatism
 * (µm), phase shift (π), spherical aberration of the series (mm); 0 where nothing was kept. Where odd aberrations of the
 * data source changed, a block {@code odd_aberrations}: number of M's coefficient (from 1), radians; 0 for orders that
 * were not fitted. The noise of the references is not in them.
 */
final class ErrorTable {

	/** Columns of a sample. */
	private static final List<String> SIGMA = List.of("mffSigmaX", "mffSigmaY", "mffSigmaZ", "mffSigmaAngleX",
		"mffSigmaAngleY", "mffSigmaAngleZ");

	private ErrorTable() {}

	/**
	 * Writes the file.
	 *
	 * @param outcome its shared errors and contrast transfer are written too
	 */
	static void write(final RunItem item, final List<RunSpecies> species, final RunJournal.Outcome outcome, final Path file)
	{
		final StarFile star = StarFile.of();
		final List<ItemResult.PoseErrors> errors = outcome.errors();
		final List<ItemResult.SharedError> shared = outcome.result().errors().shared();
		for (int s = 0; s < errors.size(); s++)
			if (errors.get(s) != null) add(star, WarpPaths.safeName(species.get(s).species().name()), item.members(s), errors.get(s));
		if (!shared.isEmpty()) star.add(shared(shared));
		outcome.ctf().ifPresent(result -> star.add(optics(result)));
		star.write(file);
	}

	/**
	 * Writes an item's file with what became known after the item was refined.
	 *
	 * @param journaled the file
	 * @param oddSigma standard deviations of M's odd Zernike coefficients, radians; empty if they are as they were
	 */
	static void complete(final Path journaled, final double[] oddSigma, final Path target) {
		final StarFile star = StarFile.read(journaled);
		if (oddSigma.length > 0) {
			final StarBlock block = StarBlock.loop("odd_aberrations", "mffZernikeOdd", "mffSigma");
			for (int z = 0; z < oddSigma.length; z++)
				block.addRow(Integer.toString(z + 1), text(oddSigma[z]));
			star.add(block);
		}
		star.write(target);
	}

	private static StarBlock shared(final List<ItemResult.SharedError> errors) {
		final StarBlock block = StarBlock.loop("shared", "mffParameter", "mffTime", "mffNodeX", "mffNodeY", "mffNodeZ",
			"mffSigma");
		errors.forEach(e -> block.addRow(e.name(), Integer.toString(e.time()), Integer.toString(e.x()), Integer.toString(e.y()),
			Integer.toString(e.z()), text(e.sigma())));
		return block;
	}

	private static StarBlock optics(final CtfResult ctf) {
		final StarBlock block = StarBlock.loop("optics", "mffTilt", "mffSigmaDefocus", "mffSigmaAstigmatismCos",
			"mffSigmaAstigmatismSin", "mffSigmaPhase", "mffSigmaCs");
		for (final CtfResult.TiltErrors e : ctf.errors())
			block.addRow(Integer.toString(e.tilt() + 1), text(e.defocusUm()), text(e.astigmatismCosUm()), text(e.astigmatismSinUm()),
				text(e.phasePi()), text(e.csMm()));
		return block;
	}

	private static void add(final StarFile star, final String species, final int[] rows, final ItemResult.PoseErrors errors) {
		final List<String> columns = new ArrayList<>(List.of("mffParticle"));
		final int samples = errors.positionA().length == 0 ? 1 : errors.positionA()[0].length / 3;
		for (int j = 0; j < samples; j++)
			for (final String name : SIGMA)
				columns.add(name + (samples == 1 ? "" : Integer.toString(j + 1)));
		final StarBlock particles = StarBlock.loop(species + "_particles", columns);
		final StarBlock projections = StarBlock.loop(species + "_projections", "mffParticle", "mffTilt", "mffSigmaX",
			"mffSigmaY");
		for (int p = 0; p < errors.positionA().length; p++) {
			final String row = Integer.toString(rows[p] + 1);
			final double[] at = errors.positionA()[p], turn = errors.angleDeg()[p], projected = errors.projectedA()[p];
			final List<String> values = new ArrayList<>(List.of(row));
			for (int j = 0; j < 3 * samples; j += 3)
				for (final double[] sigma : List.of(at, turn))
					values.addAll(List.of(text(sigma[j]), text(sigma[j + 1]), text(sigma[j + 2])));
			particles.addRow(values.toArray(String[]::new));
			for (int t = 0; t < projected.length / 2; t++)
				if (!Double.isNaN(projected[2 * t])) projections.addRow(row, Integer.toString(t + 1), text(projected[2 * t]), text(
					projected[2 * t + 1]));
		}
		star.add(particles).add(projections);
	}

	private static String text(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}
}
