package org.mforfiji.io.relion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.mforfiji.base.MException;
import org.mforfiji.io.FileErrors;
import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;

/**
 * Writes a {@link ParticleSeries}: {@code ⟨name⟩_optimisation_set.star}, {@code ⟨name⟩_particles.star} and
 * {@code ⟨name⟩_tomograms.star}, paths relative to the folder. Image stacks are not touched.
 */
public final class ParticleSeriesWriter {

	/** How tilt images are described. */
	public enum Layout {

		/** Projection matrices in blocks of the table of tomograms, as WarpTools and RELION 4. */
		MATRICES,
		/** Angles and shifts in {@code tilt_series/⟨name⟩.star}, as RELION 5; needs the tilt images' files. */
		TILT_SERIES_FILES
	}

	private final Path folder;
	private final String name;
	private final Layout layout;

	/**
	 * @param folder where to write; must exist
	 * @param name beginning of the file names
	 * @param layout how to describe tilt images
	 */
	public ParticleSeriesWriter(final Path folder, final String name, final Layout layout) {
		this.folder = folder;
		this.name = name;
		this.layout = layout;
	}

	/**
	 * Writes all tables.
	 *
	 * @return the optimisation set's file
	 * @throws MException if tilt images cannot be described in this layout, or a file cannot be written
	 */
	public Path write(final RelionParticles particles, final List<RelionTomogram> tomograms) {
		particles.write(folder.resolve(name + "_particles.star"));
		writeTomograms(tomograms);
		final Path set = folder.resolve(name + "_optimisation_set.star");
		OptimisationSet.of(set, name + "_particles.star", name + "_tomograms.star").write();
		return set;
	}

	private void writeTomograms(final List<RelionTomogram> tomograms) {
		final Path file = folder.resolve(name + "_tomograms.star");
		final StarFile star = StarFile.of(global(tomograms));
		for (final RelionTomogram tomogram : tomograms) {
			check(tomogram);
			if (layout == Layout.MATRICES) star.add(TiltTable.matrices(tomogram));
			else writeSeries(tomogram);
		}
		star.write(file);
	}

	private void writeSeries(final RelionTomogram tomogram) {
		final Path file = folder.resolve(seriesFile(tomogram));
		try {
			Files.createDirectories(file.getParent());
		}
		catch (final IOException failed) {
			throw FileErrors.writing(file, failed);
		}
		StarFile.of(TiltTable.angles(tomogram)).write(file);
	}

	private StarBlock global(final List<RelionTomogram> tomograms) {
		final TableColumns<RelionTomogram> columns = new TableColumns<RelionTomogram>().add("rlnTomoName", RelionTomogram::name);
		if (layout == Layout.MATRICES) columns.add("rlnTomoTiltSeriesName", tomogram -> stack(tomogram))
			.add("rlnTomoFrameCount", tomogram -> Integer.toString(tomogram.tilts().size()));
		else columns.add("rlnTomoTiltSeriesStarFile", this::seriesFile);
		final String[] sizes = { "rlnTomoSizeX", "rlnTomoSizeY", "rlnTomoSizeZ" };
		for (int i = 0; i < 3; i++) {
			final int axis = i;
			columns.add(sizes[i], tomogram -> Integer.toString(tomogram.sizePx()[axis]));
		}
		columns.add("rlnTomoHand", tomogram -> Integer.toString(tomogram.acquisition().hand()))
			.add("rlnOpticsGroupName", tomogram -> tomogram.acquisition().opticsGroupName().isEmpty() ? "opticsGroup1" : tomogram
				.acquisition().opticsGroupName())
			.add("rlnTomoTiltSeriesPixelSize", tomogram -> Numbers.fixed(tomogram.pixelSize()))
			.add("rlnVoltage", tomogram -> Numbers.fixed(tomogram.acquisition().microscope().voltageKv()))
			.add("rlnSphericalAberration", tomogram -> Numbers.fixed(tomogram.acquisition().microscope().csMm()))
			.add("rlnAmplitudeContrast", tomogram -> Numbers.fixed(tomogram.acquisition().microscope().amplitudeContrast()));
		addOptional(columns, tomograms);
		return columns.block("global", tomograms);
	}

	private static void addOptional(final TableColumns<RelionTomogram> columns, final List<RelionTomogram> tomograms) {
		if (tomograms.stream().allMatch(tomogram -> tomogram.acquisition().exposurePerTilt() > 0)) columns
			.add("rlnTomoImportFractionalDose", tomogram -> Numbers.fixed(tomogram.acquisition().exposurePerTilt()));
		if (tomograms.stream().anyMatch(tomogram -> tomogram.acquisition().bfactorPerExposure() > 0)) columns
			.add("rlnCtfBfactorPerElectronDose", tomogram -> Numbers.fixed(tomogram.acquisition().bfactorPerExposure()));
		if (tomograms.stream().anyMatch(tomogram -> tomogram.acquisition().defocusSlope() != 1)) columns
			.add("rlnTomoDefocusSlope", tomogram -> Numbers.fixed(tomogram.acquisition().defocusSlope()));
		if (tomograms.stream().anyMatch(tomogram -> tomogram.acquisition().deformation().width() > 0)) columns
			.add("rlnTomoDeformationGridSizeX", tomogram -> Integer.toString(tomogram.acquisition().deformation().width()))
			.add("rlnTomoDeformationGridSizeY", tomogram -> Integer.toString(tomogram.acquisition().deformation().height()))
			.add("rlnTomoDeformationType", tomogram -> tomogram.acquisition().deformation().type());
	}

	private void check(final RelionTomogram tomogram) {
		final boolean toCentred = layout == Layout.TILT_SERIES_FILES;
		for (int tilt = 0; tilt < tomogram.tilts().size(); tilt++) {
			final TiltProjection projection = tomogram.tilts().get(tilt).projection();
			final double[] translation = projection.translationA();
			if (projection.centred() != toCentred && (translation[0] != 0 || translation[1] != 0)) throw new MException(
				"The shift counts from the " + (toCentred ? "corner" : "middle") + " of the tilt image, and cannot be written as " + (
				toCentred ? "RELION 5's shift" : "a projection matrix") + " without the size of the image", tomogram.name() +
					", tilt " + (tilt + 1), "Write the tilt images in the layout they were read in");
			if (toCentred && tomogram.tilts().get(tilt).micrographName().isEmpty()) throw new MException(
				"The tilt image has no file, but RELION 5's tilt series need one", tomogram.name() + ", tilt " + (tilt + 1),
				"Name the file of each tilt image, or write projection matrices");
		}
	}

	private String seriesFile(final RelionTomogram tomogram) {
		final String safe = tomogram.name().endsWith(".tomostar") ? tomogram.name().substring(0, tomogram.name().length() - 9)
			: tomogram.name();
		return "tilt_series/" + safe + ".star";
	}

	private static String stack(final RelionTomogram tomogram) {
		final String stack = tomogram.acquisition().stack();
		return stack.isEmpty() ? "dummy_tiltseries.mrc" : stack;
	}
}
