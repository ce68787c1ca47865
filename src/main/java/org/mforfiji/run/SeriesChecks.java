package org.mforfiji.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.mforfiji.base.MException;
import org.mforfiji.geometry.TiltSeriesGeometry;
import org.mforfiji.io.mrc.MrcFile;
import org.mforfiji.io.mrc.MrcHeader;
import org.mforfiji.io.warp.SeriesGrid;
import org.mforfiji.io.warp.TiltSeriesMetadata;
import org.mforfiji.population.Particle;
import org.mforfiji.population.Population;
import org.mforfiji.population.Species;
import org.mforfiji.population.TiltSeries;
import org.mforfiji.store.SeriesFaults;
import org.mforfiji.store.SpeciesStore;

/** What is looked at in tilt series before a run: metadata, headers of the averages and of some the pixels, where particles lie. */
final class SeriesChecks {

	/** So many bytes of averages are read in search of NaN; reading all of a great data set would take hours. */
	private static final long BYTES_READ = 2L << 30;
	private static final double SHAPE_TOLERANCE = 0.01;
	private static final int ROWS_SHOWN = 5;

	private final Population population;
	private final RunOptions options;
	private final List<Finding> findings;
	private final long[] inside;
	private final long[] outside;
	private long bytesRead;
	private int averages;
	private int averagesRead;
	private int items;
	private int refinable;

	SeriesChecks(final Population population, final RunOptions options, final List<Finding> findings) {
		this.population = population;
		this.options = options;
		this.findings = findings;
		inside = new long[population.species().size()];
		outside = new long[population.species().size()];
	}

	void check(final TiltSeriesItem item) {
		final TiltSeries series = item.series();
		final String subject = item.source() + ", " + item.name();
		final List<MException> faults = SeriesFaults.of(series);
		faults.forEach(fault -> findings.add(Finding.error(subject, fault)));
		final boolean finite = numbers(series, subject);
		for (int t = 0; t < series.tilts(); t++)
			if (series.useTilt(t) && Files.isRegularFile(series.averagePath(t))) average(series, t, subject);
		counts(item, subject);
		times(item, subject);
		if (finite) positions(item, subject);
	}

	/** What only the whole of the items tells. */
	void finish() {
		for (int s = 0; s < inside.length; s++)
			if (outside[s] > 0 && inside[s] == 0) findings.add(Finding.error("species " + population.species().get(s).name() +
				", " + SpeciesStore.particles(population.species().get(s)), "None of its particles lies wholly inside a tilt image",
				"Check the pixel size with which the particles were imported, the diameter, and the size of the tomograms"));
		final int least = options.refine().minParticles();
		if (options.refine().refines() && items > 0 && refinable == 0) findings.add(options.reconstructSmallItems() ? Finding
			.warning("items", "None of the " + items + " items has " + least + " particles: nothing is refined",
				"Lower the least number (min_particles)") : Finding.error("items", "None of the " + items + " items has " + least +
					" particles: nothing is refined or reconstructed", "Lower the least number (min_particles)"));
		if (averagesRead < averages) findings.add(Finding.info("averages", "Pixels of " + averagesRead + " of " + averages +
			" averages were looked through for values that are no numbers; of the others only the headers"));
	}

	private boolean numbers(final TiltSeries series, final String subject) {
		final TiltSeriesMetadata m = series.metadata();
		boolean finite = true;
		for (final Map.Entry<String, double[]> list : Map.of("Angles", m.angles(), "Dose", m.dose(), "AxisAngle", m.axisAngles(),
			"AxisOffsetX", m.axisOffsetX(), "AxisOffsetY", m.axisOffsetY()).entrySet())
			finite &= finite(list.getValue(), "list " + list.getKey(), m, subject);
		for (final SeriesGrid grid : SeriesGrid.values())
			finite &= finite(doubles(m.grid(grid).values()), "grid " + grid.elementName(), m, subject);
		final double[] magnification = series.magnification();
		finite &= finite(magnification, "MagnificationCorrection", m, subject);
		if (!(magnification[0] * magnification[3] - magnification[1] * magnification[2] > 0)) findings.add(Finding.error(subject,
			"Its MagnificationCorrection is no magnification: " + Arrays.toString(magnification),
			"Set it to 1, 0, 0, 1 or estimate it again"));
		return finite;
	}

	private static double[] doubles(final float[] values) {
		final double[] out = new double[values.length];
		for (int i = 0; i < out.length; i++)
			out[i] = values[i];
		return out;
	}

	private boolean finite(final double[] values, final String what, final TiltSeriesMetadata metadata,
		final String subject)
	{
		for (int i = 0; i < values.length; i++)
			if (!Double.isFinite(values[i])) {
				findings.add(Finding.error(subject + ", " + metadata.where(), "Value " + (i + 1) + " of " + what +
					" is no finite number: " + values[i], "Repair the metadata, or remove the series from the data source"));
				return false;
			}
		return true;
	}

	private void average(final TiltSeries series, final int t, final String subject) {
		final Path file = series.averagePath(t);
		final String where = subject + ", tilt " + (t + 1) + ", " + file;
		averages++;
		try {
			final MrcHeader header = MrcFile.readHeader(file);
			if (header.nz() != 1) findings.add(Finding.error(where, "The average has " + header.nz() + " images instead of one",
				"Give the average over frames, not the movie"));
			final double[] size = series.imageSize();
			final double wanted = size[0] / size[1], there = (double) header.nx() / header.ny();
			if (Math.abs(there / wanted - 1) > SHAPE_TOLERANCE) findings.add(Finding.error(where, "The average has " + header.nx() + "×" +
				header.ny() + " pixels, which is not the shape of the tilt images, " + Math.round(size[0]) + "×" + Math.round(size[1]) +
				" Å", "Make the averages of this series anew"));
			pixels(file, where, header);
		}
		catch (final MException fault) {
			findings.add(Finding.error(subject + ", tilt " + (t + 1), fault));
		}
	}

