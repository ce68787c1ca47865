package org.mforfiji.simulate;

import static org.mforfiji.simulate.SeriesFilesWriter.fixed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.mforfiji.io.star.StarBlock;
import org.mforfiji.io.star.StarFile;
import org.mforfiji.population.Particle;

/** Particle tables as RELION 5 and RELION 3.1 write them. Both carry the column that numbers the particles. */
final class ParticleTables {

	private final MicroscopeOptions microscope;
	private final double[] volumeSize;

	/** @param volumeSize size of the tomograms, Å */
	ParticleTables(final MicroscopeOptions microscope, final double[] volumeSize) {
		this.microscope = microscope;
		this.volumeSize = volumeSize;
	}

	/** RELION 5: coordinates in Å from the middle of the tomogram; the first sample of a trajectory. */
	void writeRelion5(final List<Particle> particles, final Path file) {
		final StarBlock general = StarBlock.list("general").put("rlnTomoSubTomosAre2DStacks", "1");
		final StarBlock optics = StarBlock.loop("optics", "rlnOpticsGroup", "rlnOpticsGroupName", "rlnSphericalAberration",
			"rlnVoltage", "rlnAmplitudeContrast", "rlnTomoTiltSeriesPixelSize").addRow("1", "simulated", fixed(microscope.csMm(),
				6), fixed(microscope.voltageKv(), 6), fixed(microscope.amplitudeContrast(), 6), fixed(microscope.pixelSize(), 6));
		final StarBlock table = StarBlock.loop("particles", "rlnTomoName", "rlnTomoParticleName",
			"rlnCenteredCoordinateXAngst", "rlnCenteredCoordinateYAngst", "rlnCenteredCoordinateZAngst", "rlnAngleRot",
			"rlnAngleTilt", "rlnAnglePsi", "rlnOriginXAngst", "rlnOriginYAngst", "rlnOriginZAngst", "rlnOpticsGroup",
			"rlnRandomSubset", ParticlePlanner.ID);
		for (final Particle particle : particles) {
			final String series = seriesName(particle);
			final List<String> row = new ArrayList<>(List.of(series, series + "/" + (number(particle) + 1)));
			for (int d = 0; d < 3; d++)
				row.add(fixed(particle.coordinates()[d] - volumeSize[d] / 2, 6));
			for (int d = 0; d < 3; d++)
				row.add(fixed(particle.anglesDeg()[d], 6));
			row.addAll(List.of("0.000000", "0.000000", "0.000000", "1", String.valueOf(particle.halfSet() + 1), String.valueOf(
				number(particle))));
			table.addRow(row.toArray(String[]::new));
		}
		StarFile.of(general, optics, table).write(file);
	}

	/** RELION 3.1: coordinates in pixels of the tilt images from the corner of the tomogram. */
	void writeRelion31(final List<Particle> particles, final Path file) {
		final StarBlock optics = StarBlock.loop("optics", "rlnOpticsGroup", "rlnOpticsGroupName", "rlnSphericalAberration",
			"rlnVoltage", "rlnAmplitudeContrast", "rlnImagePixelSize", "rlnImageDimensionality").addRow("1", "simulated", fixed(
				microscope.csMm(), 6), fixed(microscope.voltageKv(), 6), fixed(microscope.amplitudeContrast(), 6), fixed(microscope
					.pixelSize(), 6), "3");
		final StarBlock table = StarBlock.loop("particles", "rlnMicrographName", "rlnCoordinateX", "rlnCoordinateY",
			"rlnCoordinateZ", "rlnAngleRot", "rlnAngleTilt", "rlnAnglePsi", "rlnOriginXAngst", "rlnOriginYAngst",
			"rlnOriginZAngst", "rlnOpticsGroup", "rlnRandomSubset", ParticlePlanner.ID);
		for (final Particle particle : particles) {
			final List<String> row = new ArrayList<>(List.of(particle.sourceName()));
			for (int d = 0; d < 3; d++)
				row.add(fixed(particle.coordinates()[d] / microscope.pixelSize(), 6));
			for (int d = 0; d < 3; d++)
				row.add(fixed(particle.anglesDeg()[d], 6));
			row.addAll(List.of("0.000000", "0.000000", "0.000000", "1", String.valueOf(particle.halfSet() + 1), String.valueOf(
				number(particle))));
			table.addRow(row.toArray(String[]::new));
		}
		StarFile.of(optics, table).write(file);
	}

	private static int number(final Particle particle) {
		return Integer.parseInt(particle.extra().get(ParticlePlanner.ID));
	}

	private static String seriesName(final Particle particle) {
		return particle.sourceName().substring(0, particle.sourceName().lastIndexOf('.'));
	}
}