	private void pixels(final Path file, final String where, final MrcHeader header) {
		final long bytes;
		try {
			bytes = Files.size(file);
		}
		catch (final IOException vanished) {
			findings.add(Finding.error(where, "The average cannot be read", "Check the disk"));
			return;
		}
		if (bytesRead + bytes > BYTES_READ) {
			for (final float value : header.statistics())
				if (Float.isNaN(value)) {
					findings.add(Finding.warning(where, "The statistics in the header of the average are no numbers",
						"Look at the average: it may hold pixels that are no numbers"));
					return;
				}
			return;
		}
		bytesRead += bytes;
		averagesRead++;
		MrcFile.read(file);
	}

	private void counts(final TiltSeriesItem item, final String subject) {
		int particles = 0;
		for (int s = 0; s < inside.length; s++)
			if (options.aligns(population.species().get(s))) particles += item.members(s).length;
		items++;
		if (particles >= options.refine().minParticles()) refinable++;
		final int used = item.series().usedTilts();
		if (used == 1 && item.series().tilts() > 1) findings.add(Finding.warning(subject + ", " + item.series()
			.metadata().where() + ", list UseTilt", "Only one of its " + item.series()
			.tilts() + " tilts is in use", "Select more tilts (UseTilt)"));
		if (!options.refine().refines()) return;
		final int least = options.refine().minParticles();
		if (particles < least) findings.add(Finding.info(subject, "It has " + particles + (particles == 1 ? " particle"
			: " particles") + " that align" + (particles == 1 ? "s" : "") + ", fewer than " + least + ", and is not refined" + (options.reconstructSmallItems()
				? "; its images go into the maps" : "; its images are left out of the maps")));
		else if (particles == 1 && options.refine().blocks().any()) findings.add(Finding.warning(subject,
			"It has a single particle, from which its geometry cannot be known",
			"Ask for more particles per item (min_particles)"));
	}

	/** Series whose tilts cannot be put in order. */
	private void times(final TiltSeriesItem item, final String subject) {
		final TiltSeriesMetadata metadata = item.series().metadata();
		final double[] dose = metadata.dose();
		if (dose.length == 1) findings.add(Finding.warning(subject + ", " + metadata.where() + ", tilt 1",
			"The tilt series has a single tilt, so that nothing tells how high in the sample its particles lie",
			"Import the series again with all its tilts, if there are more"));
		else if (Arrays.stream(dose).distinct().count() == 1) sameExposure(item, subject + ", " + metadata.where() + ", list Dose",
			"All " + dose.length + " tilts have the same exposure, " + dose[0] + " e⁻/Å²: ");
	}

	private void sameExposure(final TiltSeriesItem item, final String where, final String what) {
		final String remedy = "Import the series again with the exposure per tilt";
		findings.add(Finding.warning(where, what + "the damage of all is taken to be the same", remedy));
		for (int s = 0; s < population.species().size(); s++) {
			final Species species = population.species().get(s);
			if (item.members(s).length > 0 && species.temporalSamples() > 1) findings.add(Finding.error(where, what +
				"the poses of species " + species.name() + ", " + species.temporalSamples() +
				" samples over the exposure, have no time", remedy + ", or make the species with one temporal sample"));
		}
	}

	/** Counts particles whose circle is wholly inside no image. */
	private void positions(final TiltSeriesItem item, final String subject) {
		final TiltSeriesGeometry geometry = item.series().geometry();
		final double[] fractions = geometry.doseFractions();
		for (int s = 0; s < inside.length; s++) {
			final Species species = population.species().get(s);
			final List<Particle> own = item.particles(s);
			final List<Integer> lost = new ArrayList<>();
			for (int p = 0; p < own.size(); p++)
				if (!isInside(own.get(p), species.diameterA() / 2.0, item.series(), fractions)) lost.add(item.members(
					s)[p] + 1);
			outside[s] += lost.size();
			inside[s] += item.members(s).length - lost.size();
			if (!lost.isEmpty()) findings.add(Finding.warning(subject + ", " + SpeciesStore.particles(species), lost.size() + " of " + item
				.members(s).length + " particles of species " + species.name() + " lie wholly inside none of its images and are left out: " +
				rows(lost), "Check their coordinates and the diameter"));
		}
	}

	private static String rows(final List<Integer> rows) {
		return (rows.size() == 1 ? "row " : "rows ") + rows.stream().limit(ROWS_SHOWN).map(String::valueOf).collect(Collectors
			.joining(", ")) + (rows.size() > ROWS_SHOWN ? ", …" : "");
	}

	private static boolean isInside(final Particle particle, final double radius, final TiltSeries series,
		final double[] fractions)
	{
		final double[] size = series.imageSize();
		for (int t = 0; t < series.tilts(); t++) {
			if (!series.useTilt(t)) continue;
			final TiltSeriesGeometry.Projection at = series.geometry().project(particle.positionAt(fractions[t]), t);
			if (at.x() >= radius && at.y() >= radius && at.x() <= size[0] - radius && at.y() <= size[1] - radius) return true;
		}
		return false;
	}
}
